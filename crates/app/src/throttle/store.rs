use jiff::Timestamp;
use store::{Change, Error, Query};

use super::model::Ledger;
use crate::id::AccountId;

/// A ledger as it stands, with the version that a change must name.
#[derive(Default)]
pub(super) struct Stored {
    pub(super) ledger: Ledger,
    pub(super) version: i64,
}

/// The ledger of a key; `None` when nothing was ever counted.
pub(super) fn ledger(key: [u8; 32]) -> Query<Stored> {
    Query::new("select ledger, version from throttles where key = $1", [key.into()], |row| {
        let text: String = row.get("ledger")?;
        let ledger = serde_json::from_str(&text).map_err(|error| Error::Invalid(error.to_string()))?;
        Ok(Stored { ledger, version: row.get("version")? })
    })
}

/// Writes a ledger; a conflict (`throttle`) when somebody else wrote it since it was read.
pub(super) fn write(key: [u8; 32], before: i64, ledger: &Ledger, lapses_at: Timestamp) -> Change {
    let text = serde_json::to_string(ledger).expect("a ledger is plain data");
    Change::new(
        "insert into throttles (key, version, ledger, lapses_at) values ($1, $2, $3, $4)
         on conflict (key) do update set version = excluded.version, ledger = excluded.ledger,
                                         lapses_at = excluded.lapses_at
         where throttles.version = $5",
        [key.into(), (before + 1).into(), text.into(), lapses_at.into(), before.into()],
    )
    .exactly(1)
    .called("throttle")
}

/// When the waits of an account were last lifted; `None` when they never were.
pub(super) fn lifted_at(account: AccountId) -> Query<Timestamp> {
    Query::new("select lifted_at from throttle_lifts where account_id = $1", [account.into()], |row| {
        row.get("lifted_at")
    })
}

/// Lifts the waits of an account, and forgets the browsers that it knows.
pub(super) fn lift(account: AccountId, now: Timestamp) -> [Change; 2] {
    [
        Change::new(
            "insert into throttle_lifts (account_id, lifted_at) values ($1, $2)
             on conflict (account_id) do update set lifted_at = excluded.lifted_at",
            [account.into(), now.into()],
        ),
        Change::new("delete from known_devices where account_id = $1", [account.into()]),
    ]
}

/// Whether a browser has signed in to that account before.
pub(super) fn knows(account: AccountId, digest: [u8; 32], now: Timestamp) -> Query<i64> {
    Query::new(
        "select 1 as known from known_devices where account_id = $1 and digest = $2 and expires_at > $3",
        [account.into(), digest.into(), now.into()],
        |row| row.get("known"),
    )
}

/// Remembers a browser for an account.
pub(super) fn remember(
    account: AccountId,
    digest: [u8; 32],
    now: Timestamp,
    expires_at: Timestamp,
) -> Change {
    Change::new(
        "insert into known_devices (account_id, digest, created_at, expires_at) values ($1, $2, $3, $4)
         on conflict (account_id, digest) do update set expires_at = excluded.expires_at",
        [account.into(), digest.into(), now.into(), expires_at.into()],
    )
}

/// Forgets what has lapsed.
pub(super) fn sweep(now: Timestamp) -> [Change; 2] {
    [
        Change::new("delete from throttles where lapses_at <= $1", [now.into()]),
        Change::new("delete from known_devices where expires_at <= $1", [now.into()]),
    ]
}
