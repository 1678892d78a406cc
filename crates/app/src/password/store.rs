use jiff::Timestamp;
use store::Change;

use crate::id::AccountId;

/// Sets a password in place of the one that was found right, or where there was none; a conflict (`password`) when that
/// is not so any more, or the account was closed.
pub(super) fn change(account: AccountId, before: Option<&str>, after: String) -> Change {
    Change::new(
        "update accounts set password_hash = $3
         where id = $1 and password_hash is not distinct from $2 and disabled_at is null and deletion_at is null",
        [account.into(), before.map(str::to_owned).into(), after.into()],
    )
    .exactly(1)
    .called("password")
    .announces(account.0)
}

/// Sets a password, whatever it was, for whoever holds what was mailed to the address; that verifies the address, too.
/// A conflict (`account`) when the account is closed or gone.
pub(super) fn reset(account: AccountId, after: String, now: Timestamp) -> Change {
    Change::new(
        "update accounts set password_hash = $2, verified_at = coalesce(verified_at, $3)
         where id = $1 and disabled_at is null and deletion_at is null",
        [account.into(), after.into(), now.into()],
    )
    .exactly(1)
    .called("account")
    .announces(account.0)
}
