use jiff::Timestamp;
use store::{Change, Query, Row};

use super::model::Session;
use crate::id::AccountId;
use crate::id::SessionId;

/// A session with what a refresh must also know of its account.
pub(super) struct WithAccount {
    pub(super) session: Session,
    pub(super) roles: String,
    pub(super) is_closed: bool,
    pub(super) email: String,
    pub(super) browser: Option<String>,
    pub(super) os: Option<String>,
}

/// A session as its owner sees it.
pub(super) struct Listed {
    pub(super) session: Session,
    pub(super) method: String,
    pub(super) browser: Option<String>,
    pub(super) os: Option<String>,
    pub(super) device: Option<String>,
    pub(super) ip_address: String,
    pub(super) created_at: Timestamp,
    pub(super) last_used_at: Timestamp,
}

/// What is kept of the client that started a session.
pub(super) struct Origin {
    pub(super) method: &'static str,
    pub(super) browser: Option<String>,
    pub(super) os: Option<String>,
    pub(super) device: Option<String>,
    pub(super) ip_address: String,
}

fn session(row: &Row<'_>) -> Result<Session, store::Error> {
    let generation: i64 = row.get("generation")?;
    Ok(Session {
        account: row.get("account_id")?,
        id: row.get("id")?,
        generation: generation.unsigned_abs(),
        made_at: row.get("made_at")?,
        answered_at: row.get("answered_at")?,
        seen_at: row.get("seen_at")?,
        idle_until: row.get("idle_until")?,
        absolute_until: row.get("absolute_until")?,
        ended_at: row.get("ended_at")?,
    })
}

/// The session of a refresh token; `None` when there is none of that id under that account.
pub(super) fn by_id(account: AccountId, id: SessionId) -> Query<WithAccount> {
    Query::new(
        "select s.account_id, s.id, s.generation, s.made_at, s.answered_at, s.seen_at, s.idle_until,
                s.absolute_until, s.ended_at, s.browser, s.os, a.roles,
                coalesce(a.disabled_at, a.deletion_at) as closed_at, a.email
         from sessions s join accounts a on a.id = s.account_id
         where s.account_id = $1 and s.id = $2",
        [account.into(), id.into()],
        |row| {
            let closed_at: Option<Timestamp> = row.get("closed_at")?;
            Ok(WithAccount {
                session: session(row)?,
                roles: row.get("roles")?,
                is_closed: closed_at.is_some(),
                email: row.get("email")?,
                browser: row.get("browser")?,
                os: row.get("os")?,
            })
        },
    )
}

/// An account's live sessions, the one used last first.
pub(super) fn live(account: AccountId, now: Timestamp) -> Query<Listed> {
    Query::new(
        "select account_id, id, generation, made_at, answered_at, seen_at, idle_until, absolute_until, ended_at,
                method, browser, os, device, ip_address, created_at, last_used_at
         from sessions
         where account_id = $1 and ended_at is null and idle_until > $2 and absolute_until > $2
         order by last_used_at desc, id desc",
        [account.into(), now.into()],
        |row| {
            Ok(Listed {
                session: session(row)?,
                method: row.get("method")?,
                browser: row.get("browser")?,
                os: row.get("os")?,
                device: row.get("device")?,
                ip_address: row.get("ip_address")?,
                created_at: row.get("created_at")?,
                last_used_at: row.get("last_used_at")?,
            })
        },
    )
}

/// A new session, in which both factors are proved or are not yet.
pub(super) fn insert(s: &Session, origin: &Origin, is_both: bool, now: Timestamp) -> Change {
    Change::new(
        "insert into sessions (account_id, id, generation, made_at, answered_at, method, browser, os, device,
                               ip_address, created_at, authenticated_at, last_used_at, idle_until, absolute_until,
                               both_proved_at)
         values ($1, $2, $3, $4, $4, $5, $6, $7, $8, $9, $4, $4, $4, $10, $11, $12)",
        [
            s.account.into(),
            s.id.into(),
            s.generation.cast_signed().into(),
            now.into(),
            origin.method.into(),
            origin.browser.clone().into(),
            origin.os.clone().into(),
            origin.device.clone().into(),
            origin.ip_address.clone().into(),
            s.idle_until.into(),
            s.absolute_until.into(),
            is_both.then_some(now).into(),
        ],
    )
}

/// Brings a session to what the rotation rule decided; a conflict when its generation has moved on or it has ended.
/// A new generation is also a conflict when the old one was answered with since it was read: that answer may still be
/// on its way, and would put the old token back into the cookie jar after the new one.
///
/// Within one generation parallel answers may come in any order: what was seen stays seen, and times only move on.
pub(super) fn rotate(before: &Session, after: &Session, ip_address: &str, now: Timestamp) -> Change {
    Change::new(
        "update sessions set generation = $4, made_at = $5,
                             answered_at = case when answered_at > $6 then answered_at else $6 end,
                             seen_at = case when generation = $4 then coalesce(seen_at, $7) else $7 end,
                             idle_until = case when idle_until > $8 then idle_until else $8 end,
                             last_used_at = $9, ip_address = $10
         where account_id = $1 and id = $2 and generation = $3 and ended_at is null
           and (generation = $4 or answered_at <= $11)",
        [
            before.account.into(),
            before.id.into(),
            before.generation.cast_signed().into(),
            after.generation.cast_signed().into(),
            after.made_at.into(),
            after.answered_at.into(),
            after.seen_at.into(),
            after.idle_until.into(),
            now.into(),
            ip_address.into(),
            before.answered_at.into(),
        ],
    )
    .exactly(1)
    .called("generation")
}

/// Ends a session because an old token came back; a conflict when it has moved on or ended meanwhile.
pub(super) fn end_for_reuse(before: &Session, now: Timestamp) -> Change {
    Change::new(
        "update sessions set ended_at = $4, end_reason = 'reuse'
         where account_id = $1 and id = $2 and generation = $3 and ended_at is null",
        [before.account.into(), before.id.into(), before.generation.cast_signed().into(), now.into()],
    )
    .exactly(1)
    .called("generation")
    .announces(before.account.0)
}

/// Ends one live session; a conflict (`session`) when there is no such live one.
pub(super) fn end(account: AccountId, id: SessionId, reason: &'static str, now: Timestamp) -> Change {
    Change::new(
        "update sessions set ended_at = $3, end_reason = $4
         where account_id = $1 and id = $2 and ended_at is null and idle_until > $3 and absolute_until > $3",
        [account.into(), id.into(), now.into(), reason.into()],
    )
    .exactly(1)
    .called("session")
    .announces(account.0)
}

/// Ends a session, if it lives, because another one takes its place.
pub(super) fn replace(account: AccountId, id: SessionId, now: Timestamp) -> Change {
    Change::new(
        "update sessions set ended_at = $3, end_reason = 'replaced'
         where account_id = $1 and id = $2 and ended_at is null",
        [account.into(), id.into(), now.into()],
    )
    .announces(account.0)
}

/// Ends all sessions of an account but one.
pub(super) fn end_others(
    account: AccountId,
    kept: SessionId,
    reason: &'static str,
    now: Timestamp,
) -> Change {
    Change::new(
        "update sessions set ended_at = $3, end_reason = $4
         where account_id = $1 and id <> $2 and ended_at is null",
        [account.into(), kept.into(), now.into(), reason.into()],
    )
    .announces(account.0)
}

/// Ends all sessions of an account.
pub(super) fn end_all(account: AccountId, reason: &'static str, now: Timestamp) -> Change {
    Change::new(
        "update sessions set ended_at = $2, end_reason = $3 where account_id = $1 and ended_at is null",
        [account.into(), now.into(), reason.into()],
    )
    .announces(account.0)
}

/// Records that whoever holds a live session has proved again who they are; a conflict (`session`) when it is over.
pub(super) fn prove(account: AccountId, id: SessionId, now: Timestamp) -> Change {
    Change::new(
        "update sessions set authenticated_at = $3
         where account_id = $1 and id = $2 and ended_at is null and idle_until > $3 and absolute_until > $3",
        [account.into(), id.into(), now.into()],
    )
    .exactly(1)
    .called("session")
}

/// Records that both factors are proved in a live session; a conflict (`session`) when it is over.
pub(super) fn prove_both(account: AccountId, id: SessionId, now: Timestamp) -> Change {
    Change::new(
        "update sessions set both_proved_at = coalesce(both_proved_at, $3)
         where account_id = $1 and id = $2 and ended_at is null and idle_until > $3 and absolute_until > $3",
        [account.into(), id.into(), now.into()],
    )
    .exactly(1)
    .called("session")
    .announces(account.0)
}

/// Ends the sessions of the mode that is not on: of everybody else in demo mode, of the demo user otherwise.
pub(super) fn end_of_everybody_but(demo: AccountId, now: Timestamp) -> Change {
    Change::new(
        "update sessions set ended_at = $2, end_reason = 'mode' where account_id <> $1 and ended_at is null",
        [demo.into(), now.into()],
    )
}

/// Forgets sessions that have been over since before `before`.
pub(super) fn sweep(before: Timestamp) -> Change {
    Change::new(
        "delete from sessions where absolute_until < $1 or idle_until < $1 or ended_at < $1",
        [before.into()],
    )
}
