use jiff::Timestamp;
use store::{Change, Query};
use uuid::Uuid;

use crate::id::AccountId;

/// An event as it stands in the database.
#[derive(Clone, Debug)]
pub struct Event {
    /// The event's own id.
    pub id: Uuid,
    /// The stable word for what happened.
    pub kind: String,
    /// `done` or `refused`.
    pub outcome: String,
    /// The session that it happened in or to.
    pub session: Option<Uuid>,
    /// The client's network.
    pub network: Option<String>,
    /// When.
    pub happened_at: Timestamp,
}

/// An account's newest events, newest first, at most `limit`.
pub fn of_account(account: AccountId, limit: i64) -> Query<Event> {
    Query::new(
        "select id, kind, outcome, session_id, network, happened_at from audit_events
         where account_id = $1 order by happened_at desc, id desc limit $2",
        [account.into(), limit.into()],
        |row| {
            Ok(Event {
                id: row.get("id")?,
                kind: row.get("kind")?,
                outcome: row.get("outcome")?,
                session: row.get("session_id")?,
                network: row.get("network")?,
                happened_at: row.get("happened_at")?,
            })
        },
    )
}

#[allow(clippy::too_many_arguments, reason = "one parameter for each column")]
pub(super) fn insert(
    account: AccountId,
    id: Uuid,
    kind: &str,
    outcome: &str,
    actor: &str,
    session: Option<Uuid>,
    network: Option<String>,
    now: Timestamp,
) -> Change {
    Change::new(
        "insert into audit_events (account_id, id, kind, outcome, actor, session_id, network, happened_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        [
            account.into(),
            id.into(),
            kind.into(),
            outcome.into(),
            actor.into(),
            session.into(),
            network.into(),
            now.into(),
        ],
    )
}

/// Deletes an account's events.
pub(super) fn delete_of(account: AccountId) -> Change {
    Change::new("delete from audit_events where account_id = $1", [account.into()])
}
