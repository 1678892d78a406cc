//! A database of a test's own, on the engine that `JOURNAL_TEST_ENGINE` names.

use std::path::Path;

use crypto::Random;
use jiff::Timestamp;
use store::DatabaseUrl;
use tokio_postgres::NoTls;

/// A file, or, on `postgres`, a schema in the cluster that `JOURNAL_TEST_POSTGRES` names. On `pooler` it is a whole
/// database of that cluster, reached through `JOURNAL_TEST_POOLER`: a search path belongs to a session.
pub(crate) async fn make(folder: &Path, random: &Random) -> DatabaseUrl {
    let name = format!("test_{}", random.uuid_v7(Timestamp::UNIX_EPOCH).simple());
    match told("JOURNAL_TEST_ENGINE").as_deref() {
        Some("postgres") => {
            let cluster = told("JOURNAL_TEST_POSTGRES").expect("JOURNAL_TEST_POSTGRES names a cluster");
            execute(&cluster, &format!("create schema {name}")).await;
            let joint = if cluster.contains('?') { '&' } else { '?' };
            let own = format!("application_name={name}&options=-c%20search_path%3D{name}");
            format!("{cluster}{joint}{own}").parse().expect("a database URL")
        }
        Some("pooler") => {
            let cluster = told("JOURNAL_TEST_POSTGRES").expect("JOURNAL_TEST_POSTGRES names a cluster");
            execute(&cluster, &format!("create database {name}")).await;
            let pooler = told("JOURNAL_TEST_POOLER").expect("JOURNAL_TEST_POOLER names a pooler");
            let own = pooler.replacen("/postgres?", &format!("/{name}?"), 1);
            format!("{own}&pooler=transaction").parse().expect("a database URL")
        }
        _ => DatabaseUrl::Sqlite(folder.join("journal.db")),
    }
}

/// Whether tests run through a pooler.
pub(crate) fn is_pooled() -> bool {
    told("JOURNAL_TEST_ENGINE").as_deref() == Some("pooler")
}

async fn execute(cluster: &str, sql: &str) {
    let (client, connection) = tokio_postgres::connect(cluster, NoTls).await.expect("the test cluster");
    let connection = tokio::spawn(connection);
    client.batch_execute(sql).await.expect("a place of the test's own");
    drop(client);
    let _ = connection.await;
}

#[allow(clippy::disallowed_methods, reason = "tests are told by the environment which database to run on")]
fn told(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
