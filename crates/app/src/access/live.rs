//! Whether a session lives, asked at every request.
//!
//! The answer is remembered for less than a second, and forgotten at once when a change is announced. So what ends a
//! session holds at the next request on the node that ended it, and within a second for a node or a command that
//! cannot be heard.

use jiff::Timestamp;

use super::Roles;
use super::factors::Factors;
use super::store as sessions;
use crate::App;
use crate::id::AccountId;
use crate::id::SessionId;
use crate::remembered::Remembered;

/// A session and its account, as far as a request must know them.
#[derive(Clone, Debug)]
pub struct Live {
    pub(super) generation: u64,
    pub(super) is_seen: bool,
    pub(super) until: Timestamp,
    pub(super) is_over: bool,
    pub(super) roles: Roles,
    pub(super) factors: Factors,
    /// Whether both factors were proved in it.
    pub(super) is_proved: bool,
}

/// Sessions that were seen within the last second.
pub type LiveSessions = Remembered<SessionId, Live>;

/// The session as it stands, or as it stood less than a second ago; `None` when there is none. What is remembered of
/// an older generation than the token's own does not count, or the token's arrival would go unnoticed.
pub(super) async fn find(
    app: &App,
    account: AccountId,
    session: SessionId,
    generation: u64,
) -> Result<Option<Live>, store::Error> {
    let (asked, recalled) = app.live_sessions.recall(account, &session, app.clock.instant());
    if let Some(live) = recalled.filter(|live| live.generation >= generation) {
        return Ok(Some(live));
    }
    let found = app.store.get(sessions::live(account, session)).await?;
    if let Some(live) = &found {
        app.live_sessions.keep(account, session, asked, live.clone());
    }
    Ok(found)
}

/// Records that the current generation reached its client.
pub(super) async fn mark_seen(
    app: &App,
    account: AccountId,
    session: SessionId,
    live: &Live,
) -> Result<(), store::Error> {
    app.store.commit([sessions::seen(account, session, live.generation, app.clock.now())]).await?;
    let seen = live.generation;
    app.live_sessions.correct(account, &session, |live| live.is_seen |= live.generation == seen);
    Ok(())
}
