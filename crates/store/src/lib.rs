//! The database: queries in, rows out, changes committed together.
//!
//! SQL is written once, in the dialect that SQLite and PostgreSQL share, with `$1` placeholders. There are no
//! interactive transactions: a caller reads, decides, and commits a list of [`Change`]s. What must always hold:
//! a list is done as a whole or not at all; what `commit` returned `Ok` for survives a crash and is seen by every
//! later read; a caller that goes away leaves its list done or undone, never half done; no error and no `Debug`
//! shows a password or a person's value.

#![forbid(unsafe_code)]

mod announce;
mod error;
mod migrate;
mod postgres;
mod row;
mod sqlite;
mod statement;
mod url;
mod value;

pub use announce::Announced;
pub use error::Error;
pub use migrate::{Migrated, Migrations, Standing};
pub use row::{Column, FromColumn, Row};
pub use statement::{Change, Query};
pub use url::DatabaseUrl;
pub use value::Value;

use jiff::Timestamp;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// How to reach the database.
#[derive(Debug, Clone)]
pub struct Options {
    /// Which database.
    pub url: DatabaseUrl,
    /// PostgreSQL: the most connections held. SQLite: the readers kept open.
    pub connections: usize,
}

/// Which database a [`Store`] speaks to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// A handle to the database; clones share everything.
#[derive(Clone)]
pub struct Store(Arc<Inner>, Committed);

/// Who hears how long commits take.
type Committed = Arc<OnceLock<Box<dyn Fn(Duration) + Send + Sync>>>;

enum Inner {
    Sqlite(sqlite::Sqlite),
    Postgres(postgres::Postgres),
}

impl Store {
    /// Connects. [`Error::Away`] names file or host, port and database when that is not possible.
    pub async fn open(options: Options) -> Result<Self, Error> {
        let inner = match &options.url {
            DatabaseUrl::Sqlite(path) => {
                Inner::Sqlite(sqlite::Sqlite::open(path, options.connections).await?)
            }
            DatabaseUrl::Postgres(url) => {
                Inner::Postgres(postgres::Postgres::open(url, options.connections).await?)
            }
        };
        Ok(Self(Arc::new(inner), Committed::default()))
    }

    /// Brings the tables to what this program needs; see [`Store::migrate_to`].
    pub async fn migrate(&self, now: Timestamp) -> Result<Migrated, Error> {
        self.migrate_to(&Migrations::embedded(), now).await
    }

    /// Applies what is missing, one transaction each, under a lock, so that nodes may start together.
    /// [`Error::Migration`] when the database is newer than `migrations`, or an applied one was changed since.
    pub async fn migrate_to(&self, migrations: &Migrations, now: Timestamp) -> Result<Migrated, Error> {
        match &*self.0 {
            Inner::Sqlite(sqlite) => sqlite.migrate(migrations, now).await,
            Inner::Postgres(postgres) => postgres.migrate(migrations, now).await,
        }
    }

    /// How far the database is, without changing it. [`Error::Migration`] as [`Store::migrate_to`].
    pub async fn standing(&self) -> Result<Standing, Error> {
        let is_begun = self.get(migrate::is_begun(self.engine())).await?.unwrap_or(false);
        let applied = if is_begun { self.all(migrate::applied()).await? } else { Vec::new() };
        Migrations::embedded().standing(&applied)
    }

    /// The one row there is, or `None`. More than one is [`Error::Invalid`].
    /// On SQLite this reads in place, without leaving the thread: for short reads.
    #[tracing::instrument(level = "debug", name = "store read", skip_all)]
    pub async fn get<T: Send + 'static>(&self, query: Query<T>) -> Result<Option<T>, Error> {
        Value::check_all(&query.params)?;
        match &*self.0 {
            Inner::Sqlite(sqlite) => sqlite.get(&query),
            Inner::Postgres(postgres) => postgres.get(&query).await,
        }
    }

    /// All rows of a query that finds a handful by their keys: on SQLite this reads in place, as [`Store::get`] does.
    #[tracing::instrument(level = "debug", name = "store read", skip_all)]
    pub async fn few<T: Send + 'static>(&self, query: Query<T>) -> Result<Vec<T>, Error> {
        Value::check_all(&query.params)?;
        match &*self.0 {
            Inner::Sqlite(sqlite) => sqlite.few(&query),
            Inner::Postgres(postgres) => postgres.all(&query).await,
        }
    }

    /// All rows. On SQLite this reads on a thread of its own, so it may be long.
    #[tracing::instrument(level = "debug", name = "store read", skip_all)]
    pub async fn all<T: Send + 'static>(&self, query: Query<T>) -> Result<Vec<T>, Error> {
        Value::check_all(&query.params)?;
        match &*self.0 {
            Inner::Sqlite(sqlite) => sqlite.all(query).await,
            Inner::Postgres(postgres) => postgres.all(&query).await,
        }
    }

    /// Does all of `changes`, in their order, or none. Serialisation failures and deadlocks are tried again.
    /// Once polled, it runs to its end even when the caller goes away.
    pub async fn commit(&self, changes: impl IntoIterator<Item = Change>) -> Result<(), Error> {
        let changes: Vec<Change> = changes.into_iter().collect();
        for change in &changes {
            Value::check_all(&change.params)?;
        }
        if changes.is_empty() {
            return Ok(());
        }
        let started = now();
        let done = self.write(changes).await;
        if let Some(committed) = self.1.get() {
            committed(started.elapsed());
        }
        done
    }

    #[tracing::instrument(level = "debug", name = "store commit", skip_all, fields(changes = changes.len()))]
    async fn write(&self, changes: Vec<Change>) -> Result<(), Error> {
        match &*self.0 {
            Inner::Sqlite(sqlite) => sqlite.commit(changes).await,
            Inner::Postgres(postgres) => postgres.commit(changes).await,
        }
    }

    /// Calls `listener` after every commit with the time from asking to its end. Only the first listener counts.
    pub fn on_committed(&self, listener: impl Fn(Duration) + Send + Sync + 'static) {
        let _ = self.1.set(Box::new(listener));
    }

    /// Calls `listener` after every commit that [announces](Change::announces), before `commit` returns; on
    /// PostgreSQL also for commits of other nodes. It must be quick, and must not call the store.
    pub fn on_announced(&self, listener: impl Fn(Announced) + Send + Sync + 'static) {
        match &*self.0 {
            Inner::Sqlite(sqlite) => sqlite.listeners.add(listener),
            Inner::Postgres(postgres) => postgres.listen(listener),
        }
    }

    /// Calls `listener` after every commit of this process with a change that is
    /// [witnessed](Change::witnessed). It must be quick, and must not call the store.
    pub fn on_witnessed(&self, listener: impl Fn(Uuid, Uuid) + Send + Sync + 'static) {
        self.listeners().add_witness(listener);
    }

    /// Calls `listener` with what changes [spread](Change::spreads); on PostgreSQL also on other nodes, once
    /// [`Store::on_announced`] listens. It must be quick, and must not call the store.
    pub fn on_news(&self, listener: impl Fn(Uuid, &str) + Send + Sync + 'static) {
        self.listeners().add_reader(listener);
    }

    fn listeners(&self) -> &announce::Listeners {
        match &*self.0 {
            Inner::Sqlite(sqlite) => &sqlite.listeners,
            Inner::Postgres(postgres) => postgres.listeners(),
        }
    }

    /// Makes one durable change that changes nothing. Callers that are asked often should remember the answer
    /// for a second.
    pub async fn check_writable(&self) -> Result<(), Error> {
        let same = "update schema_migrations set name = name where number = (select max(number) from schema_migrations)";
        self.commit([Change::new(same, []).exactly(1).called("schema_migrations holds a row")]).await
    }

    /// Looks for damage; each finding is a sentence, none is good news. May take long.
    pub async fn check_integrity(&self) -> Result<Vec<String>, Error> {
        match &*self.0 {
            Inner::Sqlite(sqlite) => sqlite.check_integrity().await,
            Inner::Postgres(postgres) => postgres.check_integrity().await,
        }
    }

    /// Which database this is.
    pub fn engine(&self) -> Engine {
        match &*self.0 {
            Inner::Sqlite(_) => Engine::Sqlite,
            Inner::Postgres(_) => Engine::Postgres,
        }
    }

    /// Finishes the commits that wait and lets the database go; later calls are [`Error::Away`].
    pub async fn close(&self) {
        match &*self.0 {
            Inner::Sqlite(sqlite) => sqlite.close().await,
            Inner::Postgres(postgres) => postgres.close(),
        }
    }
}

#[allow(clippy::disallowed_methods, reason = "measures a commit; nothing is decided by it")]
fn now() -> Instant {
    Instant::now()
}
