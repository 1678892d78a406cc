//! A schema of its own for each test, when the tests run on PostgreSQL.

use crypto::Random;
use jiff::Timestamp;
use store::{Change, Options, Store};
use tokio::runtime::Builder;

/// The URL of a new schema; none on SQLite.
pub(super) fn schema() -> Option<String> {
    let cluster = cluster()?;
    Some(Builder::new_current_thread().enable_all().build().unwrap().block_on(create(&cluster)))
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
