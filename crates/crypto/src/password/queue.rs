//! The bounded queue in front of the hashing threads.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard};
use std::time::Duration;

use tokio::sync::oneshot;
use zeroize::Zeroizing;

use super::Error;
use super::foreign::Foreign;
use super::recipe::Recipe;
use crate::Secret;

/// What to put a password through.
pub(super) enum Task {
    /// Argon2, of any kind.
    Argon2(Recipe),
    /// The way of another program.
    Foreign(Foreign),
}

/// A password, what to put it through, and who waits for the output.
pub(super) struct Job {
    pub(super) password: Secret<String>,
    pub(super) task: Task,
    pub(super) answer: oneshot::Sender<Result<Zeroizing<Vec<u8>>, Error>>,
}

/// First come, first served, up to a limit.
pub(super) struct Queue {
    waiting: Mutex<Waiting>,
    ready: Condvar,
    limit: usize,
    threads: usize,
    /// How long the last hash took, in microseconds.
    pace: AtomicU64,
}

struct Waiting {
    jobs: VecDeque<Job>,
    closed: bool,
}

impl Queue {
    /// A queue for `limit` jobs that `threads` threads serve.
    pub(super) fn new(limit: usize, threads: usize) -> Self {
        Self {
            waiting: Mutex::new(Waiting { jobs: VecDeque::with_capacity(limit), closed: false }),
            ready: Condvar::new(),
            limit,
            threads,
            pace: AtomicU64::new(0),
        }
    }

    /// Queues a job, or refuses it at once. Jobs that nobody waits for any more make room first.
    pub(super) fn put(&self, job: Job) -> Result<(), Error> {
        let mut waiting = self.lock();
        if waiting.jobs.len() >= self.limit {
            waiting.jobs.retain(|job| !job.answer.is_closed());
        }
        if waiting.jobs.len() >= self.limit {
            return Err(Error::Busy { retry_after: self.drained_in() });
        }
        waiting.jobs.push_back(job);
        drop(waiting);
        self.ready.notify_one();
        Ok(())
    }

    /// The next job, however long it takes to come; `None` once the queue is closed.
    pub(super) fn take(&self) -> Option<Job> {
        let mut waiting = self
            .ready
            .wait_while(self.lock(), |waiting| waiting.jobs.is_empty() && !waiting.closed)
            .expect(UNPOISONED);
        waiting.jobs.pop_front()
    }

    /// The next job if one comes within `patience`.
    pub(super) fn take_within(&self, patience: Duration) -> Option<Job> {
        let (mut waiting, _) = self
            .ready
            .wait_timeout_while(self.lock(), patience, |waiting| waiting.jobs.is_empty() && !waiting.closed)
            .expect(UNPOISONED);
        waiting.jobs.pop_front()
    }

    /// No more jobs will come; the threads finish what is queued and end.
    pub(super) fn close(&self) {
        self.lock().closed = true;
        self.ready.notify_all();
    }

    /// How many jobs wait.
    pub(super) fn depth(&self) -> usize {
        self.lock().jobs.len()
    }

    /// Takes note of how long a hash took, for the advice to those who are refused.
    pub(super) fn record(&self, took: Duration) {
        self.pace.store(u64::try_from(took.as_micros()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    fn drained_in(&self) -> Duration {
        let each = self.pace.load(Ordering::Relaxed);
        let all = each.saturating_mul(self.limit as u64) / self.threads as u64;
        Duration::from_secs(all.div_ceil(1_000_000).max(1))
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().expect(UNPOISONED)
    }
}

const UNPOISONED: &str = "nothing panics while it holds the queue";

#[cfg(test)]
mod tests {
    use super::super::Params;
    use super::*;

    type Answer = oneshot::Receiver<Result<Zeroizing<Vec<u8>>, Error>>;

    fn job(password: &str) -> (Job, Answer) {
        let (answer, answered) = oneshot::channel();
        let recipe = Recipe::new(Params::default(), [1; 16]).unwrap();
        let task = Task::Argon2(recipe);
        (Job { password: Secret::new(password.to_owned()), task, answer }, answered)
    }

    #[test]
    fn who_comes_first_is_served_first() {
        let queue = Queue::new(2, 1);
        let (first, _waits) = job("first");
        let (second, _waits_too) = job("second");
        queue.put(first).unwrap();
        queue.put(second).unwrap();
        assert_eq!(queue.take().unwrap().password.expose(), "first");
        assert_eq!(queue.take_within(Duration::ZERO).unwrap().password.expose(), "second");
        assert!(queue.take_within(Duration::ZERO).is_none());
    }

    #[test]
    fn who_is_refused_hears_how_long_the_full_queue_takes() {
        let queue = Queue::new(100, 2);
        queue.record(Duration::from_millis(50));
        let waits: Vec<_> = (0..100)
            .map(|_| {
                let (job, answered) = job("waits");
                queue.put(job).unwrap();
                answered
            })
            .collect();
        let refused = queue.put(job("refused").0).unwrap_err();
        assert_eq!(refused, Error::Busy { retry_after: Duration::from_secs(3) });
        drop(waits);
        let (job, _waits) = job("finds room, as nobody waits for the others any more");
        queue.put(job).unwrap();
        assert_eq!(queue.depth(), 1);
    }

    #[test]
    fn a_closed_queue_is_emptied_and_then_ends() {
        let queue = Queue::new(2, 1);
        let (last, _waits) = job("last");
        queue.put(last).unwrap();
        queue.close();
        assert!(queue.take().is_some());
        assert!(queue.take().is_none());
        assert!(queue.take_within(Duration::from_hours(1)).is_none());
    }
}
