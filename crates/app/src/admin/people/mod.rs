//! People, as admins see them: found by how their address, username or id begins, looked at one by one, acted on.
//!
//! What must always hold: nothing here reads an entry, a title or a tag, only how many there are and how large they
//! are. Every act needs a fresh sign-in and a reason, which the person's own trail keeps and a mail tells them, and is
//! committed with the condition that whoever acts still may.

mod delete;
mod end_sessions;
mod list;
mod lock;
mod model;
mod remove_factors;
mod remove_passkey;
mod revoke_token;
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
use crate::access::{SignedIn, overtaken};
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
        .routes(routes!(remove_factors::remove_factors))
        .routes(routes!(remove_passkey::remove_passkey))
        .routes(routes!(revoke_token::revoke_person_token))
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
/// An account and something of it.
type Two = Result<Path<(Uuid, Uuid)>, PathRejection>;

/// The person that a path names.
async fn named(app: &App, id: Id) -> Result<Account> {
    let Path(id) = id.map_err(|_| not_found())?;
    let found = app.store.get(accounts::by_id(AccountId(id))).await?;
    found.filter(|account| account.id != AccountId::DEMO).ok_or_else(not_found)
}

/// The person that a path names, and the id of something of theirs.
async fn named_with(app: &App, ids: Two) -> Result<(Account, Uuid)> {
    let Path((account, id)) = ids.map_err(|_| not_found())?;
    Ok((named(app, Ok(Path(account))).await?, id))
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

/// What a conflict of an act means: no admin would be left, whoever acts is stopped by now, or the person or what they
/// had is gone.
fn lost(error: ::store::Error) -> Error {
    if let Some(refusal) = last_admin::refused(&error).or_else(|| overtaken(&error)) {
        return refusal;
    }
    match error.conflict() {
        Some("account" | "passkey" | "token") => not_found(),
        Some("factor") => conflict("mfa_not_enabled", "This account asks for no second factor."),
        _ => error.into(),
    }
}
