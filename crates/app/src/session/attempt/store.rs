use jiff::Timestamp;
use store::{Change, Error, Query};

use super::Attempt;
use crate::id::AccountId;
use crate::session::{Delivery, Method};

/// A first proof that waits.
pub(super) fn insert(a: &Attempt, now: Timestamp, expires_at: Timestamp) -> Change {
    Change::new(
        "insert into sign_in_attempts (digest, account_id, method, delivery, device, password_mark, created_at,
                                       expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        [
            a.digest.into(),
            a.account.into(),
            a.method.as_str().into(),
            word(a.delivery).into(),
            a.device.map(|digest| digest.to_vec()).into(),
            a.password_mark.map(|mark| mark.to_vec()).into(),
            now.into(),
            expires_at.into(),
        ],
    )
}

/// The attempt of that digest; `None` when it was taken or has lapsed.
pub(super) fn by_digest(digest: [u8; 32], now: Timestamp) -> Query<Attempt> {
    Query::new(
        "select digest, account_id, method, delivery, device, password_mark from sign_in_attempts
         where digest = $1 and expires_at > $2",
        [digest.into(), now.into()],
        |row| {
            let (method, delivery): (String, String) = (row.get("method")?, row.get("delivery")?);
            let unknown = || Error::Invalid("an attempt began in a way that is not known".into());
            Ok(Attempt {
                digest: row.get("digest")?,
                account: row.get("account_id")?,
                method: Method::parse(&method).ok_or_else(unknown)?,
                delivery: [Delivery::Body, Delivery::Cookie]
                    .into_iter()
                    .find(|one| word(*one) == delivery)
                    .ok_or_else(unknown)?,
                device: row.get("device")?,
                password_mark: row.get("password_mark")?,
            })
        },
    )
}

/// Takes an attempt; a conflict (`attempt`) when it was taken already.
pub(super) fn take(digest: [u8; 32], now: Timestamp) -> Change {
    Change::new(
        "delete from sign_in_attempts where digest = $1 and expires_at > $2",
        [digest.into(), now.into()],
    )
    .exactly(1)
    .called("attempt")
}

/// Holds a sign-in that no password began to an account that is open; a conflict (`password`) when it was closed.
pub(super) fn stays_open(account: AccountId, now: Timestamp) -> Change {
    Change::new(
        "update accounts set first_signed_in_at = coalesce(first_signed_in_at, $2)
         where id = $1 and disabled_at is null and deletion_at is null",
        [account.into(), now.into()],
    )
    .exactly(1)
    .called("password")
}

/// What the account can give as its second factor, in the words of the API. One that has no app has its passkeys, those
/// that are set aside among them.
pub(super) fn methods(account: AccountId) -> Query<Vec<&'static str>> {
    Query::new(
        "select exists (select 1 from totp t where t.account_id = $1) as has_totp,
                exists (select 1 from recovery_codes r
                        where r.account_id = $1 and r.used_at is null) as has_recovery_code,
                exists (select 1 from passkeys p where p.account_id = $1) as has_passkey",
        [account.into()],
        |row| {
            let (has_totp, has_passkey): (bool, bool) = (row.get("has_totp")?, row.get("has_passkey")?);
            let all = [
                (has_totp, "totp"),
                (row.get("has_recovery_code")?, "recovery_code"),
                (has_passkey && !has_totp, "passkey"),
            ];
            Ok(all.into_iter().filter_map(|(has, word): (bool, _)| has.then_some(word)).collect())
        },
    )
}

/// Forgets what has lapsed.
pub(super) fn sweep(now: Timestamp) -> Change {
    Change::new("delete from sign_in_attempts where expires_at <= $1", [now.into()])
}

fn word(delivery: Delivery) -> &'static str {
    match delivery {
        Delivery::Body => "body",
        Delivery::Cookie => "cookie",
    }
}

/// Drops an account's attempts.
pub(super) fn drop_of(account: AccountId) -> Change {
    Change::new("delete from sign_in_attempts where account_id = $1", [account.into()])
}
