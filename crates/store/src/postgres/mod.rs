//! PostgreSQL: a pool of connections, statements prepared once on each, and lists of changes sent in one go.
//!
//! A read is one round trip, a commit two: the whole list, then its commit or rollback. Until that second trip
//! nothing is decided, so whatever breaks before it is tried again.
//!
//! Nothing is set for a session, so connections may be shared. Where a pooler does that between transactions, the
//! address says so ([`Target`]): statements go without a name then, and announcements of other nodes are not heard.

mod commit;
mod fault;
mod listen;
mod migrate;
mod target;
mod unnamed;
pub(crate) mod value;

pub(crate) use target::Target;

use crate::announce::Listeners;
use crate::migrate as migrate_sql;
use crate::row::Source;
use crate::{Announced, Change, Engine, Error, Migrated, Migrations, Query, Row, Value};
use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, PoolError, RecyclingMethod, Runtime};
use fault::{Fault, describe};
use futures_util::TryStreamExt;
use jiff::Timestamp;
use std::sync::atomic::AtomicI32;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::sync::mpsc::{Sender, channel};
use tokio::task::AbortHandle;
use uuid::Uuid;

/// How long to wait for a free connection.
const PATIENCE: Duration = Duration::from_secs(10);

/// How often a call is tried in all.
const ATTEMPTS: u32 = 10;

/// How much news may wait for its way out.
const NEWS_WAITING: usize = 4_096;

pub(crate) struct Postgres {
    shared: Arc<Shared>,
    runtime: tokio::runtime::Handle,
    listening: OnceLock<AbortHandle>,
    spreading: AbortHandle,
}

struct Shared {
    pool: Pool,
    target: Target,
    listeners: Listeners,
    /// News on their way to the other nodes.
    news: Sender<(Uuid, String)>,
    /// The server's number for the connection that listens, so that a node knows its own news; 0 without one.
    listener: AtomicI32,
}

impl Postgres {
    pub(crate) async fn open(url: &str, connections: usize) -> Result<Self, Error> {
        let target = Target::parse(url)?;
        let recycling = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let manager = Manager::from_config(target.config.clone(), target.tls()?, recycling);
        let pool = Pool::builder(manager)
            .max_size(connections.max(1))
            .wait_timeout(Some(PATIENCE))
            .create_timeout(target.config.get_connect_timeout().copied())
            .runtime(Runtime::Tokio1)
            .build()
            .expect("a runtime is given");
        let (news, to_spread) = channel(NEWS_WAITING);
        let listeners = Listeners::default();
        let shared = Arc::new(Shared { pool, target, listeners, news, listener: AtomicI32::new(0) });
        drop(shared.client().await?);
        let runtime = tokio::runtime::Handle::current();
        let spreader = shared.clone();
        let spreading = runtime.spawn(async move { spreader.spread(to_spread).await }).abort_handle();
        Ok(Self { shared, runtime, listening: OnceLock::new(), spreading })
    }

    pub(crate) async fn get<T>(&self, query: &Query<T>) -> Result<Option<T>, Error> {
        match self.shared.rows(query.sql, &query.params).await?.as_slice() {
            [] => Ok(None),
            [row] => (query.read)(&Row::new(Source::Postgres(row))).map(Some),
            _ => Err(query.more_than_one()),
        }
    }

    pub(crate) async fn all<T>(&self, query: &Query<T>) -> Result<Vec<T>, Error> {
        let rows = self.shared.rows(query.sql, &query.params).await?;
        rows.iter().map(|row| (query.read)(&Row::new(Source::Postgres(row)))).collect()
    }

    /// On a task of its own, so that a caller that goes away does not leave a list half sent on a connection.
    pub(crate) async fn commit(&self, changes: Vec<Change>) -> Result<(), Error> {
        let shared = self.shared.clone();
        let ended = self.runtime.spawn(async move { shared.commit(changes).await }).await;
        ended.unwrap_or_else(|error| Err(Error::Uncertain(format!("the commit ended early: {error}"))))
    }

    /// Where nothing is missing, nothing is locked and nothing made: a program may serve as a role that changes rows and
    /// no more, and leave the migrations to another one.
    pub(crate) async fn migrate(&self, migrations: &Migrations, now: Timestamp) -> Result<Migrated, Error> {
        let is_begun = self.get(&migrate_sql::is_begun(Engine::Postgres)).await?.unwrap_or(false);
        if is_begun && migrations.next(&self.all(&migrate_sql::applied()).await?)?.is_none() {
            return Ok(migrations.done(Vec::new()));
        }
        self.shared.migrate(migrations, now).await
    }

    /// Looks at what is in the schema of Journal: others may live in the same database. Only a superuser can look deeper
    /// than this, with `pg_amcheck`.
    pub(crate) async fn check_integrity(&self) -> Result<Vec<String>, Error> {
        let findings = Query::new(
            "select 'index ' || cast(indexrelid as regclass) || ' is not valid' as finding from pg_index
             join pg_class on oid = indexrelid
             where not indisvalid and relnamespace = cast(current_schema() as regnamespace)
             union all
             select 'constraint ' || conname || ' was never verified' from pg_constraint
             where not convalidated and connamespace = cast(current_schema() as regnamespace)
             union all
             select checksum_failures || ' pages failed their checksum' from pg_stat_database
             where datname = current_database() and checksum_failures > 0",
            [],
            |row| row.get("finding"),
        );
        self.all(&findings).await
    }

    pub(crate) fn listen(&self, listener: impl Fn(Announced) + Send + Sync + 'static) {
        self.shared.listeners.add(listener);
        if self.shared.target.is_pooled {
            return;
        }
        self.listening.get_or_init(|| {
            let shared = self.shared.clone();
            self.runtime.spawn(async move { listen::run(&shared).await }).abort_handle()
        });
    }

    pub(crate) fn listeners(&self) -> &Listeners {
        &self.shared.listeners
    }

    pub(crate) fn close(&self) {
        self.shared.pool.close();
        if let Some(task) = self.listening.get() {
            task.abort();
        }
        self.spreading.abort();
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.close();
    }
}

impl Shared {
    async fn client(&self) -> Result<Object, Error> {
        let place = self.target.place();
        self.pool.get().await.map_err(|error| match error {
            PoolError::Backend(error) => match self.failure(&error) {
                Error::Invalid(why) => Error::Failed(format!("cannot use PostgreSQL at {place}: {why}")),
                other => other,
            },
            PoolError::Timeout(deadpool_postgres::TimeoutType::Wait) => Error::Away(format!(
                "all {} connections to PostgreSQL at {place} are busy",
                self.pool.status().max_size
            )),
            PoolError::Timeout(_) => Error::Away(format!("PostgreSQL at {place} does not answer in time")),
            _ => Error::Away("the database is closed".into()),
        })
    }

    async fn rows(&self, sql: &'static str, params: &[Value]) -> Result<Vec<tokio_postgres::Row>, Error> {
        let mut attempt = 1;
        loop {
            let client = self.client().await?;
            let asked = if self.target.is_pooled {
                unnamed::ask(&client, sql, params).await
            } else {
                ask(&client, sql, params).await
            };
            match asked {
                Ok(rows) => return Ok(rows),
                Err(error) if attempt < ATTEMPTS && Fault::of(&error).passes() => {
                    step_back(&client, &error, attempt).await;
                }
                Err(error) => return Err(self.failure(&error)),
            }
            attempt += 1;
        }
    }

    /// An error for the caller, when nothing was done.
    fn failure(&self, error: &tokio_postgres::Error) -> Error {
        let place = self.target.place();
        let why = describe(error);
        match Fault::of(error) {
            Fault::Broken => Error::Away(format!("PostgreSQL at {place} does not answer: {why}")),
            Fault::Collided | Fault::Stale | Fault::Busy => {
                Error::Away(format!("PostgreSQL at {place} is too busy: {why}"))
            }
            Fault::Refused => Error::Failed(format!("PostgreSQL at {place} refuses: {why}")),
            Fault::Constraint | Fault::Wrong => Error::Invalid(why),
        }
    }
}

async fn ask(
    client: &Object,
    sql: &str,
    params: &[Value],
) -> Result<Vec<tokio_postgres::Row>, tokio_postgres::Error> {
    let statement = client.prepare_cached(sql).await?;
    client.query_raw(&statement, params).await?.try_collect().await
}

/// Makes the next attempt worth it: other plans after a migration, a pause after a collision.
async fn step_back(client: &Object, error: &tokio_postgres::Error, attempt: u32) {
    match Fault::of(error) {
        Fault::Stale => client.statement_cache.clear(),
        Fault::Collided => tokio::time::sleep(Duration::from_millis(1 << attempt.min(7))).await,
        _ => {}
    }
}
