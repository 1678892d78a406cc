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

/// The ledgers of up to three keys; one that never counted anything is missing.
pub(super) fn ledgers(keys: [[u8; 32]; 3]) -> Query<([u8; 32], Stored)> {
    Query::new(
        "select key, ledger, version from throttles where key in ($1, $2, $3)",
        keys.map(Into::into),
        |row| {
            let key = row.get("key")?;
            let text: String = row.get("ledger")?;
            let ledger = serde_json::from_str(&text).map_err(|error| Error::Invalid(error.to_string()))?;
            Ok((key, Stored { ledger, version: row.get("version")? }))
        },
    )
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

/// When the waits of an account were last lifted, and whether a browser, which may have no cookie, has signed in to it
/// before.
pub(super) fn standing(
    account: AccountId,
    digest: Option<[u8; 32]>,
    now: Timestamp,
) -> Query<(Option<Timestamp>, bool)> {
    Query::new(
        "select (select lifted_at from throttle_lifts where account_id = $1) as lifted_at,
                exists (select 1 from known_devices
                        where account_id = $1 and digest = $2 and expires_at > $3) as is_known",
        [account.into(), digest.into(), now.into()],
        |row| Ok((row.get("lifted_at")?, row.get("is_known")?)),
    )
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
