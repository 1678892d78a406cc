//! What only a server can do: go away, come back, collide.

use crate::place::{Place, away, connect, count, generation, id, insert, on_postgres, rotate, with_option};
use crate::proxy::{Proxy, Trip};
use futures_util::future::join_all;
use std::time::Duration;
use store::{Change, DatabaseUrl, Error, Options, Query, Store};
use tokio::net::TcpListener;

async fn open(url: DatabaseUrl) -> Result<Store, Error> {
    Store::open(Options { url, connections: 4 }).await
}

/// A store whose line to the server can be cut, with `things` 1 and 2.
async fn behind_proxy(place: &Place) -> (Proxy, Store) {
    place.store().await.commit([insert(id(1), "one"), insert(id(2), "two")]).await.unwrap();
    let (proxy, url) = Proxy::before(place.address()).await;
    (proxy, open(url).await.unwrap())
}

#[tokio::test]
async fn a_server_that_is_not_there_is_named_without_the_password() {
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let url = format!("postgres://me:pa55word@{free}/journal").parse().unwrap();
    let error = open(url).await.err().unwrap();
    assert!(away(&error).starts_with(&format!("PostgreSQL at {free} does not answer")), "{error}");
    assert!(!format!("{error:?}").contains("pa55word"));
}

#[tokio::test]
async fn a_server_that_never_answers_is_given_up_in_time() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let url = format!("postgres://me:pa55word@{address}/journal?connect_timeout=1").parse().unwrap();
    let error =
        tokio::time::timeout(Duration::from_secs(4), open(url)).await.expect("it gives up").err().unwrap();
    assert_eq!(away(&error), format!("PostgreSQL at {address} does not answer in time"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_refuses_is_quoted() {
    on_postgres(async |place| {
        let wrong = place.address().replace("/postgres?", "/nowhere?");
        let error = open(wrong.parse().unwrap()).await.err().unwrap();
        assert!(
            matches!(&error, Error::Failed(text) if text.contains("\"nowhere\" does not exist")),
            "{error:?}"
        );
    })
    .await;
}

#[test]
fn a_pooler_of_another_kind_is_refused_by_its_name() {
    let error = "postgres://me@127.0.0.1/journal?pooler=session".parse::<DatabaseUrl>().unwrap_err();
    assert!(matches!(&error, Error::Invalid(text) if text.contains("pooler is session")), "{error:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_restarted_is_used_again_without_an_error() {
    on_postgres(async |place| {
        place.store().await.commit([insert(id(1), "one")]).await.unwrap();
        let named = format!("{}&application_name=restarted", place.address());
        let store = open(named.parse().unwrap()).await.unwrap();
        join_all((0..8).map(|_| count(&store))).await;
        let end = "select count(pg_terminate_backend(pid)) > 0 from pg_stat_activity where application_name = 'restarted'";
        for round in 0..5 {
            // What a restart does to each connection: a last message, then the end.
            let ended = connect(place.address()).await.query_one(end, &[]).await.unwrap();
            assert!(ended.get::<_, bool>(0));
            store.commit([rotate(id(1), round)]).await.unwrap();
            assert_eq!(generation(&store, id(1)).await, Some(round + 1));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cut_connections_are_replaced_without_an_error() {
    on_postgres(async |place| {
        let (proxy, store) = behind_proxy(place).await;
        for round in 0..5 {
            join_all((0..4).map(|_| count(&store))).await;
            proxy.cut();
            assert_eq!(generation(&store, id(1)).await, Some(round));
            proxy.cut();
            store.commit([rotate(id(1), round)]).await.unwrap();
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_cut_off_before_its_commit_is_done_once() {
    on_postgres(async |place| {
        let (proxy, store) = behind_proxy(place).await;
        for (round, trip) in (0..).zip([Trip::Before("begin"), Trip::After("begin")]) {
            proxy.trip(trip);
            store.commit([rotate(id(1), round), rotate(id(2), round)]).await.unwrap();
            assert!(proxy.tripped());
            assert_eq!(generation(&store, id(1)).await, Some(round + 1));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_cut_off_during_its_commit_is_uncertain_and_never_half_done() {
    on_postgres(async |place| {
        let (proxy, store) = behind_proxy(place).await;
        for (trip, done) in [(Trip::Before("commit\0"), 0), (Trip::After("commit\0"), 1)] {
            proxy.trip(trip);
            let error = store.commit([rotate(id(1), 0), rotate(id(2), 0)]).await.unwrap_err();
            assert!(matches!(error, Error::Uncertain(_)), "{error:?}");
            assert!(proxy.tripped());
            let both = (generation(&store, id(1)).await, generation(&store, id(2)).await);
            assert_eq!(both, (Some(done), Some(done)));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deadlock_is_tried_again() {
    on_postgres(async |place| {
        let store = place.store().await;
        store.commit([insert(id(1), "one"), insert(id(2), "two")]).await.unwrap();
        let other = connect(place.address()).await;
        let touch = |number| format!("update things set name = name || '!' where id = '{}'", id(number));
        // The other side must not be the one that notices, so it looks only after a minute.
        other.batch_execute("begin; set local deadlock_timeout = '60s'").await.unwrap();
        other.batch_execute(&touch(1)).await.unwrap();
        let commit = tokio::spawn({
            let store = store.clone();
            async move { store.commit([rotate(id(2), 0), rotate(id(1), 0)]).await }
        });
        tokio::time::sleep(Duration::from_millis(200)).await;
        other.batch_execute(&touch(2)).await.unwrap();
        other.batch_execute("commit").await.unwrap();
        commit.await.unwrap().unwrap();
        assert_eq!(generation(&store, id(2)).await, Some(1));
        let deadlocks = Query::new("select name from things where id = $1", [id(2).into()], |row| {
            row.get::<String>("name")
        });
        assert_eq!(store.get(deadlocks).await.unwrap().as_deref(), Some("two!"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn serialisation_failures_are_tried_again() {
    on_postgres(async |place| {
        place.store().await.commit([insert(id(1), "one")]).await.unwrap();
        let strict = with_option(place.address(), "default_transaction_isolation=serializable");
        let store = open(strict.parse().unwrap()).await.unwrap();
        let add = || {
            Change::new("update things set generation = generation + 1 where id = $1", [id(1).into()])
                .exactly(1)
        };
        for result in join_all((0..8).map(|_| store.commit([add()]))).await {
            result.unwrap();
        }
        assert_eq!(generation(&store, id(1)).await, Some(8));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_guard_holds_under_every_isolation() {
    on_postgres(async |place| {
        place.store().await.commit([insert(id(1), "one")]).await.unwrap();
        for (round, level) in (0..).zip(["read%20committed", "repeatable%20read", "serializable"]) {
            let quoted = with_option(
                place.address(),
                &format!("default_transaction_isolation={}", level.replace("%20", "%5C%20")),
            );
            let store = open(quoted.parse().unwrap()).await.unwrap();
            let results = join_all((0..8).map(|_| store.commit([rotate(id(1), round)]))).await;
            assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1, "{level}: {results:?}");
            assert_eq!(
                results.iter().filter(|result| result.as_ref().is_err_and(Error::is_conflict)).count(),
                7
            );
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tables_may_change_under_prepared_statements() {
    on_postgres(async |place| {
        let store = place.store().await;
        store.commit([insert(id(1), "one")]).await.unwrap();
        let everything = || Query::new("select * from things", [], |row| row.get::<String>("name"));
        join_all((0..8).map(|_| store.all(everything()))).await;
        let add =
            "alter table things add column more bigint; alter table things alter column name type varchar";
        connect(place.address()).await.batch_execute(add).await.unwrap();
        for found in join_all((0..8).map(|_| store.all(everything()))).await {
            assert_eq!(found.unwrap(), ["one"]);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_row_that_is_locked_for_ever_holds_nobody_for_ever() {
    on_postgres(async |place| {
        let store = place.store().await;
        store.commit([insert(id(1), "one")]).await.unwrap();
        let other = connect(place.address()).await;
        other.batch_execute("begin; select * from things for update").await.unwrap();
        let error = store.commit([rotate(id(1), 0)]).await.unwrap_err();
        assert!(away(&error).contains("too busy"), "{error}");
        other.batch_execute("rollback").await.unwrap();
        store.commit([rotate(id(1), 0)]).await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn errors_quote_no_values() {
    on_postgres(async |place| {
        let store = place.store().await;
        store.commit([insert(id(1), "canary")]).await.unwrap();
        let twice = store.commit([insert(id(2), "canary")]).await.unwrap_err();
        let cast = Change::new("update things set generation = cast($1 as text)::bigint", ["canary".into()]);
        let cast = store.commit([cast]).await.unwrap_err();
        for error in [twice, cast] {
            assert!(!format!("{error} {error:?}").contains("canary"), "{error}");
        }
    })
    .await;
}
