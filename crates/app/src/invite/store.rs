//! Invitations and their uses in the database.

use jiff::Timestamp;
use store::{Change, Query, Row};
use uuid::Uuid;

use super::model::{Standing, Wanted};
use crate::id::AccountId;

/// An invitation that holds: its id, and how many accounts it may make.
pub(super) struct Holding {
    pub(super) id: Uuid,
    pub(super) uses: u32,
}

fn holding(row: &Row<'_>) -> Result<Holding, store::Error> {
    Ok(Holding { id: row.get("id")?, uses: row.get("uses")? })
}

/// A new invitation.
pub(super) fn insert(
    digest: [u8; 32],
    id: Uuid,
    wanted: &Wanted,
    by: Option<AccountId>,
    now: Timestamp,
) -> Change {
    Change::new(
        "insert into invites (digest, id, note, uses, created_by, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        [
            digest.into(),
            id.into(),
            wanted.note.as_str().into(),
            wanted.uses.into(),
            by.into(),
            now.into(),
            wanted.expires_at.into(),
        ],
    )
}

/// The invitation with that code, unless it is withdrawn or expired.
pub(super) fn by_digest(digest: [u8; 32], now: Timestamp) -> Query<Holding> {
    Query::new(
        "select id, uses from invites where digest = $1 and revoked_at is null and expires_at > $2",
        [digest.into(), now.into()],
        holding,
    )
}

/// The invitation of that id, unless it is withdrawn or expired.
pub(super) fn by_id(id: Uuid, now: Timestamp) -> Query<Holding> {
    Query::new(
        "select id, uses from invites where id = $1 and revoked_at is null and expires_at > $2",
        [id.into(), now.into()],
        holding,
    )
}

/// The uses of an invitation that are taken, or held at this time.
pub(super) fn taken(id: Uuid, now: Timestamp) -> Query<u32> {
    Query::new(
        "select slot from invite_uses where invite_id = $1 and (held_until is null or held_until > $2)",
        [id.into(), now.into()],
        |row| row.get("slot"),
    )
}

/// Holds a use for a registration; a conflict (`invite`) when somebody else has it.
pub(super) fn hold(id: Uuid, slot: u32, registration: AccountId, until: Timestamp, now: Timestamp) -> Change {
    Change::new(
        "insert into invite_uses (invite_id, slot, registration_id, held_until) values ($1, $2, $3, $4)
         on conflict (invite_id, slot)
         do update set registration_id = excluded.registration_id, held_until = excluded.held_until
         where invite_uses.held_until <= $5",
        [id.into(), slot.into(), registration.into(), until.into(), now.into()],
    )
    .exactly(1)
    .called("invite")
}

/// Makes a list of changes wait for, and depend on, an invitation that holds; a conflict (`invite`) when it does not.
pub(super) fn still_holds(id: Uuid, now: Timestamp) -> Change {
    Change::new(
        "update invites set uses = uses where id = $1 and revoked_at is null and expires_at > $2",
        [id.into(), now.into()],
    )
    .exactly(1)
    .called("invite")
}

/// Makes a held use one for good, which names nobody; a conflict (`invite`) when it is not held any more.
pub(super) fn spend(id: Uuid, registration: AccountId, now: Timestamp) -> Change {
    Change::new(
        "update invite_uses set held_until = null, registration_id = null
         where invite_id = $1 and registration_id = $2 and held_until > $3",
        [id.into(), registration.into(), now.into()],
    )
    .exactly(1)
    .called("invite")
}

/// Withdraws an invitation, again if need be; a conflict (`invite`) when there is none of that id.
pub(super) fn revoke(id: Uuid, now: Timestamp) -> Change {
    Change::new(
        "update invites set revoked_at = coalesce(revoked_at, $2) where id = $1",
        [id.into(), now.into()],
    )
    .exactly(1)
    .called("invite")
}

/// Takes the uses back that registrations hold.
pub(super) fn release_held(id: Uuid) -> Change {
    Change::new("delete from invite_uses where invite_id = $1 and held_until is not null", [id.into()])
}

/// The newest invitations, at most 500, with their uses at this time.
pub(super) fn newest(now: Timestamp) -> Query<Standing> {
    Query::new(
        "select i.id, i.note, i.uses, i.created_by, i.created_at, i.expires_at, i.revoked_at,
                (select count(*) from invite_uses u where u.invite_id = i.id and u.held_until is null) as used,
                (select count(*) from invite_uses u where u.invite_id = i.id and u.held_until > $1) as pending
         from invites i order by i.created_at desc, i.id desc limit 500",
        [now.into()],
        |row| {
            let revoked_at: Option<Timestamp> = row.get("revoked_at")?;
            Ok(Standing {
                id: row.get("id")?,
                note: row.get("note")?,
                is_revoked: revoked_at.is_some(),
                uses: row.get("uses")?,
                used: row.get("used")?,
                pending: row.get("pending")?,
                created_by: row.get("created_by")?,
                created_at: row.get("created_at")?,
                expires_at: row.get("expires_at")?,
            })
        },
    )
}

/// Forgets lapsed holds, and invitations that were over before `over`.
pub(super) fn sweep(now: Timestamp, over: Timestamp) -> [Change; 3] {
    [
        Change::new("delete from invite_uses where held_until <= $1", [now.into()]),
        Change::new(
            "delete from invite_uses where invite_id in (select id from invites where expires_at <= $1)",
            [over.into()],
        ),
        Change::new("delete from invites where expires_at <= $1", [over.into()]),
    ]
}
