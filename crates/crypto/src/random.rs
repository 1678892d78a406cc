//! Chance, given to those who need it.
//!
//! [`Random::system`] asks the operating system every time: nothing is buffered in the process, so
//! neither a fork nor a restored snapshot of a virtual machine can repeat a value. [`Random::seeded`]
//! is for tests: the same seed gives the same bytes in the same order.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// A source of random bytes; a clone is the same source.
#[derive(Clone)]
pub struct Random(Source);

#[derive(Clone)]
enum Source {
    System,
    Seeded(Arc<Seeded>),
}

/// SHA-256 over the seed and a counter: block `n` of the stream is the digest of both.
struct Seeded {
    seed: u64,
    next_block: AtomicU64,
}

impl Random {
    /// The operating system's source, fit for keys.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A repeatable stream, for tests alone.
    pub fn seeded(seed: u64) -> Self {
        Self(Source::Seeded(Arc::new(Seeded { seed, next_block: AtomicU64::new(0) })))
    }

    /// Fills the slice. Panics when the operating system has no randomness to give: to go on
    /// without would be to hand out guessable keys.
    pub fn fill(&self, bytes: &mut [u8]) {
        match &self.0 {
            #[allow(clippy::disallowed_methods, reason = "the one place that asks the system")]
            Source::System => getrandom::fill(bytes).expect("the system's random source answers"),
            Source::Seeded(stream) => stream.fill(bytes),
        }
    }

    /// `N` random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }

    /// A number from 0 to `bound` − 1, each as likely as any other. `bound` must not be 0.
    pub fn below(&self, bound: u64) -> u64 {
        assert!(bound > 0, "no number is below zero");
        // The last, incomplete run of `bound` numbers would favour the small ones; draw again there.
        let fair = u64::MAX - u64::MAX % bound;
        loop {
            let drawn = u64::from_le_bytes(self.bytes());
            if drawn < fair {
                return drawn % bound;
            }
        }
    }

    /// An id of version 7 (RFC 9562): the millisecond of `now`, then 74 random bits.
    pub fn uuid_v7(&self, now: Timestamp) -> Uuid {
        let millis = u64::try_from(now.as_millisecond()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes()).into_uuid()
    }
}

impl Seeded {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let block = self.next_block.fetch_add(1, Ordering::Relaxed);
            let mut digest = Sha256::new();
            digest.update(self.seed.to_le_bytes());
            digest.update(block.to_le_bytes());
            chunk.copy_from_slice(&digest.finalize()[..chunk.len()]);
        }
    }
}

impl fmt::Debug for Random {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Source::System => "Random::system",
            Source::Seeded(_) => "Random::seeded",
        })
    }
}
