//! Password hashes: Argon2id on threads of its own.

use std::time::Duration;

use crate::{Random, Secret};

/// The cost of a hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Params {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// How often the memory is passed over.
    pub passes: u32,
    /// Lanes; each hash is computed by one thread whatever their number.
    pub lanes: u32,
}

impl Default for Params {
    fn default() -> Self {
        Self { memory_kib: 19_456, passes: 2, lanes: 1 }
    }
}

/// Why there is no hash or no verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The queue is full; try again after this long.
    #[error("too many passwords are waiting to be hashed")]
    Busy {
        /// How long the work already queued will take, at least a second.
        retry_after: Duration,
    },
    /// The parameters or the stored hash are not Argon2, or dearer than this program will compute.
    #[error("not a password hash that can be computed here")]
    Invalid,
    /// There was no memory or no thread for it.
    #[error("the password could not be hashed")]
    Failed,
}

/// What a password is compared with a stored hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is the password.
    Right,
    /// It is the password, and the hash was made with other parameters than today's: hash it anew.
    RightOutdated,
    /// It is not.
    Wrong,
}

/// The handle to the hashing threads; clones share them. They end with the last handle.
#[derive(Clone)]
pub struct Hasher {}

impl Hasher {
    /// Starts the threads, each with its own memory. Takes about as long as one hash.
    pub fn start(
        _params: Params,
        _threads: usize,
        _queue_limit: usize,
        _random: &Random,
        _on_hashed: impl Fn(Duration) + Send + Sync + 'static,
    ) -> Result<Self, Error> {
        Ok(Self {})
    }

    /// The PHC string of a password.
    #[expect(clippy::unused_async, reason = "not written yet")]
    pub async fn hash(&self, _password: Secret<String>, _salt: [u8; 16]) -> Result<String, Error> {
        Err(Error::Failed)
    }

    /// Compares a password with a stored hash; `None` for an account that does not exist costs the
    /// same and is always [`Verdict::Wrong`].
    #[expect(clippy::unused_async, reason = "not written yet")]
    pub async fn verify(&self, _password: Secret<String>, _phc: Option<String>) -> Result<Verdict, Error> {
        Err(Error::Failed)
    }

    /// How many passwords wait, those being hashed apart.
    pub fn queue_depth(&self) -> usize {
        0
    }
}
