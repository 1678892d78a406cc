//! A database of a test's own, on the engine that `JOURNAL_TEST_ENGINE` names.
//!
//! Making the tables costs more than most tests do with them. On SQLite a test begins with the copy of a file that has
//! them. On PostgreSQL what a test leaves behind is wiped and given to the next one: every row goes, and what the
//! migrations put in comes back. Where a test failed, has other tables than it began with, or a large one, its place is
//! left alone and another one made. So a test that changes a table puts it back.

use std::collections::HashSet;
use std::iter;
use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use crypto::Random;
use jiff::Timestamp;
use store::{DatabaseUrl, Options, Store};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::OnceCell;
use tokio_postgres::{Client, NoTls};

/// Places whose tests have ended.
static LEFT: Mutex<Vec<String>> = Mutex::new(Vec::new());
/// What the migrations make, which is the same for every test.
static FRESH: OnceCell<Fresh> = OnceCell::const_new();
/// The same as a file of SQLite.
static FRESH_FILE: OnceCell<Vec<u8>> = OnceCell::const_new();
/// Wipes for all tests over one connection, which outlives each of them: a new one would have to learn every table.
static KEEPER: OnceCell<Arc<Client>> = OnceCell::const_new();
/// Where connections live that belong to no test.
static OUTSIDE: LazyLock<Runtime> =
    LazyLock::new(|| Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a thread"));
/// Bytes; a larger table is not wiped.
const LARGE: i64 = 1 << 20;

/// Where one test keeps its data, until it is dropped.
pub struct Database {
    /// How the program reaches it.
    pub url: DatabaseUrl,
    /// What the schema or the database is called, where there is one.
    place: Option<String>,
}

/// The tables of an empty Journal, and their rows as JSON where they have some.
struct Fresh {
    tables: HashSet<String>,
    rows: Vec<(String, String)>,
}

#[derive(Clone, Copy, PartialEq)]
enum Engine {
    Sqlite,
    /// A schema of the cluster that `JOURNAL_TEST_POSTGRES` names.
    Postgres,
    /// A database of that cluster, reached through `JOURNAL_TEST_POOLER`: a search path belongs to a session.
    Pooler,
}

impl Database {
    /// A file in this folder, or what `JOURNAL_TEST_ENGINE` asks for; it has all tables.
    pub(crate) async fn make(folder: &Path, random: &Random) -> Self {
        if let Some(database) = Self::of_postgres(random).await {
            return database;
        }
        let file = folder.join("journal.db");
        let fresh = FRESH_FILE.get_or_init(fresh_file).await;
        std::fs::write(&file, fresh).expect("a file of the test's own");
        Self { url: DatabaseUrl::Sqlite(file), place: None }
    }

    /// A place in the cluster, with all tables; none where `JOURNAL_TEST_ENGINE` asks for SQLite.
    pub async fn of_postgres(random: &Random) -> Option<Self> {
        let engine = engine();
        if engine == Engine::Sqlite {
            return None;
        }
        let fresh = FRESH.get_or_init(|| async { Fresh::find(engine, random).await }).await;
        while let Some(place) = take_left() {
            if fresh.restore(engine, &place).await {
                return Some(Self { url: reached(engine, &place), place: Some(place) });
            }
        }
        let place = new_place(engine, random).await;
        migrate(direct(engine, &place).parse().expect("a database URL")).await;
        Some(Self { url: reached(engine, &place), place: Some(place) })
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            LEFT.lock().expect("no test panics here").extend(self.place.take());
        }
    }
}

/// Whether tests run through a pooler.
pub(crate) fn is_pooled() -> bool {
    engine() == Engine::Pooler
}

impl Fresh {
    async fn find(engine: Engine, random: &Random) -> Self {
        let place = new_place(engine, random).await;
        migrate(direct(engine, &place).parse().expect("a database URL")).await;
        let client = keeper(engine, &place).await;
        let mut fresh = Self { tables: HashSet::new(), rows: Vec::new() };
        let schema = schema(engine, &place);
        for (table, _) in tables(&client, schema).await {
            let all = format!("select cast(json_agg(t) as text) from {schema}.{table} t");
            if let Some(rows) = client.query_one(&all, &[]).await.expect("rows").get(0) {
                fresh.rows.push((table.clone(), rows));
            }
            fresh.tables.insert(table);
        }
        fresh
    }

    /// Wipes what a test left; whether the place is as good as a new one.
    async fn restore(&self, engine: Engine, place: &str) -> bool {
        let (client, schema) = (keeper(engine, place).await, schema(engine, place));
        if !is_left(&client, engine, place).await {
            return false;
        }
        let found = tables(&client, schema).await;
        let is_same = found.len() == self.tables.len()
            && found.iter().all(|(table, size)| self.tables.contains(table) && *size <= LARGE);
        if !is_same {
            return false;
        }
        let used = found.iter().filter(|(_, size)| *size > 0);
        let wipe = used.map(|(table, _)| format!("delete from {schema}.{table};"));
        let fill = self.rows.iter().map(|(table, rows)| {
            let table = format!("{schema}.{table}");
            format!("insert into {table} select * from json_populate_recordset(null::{table}, $${rows}$$);")
        });
        // Where foreign keys are not looked at, no order matters. What is sent in one piece is one transaction.
        let begin = "set local session_replication_role = replica;".to_owned();
        let all: String = iter::once(begin).chain(wipe).chain(fill).collect();
        client.batch_execute(&all).await.is_ok()
    }
}

async fn fresh_file() -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("journal.db");
    migrate(DatabaseUrl::Sqlite(file.clone())).await;
    std::fs::read(&file).expect("what was closed is in one file")
}

async fn migrate(url: DatabaseUrl) {
    let store = Store::open(Options { url, connections: 1 }).await.expect("a database");
    store.migrate(Timestamp::UNIX_EPOCH).await.expect("migrations");
    store.close().await;
}

/// What a test's programs still did is done: no connection of theirs is left, or, where a pooler keeps them open, none
/// has anything to do, twice in a row.
async fn is_left(client: &Client, engine: Engine, place: &str) -> bool {
    let of_others =
        if engine == Engine::Pooler { "datname = $1 and state <> 'idle'" } else { "application_name = $1" };
    let busy = format!("select 1 from pg_stat_activity where {of_others} and pid <> pg_backend_pid()");
    let (mut seen_quiet, enough) = (0, if engine == Engine::Pooler { 2 } else { 1 });
    for _ in 0..200 {
        let is_quiet = client.query(&busy, &[&place]).await.expect("connections").is_empty();
        seen_quiet = if is_quiet { seen_quiet + 1 } else { 0 };
        if seen_quiet == enough {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    false
}

/// The tables of a place, and how many bytes their rows take.
async fn tables(client: &Client, schema: &str) -> Vec<(String, i64)> {
    let sql = "select c.relname::text, pg_relation_size(c.oid) from pg_class c
               where c.relnamespace = cast($1::text as regnamespace) and c.relkind = 'r'";
    let rows = client.query(sql, &[&schema]).await.expect("tables");
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

async fn new_place(engine: Engine, random: &Random) -> String {
    let place = format!("test_{}", random.uuid_v7(Timestamp::UNIX_EPOCH).simple());
    let kind = if engine == Engine::Pooler { "database" } else { "schema" };
    let client = connect(&cluster()).await;
    client.batch_execute(&format!("create {kind} {place}")).await.expect("a place of the test's own");
    place
}

/// How the program reaches a place.
fn reached(engine: Engine, place: &str) -> DatabaseUrl {
    let url = if engine == Engine::Pooler {
        let pooler = told("JOURNAL_TEST_POOLER").expect("JOURNAL_TEST_POOLER names a pooler");
        format!("{}&pooler=transaction", within(&pooler, place))
    } else {
        format!("{}&application_name={place}", direct(engine, place))
    };
    url.parse().expect("a database URL")
}

/// How the tests reach a place, past any pooler.
fn direct(engine: Engine, place: &str) -> String {
    let cluster = cluster();
    if engine == Engine::Pooler {
        return within(&cluster, place);
    }
    let joint = if cluster.contains('?') { '&' } else { '?' };
    format!("{cluster}{joint}options=-c%20search_path%3D{place}")
}

/// The same server, another database.
fn within(server: &str, database: &str) -> String {
    server.replacen("/postgres?", &format!("/{database}?"), 1)
}

/// The schema of a place: it is one, or the only one of its database.
fn schema(engine: Engine, place: &str) -> &str {
    if engine == Engine::Pooler { "public" } else { place }
}

/// A connection to the database of a place.
async fn keeper(engine: Engine, place: &str) -> Arc<Client> {
    if engine == Engine::Pooler {
        return Arc::new(connect(&direct(engine, place)).await);
    }
    let made =
        || async { Arc::new(OUTSIDE.spawn(async { connect(&cluster()).await }).await.expect("connected")) };
    KEEPER.get_or_init(made).await.clone()
}

async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.expect("the test cluster");
    tokio::spawn(connection);
    client
}

fn cluster() -> String {
    told("JOURNAL_TEST_POSTGRES").expect("JOURNAL_TEST_POSTGRES names a cluster")
}

fn engine() -> Engine {
    match told("JOURNAL_TEST_ENGINE").as_deref() {
        Some("postgres") => Engine::Postgres,
        Some("pooler") => Engine::Pooler,
        _ => Engine::Sqlite,
    }
}

fn take_left() -> Option<String> {
    LEFT.lock().expect("no test panics here").pop()
}

#[allow(clippy::disallowed_methods, reason = "tests are told by the environment which database to run on")]
fn told(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
