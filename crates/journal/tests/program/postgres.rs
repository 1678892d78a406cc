//! A schema of its own for each test, when the tests run on PostgreSQL; and what a server may do there.

use crypto::Random;
use jiff::Timestamp;
use store::{Change, DatabaseUrl, Options, Store};
use testkit::Database;
use tokio::runtime::{Builder, Runtime};

use super::Home;

/// A schema that has all tables; none on SQLite.
pub(super) fn held() -> Option<Database> {
    runtime().block_on(Database::of_postgres(&Random::system()))
}

pub(super) fn address(database: &Database) -> String {
    let DatabaseUrl::Postgres(url) = &database.url else { panic!("a schema is in PostgreSQL") };
    url.clone()
}

/// The URL of a new schema; none on SQLite.
pub(super) fn schema() -> Option<String> {
    let cluster = cluster()?;
    Some(runtime().block_on(create(&cluster)))
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

async fn create(cluster: &str) -> String {
    let schema = format!("program_{}", Random::system().uuid_v7(Timestamp::UNIX_EPOCH).simple());
    let store = Store::open(Options { url: cluster.parse().unwrap(), connections: 1 }).await.unwrap();
    let statement = String::leak(format!("create schema {schema}"));
    store.commit([Change::new(statement, [])]).await.unwrap();
    store.close().await;
    let joint = if cluster.contains('?') { '&' } else { '?' };
    format!("{cluster}{joint}options=-c%20search_path%3D{schema}")
}

#[allow(clippy::disallowed_methods, reason = "a test's server is given by the environment, not by a setting")]
fn cluster() -> Option<String> {
    let on_postgres = std::env::var("JOURNAL_TEST_ENGINE").as_deref() == Ok("postgres");
    on_postgres
        .then(|| std::env::var("JOURNAL_TEST_POSTGRES").expect("JOURNAL_TEST_POSTGRES names a cluster"))
}

/// ASVS 13.2.2
#[tokio::test]
async fn the_server_needs_no_more_of_the_database_than_to_change_its_rows() {
    let Some(owner) = schema_of_another_thread() else { return };
    let home = Home::on_sqlite();
    let migrated = home.run(&["migrate"], &[("DATABASE_URL", owner.as_str())]);
    assert!(migrated.status.success(), "{}", super::stderr(&migrated));

    let role = format!("least_{}", Random::system().uuid_v7(Timestamp::UNIX_EPOCH).simple());
    let name = owner.rsplit("%3D").next().unwrap();
    let store = Store::open(Options { url: owner.parse().unwrap(), connections: 1 }).await.unwrap();
    for statement in [
        format!("create role {role} login nosuperuser nocreatedb nocreaterole"),
        format!("grant usage on schema {name} to {role}"),
        format!("grant select, insert, update, delete on all tables in schema {name} to {role}"),
    ] {
        store.commit([Change::new(String::leak(statement), [])]).await.unwrap();
    }
    let (scheme, rest) = owner.split_once("://").unwrap();
    let least = format!("{scheme}://{role}@{}", rest.split_once('@').map_or(rest, |(_, rest)| rest));
    let as_least = Store::open(Options { url: least.parse().unwrap(), connections: 1 }).await.unwrap();
    let table = Change::new("create table of_its_own (id integer)", []);
    assert!(as_least.commit([table]).await.is_err(), "the role can make nothing");
    as_least.close().await;

    let settings = [("DATABASE_URL", least.as_str())];
    let server = home.serve(&settings);
    let input = format!("{}\n", testkit::PASSWORD);
    let made = home.run_with(&["user", "create", "ada@example.org"], &settings, &input);
    assert!(made.status.success(), "{}", super::stderr(&made));
    let login = serde_json::json!({"email": "ada@example.org", "password": testkit::PASSWORD});
    let login = reqwest::Client::new().post(format!("{}/api/auth/login", server.url)).json(&login);
    let tokens: serde_json::Value = login.send().await.unwrap().json().await.unwrap();
    let token = tokens["access_token"].as_str().unwrap();
    let entry = reqwest::Client::new().post(format!("{}/api/entries", server.url)).bearer_auth(token);
    let entry = entry.json(&serde_json::json!({"title": "a", "content": "b"})).send().await.unwrap();
    assert_eq!(entry.status(), 201);
    assert_eq!(reqwest::get(format!("{}/readyz", server.url)).await.unwrap().status(), 200);
    server.stop();
    for statement in [format!("drop owned by {role}"), format!("drop role {role}")] {
        store.commit([Change::new(String::leak(statement), [])]).await.unwrap();
    }
    store.close().await;
}

fn schema_of_another_thread() -> Option<String> {
    std::thread::spawn(schema).join().unwrap()
}
