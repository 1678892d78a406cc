//! The one thread that writes. It takes what waits and commits it in one transaction, so that many callers share
//! one `fsync`; a savepoint around each list undoes that list alone.
//!
//! An error that ends the transaction itself fails every list in it: none is ever reported done that is not.

use super::commits::Commits;
use super::statement::{execute, failure};
use crate::announce::Listeners;
use crate::{Change, Error};
use rusqlite::Connection;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError, RwLock};
use std::thread::JoinHandle;
use tokio::sync::oneshot;

/// The most lists in one transaction, so that the first of them does not wait for ever.
const GROUP: usize = 256;

pub(crate) struct Writer {
    /// `None` once closed. Unbounded, because each caller waits for its answer before it sends more.
    queue: RwLock<Option<Sender<List>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

struct List {
    changes: Vec<Change>,
    done: oneshot::Sender<Result<(), Error>>,
}

impl Writer {
    pub(crate) fn start(
        connection: Connection,
        listeners: Listeners,
        commits: Commits,
    ) -> Result<Self, Error> {
        let (queue, waiting) = channel();
        let thread = std::thread::Builder::new()
            .name("sqlite-writer".into())
            .spawn(move || work(&connection, &waiting, &listeners, &commits))
            .map_err(|error| Error::Failed(format!("cannot start the writer: {error}")))?;
        Ok(Self { queue: RwLock::new(Some(queue)), thread: Mutex::new(Some(thread)) })
    }

    pub(crate) async fn commit(&self, changes: Vec<Change>) -> Result<(), Error> {
        let closed = || Error::Away("the database is closed".into());
        let (done, answer) = oneshot::channel();
        {
            let queue = self.queue.read().unwrap_or_else(PoisonError::into_inner);
            queue.as_ref().ok_or_else(closed)?.send(List { changes, done }).map_err(|_| closed())?;
        }
        answer.await.unwrap_or_else(|_| Err(Error::Uncertain("the writer ended before it answered".into())))
    }

    /// Lets the thread finish what waits, then end.
    pub(crate) async fn close(&self) {
        self.queue.write().unwrap_or_else(PoisonError::into_inner).take();
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            let ended = tokio::task::spawn_blocking(|| thread.join()).await;
            if !matches!(ended, Ok(Ok(()))) {
                tracing::error!("the writer ended in a panic");
            }
        }
    }
}

fn work(connection: &Connection, waiting: &Receiver<List>, listeners: &Listeners, commits: &Commits) {
    while let Ok(first) = waiting.recv() {
        let group: Vec<List> = std::iter::once(first).chain(waiting.try_iter().take(GROUP - 1)).collect();
        let results = commit(connection, &group).unwrap_or_else(|error| {
            abandon(connection);
            vec![Err(error); group.len()]
        });
        // Also after a conflict: what it is about may be another process's, which a snapshot would go on hiding.
        commits.add();
        for (list, result) in group.into_iter().zip(results) {
            if result.is_ok() {
                listeners.tell_of(&list.changes);
            }
            // A caller that went away wants no answer; its list was done, or not, all the same.
            let _ = list.done.send(result);
        }
    }
}

/// The result of each list, or the error that ended the transaction.
fn commit(connection: &Connection, group: &[List]) -> Result<Vec<Result<(), Error>>, Error> {
    step(connection, "begin immediate")?;
    if let [alone] = group {
        // Nobody else's changes have to survive its own.
        let result = apply(connection, &alone.changes)?;
        step(connection, if result.is_ok() { "commit" } else { "rollback" })?;
        return Ok(vec![result]);
    }
    let results = group.iter().map(|list| attempt(connection, &list.changes)).collect::<Result<_, _>>()?;
    step(connection, "commit")?;
    Ok(results)
}

fn attempt(connection: &Connection, changes: &[Change]) -> Result<Result<(), Error>, Error> {
    step(connection, "savepoint list")?;
    let result = apply(connection, changes)?;
    if result.is_err() {
        step(connection, "rollback to list")?;
    }
    step(connection, "release list")?;
    Ok(result)
}

/// What is wrong with the list itself, or the error that ended the transaction.
fn apply(connection: &Connection, changes: &[Change]) -> Result<Result<(), Error>, Error> {
    match changes.iter().try_for_each(|change| execute(connection, change)) {
        Err(fatal) if connection.is_autocommit() => Err(fatal),
        result @ (Ok(()) | Err(Error::Conflict { .. } | Error::Invalid(_))) => Ok(result),
        Err(fatal) => Err(fatal),
    }
}

fn abandon(connection: &Connection) {
    if !connection.is_autocommit()
        && let Err(error) = step(connection, "rollback")
    {
        tracing::error!(%error, "a failed transaction could not be rolled back");
    }
}

fn step(connection: &Connection, sql: &str) -> Result<(), Error> {
    connection.prepare_cached(sql).and_then(|mut statement| statement.raw_execute()).map_err(failure)?;
    Ok(())
}
