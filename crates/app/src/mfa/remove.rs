//! Taking every second factor from an account: the way out for somebody who has lost all of theirs, by an admin or by
//! the operator.

use ::store::Change;

use super::{notice, store as factors};
use crate::App;
use crate::account::Account;
use crate::id::AccountId;

/// The changes that remove the authenticator app and its recovery codes, which go together; a conflict (`factor`) when
/// the account has none.
pub fn remove(account: AccountId) -> Vec<Change> {
    let mut changes = vec![factors::turn_off(account)];
    changes.extend(drop_all(account));
    changes
}

/// The changes that tell the owner that the operator has removed them. Afterwards ring `app.mail_waiting`.
pub fn tell_removed(app: &App, account: &Account) -> [Change; 2] {
    notice::turned_off(app, account, None)
}

/// The changes that leave no factor of an account.
pub(super) fn drop_all(account: AccountId) -> impl Iterator<Item = Change> {
    factors::drop_totp(account).into_iter().chain([factors::drop_recovery_codes(account)])
}
