use crate::place::{id, invalid, noon, on_each_way};
use jiff::Timestamp;
use store::{Change, Engine, Query, Store, Value};
use uuid::Uuid;

const INSERT: &str =
    "insert into every_type (id, a_boolean, an_integer, a_bigint, a_text, a_bytea, a_uuid, a_time, a_jsonb)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

async fn keep(store: &Store, number: u128, values: [Value; 8]) {
    let mut params = vec![id(number).into()];
    params.extend(values);
    store.commit([Change::new(INSERT, params)]).await.unwrap();
}

async fn keep_time(store: &Store, number: u128, time: Timestamp) {
    let sql = "insert into every_type (id, a_time) values ($1, $2)";
    store.commit([Change::new(sql, [id(number).into(), time.into()])]).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_type_comes_back_as_it_went_in() {
    on_each_way(async |place| {
        let store = place.store().await;
        let bytes: Vec<u8> = (0..=255).collect();
        let text = "Schöne Grüße, 日記 \u{1F58B}\r\n'\"\\ $1";
        let values = [
            true.into(),
            i32::MIN.into(),
            i64::MAX.into(),
            text.into(),
            bytes.clone().into(),
            id(7).into(),
            noon().into(),
            Value::Json(r#"{"a": [1]}"#.into()),
        ];
        keep(&store, 1, values).await;
        let found = Query::new("select * from every_type where id = $1", [id(1).into()], |row| {
            let numbers =
                (row.get::<bool>("a_boolean")?, row.get::<i32>("an_integer")?, row.get::<i64>("a_bigint")?);
            let rest =
                (row.get::<Uuid>("a_uuid")?, row.get::<Timestamp>("a_time")?, row.get::<String>("a_jsonb")?);
            Ok((numbers, row.get::<String>("a_text")?, row.get::<Vec<u8>>("a_bytea")?, rest))
        });
        let ((boolean, integer, bigint), a_text, a_bytea, (uuid, time, json)) =
            store.get(found).await.unwrap().unwrap();
        assert_eq!((boolean, integer, bigint), (true, i32::MIN, i64::MAX));
        assert_eq!((a_text.as_str(), a_bytea), (text, bytes));
        assert_eq!((uuid, time, json.as_str()), (id(7), noon(), r#"{"a": [1]}"#));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn null_fits_every_column_type() {
    on_each_way(async |place| {
        let store = place.store().await;
        keep(&store, 1, [const { Value::Null }; 8]).await;
        let found = Query::new("select * from every_type", [], |row| {
            Ok([
                row.get::<Option<bool>>("a_boolean")?.is_none(),
                row.get::<Option<i32>>("an_integer")?.is_none(),
                row.get::<Option<i64>>("a_bigint")?.is_none(),
                row.get::<Option<String>>("a_text")?.is_none(),
                row.get::<Option<Vec<u8>>>("a_bytea")?.is_none(),
                row.get::<Option<Uuid>>("a_uuid")?.is_none(),
                row.get::<Option<Timestamp>>("a_time")?.is_none(),
                row.get::<Option<String>>("a_jsonb")?.is_none(),
            ])
        });
        assert_eq!(store.get(found).await.unwrap(), Some([true; 8]));
        let strict = Query::new("select a_text from every_type", [], |row| row.get::<String>("a_text"));
        assert_eq!(invalid(&store.get(strict).await.unwrap_err()), "column a_text is null, not text");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn times_are_exact_to_the_microsecond() {
    on_each_way(async |place| {
        let store = place.store().await;
        let times = [
            "1970-01-01T00:00:00Z",
            "1969-12-31T23:59:59.999999Z",
            "1999-12-31T23:59:59.999999Z",
            "2026-05-17T12:34:56.000001Z",
            "0001-01-01T00:00:00.000001Z",
            "9999-12-30T21:59:59.999999Z",
        ];
        for (number, text) in (0..).zip(times) {
            let time: Timestamp = text.parse().unwrap();
            keep_time(&store, number, time).await;
            let found = Query::new(
                "select a_time from every_type where id = $1 and a_time = $2",
                [id(number).into(), time.into()],
                |row| row.get("a_time"),
            );
            assert_eq!(store.get(found).await.unwrap(), Some(time), "{text}");
        }
        let ordered = Query::new("select a_time from every_type order by a_time", [], |row| {
            row.get::<Timestamp>("a_time")
        });
        assert!(store.all(ordered).await.unwrap().is_sorted());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_finer_than_a_microsecond_is_cut_off() {
    on_each_way(async |place| {
        let store = place.store().await;
        keep_time(&store, 1, "2026-05-17T12:00:00.123456999Z".parse().unwrap()).await;
        let found = Query::new("select a_time from every_type", [], |row| row.get("a_time"));
        assert_eq!(store.get(found).await.unwrap(), Some(noon()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nul_in_text_is_refused_in_words() {
    on_each_way(async |place| {
        let store = place.store().await;
        let change =
            Change::new("insert into things (id, name) values ($1, $2)", [id(1).into(), "a\0b".into()]);
        assert_eq!(
            invalid(&store.commit([change]).await.unwrap_err()),
            "parameter $2: text must not hold a NUL"
        );
        let query =
            Query::new("select id from things where name = $1", ["\0".into()], |row| row.get::<Uuid>("id"));
        invalid(&store.get(query).await.unwrap_err());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_value_of_another_type_than_its_column_is_refused() {
    on_each_way(async |place| {
        let store = place.store().await;
        for (sql, value) in [
            ("insert into every_type (id, a_uuid) values ($1, $2)", Value::from("text")),
            ("insert into every_type (id, a_bigint) values ($1, $2)", Value::from("text")),
            ("insert into every_type (id, a_time) values ($1, $2)", Value::from("text")),
            ("insert into every_type (id, a_bytea) values ($1, $2)", Value::from(1)),
        ] {
            invalid(&store.commit([Change::new(sql, [id(1).into(), value])]).await.unwrap_err());
        }
    })
    .await;
}

/// ASVS 1.4.2
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_number_that_does_not_fit_its_type_is_refused() {
    on_each_way(async |place| {
        let store = place.store().await;
        let [null, big] = [Value::Null, Value::from(-1_i64 - i64::from(u32::MAX))];
        keep(
            &store,
            1,
            [null.clone(), null.clone(), big, null.clone(), null.clone(), null.clone(), null.clone(), null],
        )
        .await;
        let sql = "select a_bigint from every_type";
        let error = store.get(Query::new(sql, [], |row| row.get::<i32>("a_bigint"))).await.unwrap_err();
        assert_eq!(invalid(&error), "column a_bigint is an integer, not an integer of 32 bits");
        assert!(store.get(Query::new(sql, [], |row| row.get::<u32>("a_bigint"))).await.is_err());
        assert!(store.get(Query::new(sql, [], |row| row.get::<u64>("a_bigint"))).await.is_err());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bytes_of_another_length_are_refused() {
    on_each_way(async |place| {
        let store = place.store().await;
        let sql = "insert into every_type (id, a_bytea) values ($1, $2)";
        store.commit([Change::new(sql, [id(1).into(), [7_u8; 32].into()])]).await.unwrap();
        let of = |read| Query::new("select a_bytea from every_type", [], read);
        assert_eq!(store.get(of(|row| row.get::<[u8; 32]>("a_bytea"))).await.unwrap(), Some([7; 32]));
        let error = store.get(of(|row| {
            row.get::<[u8; 32]>("a_bytea").and(row.get::<[u8; 31]>("a_bytea")).map(|_| [0; 32])
        }));
        assert_eq!(invalid(&error.await.unwrap_err()), "column a_bytea is 32 bytes, not 31");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn long_values_come_back_whole() {
    on_each_way(async |place| {
        let store = place.store().await;
        let (text, bytes) = ("ä".repeat(600_000), vec![0_u8; 1_500_000]);
        let sql = "insert into every_type (id, a_text, a_bytea) values ($1, $2, $3)";
        store
            .commit([Change::new(sql, [id(1).into(), text.clone().into(), bytes.clone().into()])])
            .await
            .unwrap();
        let found = Query::new("select a_text, a_bytea from every_type", [], |row| {
            Ok((row.get::<String>("a_text")?, row.get::<Vec<u8>>("a_bytea")?))
        });
        assert_eq!(store.get(found).await.unwrap(), Some((text, bytes)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn counts_and_sums_are_numbers_on_both_engines() {
    on_each_way(async |place| {
        let store = place.store().await;
        store.commit([crate::place::insert(id(1), "one"), crate::place::insert(id(2), "two")]).await.unwrap();
        let sums = Query::new(
            "select count(*) as n, cast(sum(generation) as bigint) as total from things limit $1",
            [5.into()],
            |row| Ok((row.get::<i64>("n")?, row.get::<Option<i64>>("total")?)),
        );
        assert_eq!(store.get(sums).await.unwrap(), Some((2, Some(0))));
        assert_eq!(
            store.engine(),
            if place.engine() == Engine::Sqlite { Engine::Sqlite } else { Engine::Postgres }
        );
    })
    .await;
}

#[test]
fn a_value_shows_its_kind_and_never_itself() {
    let shown = format!("{:?}", [Value::from("secret"), vec![1_u8, 2].into(), id(1).into(), Value::Null]);
    assert_eq!(shown, "[text of 6, bytea of 2, uuid, null]");
    let change = Change::new("update things set name = $1", ["secret".into()]);
    assert!(!format!("{change:?}").contains("secret"));
}
