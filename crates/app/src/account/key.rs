//! The key of an account, which seals its entries: random, stored wrapped, destroyed with the account.

use crypto::keys::{Key, Tampered};
use store::Change;

use super::store as accounts;
use crate::App;
use crate::http::{Error, Result, not_found};
use crate::id::AccountId;
use crate::key::{Rewrapped, Wrapping};

/// Makes a key for a new account and returns it wrapped, as it is stored.
pub(super) fn make(wrapping: &Wrapping, random: &crypto::Random, account: AccountId) -> Vec<u8> {
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

/// Some accounts' keys, in the order of ids, as they shall be wrapped.
pub(crate) struct Page {
    /// Wraps anew, each guarded by how the key was wrapped.
    pub(crate) changes: Vec<Change>,
    /// How many are wrapped by the current master key already.
    pub(crate) already: usize,
    /// Whose key no master key opens.
    pub(crate) lost: Vec<AccountId>,
    /// Where the next page begins.
    pub(crate) last: AccountId,
}

/// What wraps the keys of the accounts after this one by the current master key; `None` when there are no more.
pub(crate) async fn rewrap_after(
    app: &App,
    after: Option<AccountId>,
) -> std::result::Result<Option<Page>, store::Error> {
    let found = app.store.all(accounts::wrapped_keys_after(after)).await?;
    let Some((last, _)) = found.last() else { return Ok(None) };
    let mut page = Page { changes: Vec::new(), already: 0, lost: Vec::new(), last: *last };
    for (account, wrapped) in found {
        match app.keys.accounts.rewrap(&app.random, account.0.as_bytes(), &wrapped) {
            Ok(Rewrapped::Already) => page.already += 1,
            Ok(Rewrapped::Anew(anew)) => page.changes.push(accounts::rewrap(account, wrapped, anew)),
            Err(Tampered) => page.lost.push(account),
        }
    }
    Ok(Some(page))
}

/// The key of an account as the database holds it; `None` when there is no such account.
pub async fn find(app: &App, account: AccountId) -> std::result::Result<Option<Key>, Unopened> {
    let Some(wrapped) = app.store.get(accounts::wrapped_key(account)).await? else { return Ok(None) };
    Ok(Some(app.keys.accounts.unwrap(account.0.as_bytes(), &wrapped)?))
}
