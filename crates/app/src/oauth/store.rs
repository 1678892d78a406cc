use jiff::Timestamp;
use store::{Change, Error, Query, Row};

use super::model::{Connection, Flow, Identity, Purpose};
use crate::id::{AccountId, SessionId};

fn connection(row: &Row<'_>) -> Result<Connection, Error> {
    Ok(Connection {
        account: row.get("account_id")?,
        issuer: row.get("issuer")?,
        subject: row.get("subject")?,
        shown_as: row.get("shown_as")?,
        created_at: row.get("created_at")?,
        last_used_at: row.get("last_used_at")?,
        unconfirmed_at: row.get("unconfirmed_at")?,
    })
}

/// A flow.
pub(super) fn insert_flow(f: &Flow) -> Change {
    Change::new(
        "insert into provider_flows (state, purpose, provider, account_id, session_id, browser, invite_id, return_to,
                                     started_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        [
            f.state.into(),
            f.purpose.stored().into(),
            f.provider.as_str().into(),
            f.asker.map(|(account, _)| account).into(),
            f.asker.map(|(_, session)| session.0).into(),
            f.browser.into(),
            f.invite.into(),
            f.return_to.clone().into(),
            f.started_at.into(),
            f.expires_at.into(),
        ],
    )
}

/// The flow of that state, if this browser began it and it has not lapsed.
pub(super) fn flow(state: [u8; 32], browser: [u8; 32], now: Timestamp) -> Query<Flow> {
    Query::new(
        "select state, purpose, provider, account_id, session_id, browser, invite_id, return_to, started_at, expires_at
         from provider_flows where state = $1 and browser = $2 and expires_at > $3",
        [state.into(), browser.into(), now.into()],
        |row| {
            let state = row.get("state")?;
            let word: String = row.get("purpose")?;
            let purpose = Purpose::parse(&word);
            let provider = row.get("provider")?;
            let account: Option<AccountId> = row.get("account_id")?;
            let session: Option<uuid::Uuid> = row.get("session_id")?;
            Ok(Flow {
                state,
                purpose: purpose.ok_or_else(|| Error::Invalid("a flow is for something unknown".into()))?,
                provider,
                asker: account.zip(session.map(SessionId)),
                browser: row.get("browser")?,
                invite: row.get("invite_id")?,
                return_to: row.get("return_to")?,
                started_at: row.get("started_at")?,
                expires_at: row.get("expires_at")?,
            })
        },
    )
}

/// Takes a flow; a conflict (`flow`) when it was taken already.
pub(super) fn take(state: [u8; 32]) -> Change {
    Change::new("delete from provider_flows where state = $1", [state.into()]).exactly(1).called("flow")
}

/// Drops an account's flows.
pub(super) fn drop_flows(account: AccountId) -> Change {
    Change::new("delete from provider_flows where account_id = $1", [account.into()])
}

/// Enters an identity in the directory; a conflict (`identity`) when it is somebody's already.
pub(super) fn claim(account: AccountId, identity: &Identity) -> Change {
    Change::new(
        "insert into provider_subjects (issuer, subject, account_id) values ($1, $2, $3)",
        [identity.issuer.as_str().into(), identity.subject.as_str().into(), account.into()],
    )
    .exactly(1)
    .called("identity")
}

/// A connection, for good or, where its account is still to come, until then; a conflict (`connection`) when the
/// account has one to that provider.
pub(super) fn insert(
    account: AccountId,
    identity: &Identity,
    held_until: Option<Timestamp>,
    now: Timestamp,
) -> Change {
    Change::new(
        "insert into connections (account_id, issuer, subject, shown_as, created_at, held_until)
         values ($1, $2, $3, $4, $5, $6) on conflict (account_id, issuer) do nothing",
        [
            account.into(),
            identity.issuer.as_str().into(),
            identity.subject.as_str().into(),
            identity.shown_as.clone().into(),
            now.into(),
            held_until.into(),
        ],
    )
    .exactly(1)
    .called("connection")
    .announces(account.0)
}

/// The connection of that identity, whosever it is; one whose registration has lapsed is nobody's.
pub(super) fn by_identity(identity: &Identity, now: Timestamp) -> Query<Connection> {
    Query::new(
        "select c.account_id, c.issuer, c.subject, c.shown_as, c.created_at, c.last_used_at, c.unconfirmed_at
         from provider_subjects d join connections c on c.account_id = d.account_id and c.issuer = d.issuer
         where d.issuer = $1 and d.subject = $2
               and (c.held_until is null or c.held_until > $3
                    or exists (select 1 from accounts a where a.id = c.account_id))",
        [identity.issuer.as_str().into(), identity.subject.as_str().into(), now.into()],
        connection,
    )
}

/// Gives up an identity that a registration held which has lapsed, so that whoever it is can begin again.
pub(super) fn release_lapsed(identity: &Identity, now: Timestamp) -> [Change; 2] {
    let params = || [identity.issuer.as_str().into(), identity.subject.as_str().into(), now.into()];
    [
        Change::new(
            "delete from provider_subjects where issuer = $1 and subject = $2
             and not exists (select 1 from accounts a where a.id = provider_subjects.account_id)
             and exists (select 1 from connections c where c.account_id = provider_subjects.account_id
                         and c.issuer = $1 and c.held_until <= $3)",
            params(),
        ),
        Change::new(
            "delete from connections where issuer = $1 and subject = $2 and held_until <= $3
             and not exists (select 1 from accounts a where a.id = connections.account_id)",
            params(),
        ),
    ]
}

/// An account's connections, the oldest first.
pub(super) fn of_account(account: AccountId) -> Query<Connection> {
    Query::new(
        "select account_id, issuer, subject, shown_as, created_at, last_used_at, unconfirmed_at
         from connections where account_id = $1 order by created_at, issuer",
        [account.into()],
        connection,
    )
}

/// Notes that a connection is used; a conflict (`connection`) when it was removed or set aside meanwhile.
pub(super) fn used(account: AccountId, identity: &Identity, now: Timestamp) -> Change {
    Change::new(
        "update connections set last_used_at = $4
         where account_id = $1 and issuer = $2 and subject = $3 and unconfirmed_at is null",
        [account.into(), identity.issuer.as_str().into(), identity.subject.as_str().into(), now.into()],
    )
    .exactly(1)
    .called("connection")
}

/// Says that a connection is its owner's; a conflict (`connection`) when there is none.
pub(super) fn confirm(account: AccountId, issuer: &str) -> Change {
    Change::new(
        "update connections set unconfirmed_at = null where account_id = $1 and issuer = $2",
        [account.into(), issuer.into()],
    )
    .exactly(1)
    .called("connection")
    .announces(account.0)
}

/// Sets an account's connections aside until each is confirmed.
pub(super) fn set_aside(account: AccountId, now: Timestamp) -> Change {
    Change::new(
        "update connections set unconfirmed_at = coalesce(unconfirmed_at, $2) where account_id = $1",
        [account.into(), now.into()],
    )
    .announces(account.0)
}

/// Removes a connection; a conflict (`last_way_in`) when nothing else would open the account, or when it is gone. What
/// is set aside opens nothing; of the other connections `other` is one to a provider that there still is.
pub(super) fn remove(c: &Connection, rp_id: &str, other: &str) -> Change {
    Change::new(
        "delete from connections where account_id = $1 and issuer = $2
         and (unconfirmed_at is not null
              or exists (select 1 from accounts a where a.id = $1 and a.password_hash is not null)
              or exists (select 1 from passkeys p where p.account_id = $1
                         and p.unconfirmed_at is null and p.rp_id = $3)
              or exists (select 1 from connections o where o.account_id = $1 and o.issuer = $4 and o.issuer <> $2
                         and o.unconfirmed_at is null))",
        [c.account.into(), c.issuer.as_str().into(), rp_id.into(), other.into()],
    )
    .exactly(1)
    .called("last_way_in")
    .announces(c.account.0)
}

/// Takes a removed connection's identity out of the directory.
pub(super) fn release(c: &Connection) -> Change {
    Change::new(
        "delete from provider_subjects where issuer = $1 and subject = $2 and account_id = $3",
        [c.issuer.as_str().into(), c.subject.as_str().into(), c.account.into()],
    )
}

/// Forgets flows that have lapsed, and connections whose registration has.
pub(super) fn sweep(now: Timestamp) -> [Change; 3] {
    [
        Change::new("delete from provider_flows where expires_at <= $1", [now.into()]),
        Change::new(
            "delete from provider_subjects where account_id in
               (select c.account_id from connections c where c.held_until <= $1
                and not exists (select 1 from accounts a where a.id = c.account_id))",
            [now.into()],
        ),
        Change::new(
            "delete from connections where held_until <= $1
             and not exists (select 1 from accounts a where a.id = connections.account_id)",
            [now.into()],
        ),
    ]
}
