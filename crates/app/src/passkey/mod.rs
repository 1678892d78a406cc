//! Passkeys (WebAuthn Level 3): adding one, signing in and up with one, proving it once more, listing and removing.
//!
//! A ceremony has two halves: `…/options` gives the browser a challenge, `…/verify` takes what the authenticator made
//! of it. What was asked is kept on the server for five minutes, is bound to its purpose, its account and its browser,
//! and is taken once, in the very commit that does what it was for. `party.rs` checks what comes back, step by step as
//! sections 7.1 and 7.2 of the specification say; `webauthn-rs` does the cryptography.
//!
//! Passkeys name their account themselves: nobody is asked for an address, so the options for a sign-in hold no list of
//! credentials and are the same for everybody. What must always hold: the authenticator has verified its user, so a
//! passkey counts as both factors; its owner never removes the last way into an account (an admin may, since a mailed link
//! still opens it); after a recovery no passkey opens an account before its owner has said that it is theirs, or has used
//! it after the new password.

mod authenticate_options;
mod authenticate_verify;
mod ceremony;
mod confirm;
mod list;
mod model;
mod notice;
mod party;
mod prove;
mod provider;
mod register_options;
mod register_verify;
mod remove;
mod rename;
mod second_step;
mod store;
mod well_known;

use ::store::Change;
use jiff::Timestamp;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;
use crate::audit::{self, Actor, Kind};
use crate::id::AccountId;

pub use list::{KnownPasskey, of_account};
pub use model::relying_party_id;
pub use prove::{passkey_refused, prove};
pub use remove::{Removal, removal};

/// What exists only where people have accounts.
pub fn account_routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(register_options::register_options))
        .routes(routes!(register_verify::register_verify))
        .routes(routes!(authenticate_options::authenticate_options))
        .routes(routes!(authenticate_verify::authenticate_verify))
        .routes(routes!(list::passkeys))
        .routes(routes!(rename::rename_passkey, remove::remove_passkey))
        .routes(routes!(confirm::confirm_passkey))
        .routes(routes!(well_known::passkey_endpoints))
        .routes(routes!(well_known::related_origins))
}

/// The changes of a recovery: ceremonies of the account are over, and its passkeys open nothing until their owner has
/// confirmed each. One that somebody else has added in the meantime is among them.
pub fn set_aside(account: AccountId, now: Timestamp) -> [Change; 2] {
    [store::drop_ceremonies(account), store::set_aside(account, now)]
}

/// The change that ends an account's ceremonies.
pub fn drop_ceremonies(account: AccountId) -> Change {
    store::drop_ceremonies(account)
}

/// The changes that take every passkey from an account, and record it: the operator's way out for somebody who has lost
/// all of theirs. Empty where there is none.
pub async fn remove_all(
    app: &App,
    account: AccountId,
    actor: Actor<'_>,
) -> Result<Vec<Change>, ::store::Error> {
    let mut changes = Vec::new();
    for passkey in app.store.all(store::of_account(account)).await? {
        changes.push(store::remove_for_sure(account, passkey.id));
        changes.push(store::release(&passkey.credential_id));
        changes.push(audit::record(app, account, None, Kind::PasskeyRemoved, actor));
    }
    if !changes.is_empty() {
        changes.push(store::drop_ceremonies(account));
    }
    Ok(changes)
}

/// The change that forgets ceremonies that have lapsed. Whoever asks can make them, so they are not kept for long.
pub fn sweep_ceremonies(now: Timestamp) -> Change {
    store::sweep_ceremonies(now)
}

/// The changes that forget passkeys of registrations that nothing came of.
pub fn sweep(now: Timestamp) -> [Change; 2] {
    store::sweep(now)
}
