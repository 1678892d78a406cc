use store::{Change, Query};

use crate::id::AccountId;

/// Any admin.
pub(super) fn any() -> Query<AccountId> {
    let sql = "select id from accounts where ' ' || roles || ' ' like '% admin %' limit 1";
    Query::new(sql, [], |row| row.get("id"))
}

/// Makes every other commit with this change wait until this one is done.
pub(super) fn take_turn() -> Change {
    Change::new("update turns set taken = taken + 1 where name = 'admins'", []).exactly(1).called("turn")
}

/// Changes nothing; a conflict (`last_admin`) when nobody but this account is an admin who can act.
///
/// A statement of its own, behind the turn: on PostgreSQL it sees what was committed while the turn was waited for,
/// which a condition of the turn itself would not.
pub(super) fn another_than(account: AccountId) -> Change {
    Change::new(
        "update turns set taken = taken where name = 'admins' and exists (
             select 1 from accounts
             where ' ' || roles || ' ' like '% admin %' and id <> $1
                   and disabled_at is null and deletion_at is null)",
        [account.into()],
    )
    .exactly(1)
    .called("last_admin")
}

/// Changes nothing; a conflict (`first admin`) when anybody is an admin.
pub(super) fn nobody_is() -> Change {
    Change::new(
        "update turns set taken = taken where name = 'admins' and not exists (
             select 1 from accounts where ' ' || roles || ' ' like '% admin %')",
        [],
    )
    .exactly(1)
    .called("first admin")
}
