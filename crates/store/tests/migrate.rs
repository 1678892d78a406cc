use crate::place::{id, noon, on_each_way};
use store::{Change, Engine, Error, Migrations, Query, Store};

const FIRST: (u32, &str, &str) =
    (1, "first", "create table one (id uuid primary key, at timestamptz not null);");
const SECOND: (u32, &str, &str) =
    (2, "second", "alter table one add column is_new boolean not null default false;");
const THIRD: (u32, &str, &str) =
    (3, "third", "create table three (id uuid primary key); create table no (no no);");

async fn migrate(store: &Store, list: &[(u32, &'static str, &'static str)]) -> Result<Vec<u32>, Error> {
    store.migrate_to(&Migrations::from(list), noon()).await.map(|migrated| migrated.applied)
}

fn refused(result: Result<Vec<u32>, Error>) -> String {
    let Err(Error::Migration(text)) = result else { panic!("not refused: {result:?}") };
    text
}

async fn numbers(store: &Store) -> Vec<i64> {
    let query = Query::new("select number, applied_at from schema_migrations order by number", [], |row| {
        assert_eq!(row.get::<jiff::Timestamp>("applied_at")?, noon());
        row.get("number")
    });
    store.all(query).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_is_applied_once() {
    on_each_way(async |place| {
        let store = place.open().await;
        assert_eq!(migrate(&store, &[FIRST]).await.unwrap(), [1]);
        assert_eq!(migrate(&store, &[FIRST, SECOND]).await.unwrap(), [2]);
        assert_eq!(migrate(&store, &[FIRST, SECOND]).await.unwrap(), [0; 0]);
        assert_eq!(numbers(&store).await, [1, 2]);
        let change = Change::new(
            "insert into one (id, at, is_new) values ($1, $2, $3)",
            [id(1).into(), noon().into(), true.into()],
        );
        store.commit([change]).await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nodes_may_start_together() {
    on_each_way(async |place| {
        let starting: Vec<_> = (0..6)
            .map(|_| {
                let url = place.url.clone();
                tokio::spawn(async move {
                    let store = Store::open(store::Options { url, connections: 2 }).await.unwrap();
                    migrate(&store, &[FIRST, SECOND]).await.unwrap().len()
                })
            })
            .collect();
        let mut applied = 0;
        for node in starting {
            applied += node.await.unwrap();
        }
        assert_eq!(applied, 2);
        assert_eq!(numbers(&place.open().await).await, [1, 2]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_newer_database_is_refused_and_not_touched() {
    on_each_way(async |place| {
        let store = place.open().await;
        migrate(&store, &[FIRST, SECOND]).await.unwrap();
        let text = refused(migrate(&store, &[FIRST]).await);
        assert_eq!(
            text,
            "the database is newer than this program: it has migration 2 (second), the program knows up to 1"
        );
        assert_eq!(numbers(&store).await, [1, 2]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_changed_one_is_refused() {
    on_each_way(async |place| {
        let store = place.open().await;
        migrate(&store, &[FIRST]).await.unwrap();
        let changed = (1, "first", "create table other (id uuid primary key);");
        let text = refused(migrate(&store, &[changed, SECOND]).await);
        assert_eq!(text, "migration 1 (first) was changed after the database had applied it");
        assert_eq!(numbers(&store).await, [1]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_that_was_jumped_over_is_refused() {
    on_each_way(async |place| {
        let store = place.open().await;
        migrate(&store, &[FIRST, (3, "later", "create table three (id uuid primary key);")]).await.unwrap();
        let text = refused(migrate(&store, &[FIRST, SECOND, (3, "later", "")]).await);
        assert_eq!(text, "the database went past migration 2 (second) without applying it");
        refused(migrate(&store, &[SECOND, FIRST]).await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_that_fails_leaves_nothing_behind_and_says_where() {
    on_each_way(async |place| {
        let store = place.open().await;
        let text = refused(migrate(&store, &[FIRST, SECOND, THIRD]).await);
        assert!(text.starts_with("migration 3 (third): "), "{text}");
        assert_eq!(numbers(&store).await, [1, 2]);
        let half = Query::new("select count(*) as n from three", [], |row| row.get::<i64>("n"));
        assert!(store.get(half).await.is_err());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_types_are_translated_not_strings_names_or_comments() {
    on_each_way(async |place| {
        let odd = r#"
            /* a jsonb; in a comment */
            create table odd (
                "uuid" text not null default 'bigint; it''s a bytea', -- boolean;
                id UUID not null primary key
            );
            create index odd_by_uuid on odd ("uuid");
            insert into odd (id) values ($ID);
            create table last (at timestamptz)"#;
        let literal = if place.engine() == Engine::Sqlite { "zeroblob(16)" } else { "gen_random_uuid()" };
        let sql: &str = odd.replace("$ID", literal).leak();
        let store = place.open().await;
        migrate(&store, &[(1, "odd", sql)]).await.unwrap();
        let found = Query::new(r#"select "uuid" as found from odd"#, [], |row| row.get::<String>("found"));
        assert_eq!(store.get(found).await.unwrap().as_deref(), Some("bigint; it's a bytea"));
        for sql in ["insert into odd (id) values ($1)", "insert into last (at) values ($1)"] {
            assert!(store.commit([Change::new(sql, ["text".into()])]).await.is_err(), "{sql}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_programs_own_are_applied() {
    on_each_way(async |place| {
        let store = place.open().await;
        let migrated = store.migrate(noon()).await.unwrap();
        assert_eq!(migrated.applied.last(), Some(&migrated.number));
        assert!(store.migrate(noon()).await.unwrap().applied.is_empty());
        assert_eq!(store.check_integrity().await.unwrap(), [""; 0]);
    })
    .await;
}

#[test]
fn every_file_in_the_folder_is_in_the_program() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    assert_eq!(Migrations::embedded().files(), files);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn how_far_a_database_is_can_be_told_without_changing_it() {
    on_each_way(async |place| {
        let store = place.open().await;
        for _ in 0..2 {
            let standing = store.standing().await.unwrap();
            assert_eq!((standing.number, standing.missing.first()), (0, Some(&1)));
        }
        let migrated = store.migrate(noon()).await.unwrap();
        let standing = store.standing().await.unwrap();
        assert_eq!((standing.number, standing.missing.len()), (migrated.number, 0));
        let newer =
            "insert into schema_migrations (number, name, applied_at, digest) values (9000, 'later', $1, $2)";
        store.commit([Change::new(newer, [noon().into(), [0_u8; 32].into()])]).await.unwrap();
        assert!(matches!(store.standing().await, Err(Error::Migration(_))));
    })
    .await;
}
