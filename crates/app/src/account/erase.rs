//! Erasing an account whose time has come: afterwards no table holds a row of it.
//!
//! Its key goes with its row, so that entries that some copy of the database still holds open for nobody. A test walks
//! all tables of the schema and fails when a new one keeps something.

use jiff::Timestamp;
use store::Change;

use super::store as accounts;
use crate::id::AccountId;
use crate::{App, audit, mail, onetime};

/// Erases the accounts whose deletion is due.
pub async fn erase_due(app: &App) -> Result<(), store::Error> {
    let now = app.clock.now();
    for account in app.store.all(accounts::deletion_due(now)).await? {
        match app.store.commit(erase(account, now)).await {
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
fn erase(account: AccountId, now: Timestamp) -> Vec<Change> {
    let [forgotten, emails, usernames, registration] = accounts::erase(account, now);
    vec![
        forgotten,
        emails,
        usernames,
        registration,
        onetime::drop_all(account),
        mail::delete_of(account),
        audit::delete_of(account),
    ]
}
