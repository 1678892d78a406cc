use crate::place::{count, id, insert, invalid, on_each_engine, on_each_way};
use store::{Query, Row};

fn name(row: &Row<'_>) -> Result<String, store::Error> {
    row.get("name")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_none_and_one_is_some() {
    on_each_way(async |place| {
        let store = place.store().await;
        let by_id = |number| Query::new("select name from things where id = $1", [id(number).into()], name);
        store.commit([insert(id(1), "one")]).await.unwrap();
        assert_eq!(store.get(by_id(1)).await.unwrap().as_deref(), Some("one"));
        assert_eq!(store.get(by_id(2)).await.unwrap(), None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_rows_where_one_was_expected_are_a_mistake() {
    on_each_way(async |place| {
        let store = place.store().await;
        store.commit([insert(id(1), "one"), insert(id(2), "two")]).await.unwrap();
        let error = store.get(Query::new("select name from things", [], name)).await.unwrap_err();
        assert!(invalid(&error).contains("more than one row"), "{error}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_rows_come_in_their_order() {
    on_each_way(async |place| {
        let store = place.store().await;
        store.commit((0..300).map(|number| insert(id(number), &format!("{number:03}")))).await.unwrap();
        let backwards = Query::new("select name from things order by name desc", [], name);
        let names = store.all(backwards).await.unwrap();
        assert_eq!(names.len(), 300);
        assert_eq!((names[0].as_str(), names[299].as_str()), ("299", "000"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn placeholders_may_come_in_any_order_and_more_than_once() {
    on_each_way(async |place| {
        let store = place.store().await;
        store.commit([insert(id(1), "one"), insert(id(2), "two")]).await.unwrap();
        let mixed = Query::new(
            "select name from things where (name = $2 or name = $2) and id = $1 and generation < $3",
            [id(2).into(), "two".into(), 1.into()],
            name,
        );
        assert_eq!(store.get(mixed).await.unwrap().as_deref(), Some("two"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn columns_may_be_read_in_any_order_and_more_than_once() {
    on_each_way(async |place| {
        let store = place.store().await;
        store.commit([insert(id(1), "one")]).await.unwrap();
        let jumping = Query::new("select id, name, generation from things", [], |row| {
            let last: i64 = row.get("generation")?;
            let first = row.get::<uuid::Uuid>("id")?;
            assert_eq!((last, first), (0, row.get("id")?));
            row.get::<String>("name")
        });
        assert_eq!(store.get(jumping).await.unwrap().as_deref(), Some("one"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_number_of_parameters_is_a_mistake() {
    // Without a name it is a breach of protocol, which poolers also call what passes.
    on_each_engine(async |place| {
        let store = place.store().await;
        let sql = "select name from things where id = $1";
        invalid(&store.get(Query::new(sql, [], name)).await.unwrap_err());
        invalid(&store.get(Query::new(sql, [id(1).into(), 2.into()], name)).await.unwrap_err());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_missing_column_is_named() {
    on_each_way(async |place| {
        let store = place.store().await;
        store.commit([insert(id(1), "one")]).await.unwrap();
        let missing = Query::new("select id from things", [], name);
        assert!(invalid(&store.get(missing).await.unwrap_err()).contains("column name is not in the answer"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_that_panics_harms_nobody_else() {
    on_each_way(async |place| {
        let store = place.store().await;
        store.commit([insert(id(1), "one")]).await.unwrap();
        for _ in 0..20 {
            let panicking: Query<()> =
                Query::new("select id from things", [], |_| panic!("as the test wants"));
            let store = store.clone();
            let ended = tokio::spawn(async move {
                store.get(panicking.clone()).await.is_ok() && store.all(panicking).await.is_ok()
            });
            assert!(ended.await.is_err());
        }
        assert_eq!(count(&store).await, 1);
    })
    .await;
}
