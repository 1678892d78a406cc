//! What a read may see: everything this process committed, other processes' commits a moment later, and no log that
//! grows because somebody read once.

use crate::place::{Place, count, id, insert};
use rusqlite::Connection;
use std::time::Duration;
use store::Change;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_read_sees_what_was_committed_before_it_also_through_another_store_of_the_file() {
    let place = Place::sqlite();
    let (here, there) = (place.store().await, place.store().await);
    for number in 0..500 {
        let (writer, reader) = if number % 2 == 0 { (&here, &there) } else { (&there, &here) };
        writer.commit([insert(id(number), &number.to_string())]).await.unwrap();
        assert_eq!(count(reader).await, i64::try_from(number + 1).unwrap());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_another_process_commits_is_seen_within_a_moment_by_who_reads_all_the_time() {
    let place = Place::sqlite();
    let store = place.store().await;
    let other = Connection::open(place.path()).unwrap();
    assert_eq!(count(&store).await, 0);
    other.execute("insert into things (id, name) values (randomblob(16), 'theirs')", []).unwrap();
    let seen = async {
        while count(&store).await == 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(1), seen).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_conflict_is_looked_at_anew() {
    let place = Place::sqlite();
    let store = place.store().await;
    let other = Connection::open(place.path()).unwrap();
    for number in 0..50 {
        assert_eq!(count(&store).await, number);
        other.execute("insert into things (id, name) values (randomblob(16), ?1)", [number]).unwrap();
        let guarded = Change::new("update things set generation = 1 where name = 'nobody'", []).exactly(1);
        assert!(store.commit([guarded]).await.unwrap_err().is_conflict());
        assert_eq!(count(&store).await, number + 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_has_read_does_not_keep_the_log_from_being_cut() {
    let place = Place::sqlite();
    let store = place.store().await;
    let other = Connection::open(place.path()).unwrap();
    for number in 0..20 {
        store.commit([insert(id(number), &number.to_string())]).await.unwrap();
        assert_eq!(count(&store).await, i64::try_from(number + 1).unwrap());
        let cut =
            || other.query_row("pragma wal_checkpoint(truncate)", [], |row| row.get::<_, i64>(0)).unwrap();
        let all_done = async {
            while cut() != 0 {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(5), all_done).await.unwrap();
    }
}
