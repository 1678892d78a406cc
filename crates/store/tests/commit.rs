use crate::place::{count, generation, id, insert, invalid, on_each_way, rotate};
use futures_util::FutureExt;
use store::{Change, Error};

/// ASVS 2.3.3
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_is_done_as_a_whole() {
    on_each_way(async |place| {
        let store = place.store().await;
        store.commit([insert(id(1), "one"), insert(id(2), "two"), rotate(id(1), 0)]).await.unwrap();
        assert_eq!(count(&store).await, 2);
        assert_eq!(generation(&store, id(1)).await, Some(1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guard_that_misses_undoes_the_whole_list_and_says_which() {
    on_each_way(async |place| {
        let store = place.store().await;
        store.commit([insert(id(1), "one")]).await.unwrap();
        let stale = rotate(id(1), 7).called("stale generation");
        let error = store.commit([insert(id(2), "two"), rotate(id(1), 0), stale]).await.unwrap_err();
        assert_eq!(error.conflict(), Some("stale generation"));
        assert!(error.is_conflict());
        assert_eq!(count(&store).await, 1);
        assert_eq!(generation(&store, id(1)).await, Some(0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_guard_that_misses_is_the_one_named() {
    on_each_way(async |place| {
        let store = place.store().await;
        let list = [
            rotate(id(1), 0).called("first"),
            insert(id(2), "two").exactly(2).called("second"),
            insert(id(2), "two").called("third"),
        ];
        assert_eq!(store.commit(list).await.unwrap_err().conflict(), Some("first"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_single_change_that_touched_too_many_rows_is_undone() {
    on_each_way(async |place| {
        let store = place.store().await;
        store.commit([insert(id(1), "one"), insert(id(2), "two")]).await.unwrap();
        let all =
            Change::new("delete from things where generation = $1", [0.into()]).exactly(1).called("all");
        assert_eq!(store.commit([all]).await.unwrap_err().conflict(), Some("all"));
        assert_eq!(count(&store).await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unnamed_guard_is_called_by_its_statement() {
    on_each_way(async |place| {
        let store = place.store().await;
        let sql = "delete from things where id = $1";
        let error = store.commit([Change::new(sql, [id(9).into()]).exactly(1)]).await.unwrap_err();
        assert_eq!(error.conflict(), Some(sql));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn broken_constraints_are_conflicts_of_their_change() {
    on_each_way(async |place| {
        let store = place.store().await;
        store.commit([insert(id(1), "taken")]).await.unwrap();
        let part = |thing, number: i32| {
            Change::new(
                "insert into parts (thing_id, number) values ($1, $2)",
                [id(thing).into(), number.into()],
            )
        };
        let high =
            Change::new("update things set generation = $2 where id = $1", [id(1).into(), 1000.into()]);
        for (change, kind) in [
            (insert(id(2), "taken"), "unique"),
            (insert(id(1), "other"), "primary key"),
            (part(5, 1), "foreign key"),
            (high, "check"),
        ] {
            let error = store.commit([insert(id(3), "three"), change.called(kind)]).await.unwrap_err();
            assert_eq!(error.conflict(), Some(kind), "{error}");
        }
        assert_eq!(count(&store).await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_missing_value_is_a_mistake_and_no_conflict() {
    on_each_way(async |place| {
        let store = place.store().await;
        let null = Change::new(
            "insert into things (id, generation) values ($1, $2)",
            [id(1).into(), None::<i64>.into()],
        );
        invalid(&store.commit([null]).await.unwrap_err());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_statement_undoes_its_list_and_harms_no_other() {
    on_each_way(async |place| {
        let store = place.store().await;
        let wrong = Change::new("update nothing set at = $1", [1.into()]);
        invalid(&store.commit([insert(id(1), "one"), wrong]).await.unwrap_err());
        assert_eq!(count(&store).await, 0);
        store.commit([insert(id(1), "one")]).await.unwrap();
        assert_eq!(count(&store).await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_empty_list_is_done() {
    on_each_way(async |place| place.store().await.commit([]).await.unwrap()).await;
}

/// ASVS 2.3.4
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_fifty_racing_guarded_changes_exactly_one_wins() {
    on_each_way(async |place| {
        let store = place.store().await;
        store.commit([insert(id(1), "one")]).await.unwrap();
        for round in 0..5 {
            let racing: Vec<_> = (0..50)
                .map(|_| {
                    let store = store.clone();
                    tokio::spawn(async move { store.commit([rotate(id(1), round)]).await })
                })
                .collect();
            let mut won = 0;
            for racer in racing {
                match racer.await.unwrap() {
                    Ok(()) => won += 1,
                    Err(error) => assert_eq!(error.conflict(), Some("rotate"), "{error}"),
                }
            }
            assert_eq!(won, 1);
            assert_eq!(generation(&store, id(1)).await, Some(round + 1));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_committed_is_read_at_once_by_everyone() {
    on_each_way(async |place| {
        let store = place.store().await;
        let writers: Vec<_> = (0..8)
            .map(|writer| {
                let store = store.clone();
                tokio::spawn(async move {
                    store.commit([insert(id(writer), &writer.to_string())]).await.unwrap();
                    for from in 0..40 {
                        store.commit([rotate(id(writer), from)]).await.unwrap();
                        assert_eq!(generation(&store, id(writer)).await, Some(from + 1));
                    }
                })
            })
            .collect();
        for writer in writers {
            writer.await.unwrap();
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_caller_that_goes_away_leaves_its_list_done() {
    on_each_way(async |place| {
        let store = place.store().await;
        let mut under_way = 0;
        for number in 0..20 {
            let list = [insert(id(number), &number.to_string()), rotate(id(number), 0)];
            under_way += usize::from(store.commit(list).now_or_never().is_none());
        }
        assert!(under_way > 0, "each list was done before its caller could go away");
        let all = async {
            while count(&store).await < 20 {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(20), all).await.unwrap();
        for number in 0..20 {
            assert_eq!(generation(&store, id(number)).await, Some(1));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_committed_is_still_there_after_a_restart() {
    on_each_way(async |place| {
        let store = place.store().await;
        store.commit([insert(id(1), "one")]).await.unwrap();
        store.close().await;
        let store = place.open().await;
        store.commit([insert(id(2), "two")]).await.unwrap();
        // Gone without a word, as a killed program is.
        drop(store);
        assert_eq!(count(&place.open().await).await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closing_finishes_what_waits_and_refuses_the_rest() {
    on_each_way(async |place| {
        let store = place.store().await;
        store.commit([insert(id(1), "one")]).await.unwrap();
        store.close().await;
        store.close().await;
        assert!(matches!(store.commit([insert(id(2), "two")]).await, Err(Error::Away(_))));
        assert_eq!(count(&place.open().await).await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn deleting_a_row_deletes_what_hangs_on_it() {
    on_each_way(async |place| {
        let store = place.store().await;
        let part = Change::new("insert into parts (thing_id, number) values ($1, 1)", [id(1).into()]);
        store.commit([insert(id(1), "one"), part]).await.unwrap();
        let delete = Change::new("delete from things where id = $1", [id(1).into()]).exactly(1);
        let left =
            Change::new("delete from parts where thing_id = $1", [id(1).into()]).exactly(0).called("left");
        store.commit([delete, left]).await.unwrap();
    })
    .await;
}
