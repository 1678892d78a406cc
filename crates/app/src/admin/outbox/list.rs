//! `GET /api/admin/outbox`: the mails that wait or were given up.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::super::place::Place;
use super::store::{self as mails, Held};
use crate::App;
use crate::access::SignedIn;
use crate::http::{Complaint, FieldError, Fields, Problem, Result, invalid};
use crate::id::AccountId;

const LIST: &str = "outbox";

#[derive(Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    /// How many at most, 1 to 100; 50 when left out.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// A mail that is not delivered.
#[derive(Serialize, ToSchema)]
pub(super) struct WaitingMail {
    id: Uuid,
    /// The account, or the pending registration, that it is about.
    account_id: AccountId,
    /// The account's address at present, which need not be where the mail goes; null for a registration.
    account_email: Option<String>,
    /// What it is, such as `new-device`; null for one from an older program.
    kind: Option<String>,
    /// `waiting` or `given_up`.
    state: &'static str,
    created_at: Timestamp,
    /// How often it was tried.
    attempts: u32,
    /// When it is tried next; null when nobody tries it any more.
    next_attempt_at: Option<Timestamp>,
    /// Why the last attempt failed, without an address.
    last_error: Option<String>,
}

/// A page of mails.
#[derive(Serialize, ToSchema)]
pub(super) struct OutboxPage {
    items: Vec<WaitingMail>,
    /// Where the next page begins; null on the last one.
    next_cursor: Option<String>,
}

/// Lists mails that are not delivered, the newest first.
#[utoipa::path(
    get, path = "/api/admin/outbox", tag = "admin", params(Asked), security(("bearer" = [])),
    responses(
        (status = 200, description = "A page", body = OutboxPage),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`forbidden`, `insufficient_scope`", body = Problem),
        (status = 422, description = "`validation_failed` with `errors[]`", body = Problem),
    )
)]
pub(super) async fn outbox(
    State(app): State<App>,
    _: SignedIn,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Json<OutboxPage>> {
    let Query(asked) = asked.map_err(|_| {
        invalid(vec![FieldError::new(
            "",
            "invalid_type",
            "Give `limit` and `cursor` once, and nothing else.",
        )])
    })?;
    let mut fields = Fields::default();
    let limit = fields.take("limit", asked.limit.as_deref().map_or(Ok(50), parse_limit));
    let place = asked.cursor.as_deref().map(|text| Place::read(text, &app.keys.cursor, LIST));
    let place = fields.take_optional("cursor", place);
    let (Some(limit), Some(place)) = (limit, place) else { return Err(fields.refusal()) };
    let (at, id) = place.and_then(|place| begin(&place)).unwrap_or((Timestamp::MAX, Uuid::max()));
    let size = i64::try_from(limit).unwrap_or(i64::MAX) + 1;
    let mut found = app.store.all(mails::before(at, id, size)).await?;
    let has_more = found.len() > limit;
    found.truncate(limit);
    let last = found.last().filter(|_| has_more).map(|mail| end(mail).write(&app.keys.cursor, LIST));
    Ok(Json(OutboxPage { items: found.into_iter().map(shown).collect(), next_cursor: last }))
}

fn parse_limit(text: &str) -> Result<usize, Complaint> {
    let limit = text.parse().ok().filter(|limit| (1..=100).contains(limit));
    limit.ok_or_else(|| Complaint::new("out_of_range", "A page has 1 to 100 mails."))
}

fn end(mail: &Held) -> Place {
    Place { at: 0, after: Some(format!("{} {}", mail.created_at.as_microsecond(), mail.id)) }
}

fn begin(place: &Place) -> Option<(Timestamp, Uuid)> {
    let (at, id) = place.after.as_deref()?.split_once(' ')?;
    Some((Timestamp::from_microsecond(at.parse().ok()?).ok()?, id.parse().ok()?))
}

fn shown(mail: Held) -> WaitingMail {
    let is_given_up = mail.given_up_at.is_some();
    WaitingMail {
        id: mail.id,
        account_id: mail.account,
        account_email: mail.email,
        kind: mail.kind,
        state: if is_given_up { "given_up" } else { "waiting" },
        created_at: mail.created_at,
        attempts: mail.attempts,
        next_attempt_at: (!is_given_up).then_some(mail.next_attempt_at),
        last_error: mail.last_error,
    }
}
