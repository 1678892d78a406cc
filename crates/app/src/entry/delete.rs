//! `DELETE /api/entries/{id}`: into the trash, where an entry waits thirty days.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use utoipa::IntoParams;

use super::find::{self, InPath};
use super::model::refuse;
use super::store as entries;
use super::{precondition, seal};
use crate::App;
use crate::access::{Scope, SignedIn};
use crate::account::key;
use crate::http::{Complaint, Problem, Result};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Expected {
    /// The version that shall go; or send `If-Match`.
    expected_version: Option<i64>,
}

/// Puts one of the caller's entries into the trash.
#[utoipa::path(
    delete, path = "/api/entries/{id}", tag = "entries", security(("bearer" = [])),
    params(
        ("id" = Uuid, Path, description = "The entry"),
        Expected,
        ("If-Match" = Option<String>, Header, description = "The `ETag` of what shall go; or `expected_version`"),
    ),
    responses(
        (status = 204, description = "In the trash"),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`not_owner`, `insufficient_scope`", body = Problem),
        (status = 404, description = "`not_found`", body = Problem),
        (status = 409, description = "`version_conflict` with the `current` entry", body = Problem),
        (status = 412, description = "`version_conflict` with the `current` entry, for `If-Match`", body = Problem),
        (status = 428, description = "`precondition_required`", body = Problem),
    )
)]
pub(super) async fn delete(
    State(app): State<App>,
    caller: SignedIn,
    id: InPath,
    expected: Result<Query<Expected>, QueryRejection>,
    headers: HeaderMap,
) -> Result<StatusCode> {
    caller.may(Scope::EntriesWrite)?;
    let found = find::kept(&app, caller.account, id).await?;
    let key = key::of(&app, caller.account).await?;
    let entry = seal::open(&key, found)?;
    let Query(expected) = expected
        .map_err(|_| refuse("expected_version", Complaint::new("invalid_type", "A version is a number.")))?;
    precondition::check(&headers, expected.expected_version, &entry)?;
    let gone = entries::put_into_trash(caller.account, entry.id, entry.version, app.clock.now());
    match app.store.commit([gone]).await {
        Err(error) if error.conflict() == Some("version") => {
            let current = find::again(&app, &key, caller.account, entry.id).await?;
            Err(precondition::overtaken(&headers, &current))
        }
        other => other.map(|()| StatusCode::NO_CONTENT).map_err(Into::into),
    }
}
