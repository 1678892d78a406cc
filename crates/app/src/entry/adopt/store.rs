use jiff::Timestamp;
use store::{Change, Query};

use crate::entry::model::{Entry, EntryId};
use crate::entry::seal::Sealed;
use crate::entry::store::{Stored, outline};
use crate::id::AccountId;

/// The next entries of an account by their ids, those in the trash too.
pub(super) fn batch(account: AccountId, after: EntryId, limit: i64) -> Query<Stored> {
    Query::new(
        "select account_id, id, version, head, is_favorite, word_count, char_count, happened_at, time_zone, created_at,
                updated_at, deleted_at, content
         from entries where account_id = $1 and id > $2 order by id limit $3",
        [account.into(), after.into(), limit.into()],
        |row| Ok(Stored { outline: outline(row)?, content: row.get("content")? }),
    )
}

/// Takes an entry from its account; a conflict (`as it was read`) when it has changed since.
pub(super) fn release(
    account: AccountId,
    id: EntryId,
    version: i64,
    deleted_at: Option<Timestamp>,
) -> Change {
    Change::new(
        "delete from entries where account_id = $1 and id = $2 and version = $3 and deleted_at is not distinct from $4",
        [account.into(), id.into(), version.into(), deleted_at.into()],
    )
    .exactly(1)
    .called("as it was read")
}

/// The entry as it is, in the account that it names now.
pub(super) fn receive(entry: &Entry, sealed: Sealed, deleted_at: Option<Timestamp>) -> Change {
    Change::new(
        "insert into entries (account_id, id, version, head, content, is_favorite, word_count, char_count, happened_at,
                              time_zone, created_at, updated_at, deleted_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        [
            entry.author_id.into(),
            entry.id.into(),
            entry.version.into(),
            sealed.head.into(),
            sealed.content.into(),
            entry.is_favorite.into(),
            entry.word_count.into(),
            entry.char_count.into(),
            entry.happened_at.into(),
            entry.time_zone.clone().into(),
            entry.created_at.into(),
            entry.updated_at.into(),
            deleted_at.into(),
        ],
    )
}

/// How many entries an account has, with those in the trash.
pub(super) fn count(account: AccountId) -> Query<i64> {
    Query::new("select count(*) as entries from entries where account_id = $1", [account.into()], |row| {
        row.get("entries")
    })
}

/// Deletes all entries of an account, with their tags and keys; a conflict when there are not so many any more.
pub(super) fn forget(account: AccountId, count: i64) -> Change {
    let count = count.try_into().expect("a count is not negative");
    Change::new("delete from entries where account_id = $1", [account.into()]).exactly(count).called("count")
}
