//! Taking every second factor from an account: the operator's way out for somebody who has lost all of theirs.

use ::store::Change;

use super::{notice, store as factors};
use crate::App;
use crate::account::Account;
use crate::audit::{self, Actor, Kind};
use crate::id::AccountId;

/// The changes that remove app and codes of an account, record that it has no second factor any more and tell its owner;
/// passkeys are the caller's to put before them. A conflict (`factor`) when the app was removed meanwhile. Afterwards
/// ring `app.mail_waiting`.
pub fn remove(app: &App, account: &Account, actor: Actor<'_>) -> Vec<Change> {
    let is_on = account.second_factor_since.is_some();
    let mut changes: Vec<Change> = is_on.then(|| factors::turn_off(account.id)).into_iter().collect();
    changes.extend(drop_all(account.id));
    changes.push(audit::record(app, account.id, None, Kind::SecondFactorRemoved, actor));
    changes.extend(notice::turned_off(app, account, None));
    changes
}

/// The changes that leave no factor of an account.
pub(super) fn drop_all(account: AccountId) -> impl Iterator<Item = Change> {
    factors::drop_totp(account).into_iter().chain([factors::drop_recovery_codes(account)])
}
