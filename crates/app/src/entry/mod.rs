//! The journal itself: entries that one person writes, reads and finds again.
//!
//! Title, content and tags are sealed with the account's key before they reach the database; what a row shows is when
//! something was written, how long it is, and, by a keyed digest, which entries of one account share a tag. Content is
//! kept byte for byte. Each change makes a new version, and a change that was not made on the version that stands is
//! refused with that version, so that no word is overwritten unseen.
//!
//! What must always hold: an entry is reached only together with its account; a sealed part opens only in its own
//! account, entry and version; what was deleted waits thirty days in the trash.

pub mod adopt;
mod change;
mod create;
mod cursor;
mod delete;
mod export;
mod find;
mod fold;
mod list;
mod model;
mod precondition;
mod read;
mod repeat;
mod restore;
mod seal;
mod store;
mod trash;
mod update;

use ::store::Change;
use axum::extract::DefaultBodyLimit;
use jiff::Timestamp;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;
use crate::http::Result;
use crate::id::AccountId;

/// The largest body of an entry's write, in bytes: a mebibyte of content is up to six of JSON, when all is escaped.
const BODY_LIMIT: usize = 8 * 1024 * 1024;

/// The routes of this slice.
pub fn routes() -> OpenApiRouter<App> {
    let writes = OpenApiRouter::new().routes(routes!(create::create)).routes(routes!(update::update));
    OpenApiRouter::new()
        .merge(writes.layer(DefaultBodyLimit::max(BODY_LIMIT)))
        .routes(routes!(list::list))
        .routes(routes!(read::read, delete::delete))
        .routes(routes!(trash::trash))
        .routes(routes!(restore::restore))
        .routes(routes!(export::export))
}

/// Changes that forget what has been in the trash for thirty days, and keys of requests that nobody repeats any more.
pub fn sweep(now: Timestamp) -> Vec<Change> {
    vec![store::sweep_trash(now - model::TRASH_KEPT), store::sweep_keys(now - repeat::REMEMBERED)]
}

/// The time zone in which an account's owner lives, as far as they said; UTC otherwise.
pub async fn home_zone(app: &App, account: AccountId) -> Result<String> {
    let zone = app.store.get(store::time_zone_of(account)).await?.flatten();
    Ok(zone.unwrap_or_else(|| "UTC".to_owned()))
}
