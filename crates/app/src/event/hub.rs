//! Who listens on this node.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use store::Announced;
use tokio::sync::{mpsc, watch};
use uuid::Uuid;

use super::model::Told;

/// What may wait for one reader. Who is further behind is cut off, and asks for everything again.
const WAITING: usize = 64;
/// Streams of one account. A browser needs one; the oldest gives way.
const STREAMS: usize = 32;

/// What a stream hears.
pub(super) enum Heard {
    /// Look whether the session lives.
    Look,
    /// Tell this.
    Tell(Told),
}

/// The streams that are open on this node.
pub struct Streams {
    accounts: Mutex<HashMap<Uuid, Vec<mpsc::Sender<Heard>>>>,
    closing: watch::Sender<bool>,
}

impl Default for Streams {
    fn default() -> Self {
        Self { accounts: Mutex::default(), closing: watch::channel(false).0 }
    }
}

impl Streams {
    /// Ends all streams, and lets none begin: the program is about to stop.
    pub fn close(&self) {
        self.closing.send_replace(true);
    }

    pub(super) fn closing(&self) -> watch::Receiver<bool> {
        self.closing.subscribe()
    }

    /// Listens to what concerns an account, until the receiver is dropped.
    pub(super) fn join(&self, account: Uuid) -> mpsc::Receiver<Heard> {
        let (sender, receiver) = mpsc::channel(WAITING);
        let mut accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        let open = accounts.entry(account).or_default();
        open.retain(|sender| !sender.is_closed());
        if open.len() >= STREAMS {
            open.remove(0);
        }
        open.push(sender);
        receiver
    }

    /// Forgets the streams of an account that are over.
    pub(super) fn leave(&self, account: Uuid) {
        let mut accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = accounts.get_mut(&account) {
            open.retain(|sender| !sender.is_closed());
            if open.is_empty() {
                accounts.remove(&account);
            }
        }
    }

    /// Something about an account, or all, may be different: sessions may be over.
    pub fn look(&self, announced: Announced) {
        let mut accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        let all = matches!(announced, Announced::All);
        for (account, open) in &mut *accounts {
            if all || announced == Announced::One(*account) {
                // A reader that is behind looks by itself within a second.
                open.retain(|sender| !matches!(sender.try_send(Heard::Look), Err(e) if is_closed(&e)));
            }
        }
    }

    /// Passes on what a commit spread about an account.
    pub fn tell(&self, account: Uuid, word: &str) {
        let Some(told) = Told::parse(account, word) else { return };
        let mut accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = accounts.get_mut(&account) {
            open.retain(|sender| sender.try_send(Heard::Tell(told.clone())).is_ok());
        }
    }
}

fn is_closed(error: &mpsc::error::TrySendError<Heard>) -> bool {
    matches!(error, mpsc::error::TrySendError::Closed(_))
}
