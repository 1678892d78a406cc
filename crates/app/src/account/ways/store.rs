use jiff::Timestamp;
use store::{Change, Query};

use super::Ways;
use crate::account::Account;
use crate::id::AccountId;

/// Whether an account has a password, and how many of its passkeys are set aside; `None` when there is no such account.
/// Its connections are counted by their issuers ([`waiting_issuers`]).
pub(super) fn of(account: AccountId) -> Query<Ways> {
    Query::new(
        "select a.password_hash is not null as has_password,
                (select count(*) from passkeys p
                 where p.account_id = a.id and p.unconfirmed_at is not null) as unconfirmed_passkeys
         from accounts a where a.id = $1",
        [account.into()],
        |row| {
            Ok(Ways {
                has_password: row.get("has_password")?,
                unconfirmed_passkeys: row.get("unconfirmed_passkeys")?,
                unconfirmed_connections: 0,
            })
        },
    )
}

/// The issuers of an account's connections that are set aside.
pub(super) fn waiting_issuers(account: AccountId) -> Query<String> {
    Query::new(
        "select issuer from connections where account_id = $1 and unconfirmed_at is not null",
        [account.into()],
        |row| row.get("issuer"),
    )
}

/// Marks that an account is signed in to by something else than its password; a conflict (`account`) when it was closed
/// meanwhile.
pub fn admitted(account: AccountId, now: Timestamp) -> Change {
    Change::new(
        "update accounts set first_signed_in_at = coalesce(first_signed_in_at, $2)
         where id = $1 and disabled_at is null and deletion_at is null",
        [account.into(), now.into()],
    )
    .exactly(1)
    .called("account")
}

/// The same, held to the address that was read being the account's still, and verified; a conflict (`account`) otherwise.
pub fn admitted_with_address(a: &Account, now: Timestamp) -> Change {
    Change::new(
        "update accounts set first_signed_in_at = coalesce(first_signed_in_at, $2)
         where id = $1 and email = $3 and verified_at is not null and disabled_at is null and deletion_at is null",
        [a.id.into(), now.into(), a.email.as_str().into()],
    )
    .exactly(1)
    .called("account")
}

/// Lets removals of an account's ways in take turns, so that the guard of each sees what the one before has left. Under
/// PostgreSQL's read committed, two removals at once would otherwise each see the other's way in remain.
pub fn take_turn(account: AccountId) -> Change {
    Change::new("update accounts set created_at = created_at where id = $1", [account.into()])
}
