use crate::place::{away, id, insert, noon, on_each_engine, on_postgres};
use store::{Change, Engine, Error, Query};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sound_database_has_no_findings() {
    on_each_engine(async |place| {
        let store = place.store().await;
        store.commit([insert(id(1), "one")]).await.unwrap();
        assert_eq!(store.check_integrity().await.unwrap(), [""; 0]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn damage_is_found() {
    on_each_engine(async |place| {
        let store = place.store().await;
        if place.engine() == Engine::Sqlite {
            let raw = rusqlite::Connection::open(place.path()).unwrap();
            raw.execute_batch("pragma foreign_keys = off; insert into parts values (x'00', 1);").unwrap();
            let found = store.check_integrity().await.unwrap();
            assert_eq!(found, ["a row of parts refers to a row of things that is not there"]);
        } else {
            let add = "alter table parts add constraint unverified check (number > 0) not valid";
            crate::place::connect(place.address()).await.batch_execute(add).await.unwrap();
            let found = store.check_integrity().await.unwrap();
            assert!(found.contains(&"constraint unverified was never verified".to_owned()), "{found:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_others_keep_in_the_same_database_is_no_finding_of_ours() {
    on_postgres(async |place| {
        let store = place.store().await;
        let others = format!("others_{}", std::process::id());
        let make = format!(
            "create schema {others}; create table {others}.parts (number integer);
             alter table {others}.parts add constraint of_others check (number > 0) not valid"
        );
        let client = crate::place::connect(place.address()).await;
        client.batch_execute(&make).await.unwrap();
        let found = store.check_integrity().await.unwrap();
        client.batch_execute(&format!("drop schema {others} cascade")).await.unwrap();
        assert_eq!(found, [""; 0]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_torn_file_is_found() {
    let place = crate::place::Place::sqlite();
    let store = place.store().await;
    store.commit((0..500).map(|number| insert(id(number), &format!("{number:0100}")))).await.unwrap();
    store.close().await;
    let mut bytes = std::fs::read(place.path()).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 4096].fill(0xA5);
    std::fs::write(place.path(), bytes).unwrap();
    let found = place.open().await.check_integrity().await;
    assert!(found.as_ref().is_err() || found.as_ref().is_ok_and(|found| !found.is_empty()), "{found:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_takes_changes_is_writable() {
    on_each_engine(async |place| {
        let store = place.store().await;
        store.check_writable().await.unwrap();
        let there = Query::new("select applied_at from schema_migrations", [], |row| row.get("applied_at"));
        assert_eq!(store.get(there).await.unwrap(), Some(noon()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_takes_no_changes_is_not_writable() {
    on_postgres(async |place| {
        place.store().await;
        let url = crate::place::with_option(place.address(), "default_transaction_read_only=on");
        let reading =
            store::Store::open(store::Options { url: url.parse().unwrap(), connections: 1 }).await.unwrap();
        let error = reading.check_writable().await.unwrap_err();
        assert!(matches!(&error, Error::Failed(text) if text.contains("read-only")), "{error:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_closed_database_says_so() {
    on_each_engine(async |place| {
        let store = place.store().await;
        store.close().await;
        let query = Query::new("select id from things", [], |row| row.get::<uuid::Uuid>("id"));
        assert_eq!(away(&store.get(query.clone()).await.unwrap_err()), "the database is closed");
        assert_eq!(away(&store.all(query).await.unwrap_err()), "the database is closed");
        let change = Change::new("delete from things", []);
        assert_eq!(away(&store.commit([change]).await.unwrap_err()), "the database is closed");
        assert_eq!(away(&store.check_writable().await.unwrap_err()), "the database is closed");
    })
    .await;
}
