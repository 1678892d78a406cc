use store::Query;

use super::Ways;
use crate::id::AccountId;

/// Whether an account has a password, and how many of its passkeys are set aside; `None` when there is no such account.
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
            })
        },
    )
}
