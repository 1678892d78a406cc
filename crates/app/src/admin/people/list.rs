//! `GET /api/admin/people`: who has an account here.
//!
//! Each source is read by an index, in its own order; who does not fit the filters is passed over, for so many that no
//! search takes long. The next page goes on where this one stopped, also when it is not full.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::super::place::Place;
use super::model::{Sought, Standing, parse_role};
use super::store::{self as people, Found};
use crate::App;
use crate::access::{RoleBook, Roles, SignedIn, role_book};
use crate::account::{Account, AccountId};
use crate::http::{Complaint, FieldError, Fields, Problem, Result, invalid};

/// People that are looked at for one page.
const LOOKED_AT: usize = 2_000;
/// People that are read at once where some are passed over.
const READ: usize = 500;

#[derive(Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    /// How the address, the username or the id begins, in any case.
    q: Option<String>,
    /// Only those that are `active`, `unverified`, `disabled` or `deletion_planned`.
    state: Option<String>,
    /// Only those who have this role, whatever else they have.
    role: Option<String>,
    /// How many at most, 1 to 100; 50 when left out.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// Somebody with an account, as a line of a list.
#[derive(Serialize, ToSchema)]
pub(super) struct PersonItem {
    pub(super) id: AccountId,
    pub(super) email: String,
    pub(super) username: Option<String>,
    /// The name to be called by.
    pub(super) display_name: Option<String>,
    #[schema(value_type = Vec<String>)]
    pub(super) roles: Roles,
    pub(super) state: Standing,
    pub(super) created_at: Timestamp,
    /// When the account is deleted, if that is planned.
    pub(super) deletion_at: Option<Timestamp>,
}

impl From<Account> for PersonItem {
    fn from(account: Account) -> Self {
        Self {
            state: Standing::of(&account),
            id: account.id,
            email: account.email,
            username: account.username,
            display_name: account.profile.display_name,
            roles: account.roles,
            created_at: account.created_at,
            deletion_at: account.deletion_at,
        }
    }
}

/// A page of people.
#[derive(Serialize, ToSchema)]
pub(super) struct People {
    items: Vec<PersonItem>,
    /// Where the next page begins, also when this one holds few or none; null at the end.
    next_cursor: Option<String>,
}

/// Finds people: by address, then by username, then by id; without words the newest first.
#[utoipa::path(
    get, path = "/api/admin/people", tag = "admin", params(Asked), security(("bearer" = [])),
    responses(
        (status = 200, description = "A page", body = People),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`forbidden`, `insufficient_scope`", body = Problem),
        (status = 422, description = "`validation_failed` with `errors[]`", body = Problem),
    )
)]
pub(super) async fn people(
    State(app): State<App>,
    _: SignedIn,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Json<People>> {
    let Query(asked) = asked.map_err(|_| unknown_parameters())?;
    let book = role_book(&app).await?;
    let wanted = understand(&asked, &app, &book)?;
    let (items, next) = find(&app, &wanted).await?;
    let next_cursor = next.map(|place| place.write(&app.keys.cursor, &wanted.sought.list()));
    Ok(Json(People { items: items.into_iter().map(PersonItem::from).collect(), next_cursor }))
}

struct Wanted {
    sought: Sought,
    limit: usize,
    place: Place,
}

fn understand(asked: &Asked, app: &App, book: &RoleBook) -> Result<Wanted> {
    let mut fields = Fields::default();
    let words = fields.take("q", Sought::check_words(asked.q.as_deref().unwrap_or_default()));
    let standing = fields.take_optional("state", asked.state.as_deref().map(Standing::parse));
    let role = fields.take_optional("role", asked.role.as_deref().map(|word| parse_role(word, book)));
    let limit = fields.take("limit", asked.limit.as_deref().map_or(Ok(50), parse_limit));
    let (Some(words), Some(standing), Some(role), Some(limit)) = (words, standing, role, limit) else {
        return Err(fields.refusal());
    };
    let sought = Sought { words, standing, role };
    let place = asked.cursor.as_deref().map(|text| Place::read(text, &app.keys.cursor, &sought.list()));
    let place = fields.take_optional("cursor", place).ok_or_else(|| fields.refusal())?;
    Ok(Wanted { sought, limit, place: place.unwrap_or_default() })
}

fn parse_limit(text: &str) -> Result<usize, Complaint> {
    let limit = text.parse().ok().filter(|limit| (1..=100).contains(limit));
    limit.ok_or_else(|| Complaint::new("out_of_range", "A page has 1 to 100 people."))
}

fn unknown_parameters() -> crate::http::Error {
    let message = "Give each parameter once, and none but those that this list has.";
    invalid(vec![FieldError::new("", "invalid_type", message)])
}

/// A page of accounts, and where the next one begins.
async fn find(app: &App, wanted: &Wanted) -> Result<(Vec<Account>, Option<Place>), ::store::Error> {
    let Wanted { sought, limit, place } = wanted;
    let sources = sought.sources();
    // One more than a page, so that the last page knows that it is.
    let batch = if sought.takes_all() { limit + 1 } else { READ };
    let (mut items, mut place, mut looked_at) = (Vec::new(), place.clone(), 0);
    while let Some(source) = sources.get(place.at) {
        let query = people::next(source, place.after.as_deref(), i64::try_from(batch).unwrap_or(i64::MAX));
        let found = app.store.all(query).await?;
        let is_end = found.len() < batch;
        for Found { key, account } in found {
            if sought.takes(&account, &sources, place.at) {
                if items.len() == *limit {
                    return Ok((items, Some(place)));
                }
                items.push(account);
            }
            place.after = Some(key);
            looked_at += 1;
        }
        if is_end {
            place = Place { at: place.at + 1, after: None };
        } else if looked_at >= LOOKED_AT {
            return Ok((items, Some(place)));
        }
    }
    Ok((items, None))
}
