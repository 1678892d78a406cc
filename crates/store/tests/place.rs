//! Where a test keeps its rows: a file or a schema of its own, gone when the test has passed.

use jiff::Timestamp;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Once;
use store::{Change, DatabaseUrl, Engine, Error, Migrations, Options, Query, Store};
use tempfile::TempDir;
use uuid::Uuid;

/// The tables that most tests use.
pub(crate) const TABLES: &[(u32, &str, &str)] = &[(
    1,
    "tables",
    "create table things (
        id uuid not null primary key,
        name text unique,
        generation bigint not null default 0,
        check (generation < 1000)
    );
    -- A part; it goes when its thing goes.
    create table parts (
        thing_id uuid not null references things (id) on delete cascade,
        number integer not null,
        primary key (thing_id, number)
    );
    create table every_type (
        id uuid not null primary key,
        a_boolean boolean,
        an_integer integer,
        a_bigint bigint,
        a_text text,
        a_bytea bytea,
        a_uuid uuid,
        a_time timestamptz,
        a_jsonb jsonb
    );",
)];

/// Tells the store that a pooler is in between.
const POOLED: &str = "&pooler=transaction";

pub(crate) struct Place {
    pub(crate) url: DatabaseUrl,
    folder: Option<TempDir>,
    schema: Option<String>,
}

impl Place {
    pub(crate) fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = DatabaseUrl::Sqlite(folder.path().join("journal.db"));
        Self { url, folder: Some(folder), schema: None }
    }

    /// `None`, said aloud once, when no server is given.
    pub(crate) async fn postgres() -> Option<Self> {
        let server = server()?;
        let test = std::thread::current().name().unwrap_or("unnamed").replace("::", "_");
        let schema = format!("{:.40}_{}", test, std::process::id());
        let client = connect(&server).await;
        let make = format!("drop schema if exists {schema} cascade; create schema {schema}");
        client.batch_execute(&make).await.unwrap();
        let url = DatabaseUrl::Postgres(with_option(&server, &format!("search_path={schema}")));
        Some(Self { url, folder: None, schema: Some(schema) })
    }

    pub(crate) fn engine(&self) -> Engine {
        if self.schema.is_some() { Engine::Postgres } else { Engine::Sqlite }
    }

    /// The file, on SQLite.
    pub(crate) fn path(&self) -> PathBuf {
        let DatabaseUrl::Sqlite(path) = &self.url else { panic!("not on SQLite") };
        path.clone()
    }

    /// The address, on PostgreSQL.
    pub(crate) fn address(&self) -> &str {
        let DatabaseUrl::Postgres(url) = &self.url else { panic!("not on PostgreSQL") };
        url
    }

    /// A store with whatever the database holds.
    pub(crate) async fn open(&self) -> Store {
        Store::open(Options { url: self.url.clone(), connections: 8 }).await.unwrap()
    }

    /// A store with [`TABLES`].
    pub(crate) async fn store(&self) -> Store {
        let store = self.open().await;
        store.migrate_to(&Migrations::from(TABLES), noon()).await.unwrap();
        store
    }

    async fn remove(&mut self) {
        if let (Some(schema), Some(server)) = (&self.schema, server()) {
            connect(&server).await.batch_execute(&format!("drop schema {schema} cascade")).await.unwrap();
        }
        self.folder.take();
    }
}

/// Runs `test` on SQLite, then on PostgreSQL.
pub(crate) async fn on_each_engine(test: impl AsyncFn(&Place)) {
    on(Place::sqlite(), &test).await;
    on_postgres(test).await;
}

/// The same, and once more as behind a pooler, where statements have no names.
pub(crate) async fn on_each_way(test: impl AsyncFn(&Place)) {
    on(Place::sqlite(), &test).await;
    on_postgres(&test).await;
    if let Some(mut place) = Place::postgres().await {
        place.url = DatabaseUrl::Postgres(format!("{}{POOLED}", place.address()));
        on(place, &test).await;
    }
}

pub(crate) async fn on_postgres(test: impl AsyncFn(&Place)) {
    if let Some(place) = Place::postgres().await {
        on(place, &test).await;
    }
}

async fn on(mut place: Place, test: &impl AsyncFn(&Place)) {
    test(&place).await;
    place.remove().await;
}

/// Tells which engine a failed test was on.
impl Drop for Place {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let _ = writeln!(std::io::stderr(), "\nfailed on {:?}: {}", self.engine(), self.url);
        }
    }
}

/// A raw connection beside the store.
pub(crate) async fn connect(url: &str) -> tokio_postgres::Client {
    let url = url.replace(POOLED, "");
    let (client, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

/// Adds a server setting to an address.
pub(crate) fn with_option(url: &str, setting: &str) -> String {
    match url.split_once("options=") {
        Some((before, options)) => format!("{before}options={options}%20-c%20{setting}"),
        None => format!("{url}{}options=-c%20{setting}", if url.contains('?') { "&" } else { "?" }),
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test's server is given by the environment, not by a setting"
)]
fn server() -> Option<String> {
    static SAID: Once = Once::new();
    let server = std::env::var("JOURNAL_TEST_POSTGRES").ok().filter(|url| !url.is_empty());
    if server.is_none() {
        // Straight to the terminal: what a passing test prints is not shown.
        SAID.call_once(|| {
            let said = "\nPostgreSQL is not tested: JOURNAL_TEST_POSTGRES is not set (see script/postgres)\n";
            std::io::stderr().write_all(said.as_bytes()).unwrap();
        });
    }
    server
}

pub(crate) fn noon() -> Timestamp {
    "2026-05-17T12:00:00.123456Z".parse().unwrap()
}

/// The same id for the same number.
pub(crate) fn id(number: u128) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + number)
}

pub(crate) fn insert(thing: Uuid, name: &str) -> Change {
    Change::new("insert into things (id, name) values ($1, $2)", [thing.into(), name.into()])
}

/// Moves a thing from one generation to the next, guarded by the one it is in.
pub(crate) fn rotate(thing: Uuid, from: i64) -> Change {
    Change::new(
        "update things set generation = $2 + 1 where id = $1 and generation = $2",
        [thing.into(), from.into()],
    )
    .exactly(1)
    .called("rotate")
}

pub(crate) async fn generation(store: &Store, thing: Uuid) -> Option<i64> {
    let found = Query::new("select generation from things where id = $1", [thing.into()], |row| {
        row.get("generation")
    });
    store.get(found).await.unwrap()
}

pub(crate) async fn count(store: &Store) -> i64 {
    let counted = Query::new("select count(*) as things from things", [], |row| row.get("things"));
    store.get(counted).await.unwrap().unwrap()
}

/// The text of an error that tells the person running the server to look at the database.
pub(crate) fn away(error: &Error) -> &str {
    let Error::Away(text) = error else { panic!("not Away: {error:?}") };
    text
}

pub(crate) fn invalid(error: &Error) -> &str {
    let Error::Invalid(text) = error else { panic!("not Invalid: {error:?}") };
    text
}
