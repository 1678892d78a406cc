use jiff::Timestamp;
use store::{Change, Error, Query};

use super::{Presented, Purpose};
use crate::id::AccountId;

/// A one-time token, by its digest.
pub(super) fn insert(
    digest: [u8; 32],
    purpose: &'static str,
    (account, address): (AccountId, Option<&str>),
    now: Timestamp,
    expires_at: Timestamp,
) -> Change {
    Change::new(
        "insert into one_time_tokens (digest, purpose, account_id, created_at, expires_at, address)
         values ($1, $2, $3, $4, $5, $6)",
        [
            digest.into(),
            purpose.into(),
            account.into(),
            now.into(),
            expires_at.into(),
            address.map(str::to_owned).into(),
        ],
    )
}

/// The live token of that digest and purpose.
pub(super) fn by_digest(digest: [u8; 32], purpose: Purpose, now: Timestamp) -> Query<Presented> {
    Query::new(
        "select digest, purpose, account_id, address, created_at, expires_at from one_time_tokens
         where digest = $1 and purpose = $2 and expires_at > $3",
        [digest.into(), purpose.stored().into(), now.into()],
        |row| {
            let digest = row.get("digest")?;
            let word: String = row.get("purpose")?;
            let purpose = Purpose::ALL.into_iter().find(|purpose| purpose.stored() == word);
            Ok(Presented {
                digest,
                purpose: purpose.ok_or_else(|| Error::Invalid("a token is for something unknown".into()))?,
                account: row.get("account_id")?,
                address: row.get("address")?,
                created_at: row.get("created_at")?,
                expires_at: row.get("expires_at")?,
            })
        },
    )
}

/// The address of an account's newest live token of that purpose, and when the token lapses.
pub(super) fn newest_address(
    account: AccountId,
    purpose: &'static str,
    now: Timestamp,
) -> Query<(String, Timestamp)> {
    Query::new(
        "select address, expires_at from one_time_tokens
         where account_id = $1 and purpose = $2 and expires_at > $3 and address is not null
         order by created_at desc limit 1",
        [account.into(), purpose.into(), now.into()],
        |row| Ok((row.get("address")?, row.get("expires_at")?)),
    )
}

/// Spends a token; a conflict (`token`) when it was spent already.
pub(super) fn spend(digest: [u8; 32], purpose: &'static str, now: Timestamp) -> Change {
    Change::new(
        "delete from one_time_tokens where digest = $1 and purpose = $2 and expires_at > $3",
        [digest.into(), purpose.into(), now.into()],
    )
    .exactly(1)
    .called("token")
}

/// Drops what gives somebody more than they have.
pub(super) fn drop_pending(account: AccountId) -> Change {
    Change::new(
        "delete from one_time_tokens where account_id = $1 and purpose in ('verify', 'reset', 'confirm_email')",
        [account.into()],
    )
}

/// Drops an account's tokens of one purpose.
pub(super) fn drop_of(account: AccountId, purpose: &'static str) -> Change {
    Change::new(
        "delete from one_time_tokens where account_id = $1 and purpose = $2",
        [account.into(), purpose.into()],
    )
}

/// Drops an account's tokens that were made then or later.
pub(super) fn drop_since(account: AccountId, then: Timestamp) -> Change {
    Change::new(
        "delete from one_time_tokens where account_id = $1 and created_at >= $2",
        [account.into(), then.into()],
    )
}

/// Drops all of an account's tokens.
pub(super) fn drop_all(account: AccountId) -> Change {
    Change::new("delete from one_time_tokens where account_id = $1", [account.into()])
}

/// Forgets what has lapsed.
pub(super) fn sweep(now: Timestamp) -> Change {
    Change::new("delete from one_time_tokens where expires_at <= $1", [now.into()])
}
