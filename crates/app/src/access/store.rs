use jiff::Timestamp;
use store::{Change, Query};

use super::fresh::Proof;
use super::live::Live;
use crate::id::AccountId;
use crate::id::SessionId;

/// A session and its account as a request must find them; `None` when there is no such session.
pub(super) fn live(account: AccountId, session: SessionId) -> Query<Live> {
    Query::new(
        "select s.generation, s.seen_at, s.idle_until, s.absolute_until, s.ended_at,
                coalesce(a.disabled_at, a.deletion_at) as closed_at, a.roles
         from sessions s join accounts a on a.id = s.account_id
         where s.account_id = $1 and s.id = $2",
        [account.into(), session.into()],
        |row| {
            let generation: i64 = row.get("generation")?;
            let seen_at: Option<Timestamp> = row.get("seen_at")?;
            let ended_at: Option<Timestamp> = row.get("ended_at")?;
            let closed_at: Option<Timestamp> = row.get("closed_at")?;
            let idle_until: Timestamp = row.get("idle_until")?;
            let absolute_until: Timestamp = row.get("absolute_until")?;
            let roles: String = row.get("roles")?;
            Ok(Live {
                generation: generation.unsigned_abs(),
                is_seen: seen_at.is_some(),
                until: idle_until.min(absolute_until),
                is_over: ended_at.is_some() || closed_at.is_some(),
                roles: super::Role::parse_all(&roles),
            })
        },
    )
}

/// Marks that the current generation has reached its client; nothing happens when it was or has moved on.
pub(super) fn seen(account: AccountId, session: SessionId, generation: u64, now: Timestamp) -> Change {
    Change::new(
        "update sessions set seen_at = $4
         where account_id = $1 and id = $2 and generation = $3 and seen_at is null and ended_at is null",
        [account.into(), session.into(), generation.cast_signed().into(), now.into()],
    )
}

/// When a session last proved who holds it, and with what it can do so again.
pub(super) fn proof(account: AccountId, session: SessionId) -> Query<Proof> {
    Query::new(
        "select s.authenticated_at, a.password_hash is not null as has_password,
                exists (select 1 from passkeys p where p.account_id = a.id and p.unconfirmed_at is null) as has_passkey
         from sessions s join accounts a on a.id = s.account_id
         where s.account_id = $1 and s.id = $2",
        [account.into(), session.into()],
        |row| {
            Ok(Proof {
                authenticated_at: row.get("authenticated_at")?,
                has_password: row.get("has_password")?,
                has_passkey: row.get("has_passkey")?,
            })
        },
    )
}
