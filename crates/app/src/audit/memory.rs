//! What a node remembers of the trail, beyond the reach of whoever can write to the database.
//!
//! The events that it committed and that are not linked yet, and the last checkpoint that it saw. So an event that is
//! deleted before it is linked, or a trail whose end is cut off, is noticed while any node that knew it runs.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;
use uuid::Uuid;

/// More events than this are not remembered: then the linker is not running, and linking will find what it finds.
const REMEMBERED: usize = 100_000;

/// The memory of a node.
#[derive(Default)]
pub struct Trail {
    committed: Mutex<HashMap<(Uuid, Uuid), Instant>>,
    seen: Mutex<Option<(i64, Vec<u8>)>>,
    /// Rung when an event was committed.
    pub(super) waiting: Notify,
}

impl Trail {
    /// Remembers an event that was committed just now.
    pub fn note(&self, account: Uuid, id: Uuid, now: Instant) {
        let mut committed = self.committed.lock().unwrap_or_else(PoisonError::into_inner);
        if committed.len() < REMEMBERED {
            committed.insert((account, id), now);
        }
        drop(committed);
        self.waiting.notify_one();
    }

    pub(super) fn forget(&self, account: Uuid, id: Uuid) {
        self.committed.lock().unwrap_or_else(PoisonError::into_inner).remove(&(account, id));
    }

    /// The events that were committed more than `age` ago and that this node has not linked.
    pub(super) fn older_than(&self, age: Duration, now: Instant) -> Vec<(Uuid, Uuid)> {
        let committed = self.committed.lock().unwrap_or_else(PoisonError::into_inner);
        let old = committed.iter().filter(|(_, at)| now.duration_since(**at) > age);
        old.map(|(event, _)| *event).collect()
    }

    /// The last checkpoint that this node saw.
    pub(super) fn seen(&self) -> Option<(i64, Vec<u8>)> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn see(&self, number: i64, digest: &[u8]) {
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Some((number, digest.to_vec()));
    }
}
