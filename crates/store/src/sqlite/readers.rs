//! The connections that only read. One is used by one thread for one read, and never across an await.

use super::open_readable;
use crate::Error;
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

pub(crate) struct Readers {
    path: PathBuf,
    keep: usize,
    /// `None` once closed.
    idle: Mutex<Option<Vec<Connection>>>,
}

impl Readers {
    /// Keeps up to `keep` connections; more are opened while more threads read at once, so that no thread
    /// ever waits for another's read to end.
    pub(crate) fn open(path: &Path, keep: usize) -> Result<Self, Error> {
        let first = open_readable(path)?;
        Ok(Self { path: path.to_owned(), keep: keep.max(1), idle: Mutex::new(Some(vec![first])) })
    }

    pub(crate) fn with<T>(&self, read: impl FnOnce(&Connection) -> Result<T, Error>) -> Result<T, Error> {
        let closed = || Error::Away("the database is closed".into());
        let idle = self.idle().as_mut().ok_or_else(closed)?.pop();
        let connection = idle.map_or_else(|| open_readable(&self.path), Ok)?;
        let answer = read(&connection);
        if let Some(idle) = self.idle().as_mut()
            && idle.len() < self.keep
        {
            idle.push(connection);
        }
        answer
    }

    pub(crate) fn close(&self) {
        self.idle().take();
    }

    fn idle(&self) -> MutexGuard<'_, Option<Vec<Connection>>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
