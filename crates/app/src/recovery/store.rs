use jiff::Timestamp;
use store::{Change, Query};

use crate::account::Email;
use crate::id::AccountId;

/// Who has an address.
pub(super) struct Holder {
    pub(super) account: AccountId,
    /// Whether it is merely held for them, since they have left it.
    pub(super) is_held: bool,
}

/// Who has an address, or had it so lately that it is held for them.
pub(super) fn holder(folded: &str, now: Timestamp) -> Query<Holder> {
    Query::new(
        "select account_id, held_until from account_emails
         where folded = $1 and (held_until is null or held_until > $2)",
        [folded.into(), now.into()],
        |row| {
            let account = row.get("account_id")?;
            let held_until: Option<Timestamp> = row.get("held_until")?;
            Ok(Holder { account, is_held: held_until.is_some() })
        },
    )
}

/// Moves an account to an address that was just verified; a conflict (`account`) when it has moved meanwhile, or is
/// closed. The directory is changed by [`hold`] and `claim_email`.
pub(super) fn set_email(account: AccountId, before: &str, after: &str, now: Timestamp) -> Change {
    Change::new(
        "update accounts set email = $3, verified_at = coalesce(verified_at, $4)
         where id = $1 and email = $2 and disabled_at is null and deletion_at is null",
        [account.into(), before.into(), after.into(), now.into()],
    )
    .exactly(1)
    .called("account")
    .announces(account.0)
}

/// Keeps the address that an account leaves out of everybody else's reach until then; a conflict (`email`) when the
/// account does not have it.
pub(super) fn hold(account: AccountId, email: &Email, until: Timestamp) -> Change {
    Change::new(
        "update account_emails set held_until = $3 where account_id = $1 and folded = $2 and held_until is null",
        [account.into(), email.folded().into(), until.into()],
    )
    .exactly(1)
    .called("email")
}

/// Gives an account back to an address: the password is void, and a planned deletion is off. A conflict (`account`)
/// when it is disabled or gone.
pub(super) fn give_back(account: AccountId, email: &str, now: Timestamp) -> Change {
    Change::new(
        "update accounts set email = $2, password_hash = null, deletion_at = null,
                             verified_at = coalesce(verified_at, $3)
         where id = $1 and disabled_at is null",
        [account.into(), email.into(), now.into()],
    )
    .exactly(1)
    .called("account")
    .announces(account.0)
}

/// Makes an address that is held for an account its own again; a conflict (`email`) when it is not held any more.
pub(super) fn regain(account: AccountId, email: &Email) -> Change {
    Change::new(
        "update account_emails set held_until = null where account_id = $1 and folded = $2",
        [account.into(), email.folded().into()],
    )
    .exactly(1)
    .called("email")
}

/// Gives up the addresses that an account had later than the one it regains. What it had earlier stays held: whoever
/// was told there may still speak.
pub(super) fn release_later(account: AccountId, regained: &Email, held_until: Timestamp) -> Change {
    Change::new(
        "delete from account_emails
         where account_id = $1 and folded <> $2 and (held_until is null or held_until > $3)",
        [account.into(), regained.folded().into(), held_until.into()],
    )
}

/// Plans to delete an account; a conflict (`account`) when that is planned already, or it is disabled.
pub(super) fn plan_deletion(account: AccountId, at: Timestamp) -> Change {
    Change::new(
        "update accounts set deletion_at = $2 where id = $1 and deletion_at is null and disabled_at is null",
        [account.into(), at.into()],
    )
    .exactly(1)
    .called("account")
    .announces(account.0)
}

/// The same, also of an account that is locked; a conflict (`account`) when it is planned already.
pub(super) fn plan_deletion_of_any(account: AccountId, at: Timestamp) -> Change {
    Change::new(
        "update accounts set deletion_at = $2 where id = $1 and deletion_at is null",
        [account.into(), at.into()],
    )
    .exactly(1)
    .called("account")
    .announces(account.0)
}

/// Keeps an account that was to be deleted; a conflict (`account`) when it is not to be, or is disabled.
pub(super) fn cancel_deletion(account: AccountId) -> Change {
    Change::new(
        "update accounts set deletion_at = null
         where id = $1 and deletion_at is not null and disabled_at is null",
        [account.into()],
    )
    .exactly(1)
    .called("account")
    .announces(account.0)
}
