//! The ways into an account, as far as an admin must know them: which there are, never what opens them.
//!
//! A new way in adds its own to [`of`].

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::App;
use crate::account::{WithPassword, store as accounts};
use crate::id::AccountId;
use crate::oauth;
use crate::passkey::KnownPasskey;

/// One way to get into an account.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct WayIn {
    /// `password`, `passkey`, `oauth` for a sign-in provider, or `mail` for a link that is mailed to the verified address.
    kind: &'static str,
    /// What tells it from others of its kind.
    name: Option<String>,
    /// Since when there is it, where that is known.
    since: Option<Timestamp>,
    /// When it was last used, where that is known.
    last_used_at: Option<Timestamp>,
}

/// All of an account's, with its passkeys among them.
pub(super) async fn of(
    app: &App,
    account: AccountId,
    passkeys: &[KnownPasskey],
) -> Result<Vec<WayIn>, store::Error> {
    let found = app.store.get(accounts::with_password_by_id(account)).await?;
    let mut ways = found.as_ref().map(from_account).unwrap_or_default();
    // One that is set aside opens nothing.
    ways.extend(passkeys.iter().filter(|known| !known.is_set_aside).map(|known| WayIn {
        kind: "passkey",
        name: Some(known.name.clone()),
        since: Some(known.created_at),
        last_used_at: known.last_used_at,
    }));
    ways.extend(oauth::of_account(app, account).await?.into_iter().map(|(label, connection)| WayIn {
        kind: "oauth",
        name: Some(label),
        since: Some(connection.created_at),
        last_used_at: connection.last_used_at,
    }));
    Ok(ways)
}

fn from_account(found: &WithPassword) -> Vec<WayIn> {
    let plain = |kind, since| WayIn { kind, name: None, since, last_used_at: None };
    let password = found.password_hash.is_some().then(|| plain("password", None));
    let mail = found.account.verified_at.map(|since| plain("mail", Some(since)));
    password.into_iter().chain(mail).collect()
}
