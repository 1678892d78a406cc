use jiff::Timestamp;
use store::{Change, Query, Row};

use super::cursor::Cursor;
use super::model::{Entry, EntryId};
use super::seal::Sealed;
use crate::id::AccountId;

/// All of an entry's row but its content.
pub(super) struct Outline {
    pub(super) account: AccountId,
    pub(super) id: EntryId,
    pub(super) version: i64,
    pub(super) head: Vec<u8>,
    pub(super) is_favorite: bool,
    pub(super) word_count: i64,
    pub(super) char_count: i64,
    pub(super) happened_at: Timestamp,
    pub(super) time_zone: String,
    pub(super) created_at: Timestamp,
    pub(super) updated_at: Timestamp,
    pub(super) deleted_at: Option<Timestamp>,
}

/// An entry's row.
pub(super) struct Stored {
    pub(super) outline: Outline,
    pub(super) content: Vec<u8>,
}

/// Which entries a list shows.
pub(super) struct Wanted {
    pub(super) account: AccountId,
    pub(super) from: Timestamp,
    pub(super) to: Timestamp,
    /// Only what comes after this place.
    pub(super) after: Cursor,
    pub(super) limit: i64,
}

/// What a repeated request is answered from.
pub(super) struct First {
    pub(super) entry: EntryId,
    pub(super) body_digest: [u8; 32],
    pub(super) created_at: Timestamp,
}

pub(super) fn outline(row: &Row<'_>) -> Result<Outline, store::Error> {
    Ok(Outline {
        account: row.get("account_id")?,
        id: row.get("id")?,
        version: row.get("version")?,
        head: row.get("head")?,
        is_favorite: row.get("is_favorite")?,
        word_count: row.get("word_count")?,
        char_count: row.get("char_count")?,
        happened_at: row.get("happened_at")?,
        time_zone: row.get("time_zone")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        deleted_at: row.get("deleted_at")?,
    })
}

fn stored(row: &Row<'_>) -> Result<Stored, store::Error> {
    Ok(Stored { outline: outline(row)?, content: row.get("content")? })
}

/// An entry of an account, also one in the trash; `None` when the account has none of that id.
pub(super) fn by_id(account: AccountId, id: EntryId) -> Query<Stored> {
    Query::new(
        "select account_id, id, version, head, is_favorite, word_count, char_count, happened_at, time_zone, created_at,
                updated_at, deleted_at, content
         from entries where account_id = $1 and id = $2",
        [account.into(), id.into()],
        stored,
    )
}

/// Entries whose ids come after that one, whole and by their ids, also those in the trash.
pub(super) fn after(account: AccountId, place: EntryId, limit: i64) -> Query<Stored> {
    Query::new(
        "select account_id, id, version, head, is_favorite, word_count, char_count, happened_at, time_zone, created_at,
                updated_at, deleted_at, content
         from entries where account_id = $1 and id > $2 order by id limit $3",
        [account.into(), place.into(), limit.into()],
        stored,
    )
}

/// Whether anybody has an entry of that id: only to tell "not yours" from "not there".
pub(super) fn exists(id: EntryId) -> Query<bool> {
    Query::new("select exists (select 1 from entries where id = $1) as found", [id.into()], |row| {
        row.get("found")
    })
}

/// Entries, newest first.
pub(super) fn list(wanted: &Wanted) -> Query<Outline> {
    Query::new(
        "select account_id, id, version, head, is_favorite, word_count, char_count, happened_at, time_zone, created_at,
                updated_at, deleted_at
         from entries
         where account_id = $1 and deleted_at is null and happened_at >= $2 and happened_at <= $3
           and (happened_at, id) < ($4, $5)
         order by happened_at desc, id desc limit $6",
        parameters(wanted),
        outline,
    )
}

/// Entries with a tag, newest first.
pub(super) fn list_tagged(wanted: &Wanted, tag_digest: [u8; 32]) -> Query<Outline> {
    let mut parameters = parameters(wanted);
    parameters.push(tag_digest.into());
    Query::new(
        "select e.account_id, e.id, e.version, e.head, e.is_favorite, e.word_count, e.char_count, e.happened_at,
                e.time_zone, e.created_at, e.updated_at, e.deleted_at
         from entry_tags t join entries e on e.account_id = t.account_id and e.id = t.entry_id
         where t.account_id = $1 and t.tag_digest = $7 and e.deleted_at is null
           and e.happened_at >= $2 and e.happened_at <= $3 and (e.happened_at, e.id) < ($4, $5)
         order by e.happened_at desc, e.id desc limit $6",
        parameters,
        outline,
    )
}

/// What was put into the trash after `since`, the latest first.
pub(super) fn trash(account: AccountId, since: Timestamp, after: Cursor, limit: i64) -> Query<Outline> {
    Query::new(
        "select account_id, id, version, head, is_favorite, word_count, char_count, happened_at, time_zone, created_at,
                updated_at, deleted_at
         from entries
         where account_id = $1 and deleted_at > $2 and (deleted_at, id) < ($3, $4)
         order by deleted_at desc, id desc limit $5",
        [account.into(), since.into(), after.at.into(), after.id.into(), limit.into()],
        outline,
    )
}

fn parameters(wanted: &Wanted) -> Vec<store::Value> {
    let Wanted { account, from, to, after, limit } = wanted;
    vec![(*account).into(), (*from).into(), (*to).into(), after.at.into(), after.id.into(), (*limit).into()]
}

/// A new entry.
pub(super) fn insert(entry: &Entry, sealed: Sealed) -> Change {
    Change::new(
        "insert into entries (account_id, id, version, head, content, is_favorite, word_count, char_count, happened_at,
                              time_zone, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
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
        ],
    )
    .spreads(entry.author_id.0, changed(entry.id, entry.version))
}

/// The next version of an entry; a conflict (`version`) when it has moved on from `before` or is in the trash.
pub(super) fn update(entry: &Entry, sealed: Sealed, before: i64) -> Change {
    Change::new(
        "update entries set version = $3, head = $4, content = $5, is_favorite = $6, word_count = $7, char_count = $8,
                            happened_at = $9, time_zone = $10, updated_at = $11
         where account_id = $1 and id = $2 and version = $12 and deleted_at is null",
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
            entry.updated_at.into(),
            before.into(),
        ],
    )
    .exactly(1)
    .called("version")
    .spreads(entry.author_id.0, changed(entry.id, entry.version))
}

/// What is spread when an entry changed.
fn changed(id: EntryId, version: i64) -> String {
    format!("entry_changed {} {version}", id.0)
}

/// An entry is found by this tag.
pub(super) fn add_tag(account: AccountId, entry: EntryId, tag_digest: [u8; 32]) -> Change {
    Change::new(
        "insert into entry_tags (account_id, tag_digest, entry_id) values ($1, $2, $3)",
        [account.into(), tag_digest.into(), entry.into()],
    )
}

/// An entry is found by no tag.
pub(super) fn remove_tags(account: AccountId, entry: EntryId) -> Change {
    Change::new(
        "delete from entry_tags where account_id = $1 and entry_id = $2",
        [account.into(), entry.into()],
    )
}

/// Puts an entry into the trash; a conflict (`version`) when it has moved on or is there already.
pub(super) fn put_into_trash(account: AccountId, id: EntryId, version: i64, now: Timestamp) -> Change {
    Change::new(
        "update entries set deleted_at = $4
         where account_id = $1 and id = $2 and version = $3 and deleted_at is null",
        [account.into(), id.into(), version.into(), now.into()],
    )
    .exactly(1)
    .called("version")
    .spreads(account.0, changed(id, version))
}

/// Takes an entry out of the trash; a conflict (`trash`) when it is not there, or has been for too long.
pub(super) fn restore(entry: &Entry, since: Timestamp) -> Change {
    Change::new(
        "update entries set deleted_at = null where account_id = $1 and id = $2 and deleted_at > $3",
        [entry.author_id.into(), entry.id.into(), since.into()],
    )
    .exactly(1)
    .called("trash")
    .spreads(entry.author_id.0, changed(entry.id, entry.version))
}

/// What was first made with this key after `since`; `None` when the key is new.
pub(super) fn first_of_key(account: AccountId, key_digest: [u8; 32], since: Timestamp) -> Query<First> {
    Query::new(
        "select entry_id, body_digest, created_at from idempotency_keys
         where account_id = $1 and key_digest = $2 and created_at > $3",
        [account.into(), key_digest.into(), since.into()],
        |row| {
            Ok(First {
                entry: row.get("entry_id")?,
                body_digest: row.get("body_digest")?,
                created_at: row.get("created_at")?,
            })
        },
    )
}

/// Remembers what was made with a key; a conflict (`key`) when another request has used it after `since`.
pub(super) fn remember_key(
    entry: &Entry,
    key_digest: [u8; 32],
    body_digest: [u8; 32],
    since: Timestamp,
) -> Change {
    Change::new(
        "insert into idempotency_keys (account_id, key_digest, body_digest, entry_id, created_at)
         values ($1, $2, $3, $4, $5)
         on conflict (account_id, key_digest) do update
         set body_digest = excluded.body_digest, entry_id = excluded.entry_id, created_at = excluded.created_at
         where idempotency_keys.created_at <= $6",
        [
            entry.author_id.into(),
            key_digest.into(),
            body_digest.into(),
            entry.id.into(),
            entry.created_at.into(),
            since.into(),
        ],
    )
    .exactly(1)
    .called("key")
}

/// The time zone that an account's owner gave; `None` inside when none, outside when there is no such account.
pub(super) fn time_zone_of(account: AccountId) -> Query<Option<String>> {
    Query::new("select time_zone from accounts where id = $1", [account.into()], |row| row.get("time_zone"))
}

/// Forgets for good what was put into the trash by `until`; tags and keys go with their entry.
pub(super) fn sweep_trash(until: Timestamp) -> Change {
    Change::new("delete from entries where deleted_at <= $1", [until.into()])
}

/// Forgets keys that were used by `until`.
pub(super) fn sweep_keys(until: Timestamp) -> Change {
    Change::new("delete from idempotency_keys where created_at <= $1", [until.into()])
}
