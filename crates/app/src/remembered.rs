//! What was read of an account a moment ago, so that one person's many requests do not each ask the database.
//!
//! An answer is believed for less than a second in any case, and forgotten at once when a change of its account is
//! announced, here or by another node that can be heard. Whatever is kept here must come from changes that announce,
//! or a node would answer with its own past.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use store::Announced;

use crate::id::AccountId;

/// The longest that an answer is believed.
const BELIEVED: Duration = Duration::from_millis(900);
/// More accounts than this are not remembered at once; a full memory is emptied.
const REMEMBERED: usize = 50_000;

/// A node's memory of values, each of one account and under one key.
pub struct Remembered<K, V>(Mutex<Memory<K, V>>);

struct Memory<K, V> {
    /// Counts announcements, so that an answer read before one is not remembered after it.
    announced: u64,
    accounts: HashMap<AccountId, HashMap<K, (Instant, V)>>,
}

/// When something was about to be read.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    at: Instant,
    announced: u64,
}

impl<K, V> Default for Remembered<K, V> {
    fn default() -> Self {
        Self(Mutex::new(Memory { announced: 0, accounts: HashMap::new() }))
    }
}

impl<K: Eq + Hash, V: Clone> Remembered<K, V> {
    /// Forgets what an announcement concerns.
    pub fn forget(&self, announced: Announced) {
        let mut memory = self.lock();
        memory.announced += 1;
        match announced {
            Announced::One(account) => drop(memory.accounts.remove(&AccountId(account))),
            Announced::All => memory.accounts.clear(),
        }
    }

    /// The value, when it was read a moment ago. What is then read instead is kept by [`Remembered::keep`].
    pub fn recall(&self, account: AccountId, key: &K, now: Instant) -> (Asked, Option<V>) {
        let memory = self.lock();
        let found = memory.accounts.get(&account).and_then(|values| values.get(key));
        let fresh = found.filter(|(read_at, _)| now.duration_since(*read_at) < BELIEVED);
        (Asked { at: now, announced: memory.announced }, fresh.map(|(_, value)| value.clone()))
    }

    /// Keeps an answer, unless something was announced since it was asked for, or a later one is here.
    pub fn keep(&self, account: AccountId, key: K, asked: Asked, value: V) {
        let mut memory = self.lock();
        if memory.announced != asked.announced {
            return;
        }
        if memory.accounts.len() >= REMEMBERED {
            memory.accounts.clear();
        }
        let values = memory.accounts.entry(account).or_default();
        if values.get(&key).is_none_or(|(read_at, _)| *read_at <= asked.at) {
            values.insert(key, (asked.at, value));
        }
    }

    /// Corrects a remembered answer, which stays as old as it is.
    pub fn correct(&self, account: AccountId, key: &K, correct: impl FnOnce(&mut V)) {
        let mut memory = self.lock();
        if let Some((_, value)) = memory.accounts.get_mut(&account).and_then(|values| values.get_mut(key)) {
            correct(value);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Memory<K, V>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::clock::Clock;

    const ADA: AccountId = AccountId(Uuid::from_u128(1));
    const GRACE: AccountId = AccountId(Uuid::from_u128(2));

    #[test]
    fn an_answer_is_believed_for_less_than_a_second() {
        let (memory, now) = (Remembered::default(), Clock::system().instant());
        let (asked, none) = memory.recall(ADA, &1, now);
        assert_eq!(none, None);
        memory.keep(ADA, 1, asked, "here");
        assert_eq!(memory.recall(ADA, &1, now + Duration::from_millis(899)).1, Some("here"));
        assert_eq!(memory.recall(ADA, &1, now + BELIEVED).1, None);
        assert_eq!(memory.recall(ADA, &2, now).1, None);
        assert_eq!(memory.recall(GRACE, &1, now).1, None);
    }

    #[test]
    fn an_announcement_forgets_its_account_alone_and_a_lost_connection_everything() {
        let (memory, now) = (Remembered::default(), Clock::system().instant());
        for account in [ADA, GRACE] {
            let (asked, _) = memory.recall(account, &1, now);
            memory.keep(account, 1, asked, "here");
        }
        memory.forget(Announced::One(ADA.0));
        assert_eq!(memory.recall(ADA, &1, now).1, None);
        assert_eq!(memory.recall(GRACE, &1, now).1, Some("here"));
        memory.forget(Announced::All);
        assert_eq!(memory.recall(GRACE, &1, now).1, None);
    }

    #[test]
    fn what_was_asked_for_before_an_announcement_is_not_kept_after_it() {
        let (memory, now) = (Remembered::default(), Clock::system().instant());
        let (asked, _) = memory.recall(ADA, &1, now);
        memory.forget(Announced::One(GRACE.0));
        memory.keep(ADA, 1, asked, "old");
        assert_eq!(memory.recall(ADA, &1, now).1, None);
    }

    #[test]
    fn an_answer_that_was_slow_does_not_replace_a_later_one() {
        let (memory, now) = (Remembered::default(), Clock::system().instant());
        let (slow, _) = memory.recall(ADA, &1, now);
        let (quick, _) = memory.recall(ADA, &1, now + Duration::from_millis(1));
        memory.keep(ADA, 1, quick, "later");
        memory.keep(ADA, 1, slow, "earlier");
        assert_eq!(memory.recall(ADA, &1, now).1, Some("later"));
    }

    #[test]
    fn a_corrected_answer_stays_as_old_as_it_is() {
        let (memory, now) = (Remembered::default(), Clock::system().instant());
        let (asked, _) = memory.recall(ADA, &1, now);
        memory.keep(ADA, 1, asked, 7);
        memory.correct(ADA, &1, |value| *value += 1);
        assert_eq!(memory.recall(ADA, &1, now).1, Some(8));
        assert_eq!(memory.recall(ADA, &1, now + BELIEVED).1, None);
    }
}
