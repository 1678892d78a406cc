use jiff::Timestamp;
use store::{Change, Error, Query, Row};
use uuid::Uuid;

use super::check::{Checkpoint, Erasure, Linked};
use super::model::Label;
use crate::id::AccountId;

/// An event that is not linked to its chain yet, and where its chain ends.
pub(super) struct Waiting {
    pub(super) label: Label,
    pub(super) mark: Vec<u8>,
    pub(super) sealed: Option<Vec<u8>>,
    /// Whether nothing of a link stands in it.
    pub(super) is_loose: bool,
    pub(super) last_position: Option<i64>,
    pub(super) last_digest: Option<Vec<u8>>,
}

/// An event whose payload is there.
pub(super) struct Kept {
    pub(super) label: Label,
    pub(super) sealed: Vec<u8>,
}

fn label(row: &Row<'_>) -> Result<Label, Error> {
    Ok(Label { account: row.get("account_id")?, id: row.get("id")?, happened_at: row.get("happened_at")? })
}

fn kept(row: &Row<'_>) -> Result<Kept, Error> {
    Ok(Kept { label: label(row)?, sealed: row.get("sealed")? })
}

/// A new event, not linked yet.
pub(super) fn insert(label: &Label, mark: [u8; 32], sealed: Vec<u8>) -> Change {
    Change::new(
        "insert into audit_events (account_id, id, happened_at, mark, sealed) values ($1, $2, $3, $4, $5)",
        [label.account.into(), label.id.into(), label.happened_at.into(), mark.into(), sealed.into()],
    )
    .witnessed(label.account.0, label.id)
}

/// The events that are not linked, the oldest first, at most `limit`.
pub(super) fn waiting(limit: i64) -> Query<Waiting> {
    Query::new(
        "select account_id, id, happened_at, mark, sealed, position, digest,
                (select h.position from audit_events h
                 where h.account_id = audit_events.account_id and h.position is not null
                 order by h.position desc limit 1) as last_position,
                (select h.digest from audit_events h
                 where h.account_id = audit_events.account_id and h.position is not null
                 order by h.position desc limit 1) as last_digest
         from audit_events where checkpoint is null order by happened_at, id limit $1",
        [limit.into()],
        |row| {
            let position: Option<i64> = row.get("position")?;
            let digest: Option<Vec<u8>> = row.get("digest")?;
            Ok(Waiting {
                label: label(row)?,
                mark: row.get("mark")?,
                sealed: row.get("sealed")?,
                is_loose: position.is_none() && digest.is_none(),
                last_position: row.get("last_position")?,
                last_digest: row.get("last_digest")?,
            })
        },
    )
}

/// Whether an event is linked; `None` when there is no such event.
pub(super) fn is_linked(account: Uuid, id: Uuid) -> Query<bool> {
    Query::new(
        "select checkpoint from audit_events where account_id = $1 and id = $2",
        [account.into(), id.into()],
        |row| {
            let checkpoint: Option<i64> = row.get("checkpoint")?;
            Ok(checkpoint.is_some())
        },
    )
}

/// Links an event; its payload goes if its account's were erased meanwhile. A conflict when it is linked already.
pub(super) fn link(label: &Label, position: i64, digest: [u8; 32], checkpoint: i64) -> Change {
    Change::new(
        "update audit_events set position = $3, digest = $4, checkpoint = $5,
                sealed = case when exists (select 1 from audit_erasures x
                                           where x.account_id = $1 and x.until >= audit_events.happened_at)
                              then null else sealed end
         where account_id = $1 and id = $2 and checkpoint is null",
        [label.account.into(), label.id.into(), position.into(), digest.into(), checkpoint.into()],
    )
    .exactly(1)
    .called("link")
}

/// A new checkpoint; a conflict when its number is taken.
pub(super) fn add_checkpoint(checkpoint: &Checkpoint) -> Change {
    Change::new(
        "insert into audit_checkpoints (number, made_at, events, digest) values ($1, $2, $3, $4)",
        [
            checkpoint.number.into(),
            checkpoint.made_at.into(),
            checkpoint.events.into(),
            checkpoint.digest.clone().into(),
        ],
    )
    .exactly(1)
    .called("checkpoint")
}

fn checkpoint(row: &Row<'_>) -> Result<Checkpoint, Error> {
    Ok(Checkpoint {
        number: row.get("number")?,
        made_at: row.get("made_at")?,
        events: row.get("events")?,
        digest: row.get("digest")?,
    })
}

/// The newest checkpoint; `None` before the first.
pub(super) fn newest_checkpoint() -> Query<Checkpoint> {
    Query::new(
        "select number, made_at, events, digest from audit_checkpoints order by number desc limit 1",
        [],
        checkpoint,
    )
}

/// A checkpoint; `None` when there is none of that number.
pub(super) fn checkpoint_by_number(number: i64) -> Query<Checkpoint> {
    Query::new(
        "select number, made_at, events, digest from audit_checkpoints where number = $1",
        [number.into()],
        checkpoint,
    )
}

/// The next checkpoints after a number, at most `limit`.
pub(super) fn checkpoints_after(number: i64, limit: i64) -> Query<Checkpoint> {
    Query::new(
        "select number, made_at, events, digest from audit_checkpoints where number > $1 order by number limit $2",
        [number.into(), limit.into()],
        checkpoint,
    )
}

/// The events linked in checkpoints after the first number, up to the second.
pub(super) fn linked_between(after: i64, until: i64) -> Query<Linked> {
    Query::new(
        "select account_id, id, happened_at, mark, sealed, position, digest, checkpoint from audit_events
         where checkpoint > $1 and checkpoint <= $2 order by checkpoint, account_id, position",
        [after.into(), until.into()],
        |row| {
            let position: Option<i64> = row.get("position")?;
            let digest: Option<Vec<u8>> = row.get("digest")?;
            Ok(Linked {
                label: label(row)?,
                mark: row.get("mark")?,
                sealed: row.get("sealed")?,
                position: position.unwrap_or_default(),
                digest: digest.unwrap_or_default(),
                checkpoint: row.get("checkpoint")?,
            })
        },
    )
}

/// Everything that allows payloads to be missing.
pub(super) fn erasures() -> Query<Erasure> {
    Query::new("select account_id, until, digest from audit_erasures", [], |row| {
        Ok(Erasure { account: row.get("account_id")?, until: row.get("until")?, digest: row.get("digest")? })
    })
}

/// Allows payloads to be missing until then; it never becomes earlier.
pub(super) fn allow_erasure(account: AccountId, until: Timestamp, digest: [u8; 32]) -> Change {
    Change::new(
        "insert into audit_erasures (account_id, until, digest) values ($1, $2, $3)
         on conflict (account_id) do update set until = excluded.until, digest = excluded.digest
         where audit_erasures.until <= excluded.until",
        [account.into(), until.into(), digest.into()],
    )
}

/// Erases the payloads of an account's linked events.
pub(super) fn erase_of(account: AccountId, until: Timestamp) -> Change {
    Change::new(
        "update audit_events set sealed = null
         where account_id = $1 and sealed is not null and checkpoint is not null and happened_at <= $2",
        [account.into(), until.into()],
    )
}

/// Erases the payloads of all linked events until then; `last` is the last id that could be given then.
pub(super) fn erase_until(until: Timestamp, last: Uuid) -> Change {
    Change::new(
        "update audit_events set sealed = null
         where sealed is not null and checkpoint is not null and id <= $2 and happened_at <= $1",
        [until.into(), last.into()],
    )
}

/// Erases what was linked in the very moment in which its account's payloads were erased.
pub(super) fn erase_late() -> Change {
    Change::new(
        "update audit_events set sealed = null
         where sealed is not null and checkpoint is not null
               and account_id in (select x.account_id from audit_erasures x)
               and exists (select 1 from audit_erasures x
                           where x.account_id = audit_events.account_id and x.until >= audit_events.happened_at)",
        [],
    )
}

/// An account's events with an id below `before`, newest first.
pub(super) fn of_account(account: AccountId, (from, before): (Uuid, Uuid), limit: i64) -> Query<Kept> {
    Query::new(
        "select account_id, id, happened_at, sealed from audit_events
         where account_id = $1 and sealed is not null and id >= $2 and id < $3 order by id desc limit $4",
        [account.into(), from.into(), before.into(), limit.into()],
        kept,
    )
}

/// Everybody's events with an id below `before`, newest first.
pub(super) fn of_all((from, before): (Uuid, Uuid), limit: i64) -> Query<Kept> {
    Query::new(
        "select account_id, id, happened_at, sealed from audit_events
         where sealed is not null and id >= $1 and id < $2 order by id desc limit $3",
        [from.into(), before.into(), limit.into()],
        kept,
    )
}
