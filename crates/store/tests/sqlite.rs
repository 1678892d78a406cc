//! What only a file can do: fill the disk, be locked by another process, have a mode.

use crate::place::{Place, away, count, generation, id, insert, rotate};
use futures_util::FutureExt;
use futures_util::future::join_all;
use rusqlite::Connection;
use std::time::Duration;
use store::{Change, DatabaseUrl, Error, Options, Query, Store};

/// Keeps the writer waiting, so that what is sent meanwhile is committed together. One list is already taken when
/// the writer starts to wait; it goes alone.
async fn all_together<T>(place: &Place, store: &Store, lists: impl Future<Output = T>) -> T {
    let other = Connection::open(place.path()).unwrap();
    other.execute_batch("begin immediate").unwrap();
    let mut first = Box::pin(store.commit([Change::new("delete from things where name = 'nobody'", [])]));
    assert!((&mut first).now_or_never().is_none());
    tokio::time::sleep(Duration::from_millis(100)).await;
    let mut lists = Box::pin(lists);
    assert!((&mut lists).now_or_never().is_none());
    other.execute_batch("rollback").unwrap();
    first.await.unwrap();
    lists.await
}

/// Limits the file to `pages`, on the one connection that may write. The statement answers with a row, which a
/// change must not, so the list fails; the limit stays.
async fn limit_disk(store: &Store, pages: &'static str) {
    assert!(matches!(store.commit([Change::new(pages, [])]).await, Err(Error::Invalid(_))));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lists_committed_together_fail_one_by_one() {
    let place = Place::sqlite();
    let store = place.store().await;
    store.commit([insert(id(0), "taken")]).await.unwrap();
    let lists = join_all((1..=40).map(|number| {
        let name = if number % 4 == 0 { "taken".to_owned() } else { number.to_string() };
        store.commit([rotate(id(0), 0).exactly(u64::from(number == 1)), insert(id(number), &name)])
    }));
    let results = all_together(&place, &store, lists).await;
    for (number, result) in (1..).zip(&results) {
        assert_eq!(result.is_ok(), number % 4 != 0, "{number}: {result:?}");
    }
    assert_eq!(count(&store).await, 31);
    assert_eq!(generation(&store, id(0)).await, Some(1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_fails_every_list_of_the_transaction_and_reports_none_as_done() {
    let place = Place::sqlite();
    let store = place.store().await;
    limit_disk(&store, "pragma max_page_count = 40").await;
    let big = "x".repeat(400_000);
    let lists = join_all((0..30).map(|number| {
        let name = if number == 20 { big.clone() } else { number.to_string() };
        store.commit([insert(id(number), &name)])
    }));
    let results = all_together(&place, &store, lists).await;
    for result in &results {
        assert!(matches!(result, Err(Error::Failed(text)) if text.contains("full")), "{result:?}");
    }
    assert_eq!(count(&store).await, 0);
    assert_eq!(store.check_integrity().await.unwrap(), [""; 0]);

    limit_disk(&store, "pragma max_page_count = 4294967294").await;
    store.commit([insert(id(20), &big)]).await.unwrap();
    assert_eq!(count(&store).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_process_may_write_meanwhile() {
    let place = Place::sqlite();
    let store = place.store().await;
    let other = Connection::open(place.path()).unwrap();
    other.busy_timeout(Duration::from_secs(5)).unwrap();
    other
        .execute_batch("begin immediate; insert into things (id, name) values (randomblob(16), 'theirs')")
        .unwrap();
    let commit = tokio::spawn({
        let store = store.clone();
        async move { store.commit([insert(id(1), "ours")]).await }
    });
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(!commit.is_finished());
    assert_eq!(count(&store).await, 0);
    other.execute_batch("commit").unwrap();
    commit.await.unwrap().unwrap();
    assert_eq!(count(&store).await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lock_that_is_never_given_back_is_said_in_words() {
    let place = Place::sqlite();
    let store = place.store().await;
    let other = Connection::open(place.path()).unwrap();
    other.execute_batch("begin immediate").unwrap();
    let error = store.commit([insert(id(1), "one")]).await.unwrap_err();
    assert!(away(&error).contains("another process keeps the database locked"), "{error}");
    other.execute_batch("rollback").unwrap();
    store.commit([insert(id(1), "one")]).await.unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_may_read_the_files() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::sqlite();
    let store = place.store().await;
    store.commit([insert(id(1), "one")]).await.unwrap();
    for suffix in ["", "-wal", "-shm"] {
        let path = format!("{}{suffix}", place.path().display());
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{path}");
    }
}

#[tokio::test]
async fn a_closed_database_is_one_file() {
    let place = Place::sqlite();
    let store = place.store().await;
    store.commit([insert(id(1), "one")]).await.unwrap();
    assert_eq!(count(&store).await, 1);
    store.close().await;
    let files = std::fs::read_dir(place.path().parent().unwrap()).unwrap().count();
    assert_eq!(files, 1);
}

#[tokio::test]
async fn a_file_that_cannot_be_opened_is_named() {
    let place = Place::sqlite();
    let missing = place.path().join("deeper").join("journal.db");
    let open = |path| Store::open(Options { url: DatabaseUrl::Sqlite(path), connections: 1 });
    let error = open(missing.clone()).await.err().unwrap().to_string();
    assert!(error.contains(missing.to_str().unwrap()), "{error}");

    std::fs::write(place.path(), "This is a letter and no database at all, but long enough to be one.")
        .unwrap();
    let error = open(place.path()).await.err().unwrap().to_string();
    assert!(error.contains(place.path().to_str().unwrap()) && error.contains("not a database"), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn short_reads_do_not_wait_for_long_ones() {
    let place = Place::sqlite();
    let store = Store::open(Options { url: place.url.clone(), connections: 1 }).await.unwrap();
    let endless = Query::new(
        "with recursive n (i) as (select 1 union all select i + 1 from n where i < 30000000) select max(i) as i from n",
        [],
        |row| row.get::<i64>("i"),
    );
    let long = tokio::spawn({
        let store = store.clone();
        async move { store.all(endless).await }
    });
    tokio::time::sleep(Duration::from_millis(50)).await;
    let short = Query::new("select 1 as one", [], |row| row.get::<i64>("one"));
    assert_eq!(store.get(short).await.unwrap(), Some(1));
    assert!(!long.is_finished());
    assert_eq!(long.await.unwrap().unwrap(), [30_000_000]);
}

#[tokio::test]
async fn durable_settings_are_in_force() {
    let place = Place::sqlite();
    let store = place.store().await;
    let journal = Query::new("select journal_mode from pragma_journal_mode", [], |row| {
        row.get::<String>("journal_mode")
    });
    assert_eq!(store.get(journal).await.unwrap().as_deref(), Some("wal"));
    // The writer's own settings can only be seen from inside a change.
    for (setting, value) in [("synchronous", "2"), ("foreign_keys", "1")] {
        let sql: &str = format!("insert into things (id, name) select $1, '{setting}' from pragma_{setting} where {setting} = {value}").leak();
        store
            .commit([Change::new(sql, [id(setting.len() as u128).into()]).exactly(1).called("setting")])
            .await
            .unwrap();
    }
}
