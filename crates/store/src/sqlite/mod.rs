//! SQLite: readers used in place and one writer thread, over a file in WAL mode.
//!
//! A short read costs a few microseconds, less than handing it to another thread. Other processes (the command
//! line) may read and write the same file at the same time.

mod commits;
mod dialect;
mod migrate;
mod readers;
mod shape;
mod statement;
pub(crate) mod value;
mod writer;

use crate::announce::Listeners;
use crate::{Change, Error, Migrated, Migrations, Query};
use commits::Commits;
use jiff::Timestamp;
use readers::Readers;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use statement::{all, failure, get};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use writer::Writer;

/// How long to wait for another process that writes.
const PATIENCE: Duration = Duration::from_secs(5);

pub(crate) struct Sqlite {
    path: PathBuf,
    readers: Arc<Readers>,
    /// How many reads on threads of their own may run at once: half the readers, so that short reads find one.
    long_reads: Arc<Semaphore>,
    writer: Writer,
    commits: Commits,
    pub(crate) listeners: Listeners,
}

impl Sqlite {
    pub(crate) async fn open(path: &Path, connections: usize) -> Result<Self, Error> {
        let path = path.to_owned();
        blocking(move || {
            let listeners = Listeners::default();
            let connection = open_writable(&path)?;
            let commits = Commits::of(&path);
            let writer = Writer::start(connection, listeners.clone(), commits.clone())?;
            let readers = Arc::new(Readers::open(&path, connections, commits.clone())?);
            let long_reads = Arc::new(Semaphore::new((connections / 2).max(1)));
            Ok(Self { path, readers, long_reads, writer, commits, listeners })
        })
        .await
    }

    pub(crate) fn get<T>(&self, query: &Query<T>) -> Result<Option<T>, Error> {
        self.readers.with(|connection| get(connection, query))
    }

    pub(crate) fn few<T>(&self, query: &Query<T>) -> Result<Vec<T>, Error> {
        self.readers.with(|connection| all(connection, query))
    }

    pub(crate) async fn all<T: Send + 'static>(&self, query: Query<T>) -> Result<Vec<T>, Error> {
        self.read_long(move |connection| all(connection, &query)).await
    }

    pub(crate) async fn commit(&self, changes: Vec<Change>) -> Result<(), Error> {
        self.writer.commit(changes).await
    }

    pub(crate) async fn migrate(&self, migrations: &Migrations, now: Timestamp) -> Result<Migrated, Error> {
        let (path, migrations) = (self.path.clone(), migrations.clone());
        let migrated = blocking(move || migrate::run(&open_writable(&path)?, &migrations, now)).await;
        self.commits.add();
        migrated
    }

    pub(crate) async fn check_integrity(&self) -> Result<Vec<String>, Error> {
        let damage = Query::new("select * from pragma_integrity_check", [], |row| row.get("integrity_check"));
        let orphans = Query::new("select * from pragma_foreign_key_check", [], |row| {
            let (table, parent) = (row.get::<String>("table")?, row.get::<String>("parent")?);
            Ok(format!("a row of {table} refers to a row of {parent} that is not there"))
        });
        self.read_long(move |connection| {
            let mut found: Vec<String> = all(connection, &damage)?;
            found.retain(|line| line != "ok");
            found.extend(all(connection, &orphans)?);
            Ok(found)
        })
        .await
    }

    pub(crate) async fn close(&self) {
        // The last connection to go tidies the side files away, and one that only reads may not.
        let readers = self.readers.clone();
        let _ = spawn_blocking(move || readers.close()).await;
        self.writer.close().await;
    }

    async fn read_long<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let place = self.long_reads.clone().acquire_owned().await.expect("the semaphore is never closed");
        let readers = self.readers.clone();
        blocking(move || {
            let _place = place;
            readers.with(read)
        })
        .await
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    spawn_blocking(work)
        .await
        .unwrap_or_else(|error| Err(Error::Failed(format!("a read ended early: {error}"))))
}

fn open_writable(path: &Path) -> Result<Connection, Error> {
    create_private(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let open = || {
        let connection = connect(path, flags)?;
        // The log may grow to 4,000 pages (16 MiB) before it is copied into the file, so that a page which many
        // commits touch is copied once for all of them.
        connection.execute_batch(
            "pragma journal_mode = wal;
             pragma synchronous = full;
             pragma wal_autocheckpoint = 4000;
             pragma foreign_keys = on;
             pragma journal_size_limit = 67108864;",
        )?;
        Ok(connection)
    };
    open().map_err(|error| cannot_open(path, error))
}

fn open_readable(path: &Path) -> Result<Connection, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    connect(path, flags).map_err(|error| cannot_open(path, error))
}

fn connect(path: &Path, flags: OpenFlags) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    // Otherwise SQLite plans a join anew for each value that is bound to it, which costs four times the read itself.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(256);
    Ok(connection)
}

fn cannot_open(path: &Path, error: rusqlite::Error) -> Error {
    let why = |text| format!("cannot open the database {}: {text}", path.display());
    match failure(error) {
        Error::Away(text) => Error::Away(why(text)),
        other => Error::Failed(why(other.to_string())),
    }
}

/// Makes the file for its owner alone; SQLite gives its side files the same mode. An existing file is not
/// touched: opening and closing it here would drop the locks that this process holds on it.
fn create_private(path: &Path) -> Result<(), Error> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
            Err(Error::Failed(format!("cannot make the database {}: {error}", path.display())))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::StatementStatus;

    use super::*;

    #[test]
    fn a_join_is_planned_once_whatever_is_bound_to_it() {
        let folder = tempfile::tempdir().unwrap();
        let connection = open_writable(&folder.path().join("plan.db")).unwrap();
        let tables = "create table accounts (id blob not null, roles text not null, primary key (id)) strict;
            create table sessions (account_id blob not null references accounts (id), id blob not null,
                generation integer not null, primary key (account_id, id)) strict;";
        connection.execute_batch(tables).unwrap();
        let join = "select s.generation, a.roles from sessions s join accounts a on a.id = s.account_id
            where s.account_id = $1 and s.id = $2";
        for byte in 0..10 {
            let mut statement = connection.prepare_cached(join).unwrap();
            statement.raw_bind_parameter(1, [byte; 16]).unwrap();
            statement.raw_bind_parameter(2, [byte; 16]).unwrap();
            assert!(statement.raw_query().next().unwrap().is_none());
            assert_eq!(statement.get_status(StatementStatus::RePrepare), 0);
        }
    }
}
