//! Mails that wait, as admins see them: about whom, what kind, how often it was tried and why it failed. Never a body,
//! a subject or an address that a mail was written to: these stay sealed.
//!
//! What must always hold: a mail that a node is delivering right now is not given to another one.

mod discard;
mod list;
mod retry;
mod store;

use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use self::store::{self as mails, Held};
use crate::App;
use crate::account::store as accounts;
use crate::audit::NOBODY;
use crate::http::{Result, not_found};
use crate::id::AccountId;

/// The routes of this slice.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::outbox))
        .routes(routes!(retry::retry_mail))
        .routes(routes!(discard::discard_mail))
}

type Id = Result<Path<Uuid>, PathRejection>;

/// The mail that a path names, while it is not delivered.
async fn named(app: &App, id: Id) -> Result<Held> {
    let Path(id) = id.map_err(|_| not_found())?;
    app.store.get(mails::by_id(id)).await?.ok_or_else(not_found)
}

/// In whose trail it stands what becomes of a mail: a registration has none of its own.
async fn trail_of(app: &App, mail: &Held) -> Result<AccountId> {
    let found = app.store.get(accounts::by_id(mail.account)).await?;
    Ok(found.map_or(NOBODY, |account| account.id))
}

/// What the trail says of a mail: its kind and its id.
fn about(mail: &Held) -> String {
    format!("{} {}", mail.kind.as_deref().unwrap_or("mail"), mail.id)
}
