use jiff::Timestamp;
use store::{Change, Query};

use crate::id::AccountId;

/// An authenticator app that counts.
pub(super) struct Totp {
    pub(super) sealed: Vec<u8>,
    pub(super) last_step: i64,
    pub(super) confirmed_at: Timestamp,
}

/// A recovery code, used or not.
pub(super) struct RecoveryCode {
    /// A PHC string.
    pub(super) digest: String,
    pub(super) salt: [u8; 16],
    pub(super) is_used: bool,
}

/// The account's authenticator app; `None` when it has none.
pub(super) fn totp(account: AccountId) -> Query<Totp> {
    Query::new(
        "select sealed, last_step, confirmed_at from totp where account_id = $1",
        [account.into()],
        |row| {
            Ok(Totp {
                sealed: row.get("sealed")?,
                last_step: row.get("last_step")?,
                confirmed_at: row.get("confirmed_at")?,
            })
        },
    )
}

/// The sealed secret of the app that is being set up; `None` when there is none, or it took too long.
pub(super) fn pending(account: AccountId, now: Timestamp) -> Query<Vec<u8>> {
    Query::new(
        "select sealed from totp_pending where account_id = $1 and expires_at > $2",
        [account.into(), now.into()],
        |row| row.get("sealed"),
    )
}

/// Begins to set an app up, in place of one that was begun before.
pub(super) fn begin(account: AccountId, sealed: Vec<u8>, expires_at: Timestamp) -> Change {
    Change::new(
        "insert into totp_pending (account_id, sealed, expires_at) values ($1, $2, $3)
         on conflict (account_id) do update set sealed = excluded.sealed, expires_at = excluded.expires_at",
        [account.into(), sealed.into(), expires_at.into()],
    )
}

/// Takes the app that is being set up; a conflict (`pending`) when it is another one by now, or none.
pub(super) fn take_pending(account: AccountId, sealed: Vec<u8>) -> Change {
    Change::new(
        "delete from totp_pending where account_id = $1 and sealed = $2",
        [account.into(), sealed.into()],
    )
    .exactly(1)
    .called("pending")
}

/// Lets an app count, in place of the one that did. The step of its first code is used.
pub(super) fn confirm(account: AccountId, sealed: Vec<u8>, step: i64, now: Timestamp) -> Change {
    Change::new(
        "insert into totp (account_id, sealed, last_step, confirmed_at) values ($1, $2, $3, $4)
         on conflict (account_id) do update set sealed = excluded.sealed, last_step = excluded.last_step,
                                                confirmed_at = excluded.confirmed_at",
        [account.into(), sealed.into(), step.into(), now.into()],
    )
}

/// Uses the code of a step; a conflict (`code`) when it or a later one was used meanwhile.
pub(super) fn use_step(account: AccountId, step: i64) -> Change {
    Change::new(
        "update totp set last_step = $2 where account_id = $1 and last_step < $2",
        [account.into(), step.into()],
    )
    .exactly(1)
    .called("code")
}

/// The account's recovery codes, used ones too: what comes twice must be told from what is wrong.
pub(super) fn recovery_codes(account: AccountId) -> Query<RecoveryCode> {
    Query::new(
        "select digest, salt, used_at from recovery_codes where account_id = $1 order by digest",
        [account.into()],
        |row| {
            let used_at: Option<Timestamp> = row.get("used_at")?;
            Ok(RecoveryCode {
                digest: row.get("digest")?,
                salt: row.get("salt")?,
                is_used: used_at.is_some(),
            })
        },
    )
}

/// Uses a recovery code; a conflict (`code`) when it was used meanwhile, or is gone.
pub(super) fn use_recovery_code(account: AccountId, digest: &str, now: Timestamp) -> Change {
    Change::new(
        "update recovery_codes set used_at = $3 where account_id = $1 and digest = $2 and used_at is null",
        [account.into(), digest.into(), now.into()],
    )
    .exactly(1)
    .called("code")
}

/// A recovery code of a new set.
pub(super) fn insert_recovery_code(
    account: AccountId,
    digest: String,
    salt: [u8; 16],
    now: Timestamp,
) -> Change {
    Change::new(
        "insert into recovery_codes (account_id, digest, salt, created_at) values ($1, $2, $3, $4)",
        [account.into(), digest.into(), salt.to_vec().into(), now.into()],
    )
}

/// Drops all recovery codes of an account.
pub(super) fn drop_recovery_codes(account: AccountId) -> Change {
    Change::new("delete from recovery_codes where account_id = $1", [account.into()])
}

/// Lets signing in ask for a second factor; a conflict (`account`) when the account is closed.
pub(super) fn turn_on(account: AccountId, now: Timestamp) -> Change {
    Change::new(
        "update accounts set second_factor_since = coalesce(second_factor_since, $2)
         where id = $1 and disabled_at is null and deletion_at is null",
        [account.into(), now.into()],
    )
    .exactly(1)
    .called("account")
    .announces(account.0)
}

/// Lets signing in ask for no second factor any more; a conflict (`factor`) when it does not.
pub(super) fn turn_off(account: AccountId) -> Change {
    Change::new(
        "update accounts set second_factor_since = null where id = $1 and second_factor_since is not null",
        [account.into()],
    )
    .exactly(1)
    .called("factor")
    .announces(account.0)
}

/// A conflict (`factor`) when signing in asks for no second factor.
pub(super) fn must_be_on(account: AccountId) -> Change {
    Change::new(
        "update accounts set second_factor_since = second_factor_since
         where id = $1 and second_factor_since is not null",
        [account.into()],
    )
    .exactly(1)
    .called("factor")
    .announces(account.0)
}

/// Drops the account's authenticator app, and the one that is being set up.
pub(super) fn drop_totp(account: AccountId) -> [Change; 2] {
    [
        Change::new("delete from totp where account_id = $1", [account.into()]),
        Change::new("delete from totp_pending where account_id = $1", [account.into()]),
    ]
}

/// Forgets apps that nobody finished setting up.
pub(super) fn sweep(now: Timestamp) -> Change {
    Change::new("delete from totp_pending where expires_at <= $1", [now.into()])
}
