//! `GET /api/entries/{id}`: one entry, whole.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, header};

use super::find::{self, InPath};
use super::model::Entry;
use super::precondition::{self, etag};
use super::seal;
use crate::App;
use crate::access::{Scope, SignedIn};
use crate::account::key;
use crate::http::{Problem, Result};

/// Reads one of the caller's entries.
#[utoipa::path(
    get, path = "/api/entries/{id}", tag = "entries", security(("bearer" = [])),
    params(
        ("id" = Uuid, Path, description = "The entry"),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` that is known already"),
    ),
    responses(
        (status = 200, description = "The entry, with `ETag`", body = Entry),
        (status = 304, description = "The version that is known already"),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`not_owner`, `insufficient_scope`", body = Problem),
        (status = 404, description = "`not_found`", body = Problem),
    )
)]
pub(super) async fn read(
    State(app): State<App>,
    caller: SignedIn,
    id: InPath,
    headers: HeaderMap,
) -> Result<Response> {
    caller.may(Scope::EntriesRead)?;
    let found = find::kept(&app, caller.account, id).await?;
    let version = found.outline.version;
    if precondition::is_known(&headers, version) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, etag(version))]).into_response());
    }
    let key = key::of(&app, caller.account).await?;
    Ok(precondition::answer(StatusCode::OK, &seal::open(&key, found)?))
}
