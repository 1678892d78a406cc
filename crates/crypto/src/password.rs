//! Password hashes: Argon2id on threads of their own.
//!
//! A fixed number of threads hash, each in a block of memory that was allocated once; callers wait
//! in a bounded queue, and when it is full they hear [`Error::Busy`] at once, so that a flood of
//! logins slows down and never collapses. What must always hold: an account that does not exist
//! costs what one that exists costs; a hash dearer than today's cannot hold up the others; no
//! memory keeps what a password left in it for longer than a blink. Passwords arrive normalised.

mod foreign;
mod memory;
mod queue;
mod recipe;
mod worker;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot;
use zeroize::Zeroizing;

use crate::{Random, Secret};
use foreign::Foreign;
use memory::Memory;
use queue::{Job, Queue, Task};
use recipe::{Recipe, Stored};

/// Whether an account that does not exist costs a hash. Only a program that is built to be found out has none: its feature
/// is for the measure of answer times, which must be seen to fail.
pub const HAS_DECOY: bool = !cfg!(feature = "without-decoy");

/// How many hashes dearer than today's, or made elsewhere, may wait for the one thread that computes them.
const DEAR_QUEUE: usize = 8;

/// What a hash costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Params {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// How many times the memory is passed over.
    pub passes: u32,
    /// Lanes. One thread computes all of them in turn.
    pub lanes: u32,
}

impl Default for Params {
    /// What OWASP recommends at least: 19 MiB, two passes, one lane.
    fn default() -> Self {
        Self { memory_kib: 19_456, passes: 2, lanes: 1 }
    }
}

/// Why there is no hash or no verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The queue is full.
    #[error("too many passwords are waiting to be hashed")]
    Busy {
        /// About how long the queued work takes, in whole seconds, at least one.
        retry_after: Duration,
    },
    /// The parameters or the stored hash are not Argon2's, or dearer than this server computes.
    #[error("not a password hash that this server can compute")]
    Invalid,
    /// There was no memory or no thread for it.
    #[error("no memory or no thread to hash a password")]
    Failed,
}

/// How a password compares with a stored hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is the password.
    Right,
    /// It is the password, and the hash was made with other parameters than today's: hash it anew.
    RightOutdated,
    /// It is not the password, or there is no account.
    Wrong,
}

/// The handle to the hashing threads; clones share them, and they end with the last of them.
#[derive(Clone)]
pub struct Hasher(Arc<Shared>);

struct Shared {
    params: Params,
    standing: Pool,
    dear: Pool,
    decoy: Stored,
}

/// Threads that serve one queue. They hold the queue alone, so that dropping the pool ends them.
struct Pool(Arc<Queue>);

impl Drop for Pool {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// Why a hash that was made elsewhere cannot be taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// No scheme that is known here.
    #[error("its password hash is of a kind that cannot be verified here")]
    Unknown,
    /// Broken, or dearer than this server computes.
    #[error("its password hash is broken, or dearer than this server computes")]
    Unusable,
}

/// Whether a stored hash is one that [`Hasher::verify`] will compute.
pub fn is_verifiable(stored: &str) -> bool {
    adopt(stored).is_ok_and(|adopted| adopted == stored)
}

/// A hash that was made elsewhere, as it is to be stored. Taken over are: Argon2i, Argon2d and Argon2id as PHC strings,
/// within 256 MiB and the work of 256 MiB passed over four times; bcrypt (`$2a$`, `$2b$`, `$2y$`) with a cost from 4 to
/// 14; scrypt as a PHC string within 256 MiB and four times that over all lanes; SHA-512-crypt (`$6$`) with at most
/// 500,000 rounds; and as Django writes them, PBKDF2-SHA256 with at most two million iterations, bcrypt, scrypt and
/// Argon2.
pub fn adopt(hash: &str) -> Result<String, Unfit> {
    // Django writes its own name in front of a PHC string.
    let hash = if hash.starts_with("argon2$argon2") { &hash["argon2".len()..] } else { hash };
    let is_usable = match Foreign::parse(hash) {
        Some(parsed) => parsed.is_ok(),
        None if hash.starts_with("$argon2") => Stored::parse(hash).is_ok(),
        None => return Err(Unfit::Unknown),
    };
    if is_usable { Ok(hash.to_owned()) } else { Err(Unfit::Unusable) }
}

impl Hasher {
    /// Starts `threads` threads with their memory, and a queue for `queue_limit` callers. `on_hashed` hears how long each
    /// hash took. The decoy is what chance says, so that no password is known whose hash it would be, and none is
    /// computed for it.
    pub fn start(
        params: Params,
        threads: usize,
        queue_limit: usize,
        random: &Random,
        on_hashed: impl Fn(Duration) + Send + Sync + 'static,
    ) -> Result<Self, Error> {
        let on_hashed: Arc<dyn Fn(Duration) + Send + Sync> = Arc::new(on_hashed);
        let recipe = Recipe::new(params, random.bytes())?;
        let standing = Pool(Arc::new(Queue::new(queue_limit.max(1), threads.max(1))));
        let decoy = Stored::new(recipe.clone(), &random.bytes::<{ recipe::OUTPUT }>());
        for number in 1..=threads.max(1) {
            let memory = Memory::standing(recipe.blocks())?;
            worker::spawn(format!("password-{number}"), &standing.0, memory, &on_hashed)?;
        }
        let dear = Pool(Arc::new(Queue::new(DEAR_QUEUE, 1)));
        worker::spawn("password-dear".into(), &dear.0, Memory::standing(0)?, &on_hashed)?;
        Ok(Self(Arc::new(Shared { params, standing, dear, decoy })))
    }

    /// The PHC string of a password, made with today's parameters.
    pub async fn hash(&self, password: Secret<String>, salt: [u8; 16]) -> Result<String, Error> {
        let recipe = Recipe::new(self.0.params, salt)?;
        let output = self.argon2(password, recipe.clone()).await?;
        Ok(Stored::new(recipe, &output).to_phc())
    }

    /// Compares a password with a stored hash. `None` stands for an account that does not exist: it
    /// costs a hash all the same, and is always [`Verdict::Wrong`].
    pub async fn verify(&self, password: Secret<String>, phc: Option<String>) -> Result<Verdict, Error> {
        if let Some(foreign) = phc.as_deref().and_then(Foreign::parse) {
            return self.verify_foreign(password, foreign?).await;
        }
        let (stored, exists) = match phc {
            Some(phc) => (Stored::parse(&phc)?, true),
            // What `script/bench timing --red` must find.
            None if !HAS_DECOY => return Ok(Verdict::Wrong),
            None => (self.0.decoy.clone(), false),
        };
        let output = self.argon2(password, stored.recipe.clone()).await?;
        Ok(match stored.is_output(&output) & exists {
            false => Verdict::Wrong,
            true if stored.recipe.is_of(self.0.params) => Verdict::Right,
            true => Verdict::RightOutdated,
        })
    }

    /// How many callers wait, those being served apart.
    pub fn queue_depth(&self) -> usize {
        self.0.standing.0.depth() + self.0.dear.0.depth()
    }

    /// Compares a password with a hash that another program made. The decoy is computed beside it, so that an imported
    /// account never answers sooner than one that does not exist.
    async fn verify_foreign(&self, password: Secret<String>, foreign: Foreign) -> Result<Verdict, Error> {
        let decoy = Task::Argon2(self.0.decoy.recipe.clone());
        let floor = Self::ask(&self.0.standing, password.clone(), decoy)?;
        let output = Self::ask(&self.0.dear, password, Task::Foreign(foreign.clone()))?;
        drop(answered(floor).await?);
        let is_right = foreign.is_output(&answered(output).await?);
        Ok(if is_right { Verdict::RightOutdated } else { Verdict::Wrong })
    }

    async fn argon2(&self, password: Secret<String>, recipe: Recipe) -> Result<Zeroizing<Vec<u8>>, Error> {
        let pool = if recipe.is_dearer_than(&self.0.decoy.recipe) { &self.0.dear } else { &self.0.standing };
        answered(Self::ask(pool, password, Task::Argon2(recipe))?).await
    }

    fn ask(pool: &Pool, password: Secret<String>, task: Task) -> Result<Answer, Error> {
        let (answer, answered) = oneshot::channel();
        pool.0.put(Job { password, task, answer })?;
        Ok(answered)
    }
}

/// The output, when it comes.
type Answer = oneshot::Receiver<Result<Zeroizing<Vec<u8>>, Error>>;

/// Waits for a thread's answer. A caller that goes away in the meantime drops the receiving end, and a job whose answer
/// nobody awaits is not begun.
async fn answered(answer: Answer) -> Result<Zeroizing<Vec<u8>>, Error> {
    answer.await.map_err(|_| Error::Failed)?
}

impl fmt::Debug for Hasher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hasher").field("params", &self.0.params).finish_non_exhaustive()
    }
}
