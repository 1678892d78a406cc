use jiff::{SignedDuration, Timestamp};
use store::{Change, Query, Row};
use uuid::Uuid;

use crate::id::AccountId;

/// A mail that is not delivered, without its text.
pub(super) struct Held {
    pub(super) account: AccountId,
    pub(super) email: Option<String>,
    pub(super) id: Uuid,
    pub(super) kind: Option<String>,
    pub(super) created_at: Timestamp,
    pub(super) attempts: u32,
    pub(super) next_attempt_at: Timestamp,
    pub(super) last_error: Option<String>,
    pub(super) given_up_at: Option<Timestamp>,
}

fn held(row: &Row<'_>) -> Result<Held, store::Error> {
    Ok(Held {
        account: row.get("account_id")?,
        email: row.get("email")?,
        id: row.get("id")?,
        kind: row.get("kind")?,
        created_at: row.get("created_at")?,
        attempts: row.get("attempts")?,
        next_attempt_at: row.get("next_attempt_at")?,
        last_error: row.get("last_error")?,
        given_up_at: row.get("given_up_at")?,
    })
}

/// Mails that are not delivered and older than that one, the newest first.
pub(super) fn before(at: Timestamp, id: Uuid, limit: i64) -> Query<Held> {
    Query::new(
        "select o.account_id, a.email, o.id, o.kind, o.created_at, o.attempts, o.next_attempt_at, o.last_error,
                o.given_up_at
         from outbox o left join accounts a on a.id = o.account_id
         where o.delivered_at is null and (o.created_at < $1 or (o.created_at = $1 and o.id < $2))
         order by o.created_at desc, o.id desc limit $3",
        [at.into(), id.into(), limit.into()],
        held,
    )
}

/// One mail, while it is not delivered.
pub(super) fn by_id(id: Uuid) -> Query<Held> {
    Query::new(
        "select o.account_id, a.email, o.id, o.kind, o.created_at, o.attempts, o.next_attempt_at, o.last_error,
                o.given_up_at
         from outbox o left join accounts a on a.id = o.account_id
         where o.id = $1 and o.delivered_at is null",
        [id.into()],
        held,
    )
}

/// Longer than any node's claim of a mail, with room for clocks that differ: whoever is tried only after that is in
/// nobody's hands.
const CLAIMED: SignedDuration = SignedDuration::from_mins(15);

/// Has a mail tried now that was given up or is put off for long; a conflict (`mail`) when it is tried soon anyway.
pub(super) fn hurry(mail: &Held, now: Timestamp) -> Change {
    Change::new(
        "update outbox set next_attempt_at = $4, given_up_at = null
         where account_id = $1 and id = $2 and delivered_at is null and next_attempt_at = $3
           and (given_up_at is not null or next_attempt_at > $5)",
        [
            mail.account.into(),
            mail.id.into(),
            mail.next_attempt_at.into(),
            now.into(),
            (now + CLAIMED).into(),
        ],
    )
    .exactly(1)
    .called("mail")
}

/// Throws a mail away; a conflict (`mail`) when it was delivered or thrown away meanwhile.
pub(super) fn discard(mail: &Held) -> Change {
    Change::new(
        "delete from outbox where account_id = $1 and id = $2 and delivered_at is null",
        [mail.account.into(), mail.id.into()],
    )
    .exactly(1)
    .called("mail")
}
