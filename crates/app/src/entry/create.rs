//! `POST /api/entries`: a new entry, once, however often the request is sent.

use axum::extract::State;
use axum::response::Response;
use http::{HeaderMap, HeaderValue, StatusCode, header};

use super::change::NewEntry;
use super::model::{Entry, EntryId};
use super::repeat::Once;
use super::store as entries;
use super::{home_zone, precondition, seal};
use crate::App;
use crate::access::{Scope, SignedIn};
use crate::account::key;
use crate::http::{Json, Problem, Result, unavailable};

/// Writes a new entry.
#[utoipa::path(
    post, path = "/api/entries", tag = "entries", request_body = NewEntry, security(("bearer" = [])),
    params((
        "Idempotency-Key" = Option<String>, Header,
        description = "1 to 255 visible ASCII characters; for 24 hours the same key and body give the same answer"
    )),
    responses(
        (status = 201, description = "The entry, with `ETag` and `Location`", body = Entry),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`insufficient_scope`", body = Problem),
        (status = 413, description = "`payload_too_large`", body = Problem),
        (status = 422, description = "`validation_failed` with `errors[]`, `idempotency_key_reused`", body = Problem),
    )
)]
pub(super) async fn create(
    State(app): State<App>,
    caller: SignedIn,
    headers: HeaderMap,
    Json(body): Json<NewEntry>,
) -> Result<Response> {
    caller.may(Scope::EntriesWrite)?;
    let key = key::of(&app, caller.account).await?;
    let once = Once::read(&headers, &key, &body)?;
    let home = if body.time_zone.is_none() { home_zone(&app, caller.account).await? } else { String::new() };
    let now = app.clock.now();
    let entry = body.entry(caller.account, EntryId(app.random.uuid_v7(now)), now, &home)?;
    // Two rounds are enough: a key that was taken in the first is found in the second.
    for _ in 0..2 {
        let first = match &once {
            Some(once) => once.first(&app, caller.account, now).await?,
            None => None,
        };
        if let Some(first) = first {
            return Ok(created(&body.entry(caller.account, first.entry, first.created_at, &home)?));
        }
        let mut changes = vec![entries::insert(&entry, seal::seal(&key, &app.random, &entry))];
        let tags = entry.tags.iter().map(|tag| seal::tag_digest(&key, tag));
        changes.extend(tags.map(|digest| entries::add_tag(caller.account, entry.id, digest)));
        changes.extend(once.iter().map(|once| once.remember(&entry)));
        match app.store.commit(changes).await {
            Err(error) if error.conflict() == Some("key") => {}
            other => return other.map(|()| created(&entry)).map_err(Into::into),
        }
    }
    Err(unavailable(1))
}

fn created(entry: &Entry) -> Response {
    let location =
        HeaderValue::try_from(format!("/api/entries/{}", entry.id.0)).expect("an id is fine in a header");
    let mut response = precondition::answer(StatusCode::CREATED, entry);
    response.headers_mut().insert(header::LOCATION, location);
    response
}
