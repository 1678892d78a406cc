//! `GET /api/stats`: what the caller's journal amounts to.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{Stats, count};
use super::store::facts;
use crate::App;
use crate::access::{Scope, SignedIn};
use crate::clock::zone;
use crate::entry::home_zone;
use crate::http::{FieldError, Problem, Result, invalid};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// In which time zone days begin, by its name in the IANA database; the caller's own, when left out.
    time_zone: Option<String>,
}

/// Counts the caller's entries.
#[utoipa::path(
    get, path = "/api/stats", tag = "entries", params(Asked), security(("bearer" = [])),
    responses(
        (status = 200, description = "The numbers", body = Stats),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`insufficient_scope`", body = Problem),
        (status = 422, description = "`validation_failed` with `errors[]`", body = Problem),
    )
)]
pub(super) async fn stats(
    State(app): State<App>,
    caller: SignedIn,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Json<Stats>> {
    caller.may(Scope::EntriesRead)?;
    let name = match asked.map(|Query(asked)| asked.time_zone) {
        Ok(Some(name)) => name,
        Ok(None) => home_zone(&app, caller.account).await?,
        Err(_) => String::new(),
    };
    let message = "This time zone is not known. Try one like Europe/Zurich.";
    let unknown = || invalid(vec![FieldError::new("time_zone", "unknown_time_zone", message)]);
    let (zone, _) = zone(&name).ok_or_else(unknown)?;
    let facts = app.store.all(facts(caller.account)).await?;
    Ok(Json(count(&facts, app.clock.now(), &zone)))
}
