//! The key of an account, which seals its entries: random, stored wrapped, destroyed with the account.

use crypto::keys::{Key, Tampered, WrappingKey};

use super::store as accounts;
use crate::App;
use crate::http::{Error, Result, not_found};
use crate::id::AccountId;

/// Makes a key for a new account and returns it wrapped, as it is stored.
pub(super) fn make(wrapping: &WrappingKey, random: &crypto::Random, account: AccountId) -> Vec<u8> {
    wrapping.wrap(random, account.0.as_bytes(), &Key::generate(random))
}

/// Why the key of an account cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum Unopened {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] ::store::Error),
    /// The master key does not open it.
    #[error("the key of an account does not open: {0}")]
    Tampered(#[from] Tampered),
}

/// The key of an account; 404 when there is no such account.
pub async fn of(app: &App, account: AccountId) -> Result<Key> {
    if let Some(key) = app.account_keys.get(&account) {
        return Ok(key);
    }
    let key = find(app, account).await.map_err(|unopened| match unopened {
        Unopened::Store(error) => Error::from(error),
        Unopened::Tampered(error) => Error::from(error),
    })?;
    let key = key.ok_or_else(not_found)?;
    app.account_keys.insert(account, key.clone());
    Ok(key)
}

/// The key of an account as the database holds it; `None` when there is no such account.
pub async fn find(app: &App, account: AccountId) -> std::result::Result<Option<Key>, Unopened> {
    let Some(wrapped) = app.store.get(accounts::wrapped_key(account)).await? else { return Ok(None) };
    Ok(Some(app.keys.accounts.unwrap(account.0.as_bytes(), &wrapped)?))
}
