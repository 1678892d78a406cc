//! The ways into an account, as all of them share it: what `me` tells its owner of them (whether there is a password, and
//! what was set aside by a recovery and still waits for them to say that it is theirs), that one of them was used, and
//! that they are removed one after the other.

mod store;

use self::store as ways;
use crate::App;
use crate::id::AccountId;

pub use store::{admitted, admitted_with_address, take_turn};

/// The ways into an account, as far as its owner has to act on them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ways {
    pub(super) has_password: bool,
    /// Passkeys that open nothing before they are confirmed.
    pub(super) unconfirmed_passkeys: i64,
    /// Connections to sign-in providers that open nothing before they are confirmed.
    pub(super) unconfirmed_connections: i64,
}

/// `None` when there is no such account. Whatever changes it announces the account: it is remembered with `me`.
pub(super) async fn of(app: &App, account: AccountId) -> Result<Option<Ways>, ::store::Error> {
    let Some(found) = app.store.get(ways::of(account)).await? else { return Ok(None) };
    // What leads to a provider that there is no more is in no list, and nobody could confirm it.
    let waiting = app.store.few(ways::waiting_issuers(account)).await?;
    let is_configured = |issuer: &&String| app.settings.providers.iter().any(|one| one.issuer == **issuer);
    let count = waiting.iter().filter(is_configured).count();
    Ok(Some(Ways { unconfirmed_connections: i64::try_from(count).unwrap_or(i64::MAX), ..found }))
}
