//! Whether a session lives, asked at every request.
//!
//! On SQLite the answer is a point read, cheaper than any cache worth having. On PostgreSQL it is remembered for at
//! most a second, and forgotten at once when this node, or another one that can be heard, announces a change.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use store::{Announced, Engine};
use uuid::Uuid;

use super::Role;
use super::store as sessions;
use crate::App;
use crate::id::AccountId;
use crate::id::SessionId;

/// The longest that an answer is believed.
const BELIEVED: Duration = Duration::from_millis(900);
/// More accounts than this are not remembered at once; a full memory is emptied.
const REMEMBERED: usize = 50_000;

/// A session and its account, as far as a request must know them.
#[derive(Clone, Debug)]
pub(super) struct Live {
    pub(super) generation: u64,
    pub(super) is_seen: bool,
    pub(super) until: Timestamp,
    pub(super) is_over: bool,
    pub(super) roles: Vec<Role>,
}

/// The memory of a node.
#[derive(Default)]
pub struct LiveSessions(Mutex<Memory>);

#[derive(Default)]
struct Memory {
    /// Counts announcements, so that an answer read before one is not remembered after it.
    announced: u64,
    accounts: HashMap<Uuid, HashMap<Uuid, (Instant, Live)>>,
}

impl LiveSessions {
    /// Forgets what an announcement concerns.
    pub fn forget(&self, announced: Announced) {
        let mut memory = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        memory.announced += 1;
        match announced {
            Announced::One(account) => drop(memory.accounts.remove(&account)),
            Announced::All => memory.accounts.clear(),
        }
    }

    fn recall(&self, account: AccountId, session: SessionId, now: Instant) -> (u64, Option<Live>) {
        let memory = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = memory.accounts.get(&account.0).and_then(|sessions| sessions.get(&session.0));
        let fresh = found.filter(|(read_at, _)| now.duration_since(*read_at) < BELIEVED);
        (memory.announced, fresh.map(|(_, live)| live.clone()))
    }

    /// Keeps an answer, unless something was announced since `announced`.
    fn remember(&self, (account, session): (AccountId, SessionId), announced: u64, read: (Instant, Live)) {
        let mut memory = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if memory.announced != announced {
            return;
        }
        if memory.accounts.len() >= REMEMBERED {
            memory.accounts.clear();
        }
        memory.accounts.entry(account.0).or_default().insert(session.0, read);
    }

    /// Corrects a remembered answer, which stays as old as it is.
    fn mark_seen(&self, account: AccountId, session: SessionId, generation: u64) {
        let mut memory = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = memory.accounts.get_mut(&account.0).and_then(|sessions| sessions.get_mut(&session.0));
        if let Some((_, live)) = found.filter(|(_, live)| live.generation == generation) {
            live.is_seen = true;
        }
    }
}

/// The session as it stands, or as it stood less than a second ago; `None` when there is none. What is remembered of
/// an older generation than the token's own does not count, or the token's arrival would go unnoticed.
pub(super) async fn find(
    app: &App,
    account: AccountId,
    session: SessionId,
    generation: u64,
) -> Result<Option<Live>, store::Error> {
    if app.store.engine() == Engine::Sqlite {
        return app.store.get(sessions::live(account, session)).await;
    }
    let read_at = app.clock.instant();
    let (announced, recalled) = app.live_sessions.recall(account, session, read_at);
    if let Some(live) = recalled.filter(|live| live.generation >= generation) {
        return Ok(Some(live));
    }
    let found = app.store.get(sessions::live(account, session)).await?;
    if let Some(live) = &found {
        app.live_sessions.remember((account, session), announced, (read_at, live.clone()));
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
    app.live_sessions.mark_seen(account, session, live.generation);
    Ok(())
}
