//! Finding the entry that a request names, under the account of whoever asks.

use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use crypto::keys::Key;
use uuid::Uuid;

use super::model::{Entry, EntryId};
use super::seal;
use super::store::{self as entries, Stored};
use crate::App;
use crate::http::{Error, Result, forbidden, not_found};
use crate::id::AccountId;

/// The last part of the path; what is not an id names nothing.
pub(super) type InPath = Result<Path<Uuid>, PathRejection>;

/// The entry of that id, whether it is in the trash or not: 403 when it is somebody else's, 404 when there is none.
pub(super) async fn any(app: &App, account: AccountId, id: InPath) -> Result<Stored> {
    let Path(id) = id.map_err(|_| not_found())?;
    let id = EntryId(id);
    match app.store.get(entries::by_id(account, id)).await? {
        Some(found) => Ok(found),
        None if app.store.get(entries::exists(id)).await? == Some(true) => Err(not_owner()),
        None => Err(not_found()),
    }
}

/// The same, but 404 for what is in the trash.
pub(super) async fn kept(app: &App, account: AccountId, id: InPath) -> Result<Stored> {
    let found = any(app, account, id).await?;
    if found.outline.deleted_at.is_some() { Err(not_found()) } else { Ok(found) }
}

/// The entry as it stands after a change that came too late; 404 when it is in the trash or gone.
pub(super) async fn again(app: &App, key: &Key, account: AccountId, id: EntryId) -> Result<Entry> {
    let found = app.store.get(entries::by_id(account, id)).await?;
    let found = found.filter(|found| found.outline.deleted_at.is_none()).ok_or_else(not_found)?;
    Ok(seal::open(key, found)?)
}

fn not_owner() -> Error {
    forbidden("not_owner", "This entry belongs to somebody else.")
}
