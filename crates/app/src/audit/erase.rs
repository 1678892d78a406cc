//! Erasing payloads: of an account that is deleted, and of everybody's events when they are older than kept.
//!
//! The events' digests stay, and the chain still verifies. What allows a payload to be missing is a row with a keyed
//! digest of its own, so that nobody else can erase unnoticed.

use store::Change;

use super::NOBODY;
use super::model;
use super::store as events;
use crate::App;
use crate::id::AccountId;

/// The changes that erase what the events of an account say, up to now. Commit them with the account's deletion; an
/// event that is recorded in the same list is erased as well, as soon as it is linked.
pub fn erase_of(app: &App, account: AccountId) -> Vec<Change> {
    let until = app.clock.now();
    let digest = model::erasure(&app.keys.audit_digest, account, until);
    vec![events::allow_erasure(account, until, digest), events::erase_of(account, until)]
}

/// The changes that erase what is older than kept, and what an erasure missed.
pub fn keep_erased(app: &App) -> Vec<Change> {
    let until = app.clock.now() - app.settings.audit_retention;
    let digest = model::erasure(&app.keys.audit_digest, NOBODY, until);
    let last = model::first_id(until + jiff::SignedDuration::from_millis(1));
    vec![events::allow_erasure(NOBODY, until, digest), events::erase_until(until, last), events::erase_late()]
}
