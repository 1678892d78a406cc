//! Erasing an account whose time has come: afterwards no table holds a row of it, but for the digests of its events,
//! which say nothing and keep the audit trail whole.
//!
//! Its key goes with its row, so that entries that some copy of the database still holds open for nobody. A test walks
//! all tables of the schema and fails when a new one keeps something.

mod store;

use ::store::{Change, Error};

use self::store as erasures;
use crate::id::AccountId;
use crate::{App, audit, mail, onetime};

/// Erases the accounts whose deletion is due.
pub async fn erase_due(app: &App) -> Result<(), Error> {
    let now = app.clock.now();
    for (account, wrapped_key) in app.store.all(erasures::deletion_due(now)).await? {
        match app.store.commit(erase(app, account, wrapped_key.len())).await {
            // Kept, or erased by another node, a moment ago.
            Err(error) if error.is_conflict() => {}
            other => {
                other?;
                tracing::info!(account = %account.0, "an account was erased, as its owner had asked");
            }
        }
    }
    Ok(())
}

/// The changes that leave nothing of an account; a conflict (`account`) when its deletion is not due.
///
/// The row of the account takes along what refers to it: sessions, entries with their tags, known browsers. What lies
/// in directories and queues is listed here.
///
/// The key is written over before its row goes: SQLite leaves what was deleted in its file until the place is needed,
/// and a value of the same length takes the very place of the old one.
fn erase(app: &App, account: AccountId, length_of_key: usize) -> Vec<Change> {
    let mut changes = vec![erasures::destroy_key(account, vec![0; length_of_key], app.clock.now())];
    changes.extend(erasures::erase(account));
    changes.extend([onetime::drop_all(account), mail::delete_of(account)]);
    changes.extend(audit::erase_of(app, account));
    changes
}
