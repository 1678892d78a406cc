//! `POST /api/entries/{id}/restore`: out of the trash again, as it was.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;

use super::find::{self, InPath};
use super::model::{Entry, TRASH_KEPT};
use super::store as entries;
use super::{precondition, seal};
use crate::App;
use crate::access::{Scope, SignedIn};
use crate::account::key;
use crate::http::{Problem, Result, not_found};

/// Takes one of the caller's entries out of the trash. One that is not there stays as it is.
#[utoipa::path(
    post, path = "/api/entries/{id}/restore", tag = "entries", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The entry")),
    responses(
        (status = 200, description = "The entry, with `ETag`", body = Entry),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`not_owner`, `insufficient_scope`", body = Problem),
        (status = 404, description = "`not_found`", body = Problem),
    )
)]
pub(super) async fn restore(State(app): State<App>, caller: SignedIn, id: InPath) -> Result<Response> {
    caller.may(Scope::EntriesWrite)?;
    let found = find::any(&app, caller.account, id).await?;
    let key = key::of(&app, caller.account).await?;
    let is_in_trash = found.outline.deleted_at.is_some();
    let entry = seal::open(&key, found)?;
    if is_in_trash {
        let since = app.clock.now() - TRASH_KEPT;
        match app.store.commit([entries::restore(&entry, since)]).await {
            // Somebody else was faster, in either direction.
            Err(error) if error.conflict() == Some("trash") => {
                let current =
                    find::again(&app, &key, caller.account, entry.id).await.map_err(|_| not_found())?;
                return Ok(precondition::answer(StatusCode::OK, &current));
            }
            other => other?,
        }
    }
    Ok(precondition::answer(StatusCode::OK, &entry))
}
