//! How fast the store is beside its bare drivers, within one run and on durable storage.
//!
//! `cargo run --release -p journal-store --example throughput`, under `JOURNAL_TEST_DURABLE=1 script/postgres run`
//! for PostgreSQL too. Ratios compare; the numbers themselves belong to the machine.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "it measures and prints"
)]

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use rusqlite::Connection;
use std::ops::Range;
use std::path::Path;
use std::time::{Duration, Instant, SystemTime};
use store::{Change, DatabaseUrl, Migrations, Options, Query, Store};
use uuid::Uuid;

const ROWS: u128 = 4_096;
const CALLERS: u128 = 64;
const CONNECTIONS: usize = 16;
const TIME: Duration = Duration::from_millis(500);
/// What is compared is measured in turns, and the best turn counts: whatever else runs here only slows down.
const ROUNDS: u128 = 12;

const TABLES: &[(u32, &str, &str)] = &[(
    1,
    "sessions",
    "create table sessions (
        account_id uuid not null, id uuid not null, generation bigint not null, made_at timestamptz not null,
        seen_at timestamptz, method text not null, ip_address text not null, ended_at timestamptz,
        primary key (account_id, id)
    );
    create table events (
        account_id uuid not null, id uuid not null, kind text not null, at timestamptz not null,
        primary key (account_id, id)
    );",
)];

const READ: &str = "select account_id, id, generation, made_at, seen_at, method, ip_address, ended_at
    from sessions where account_id = $1 and id = $2";

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir_in(".").unwrap();
    let file = folder.path().join("throughput.db");
    let store = filled(DatabaseUrl::Sqlite(file.clone())).await;
    let cores = std::thread::available_parallelism().unwrap().get();
    println!("SQLite, {cores} cores");
    for (what, threads, callers) in [("one caller", 1, 1), ("64 callers", cores, CALLERS)] {
        let (mut raw, mut ours) = (0.0_f64, 0.0_f64);
        for _ in 0..ROUNDS {
            raw = raw.max(raw_sqlite(&file, threads));
            ours = ours.max(rate(&store, 0..callers, read).await);
        }
        compare(what, raw, ours);
    }
    writes(&store).await;
    store.close().await;

    let Ok(url) = std::env::var("JOURNAL_TEST_POSTGRES") else {
        println!("PostgreSQL is not measured: JOURNAL_TEST_POSTGRES is not set");
        return;
    };
    let store = filled(url.parse().unwrap()).await;
    println!("PostgreSQL, {CONNECTIONS} connections");
    for (what, clients, callers) in [("one caller", 1, 1), ("64 callers", CONNECTIONS, CALLERS)] {
        let (mut raw, mut ours) = (0.0_f64, 0.0_f64);
        for _ in 0..ROUNDS {
            raw = raw.max(raw_postgres(&url, clients).await);
            ours = ours.max(rate(&store, 0..callers, read).await);
        }
        compare(what, raw, ours);
    }
    writes(&store).await;
}

async fn filled(url: DatabaseUrl) -> Store {
    let store = Store::open(Options { url, connections: CONNECTIONS }).await.unwrap();
    store.migrate_to(&Migrations::from(TABLES), Timestamp::UNIX_EPOCH).await.unwrap();
    let insert = |number| {
        Change::new(
            "insert into sessions (account_id, id, generation, made_at, method, ip_address)
             values ($1, $2, 0, $3, 'password', '127.0.0.1')",
            [id(number).into(), id(number).into(), Timestamp::UNIX_EPOCH.into()],
        )
    };
    store.commit((0..ROWS).map(insert)).await.unwrap();
    store
}

async fn writes(store: &Store) {
    let (mut changes, mut refreshes) = (0.0_f64, 0.0_f64);
    for round in 0..ROUNDS {
        // Each round on rows of its own, which are still in their first generation.
        let first = round * 2 * CALLERS;
        changes = changes.max(rate(store, first..first + CALLERS, change).await);
        refreshes = refreshes.max(rate(store, first + CALLERS..first + 2 * CALLERS, refresh).await);
    }
    println!("  {:<30}{changes:>9.0}/s", "one guarded change, 64 callers");
    println!("  {:<30}{refreshes:>9.0}/s", "a read, then three changes");
}

fn read(store: &Store, caller: u128, turn: u64) -> BoxFuture<'_, ()> {
    let number = (caller * 31 + u128::from(turn)) % ROWS;
    Box::pin(async move { assert!(store.get(session(number)).await.unwrap().is_some()) })
}

fn change(store: &Store, caller: u128, turn: u64) -> BoxFuture<'_, ()> {
    Box::pin(async move { store.commit([rotate(caller, turn)]).await.unwrap() })
}

/// What a refresh does: find the session, move it on, and write down twice that it happened.
fn refresh(store: &Store, caller: u128, turn: u64) -> BoxFuture<'_, ()> {
    let event = move |nth: u128| {
        let id = Uuid::from_u128(u128::from(turn) << 80 | caller << 8 | nth);
        Change::new(
            "insert into events (account_id, id, kind, at) values ($1, $2, 'refresh', $3)",
            [self::id(caller).into(), id.into(), Timestamp::UNIX_EPOCH.into()],
        )
    };
    Box::pin(async move {
        assert_eq!(store.get(session(caller)).await.unwrap(), Some(i64::try_from(turn).unwrap()));
        store.commit([rotate(caller, turn), event(1), event(2)]).await.unwrap();
    })
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number.wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835))
}

fn session(number: u128) -> Query<i64> {
    Query::new(READ, [id(number).into(), id(number).into()], |row| {
        row.get::<Uuid>("account_id")?;
        row.get::<Uuid>("id")?;
        let generation = row.get("generation")?;
        row.get::<Timestamp>("made_at")?;
        row.get::<Option<Timestamp>>("seen_at")?;
        row.get::<String>("method")?;
        row.get::<String>("ip_address")?;
        row.get::<Option<Timestamp>>("ended_at")?;
        Ok(generation)
    })
}

fn rotate(caller: u128, from: u64) -> Change {
    let from = i64::try_from(from).unwrap();
    let made = Timestamp::from_microsecond(from).unwrap();
    Change::new(
        "update sessions set generation = $3 + 1, made_at = $4
         where account_id = $1 and id = $2 and generation = $3",
        [id(caller).into(), id(caller).into(), from.into(), made.into()],
    )
    .exactly(1)
}

/// Calls per second, when each of `callers` calls again as soon as it is answered; its turns count from nought.
async fn rate(
    store: &Store,
    callers: Range<u128>,
    call: for<'a> fn(&'a Store, u128, u64) -> BoxFuture<'a, ()>,
) -> f64 {
    let start = Instant::now();
    let running: Vec<_> = callers
        .map(|caller| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut turn = 0;
                while start.elapsed() < TIME {
                    call(&store, caller, turn).await;
                    turn += 1;
                }
                turn
            })
        })
        .collect();
    let mut done = 0;
    for caller in running {
        done += caller.await.unwrap();
    }
    per_second(done, start)
}

/// The same read through the bare driver, on `threads` of their own, each with a connection of its own. Statements
/// come from the driver's cache, as they must wherever a connection is lent from call to call.
fn raw_sqlite(file: &Path, threads: usize) -> f64 {
    let sql = READ.replace('$', "?");
    let start = Instant::now();
    let read = || {
        let connection = Connection::open(file).unwrap();
        let mut turn = 0;
        while start.elapsed() < TIME {
            let key = id(u128::from(turn) % ROWS);
            let mut statement = connection.prepare_cached(&sql).unwrap();
            let row = statement.query_row([key.as_bytes(), key.as_bytes()], |row| {
                let ids: ([u8; 16], [u8; 16], i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
                let times: (i64, Option<i64>, Option<i64>) = (row.get(3)?, row.get(4)?, row.get(7)?);
                Ok((ids, times, row.get::<_, String>(5)?, row.get::<_, String>(6)?))
            });
            row.unwrap();
            turn += 1;
        }
        turn
    };
    let done = std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(read)).collect();
        running.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    per_second(done, start)
}

/// The same read through the bare driver, each of `clients` on a connection of its own.
async fn raw_postgres(url: &str, clients: usize) -> f64 {
    let mut running = Vec::new();
    let start = Instant::now();
    for _ in 0..clients {
        let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        running.push(tokio::spawn(async move {
            let statement = client.prepare(READ).await.unwrap();
            let mut turn = 0;
            while start.elapsed() < TIME {
                let key = id(u128::from(turn) % ROWS);
                let row = client.query_one(&statement, &[&key, &key]).await.unwrap();
                let _: (Uuid, Uuid, i64) = (row.get(0), row.get(1), row.get(2));
                let _: (SystemTime, Option<SystemTime>, Option<SystemTime>) =
                    (row.get(3), row.get(4), row.get(7));
                let _: (String, String) = (row.get(5), row.get(6));
                turn += 1;
            }
            turn
        }));
    }
    let mut done = 0;
    for client in running {
        done += client.await.unwrap();
    }
    per_second(done, start)
}

fn per_second(done: u64, start: Instant) -> f64 {
    f64::from(u32::try_from(done).unwrap()) / start.elapsed().as_secs_f64()
}

fn compare(what: &str, raw: f64, store: f64) {
    println!(
        "  {:<30}{store:>9.0}/s   bare driver {raw:>9.0}/s   ratio {:.2}",
        format!("point reads, {what}"),
        store / raw
    );
}
