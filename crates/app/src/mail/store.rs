use jiff::Timestamp;
use store::{Change, Query, Row};
use uuid::Uuid;

use crate::id::AccountId;

/// A mail that is to be delivered, without its text. Its `next_attempt_at` is what a claim is guarded by.
pub(super) struct Waiting {
    pub(super) account: AccountId,
    pub(super) id: Uuid,
    pub(super) created_at: Timestamp,
    pub(super) attempts: u32,
    pub(super) next_attempt_at: Timestamp,
}

/// A mail with its text, sealed.
pub(super) struct Sealed {
    pub(super) account: AccountId,
    pub(super) id: Uuid,
    pub(super) letter: Vec<u8>,
    pub(super) created_at: Timestamp,
}

/// A new mail, due at once; one that is `delivered_at` already only stays to be read.
pub(super) fn insert(
    account: AccountId,
    id: Uuid,
    (kind, sealed): (&'static str, Vec<u8>),
    now: Timestamp,
    delivered_at: Option<Timestamp>,
) -> Change {
    Change::new(
        "insert into outbox (account_id, id, kind, sealed, created_at, attempts, next_attempt_at, delivered_at)
         values ($1, $2, $3, $4, $5, 0, $5, $6)",
        [account.into(), id.into(), kind.into(), sealed.into(), now.into(), delivered_at.into()],
    )
}

/// Mails that are due, the one that has waited longest first.
pub(super) fn due(now: Timestamp, limit: i64) -> Query<Waiting> {
    Query::new(
        "select account_id, id, created_at, attempts, next_attempt_at from outbox
         where next_attempt_at <= $1 and delivered_at is null and given_up_at is null
         order by next_attempt_at, id limit $2",
        [now.into(), limit.into()],
        |row| {
            Ok(Waiting {
                account: row.get("account_id")?,
                id: row.get("id")?,
                created_at: row.get("created_at")?,
                attempts: row.get("attempts")?,
                next_attempt_at: row.get("next_attempt_at")?,
            })
        },
    )
}

/// When the next mail is due; `None` when none waits.
pub(super) fn next_due() -> Query<Option<Timestamp>> {
    Query::new(
        "select min(next_attempt_at) as next from outbox where delivered_at is null and given_up_at is null",
        [],
        |row| row.get("next"),
    )
}

/// How many mails wait.
pub(super) fn pending() -> Query<i64> {
    Query::new(
        "select count(*) as pending from outbox where delivered_at is null and given_up_at is null",
        [],
        |row| row.get("pending"),
    )
}

/// The text of one mail.
pub(super) fn sealed(mail: &Waiting) -> Query<Sealed> {
    Query::new(
        "select account_id, id, sealed, created_at from outbox where account_id = $1 and id = $2",
        [mail.account.into(), mail.id.into()],
        read_sealed,
    )
}

/// The newest mails, whatever became of them, newest first.
pub(super) fn newest(limit: i64) -> Query<Sealed> {
    Query::new(
        "select account_id, id, sealed, created_at from outbox order by created_at desc, id desc limit $1",
        [limit.into()],
        read_sealed,
    )
}

fn read_sealed(row: &Row<'_>) -> Result<Sealed, store::Error> {
    Ok(Sealed {
        account: row.get("account_id")?,
        id: row.get("id")?,
        letter: row.get("sealed")?,
        created_at: row.get("created_at")?,
    })
}

/// Takes a mail for this node until `until`; a conflict when another node was faster.
/// Moving the next attempt is the claim: a node that dies leaves the mail to whoever looks after that time.
pub(super) fn claim(mail: &Waiting, until: Timestamp) -> Change {
    Change::new(
        "update outbox set next_attempt_at = $4
         where account_id = $1 and id = $2 and next_attempt_at = $3 and delivered_at is null and given_up_at is null",
        [mail.account.into(), mail.id.into(), mail.next_attempt_at.into(), until.into()],
    )
    .exactly(1)
    .called("claim")
}

/// A claimed mail is delivered, and kept to be read; a conflict when the claim has run out and another has it.
pub(super) fn delivered(mail: &Waiting, claimed_until: Timestamp, now: Timestamp) -> Change {
    Change::new(
        "update outbox set delivered_at = $4, attempts = attempts + 1, last_error = null
         where account_id = $1 and id = $2 and next_attempt_at = $3",
        [mail.account.into(), mail.id.into(), claimed_until.into(), now.into()],
    )
    .exactly(1)
    .called("claim")
}

/// A claimed mail is delivered, and gone; a conflict when the claim has run out and another has it.
pub(super) fn remove(mail: &Waiting, claimed_until: Timestamp) -> Change {
    Change::new(
        "delete from outbox where account_id = $1 and id = $2 and next_attempt_at = $3",
        [mail.account.into(), mail.id.into(), claimed_until.into()],
    )
    .exactly(1)
    .called("claim")
}

/// A claimed mail is tried again at `next`; a conflict when the claim has run out and another has it.
pub(super) fn postpone(mail: &Waiting, claimed_until: Timestamp, next: Timestamp, reason: &str) -> Change {
    Change::new(
        "update outbox set next_attempt_at = $4, attempts = attempts + 1, last_error = $5
         where account_id = $1 and id = $2 and next_attempt_at = $3",
        [mail.account.into(), mail.id.into(), claimed_until.into(), next.into(), reason.into()],
    )
    .exactly(1)
    .called("claim")
}

/// A claimed mail is given up; a conflict when the claim has run out and another has it.
pub(super) fn give_up(mail: &Waiting, claimed_until: Timestamp, now: Timestamp, reason: &str) -> Change {
    Change::new(
        "update outbox set given_up_at = $4, attempts = attempts + 1, last_error = $5
         where account_id = $1 and id = $2 and next_attempt_at = $3",
        [mail.account.into(), mail.id.into(), claimed_until.into(), now.into(), reason.into()],
    )
    .exactly(1)
    .called("claim")
}

/// When the first delivered mail beyond the newest `kept` was written; `None` when there are no more than that.
pub(super) fn beyond(kept: i64) -> Query<Timestamp> {
    Query::new(
        "select created_at from outbox where delivered_at is not null order by created_at desc limit 1 offset $1",
        [kept.into()],
        |row| row.get("created_at"),
    )
}

/// Forgets delivered mails that were written then or earlier.
pub(super) fn forget_delivered(newest: Timestamp) -> Change {
    Change::new("delete from outbox where delivered_at is not null and created_at <= $1", [newest.into()])
}

/// Forgets mails that were given up before `before`.
pub(super) fn forget_given_up(before: Timestamp) -> Change {
    Change::new("delete from outbox where given_up_at < $1", [before.into()])
}

/// Deletes all mails about an account.
pub(super) fn delete_of(account: AccountId) -> Change {
    Change::new("delete from outbox where account_id = $1", [account.into()])
}
