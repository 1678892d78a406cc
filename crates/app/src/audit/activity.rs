//! `GET /api/auth/activity`: a person's own security log.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::page::{self, Event, invalid_query};
use super::store as events;
use crate::App;
use crate::access::{Scope, SignedIn};
use crate::http::{Fields, Problem, Result};

#[derive(Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    /// How many at most, 1 to 200; 50 when left out.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200)]
    limit: Option<String>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// A page of a person's security log.
#[derive(Serialize, ToSchema)]
pub(super) struct Activity {
    items: Vec<Event>,
    /// Where the next page begins; null on the last one.
    next_cursor: Option<String>,
}

/// Lists what happened to the caller's account, newest first.
#[utoipa::path(
    get, path = "/api/auth/activity", tag = "accounts", params(Asked), security(("bearer" = [])),
    responses(
        (status = 200, description = "A page", body = Activity),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`insufficient_scope`", body = Problem),
        (status = 422, description = "`validation_failed` with `errors[]`", body = Problem),
    )
)]
pub(super) async fn activity(
    State(app): State<App>,
    caller: SignedIn,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Json<Activity>> {
    caller.may(Scope::SessionsRead)?;
    let Query(asked) = asked.map_err(|_| invalid_query())?;
    let list = caller.account.0.to_string();
    let mut fields = Fields::default();
    let given = (asked.limit.as_deref(), asked.cursor.as_deref());
    let wanted = page::wanted(&mut fields, &app, given, &list).ok_or_else(|| fields.refusal())?;
    let size = i64::try_from(wanted.limit).unwrap_or(i64::MAX) + 1;
    let mut found =
        app.store.all(events::of_account(caller.account, (Uuid::nil(), wanted.before), size)).await?;
    let has_more = found.len() > wanted.limit;
    found.truncate(wanted.limit);
    let next = found.last().filter(|_| has_more).map(|kept| kept.label.id);
    let items = found.iter().filter_map(|kept| page::opened(&app, kept));
    Ok(Json(Activity {
        items: items.map(|(label, said)| Event::of(label, said)).collect(),
        next_cursor: next.map(|id| page::write(id, &app.keys.cursor, &list)),
    }))
}
