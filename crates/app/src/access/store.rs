//! What an account has as its second factor where one is demanded stands in `live` and `live_token`, and nowhere else;
//! what follows from it, in `factors.rs`.

use jiff::Timestamp;
use store::{Change, Error, Query, Row};

use super::factors::Factors;
use super::fresh::Proof;
use super::live::Live;
use super::model::{Role, Roles, Scopes};
use super::script::LiveToken;
use crate::id::{AccountId, SessionId};

fn factors(row: &Row<'_>) -> Result<Factors, Error> {
    Ok(Factors {
        has_app: row.get("has_app")?,
        has_passkey: row.get("has_passkey")?,
        has_set_aside: row.get("has_set_aside")?,
    })
}

/// A session and its account as a request must find them; `None` when there is no such session.
pub(super) fn live(account: AccountId, session: SessionId) -> Query<Live> {
    Query::new(
        "select s.generation, s.seen_at, s.idle_until, s.absolute_until, s.ended_at, s.both_proved_at,
                coalesce(a.disabled_at, a.deletion_at) as closed_at, a.roles,
                a.second_factor_since is not null as has_app,
                exists (select 1 from passkeys p
                        where p.account_id = a.id and p.unconfirmed_at is null) as has_passkey,
                exists (select 1 from passkeys p
                        where p.account_id = a.id and p.unconfirmed_at is not null) as has_set_aside
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
            let both_proved_at: Option<Timestamp> = row.get("both_proved_at")?;
            let roles: String = row.get("roles")?;
            Ok(Live {
                generation: generation.unsigned_abs(),
                is_seen: seen_at.is_some(),
                until: idle_until.min(absolute_until),
                is_over: ended_at.is_some() || closed_at.is_some(),
                roles: Role::parse_all(&roles),
                factors: factors(row)?,
                is_proved: both_proved_at.is_some(),
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
                exists (select 1 from passkeys p
                        where p.account_id = a.id and p.unconfirmed_at is null) as has_passkey,
                a.second_factor_since is not null as has_totp,
                exists (select 1 from recovery_codes r
                        where r.account_id = a.id and r.used_at is null) as has_recovery_code
         from sessions s join accounts a on a.id = s.account_id
         where s.account_id = $1 and s.id = $2",
        [account.into(), session.into()],
        |row| {
            Ok(Proof {
                authenticated_at: row.get("authenticated_at")?,
                has_password: row.get("has_password")?,
                has_passkey: row.get("has_passkey")?,
                has_totp: row.get("has_totp")?,
                has_recovery_code: row.get("has_recovery_code")?,
            })
        },
    )
}

/// The issuers of the providers that open an account.
pub(super) fn connected_issuers(account: AccountId) -> Query<String> {
    Query::new(
        "select issuer from connections where account_id = $1 and unconfirmed_at is null order by issuer",
        [account.into()],
        |row| row.get("issuer"),
    )
}

/// Makes a list of changes wait for, and depend on, a session that lives; a conflict (`session`) when it is over.
pub(super) fn still(account: AccountId, id: SessionId, now: Timestamp) -> Change {
    Change::new(
        "update sessions set ended_at = ended_at
         where account_id = $1 and id = $2 and ended_at is null and idle_until > $3 and absolute_until > $3",
        [account.into(), id.into(), now.into()],
    )
    .exactly(1)
    .called("session")
}

/// Makes a list of changes wait for, and depend on, an open account with these roles; a conflict (`giver`) when it was
/// closed or has others meanwhile.
pub(super) fn still_has(account: AccountId, roles: &Roles) -> Change {
    Change::new(
        "update accounts set roles = roles
         where id = $1 and roles = $2 and disabled_at is null and deletion_at is null",
        [account.into(), roles.stored().into()],
    )
    .exactly(1)
    .called("giver")
}

/// The token of that digest and its account, as a request must find them; `None` when no token has it.
pub(super) fn live_token(digest: [u8; 32]) -> Query<LiveToken> {
    Query::new(
        "select t.account_id, t.id, t.scopes, t.expires_at, t.last_used_at, t.networks,
                coalesce(a.disabled_at, a.deletion_at) as closed_at, a.roles,
                a.second_factor_since is not null as has_app,
                exists (select 1 from passkeys p
                        where p.account_id = a.id and p.unconfirmed_at is null) as has_passkey,
                exists (select 1 from passkeys p
                        where p.account_id = a.id and p.unconfirmed_at is not null) as has_set_aside
         from access_tokens t join accounts a on a.id = t.account_id where t.digest = $1",
        [digest.into()],
        |row| {
            let (account, id) = (row.get("account_id")?, row.get("id")?);
            let scopes: String = row.get("scopes")?;
            let until = row.get("expires_at")?;
            let last_used_at = row.get("last_used_at")?;
            let networks: String = row.get("networks")?;
            let closed_at: Option<Timestamp> = row.get("closed_at")?;
            let roles: String = row.get("roles")?;
            Ok(LiveToken {
                account,
                id,
                scopes: Scopes::parse(&scopes),
                until,
                is_closed: closed_at.is_some(),
                roles: Role::parse_all(&roles),
                factors: factors(row)?,
                last_used_at,
                networks: networks.into(),
            })
        },
    )
}

/// All roles and what they grant; `None` in the place of a name that this program does not understand.
pub(super) fn all_roles() -> Query<Option<(Role, Scopes)>> {
    Query::new("select name, scopes from roles", [], |row| {
        let (name, scopes): (String, String) = (row.get("name")?, row.get("scopes")?);
        Ok(Role::parse(&name).map(|role| (role, Scopes::parse(&scopes))))
    })
}
