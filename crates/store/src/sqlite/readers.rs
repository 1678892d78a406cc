//! The connections that only read. One is used by one thread for one read, and never across an await.
//!
//! To begin and end a read costs more than to find a row: a file lock each time, behind a mutex of the whole process.
//! So a connection keeps its snapshot for its next reads while nothing was committed by this process, for a tick of
//! some milliseconds at most. A read that begins after a commit of this process sees it, always; what another process
//! commits is seen a tick later. One thread ends the snapshots that nobody uses any more, and sleeps while there are
//! none, so that no idle connection keeps the log from being cut.

use super::commits::Commits;
use super::open_readable;
use super::statement::failure;
use crate::Error;
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread::{self, Thread};
use std::time::Duration;

/// The longest that a snapshot is used again.
const TICK: Duration = Duration::from_millis(2);

pub(crate) struct Readers {
    shared: Arc<Shared>,
    sweeper: Thread,
}

struct Shared {
    path: PathBuf,
    closed: AtomicBool,
    commits: Commits,
    /// Counts ticks, while there are snapshots.
    tick: AtomicU64,
    /// Whether the sweeper is awake.
    is_swept: AtomicBool,
    /// Opened when first used. Each thread starts its search at a place of its own and so nearly always finds the
    /// connection it had before: one stack of idle connections costs a third of the reads on two cores.
    places: Vec<Place>,
}

/// Alone on its cache lines, or threads would slow each other down without sharing anything.
#[derive(Default)]
#[repr(align(128))]
struct Place(Mutex<Option<Reader>>);

struct Reader {
    connection: Connection,
    /// What had been committed, and in which tick, when the snapshot that is open was begun.
    snapshot: Option<(u64, u64)>,
}

impl Reader {
    fn open(path: &Path) -> Result<Self, Error> {
        Ok(Self { connection: open_readable(path)?, snapshot: None })
    }

    /// Sees to it that a read sees what was committed until `now`.
    fn renew(&mut self, now: (u64, u64)) -> Result<(), Error> {
        if self.snapshot != Some(now) {
            self.end()?;
            step(&self.connection, "begin")?;
            self.snapshot = Some(now);
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), Error> {
        match self.snapshot.take() {
            Some(_) => step(&self.connection, "commit"),
            None => Ok(()),
        }
    }
}

impl Readers {
    /// Keeps up to `keep` connections; one more is opened, for one read, when all are in use, so that no thread
    /// ever waits for another's read to end.
    pub(crate) fn open(path: &Path, keep: usize, commits: Commits) -> Result<Self, Error> {
        let mut places = vec![Place(Mutex::new(Some(Reader::open(path)?)))];
        places.resize_with(keep.max(1), Place::default);
        let shared = Arc::new(Shared {
            path: path.to_owned(),
            closed: AtomicBool::new(false),
            commits,
            tick: AtomicU64::new(0),
            is_swept: AtomicBool::new(false),
            places,
        });
        let swept = Arc::downgrade(&shared);
        let sweeper = thread::Builder::new().name("sqlite-readers".into()).spawn(move || {
            loop {
                thread::park();
                let Some(shared) = swept.upgrade() else { return };
                shared.sweep();
            }
        });
        let sweeper = sweeper.map_err(|error| Error::Failed(format!("cannot start a thread: {error}")))?;
        Ok(Self { shared, sweeper: sweeper.thread().clone() })
    }

    pub(crate) fn with<T>(&self, read: impl FnOnce(&Connection) -> Result<T, Error>) -> Result<T, Error> {
        let shared = &*self.shared;
        if shared.closed.load(Ordering::Acquire) {
            return Err(Error::Away("the database is closed".into()));
        }
        let (before, after) = shared.places.split_at(start() % shared.places.len());
        let Some(mut place) = after.iter().chain(before).find_map(try_lock) else {
            return read(&open_readable(&shared.path)?);
        };
        if place.is_none() {
            *place = Some(Reader::open(&shared.path)?);
        }
        let reader = place.as_mut().expect("filled just now");
        reader.renew((shared.commits.count(), shared.tick.load(Ordering::Acquire)))?;
        let found = read(&reader.connection);
        if found.is_err() {
            // The error may have ended the transaction, or may go away with it.
            place.take();
        }
        drop(place);
        self.have_it_swept();
        found
    }

    fn have_it_swept(&self) {
        let shared = &self.shared;
        if !shared.is_swept.load(Ordering::SeqCst) && !shared.is_swept.swap(true, Ordering::SeqCst) {
            self.sweeper.unpark();
        }
    }

    /// Waits for reads that are under way.
    pub(crate) fn close(&self) {
        self.shared.closed.store(true, Ordering::Release);
        for place in &self.shared.places {
            place.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        }
    }
}

impl Drop for Readers {
    fn drop(&mut self) {
        self.close();
        self.sweeper.unpark();
    }
}

impl Shared {
    /// Ends snapshots until there are none.
    fn sweep(&self) {
        loop {
            thread::sleep(TICK);
            let now = self.tick.fetch_add(1, Ordering::AcqRel) + 1;
            if self.end_before(now) {
                continue;
            }
            // A reader that leaves a snapshot either finds nobody awake, or leaves it before this second look.
            self.is_swept.store(false, Ordering::SeqCst);
            if !self.end_before(now) || self.is_swept.swap(true, Ordering::SeqCst) {
                return;
            }
        }
    }

    /// Ends the snapshots of earlier ticks; whether there are others.
    fn end_before(&self, now: u64) -> bool {
        let mut others = false;
        for place in &self.places {
            match place.0.try_lock() {
                Ok(mut place) => others |= place.as_mut().is_some_and(|reader| reader.outlives(now)),
                Err(TryLockError::WouldBlock) => others = true,
                Err(TryLockError::Poisoned(place)) => drop(place.into_inner().take()),
            }
        }
        others
    }
}

impl Reader {
    /// Ends a snapshot of an earlier tick; whether there is one of this tick.
    fn outlives(&mut self, now: u64) -> bool {
        match self.snapshot {
            Some((_, tick)) if tick < now => {
                if let Err(error) = self.end() {
                    tracing::warn!(%error, "a read could not be ended");
                }
                false
            }
            snapshot => snapshot.is_some(),
        }
    }
}

fn step(connection: &Connection, sql: &str) -> Result<(), Error> {
    connection.prepare_cached(sql).and_then(|mut statement| statement.raw_execute()).map_err(failure)?;
    Ok(())
}

/// A place that is free. One whose last reader panicked is: its statement was reset as the panic passed.
fn try_lock(place: &Place) -> Option<MutexGuard<'_, Option<Reader>>> {
    match place.0.try_lock() {
        Ok(place) => Some(place),
        Err(TryLockError::Poisoned(place)) => Some(place.into_inner()),
        Err(TryLockError::WouldBlock) => None,
    }
}

/// Where this thread starts its search.
fn start() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    thread_local!(static MINE: usize = NEXT.fetch_add(1, Ordering::Relaxed));
    MINE.with(|mine| *mine)
}
