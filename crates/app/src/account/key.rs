//! The key of an account, which seals its entries: random, stored wrapped, destroyed with the account.

use crypto::keys::{Key, WrappingKey};

use super::store as accounts;
use crate::App;
use crate::http::{Result, not_found};
use crate::id::AccountId;

/// Makes a key for a new account and returns it wrapped, as it is stored.
pub(super) fn make(wrapping: &WrappingKey, random: &crypto::Random, account: AccountId) -> Vec<u8> {
    wrapping.wrap(random, account.0.as_bytes(), &Key::generate(random))
}

/// The key of an account; 404 when there is no such account.
pub async fn of(app: &App, account: AccountId) -> Result<Key> {
    if let Some(key) = app.account_keys.get(&account) {
        return Ok(key);
    }
    let wrapped = app.store.get(accounts::wrapped_key(account)).await?.ok_or_else(not_found)?;
    let key = app.keys.accounts.unwrap(account.0.as_bytes(), &wrapped)?;
    app.account_keys.insert(account, key.clone());
    Ok(key)
}
