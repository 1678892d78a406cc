//! `PUT /api/entries/{id}`: the next version of an entry.
//!
//! A change that changes nothing makes no version: a page that saves what is saved already disturbs nobody.

use axum::extract::State;
use axum::response::Response;
use http::{HeaderMap, StatusCode};
use store::Change;

use super::change::EntryChange;
use super::find::{self, InPath};
use super::model::Entry;
use super::store as entries;
use super::{precondition, seal};
use crate::App;
use crate::access::{Scope, SignedIn};
use crate::account::key;
use crate::http::{Json, Problem, Result};

/// Changes one of the caller's entries.
#[utoipa::path(
    put, path = "/api/entries/{id}", tag = "entries", request_body = EntryChange, security(("bearer" = [])),
    params(
        ("id" = Uuid, Path, description = "The entry"),
        ("If-Match" = Option<String>, Header, description = "The `ETag` that this was made on; or `expected_version`"),
    ),
    responses(
        (status = 200, description = "The entry as it is now, with `ETag`", body = Entry),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`not_owner`, `insufficient_scope`", body = Problem),
        (status = 404, description = "`not_found`", body = Problem),
        (status = 409, description = "`version_conflict` with the `current` entry", body = Problem),
        (status = 412, description = "`version_conflict` with the `current` entry, for `If-Match`", body = Problem),
        (status = 413, description = "`payload_too_large`", body = Problem),
        (status = 422, description = "`validation_failed` with `errors[]`", body = Problem),
        (status = 428, description = "`precondition_required`", body = Problem),
    )
)]
pub(super) async fn update(
    State(app): State<App>,
    caller: SignedIn,
    id: InPath,
    headers: HeaderMap,
    Json(body): Json<EntryChange>,
) -> Result<Response> {
    caller.may(Scope::EntriesWrite)?;
    let found = find::kept(&app, caller.account, id).await?;
    let key = key::of(&app, caller.account).await?;
    let before = seal::open(&key, found)?;
    let expected = body.expected_version;
    let mut after = body.apply_to(&before)?;
    precondition::check(&headers, expected, &before)?;
    if after == before {
        return Ok(precondition::answer(StatusCode::OK, &before));
    }
    (after.version, after.updated_at) = (before.version + 1, app.clock.now());
    let mut changes = vec![entries::update(&after, seal::seal(&key, &app.random, &after), before.version)];
    if after.tags != before.tags {
        let digests = after.tags.iter().map(|tag| seal::tag_digest(&key, tag));
        changes.extend(retag(&after, digests));
    }
    match app.store.commit(changes).await {
        Err(error) if error.conflict() == Some("version") => {
            let current = find::again(&app, &key, caller.account, before.id).await?;
            Err(precondition::overtaken(&headers, &current))
        }
        other => other.map(|()| precondition::answer(StatusCode::OK, &after)).map_err(Into::into),
    }
}

fn retag(entry: &Entry, digests: impl Iterator<Item = [u8; 32]>) -> Vec<Change> {
    let gone = entries::remove_tags(entry.author_id, entry.id);
    let added = digests.map(|digest| entries::add_tag(entry.author_id, entry.id, digest));
    std::iter::once(gone).chain(added).collect()
}
