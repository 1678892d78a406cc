use std::future::Future;

use jiff::SignedDuration;
use store::DatabaseUrl;
use testkit::TestApp;
use tokio_postgres::NoTls;

/// Keeps every change to a session waiting while something else is done.
async fn while_held<T>(journal: &TestApp, done: impl Future<Output = T>) -> T {
    match journal.database() {
        DatabaseUrl::Sqlite(path) => {
            let other = rusqlite::Connection::open(path).expect("the database");
            other.execute_batch("begin immediate").expect("held");
            let done = done.await;
            other.execute_batch("rollback").expect("let go");
            done
        }
        DatabaseUrl::Postgres(url) => {
            let (other, connection) = tokio_postgres::connect(&url, NoTls).await.expect("the cluster");
            let connection = tokio::spawn(connection);
            other.batch_execute("begin; lock table sessions in exclusive mode").await.expect("held");
            let done = done.await;
            other.batch_execute("rollback").await.expect("let go");
            drop(other);
            let _ = connection.await;
            done
        }
    }
}

#[tokio::test]
async fn a_refresh_that_takes_half_a_window_is_dropped_and_the_session_lives() {
    let window = SignedDuration::from_secs(2);
    let journal = TestApp::with(|settings| settings.refresh_window = window).await;
    let ada = journal.person("ada@example.com").await;
    let started = journal.clock.instant();
    let dropped = while_held(&journal, journal.refresh(&ada.tokens.refresh)).await;
    let took = started.elapsed().as_millis();
    assert_eq!(dropped.refusal(), (503, "unavailable"));
    assert_eq!(dropped.header("retry-after"), "1");
    assert!((1_000..2_000).contains(&took), "{took} ms");
    assert!(journal.works(&ada.tokens.access).await);
    let again = journal.refresh(&ada.tokens.refresh).await;
    assert_eq!(again.status, 200, "whether or not the dropped one was committed in the end: {again:?}");
    journal.advance(3);
    let next = journal.refresh(again.text("refresh_token")).await;
    assert_eq!(next.status, 200);
    assert_ne!(next.text("refresh_token"), again.text("refresh_token"), "and it rotates");
}

#[tokio::test]
async fn a_page_is_told_the_window_before_it_refreshes() {
    let journal = TestApp::start().await;
    assert_eq!(journal.get("/api/auth/csrf").await.json["refresh_window_seconds"], 30);
    let window = SignedDuration::from_secs(5);
    let journal = journal.restart_with(|settings| settings.refresh_window = window).await;
    let told = journal.get("/api/auth/csrf").await;
    assert_eq!((told.status, &told.json["refresh_window_seconds"]), (200, &serde_json::json!(5)));
    assert!(!told.text("csrfToken").is_empty());
}
