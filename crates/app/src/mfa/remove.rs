//! Taking every second factor from an account: the operator's way out for somebody who has lost all of theirs.

use ::store::Change;

use super::{notice, store as factors};
use crate::App;
use crate::account::Account;
use crate::audit::{self, Actor, Kind};
use crate::id::AccountId;

/// The changes that remove all second factors of an account, record it and tell its owner; a conflict (`factor`) when
/// it has none. Afterwards ring `app.mail_waiting`.
pub fn remove(app: &App, account: &Account, actor: Actor<'_>) -> Vec<Change> {
    let mut changes = vec![factors::turn_off(account.id)];
    changes.extend(drop_all(account.id));
    changes.push(audit::record(app, account.id, None, Kind::SecondFactorRemoved, actor));
    changes.extend(notice::turned_off(app, account, None));
    changes
}

/// The changes that leave no factor of an account.
pub(super) fn drop_all(account: AccountId) -> impl Iterator<Item = Change> {
    factors::drop_totp(account).into_iter().chain([factors::drop_recovery_codes(account)])
}
