use jiff::Timestamp;
use store::{Change, Error, Query, Row as Read};

/// A wrapped key.
pub(super) struct Row {
    pub(super) purpose: String,
    pub(super) number: i64,
    pub(super) wrapped: Vec<u8>,
    pub(super) created_at: Timestamp,
    pub(super) retired_at: Option<Timestamp>,
}

fn row(row: &Read<'_>) -> Result<Row, Error> {
    Ok(Row {
        purpose: row.get("purpose")?,
        number: row.get("number")?,
        wrapped: row.get("wrapped")?,
        created_at: row.get("created_at")?,
        retired_at: row.get("retired_at")?,
    })
}

use crate::id::AccountId;

/// All keys.
pub(super) fn all() -> Query<Row> {
    Query::new(
        "select purpose, number, wrapped, created_at, retired_at from server_keys order by purpose, number",
        [],
        row,
    )
}

/// All signing keys, the oldest first.
pub(super) fn signing() -> Query<Row> {
    Query::new(
        "select purpose, number, wrapped, created_at, retired_at from server_keys
         where purpose = 'signing' order by number",
        [],
        row,
    )
}

/// The first key of a purpose; nothing happens when there is one.
pub(super) fn insert_first(purpose: &'static str, wrapped: Vec<u8>, now: Timestamp) -> Change {
    Change::new(
        "insert into server_keys (purpose, number, wrapped, created_at) values ($1, 1, $2, $3)
         on conflict (purpose, number) do nothing",
        [purpose.into(), wrapped.into(), now.into()],
    )
}

/// One more signing key; a conflict (`signing key`) when its number is taken.
pub(super) fn insert_signing(number: i64, wrapped: Vec<u8>, now: Timestamp) -> Change {
    Change::new(
        "insert into server_keys (purpose, number, wrapped, created_at) values ('signing', $1, $2, $3)",
        [number.into(), wrapped.into(), now.into()],
    )
    .exactly(1)
    .called("signing key")
}

/// Retires a signing key.
pub(super) fn retire_signing(number: i64, now: Timestamp) -> Change {
    Change::new(
        "update server_keys set retired_at = $2 where purpose = 'signing' and number = $1 and retired_at is null",
        [number.into(), now.into()],
    )
}

/// Retires all signing keys up to a number.
pub(super) fn retire_signing_until(number: i64, now: Timestamp) -> Change {
    Change::new(
        "update server_keys set retired_at = $2 where purpose = 'signing' and number <= $1 and retired_at is null",
        [number.into(), now.into()],
    )
}

/// Stores a key as it is wrapped now; a conflict (`wrapped`) when somebody else has wrapped it meanwhile.
pub(super) fn rewrap(row: &Row, wrapped: Vec<u8>) -> Change {
    Change::new(
        "update server_keys set wrapped = $4 where purpose = $1 and number = $2 and wrapped = $3",
        [row.purpose.clone().into(), row.number.into(), row.wrapped.clone().into(), wrapped.into()],
    )
    .exactly(1)
    .called("wrapped")
}

/// The wrapped key of every account.
pub(super) fn of_accounts() -> Query<(AccountId, Vec<u8>)> {
    Query::new("select id, wrapped_key from accounts", [], |row| {
        Ok((row.get("id")?, row.get("wrapped_key")?))
    })
}
