//! People, as admins see them: found by how their address, username or id begins, looked at one by one, acted on.
//!
//! What must always hold: nothing here reads an entry, a title or a tag, only how many there are and how large they
//! are. Every act needs a fresh sign-in and a reason, which the person's own trail keeps and a mail tells them.

mod delete;
mod end_sessions;
mod list;
mod lock;
mod model;
mod role;
mod send_reset;
mod show;
mod store;
mod way_in;

use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::act::Reason;
use crate::App;
use crate::access::SignedIn;
use crate::account::{Account, AccountId, last_admin, store as accounts};
use crate::http::{Error, Fields, Result, conflict, not_found};

/// The routes of this slice.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::people))
        .routes(routes!(show::person))
        .routes(routes!(lock::lock))
        .routes(routes!(lock::unlock))
        .routes(routes!(end_sessions::end_sessions))
        .routes(routes!(send_reset::send_reset))
        .routes(routes!(role::set_role))
        .routes(routes!(delete::delete_person))
}

/// What every act takes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReasonBody {
    /// Why: one line of at most 300 characters, which the person reads.
    pub(super) reason: String,
}

type Id = Result<Path<Uuid>, PathRejection>;

/// The person that a path names.
async fn named(app: &App, id: Id) -> Result<Account> {
    let Path(id) = id.map_err(|_| not_found())?;
    let found = app.store.get(accounts::by_id(AccountId(id))).await?;
    found.filter(|account| account.id != AccountId::DEMO).ok_or_else(not_found)
}

fn reason(text: &str) -> Result<Reason> {
    let mut fields = Fields::default();
    fields.take("reason", Reason::parse(text)).ok_or_else(|| fields.refusal())
}

/// 409 for what nobody does to themselves here.
fn must_be_another(caller: &SignedIn, account: &Account) -> Result<()> {
    if caller.account != account.id {
        return Ok(());
    }
    Err(conflict("own_account", "This is your own account. What you want for it is under Me."))
}

/// What a conflict of an act means: no admin would be left, or the person is gone.
fn lost(error: ::store::Error) -> Error {
    match last_admin::refused(&error) {
        Some(refusal) => refusal,
        None if error.conflict() == Some("account") => not_found(),
        None => error.into(),
    }
}
