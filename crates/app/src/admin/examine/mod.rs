//! What only the database shows to an operator who looks for damage: rows that point to nobody, mail that does not
//! leave, words that this program does not know. Nothing is changed, and no row is shown, only how many there are.

mod store;

use ::store::{Error, Store};
use jiff::Timestamp;
use jiff::tz::db;

pub use store::Outbox;

/// Rows of a table without a foreign key that point to no account and no pending registration.
#[derive(Debug, PartialEq, Eq)]
pub struct Orphans {
    /// What the rows are, in a word.
    pub what: &'static str,
    /// How many.
    pub rows: i64,
}

/// Orphans of every directory table, and accounts whose address no directory knows, which nobody can sign in to.
pub async fn orphans(store: &Store) -> Result<Vec<Orphans>, Error> {
    let mut found = Vec::new();
    for (what, query) in store::directories() {
        let rows = store.get(query).await?.unwrap_or(0);
        if rows > 0 {
            found.push(Orphans { what, rows });
        }
    }
    Ok(found)
}

/// How the outbox stands: what waits, since when, and what was given up after `since`.
pub async fn outbox(store: &Store, since: Timestamp) -> Result<Outbox, Error> {
    Ok(store.get(store::outbox(since)).await?.unwrap_or_default())
}

/// Time zones that are in use and that this program does not know.
pub async fn unknown_zones(store: &Store) -> Result<Vec<String>, Error> {
    let mut zones = store.all(store::zones()).await?;
    zones.retain(|zone| db().get(zone).is_err());
    Ok(zones)
}

/// For each host that passkeys were made for, how many there are.
pub async fn passkey_hosts(store: &Store) -> Result<Vec<(String, i64)>, Error> {
    store.all(store::passkey_hosts()).await
}

/// Whether anybody has the role `admin`.
pub async fn has_admin(store: &Store) -> Result<bool, Error> {
    crate::account::last_admin::is_there_one(store).await
}
