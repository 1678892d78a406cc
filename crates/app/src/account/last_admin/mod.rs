//! The last admin stays: nobody takes away, over HTTP, the only account that could give anything back.
//!
//! Two admins who take the role from each other at the same moment each see the other one. So whatever may cost an
//! admin takes its turn first, a row that every such commit writes, and only then looks whether another admin is left:
//! the second of two waits for the first, and sees what it did. An admin who is locked, or about to be deleted, is none.
//! The command line may close the account of the last one, since it can open it again; it too leaves them the role.

mod store;

use ::store::{Change, Error, Store};

use self::store as admins;
use crate::http;
use crate::id::AccountId;

/// The changes to put before those that may cost an account its role: a conflict (`last_admin`) when nobody else has it.
pub fn keep(account: AccountId) -> [Change; 2] {
    [admins::take_turn(), admins::another_than(account)]
}

/// The changes to put before those that make the very first admin: a conflict (`first admin`) when there is one,
/// whatever became of it.
pub fn none_yet() -> [Change; 2] {
    [admins::take_turn(), admins::nobody_is()]
}

/// Whether anybody has the role.
pub async fn is_there_one(store: &Store) -> Result<bool, Error> {
    Ok(store.get(admins::any()).await?.is_some())
}

/// 409 for a conflict of [`keep`], nothing for another one.
pub fn refused(error: &Error) -> Option<http::Error> {
    let detail = "At least one admin stays. Make somebody else one first.";
    (error.conflict() == Some("last_admin")).then(|| http::conflict("last_admin", detail))
}
