use jiff::Timestamp;
use store::{Change, Query};

use crate::id::AccountId;

/// The wrapped key of a purpose that was made last.
pub(super) fn newest(purpose: &'static str) -> Query<Vec<u8>> {
    Query::new(
        "select wrapped from server_keys where purpose = $1 and retired_at is null order by number desc limit 1",
        [purpose.into()],
        |row| row.get("wrapped"),
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

/// Every key, with its purpose, those that have been retired too.
pub(super) fn all() -> Query<(String, Vec<u8>)> {
    Query::new("select purpose, wrapped from server_keys order by purpose, number", [], |row| {
        Ok((row.get("purpose")?, row.get("wrapped")?))
    })
}

/// The wrapped key of every account.
pub(super) fn of_accounts() -> Query<(AccountId, Vec<u8>)> {
    Query::new("select id, wrapped_key from accounts", [], |row| {
        Ok((row.get("id")?, row.get("wrapped_key")?))
    })
}
