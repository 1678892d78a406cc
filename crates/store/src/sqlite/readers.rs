//! The connections that only read. One is used by one thread for one read, and never across an await.

use super::open_readable;
use crate::Error;
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};

pub(crate) struct Readers {
    path: PathBuf,
    closed: AtomicBool,
    /// Opened when first used. Each thread starts its search at a place of its own and so nearly always finds the
    /// connection it had before: one stack of idle connections costs a third of the reads on two cores.
    places: Vec<Place>,
}

/// Alone on its cache lines, or threads would slow each other down without sharing anything.
#[derive(Default)]
#[repr(align(128))]
struct Place(Mutex<Option<Connection>>);

impl Readers {
    /// Keeps up to `keep` connections; one more is opened, for one read, when all are in use, so that no thread
    /// ever waits for another's read to end.
    pub(crate) fn open(path: &Path, keep: usize) -> Result<Self, Error> {
        let mut places = vec![Place(Mutex::new(Some(open_readable(path)?)))];
        places.resize_with(keep.max(1), Place::default);
        Ok(Self { path: path.to_owned(), closed: AtomicBool::new(false), places })
    }

    pub(crate) fn with<T>(&self, read: impl FnOnce(&Connection) -> Result<T, Error>) -> Result<T, Error> {
        if self.closed.load(Ordering::Acquire) {
            return Err(Error::Away("the database is closed".into()));
        }
        let (before, after) = self.places.split_at(start() % self.places.len());
        let Some(mut place) = after.iter().chain(before).find_map(try_lock) else {
            return read(&open_readable(&self.path)?);
        };
        if place.is_none() {
            *place = Some(open_readable(&self.path)?);
        }
        read(place.as_ref().expect("filled just now"))
    }

    /// Waits for reads that are under way.
    pub(crate) fn close(&self) {
        self.closed.store(true, Ordering::Release);
        for place in &self.places {
            place.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        }
    }
}

/// A place that is free. One whose last reader panicked is: its statement was reset as the panic passed.
fn try_lock(place: &Place) -> Option<MutexGuard<'_, Option<Connection>>> {
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
