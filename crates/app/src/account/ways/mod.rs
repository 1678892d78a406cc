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
    app.store.get(ways::of(account)).await
}
