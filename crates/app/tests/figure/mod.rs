//! What is counted over time, as the admin console tells it.

mod asked;
mod cost;

use app::{admin, figure, work};
use reqwest::Method;
use serde_json::{Value, json};
use store::{Engine, Query};
use testkit::{Answer, PASSWORD, TestApp, Tokens};

const ROOT: &str = "root@example.net";
const HOUR: i64 = 3_600;

/// A Journal with an admin who has not signed in yet.
async fn with_admin() -> TestApp {
    let journal = TestApp::start().await;
    admin::create(&journal.app, ROOT, PASSWORD, app::access::Role::Admin).await.expect("made");
    journal
}

async fn figures(journal: &TestApp, root: &str, query: &str) -> Answer {
    journal.call(Method::GET, &format!("/api/admin/figures?{query}"), root, None).await
}

/// The numbers of one series; none when there is no such series.
async fn numbers(
    journal: &TestApp,
    root: &str,
    query: &str,
    (name, label): (&str, Option<&str>),
) -> Vec<i64> {
    let answer = figures(journal, root, query).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let series = answer.json["series"].as_array().cloned().unwrap_or_default();
    let found = series.iter().find(|one| one["name"] == name && one["label"].as_str() == label);
    let points = found.map(|one| one["points"].as_array().cloned().unwrap_or_default()).unwrap_or_default();
    points.iter().filter_map(|point| point["value"].as_i64()).collect()
}

/// What the last step of a series tells.
async fn last(journal: &TestApp, root: &str, query: &str, series: (&str, Option<&str>)) -> i64 {
    numbers(journal, root, query, series).await.last().copied().unwrap_or_default()
}

async fn login(journal: &TestApp, email: &str, password: &str) -> Answer {
    journal.post("/api/auth/login", &json!({"email": email, "password": password})).await
}

#[tokio::test]
async fn sign_ins_are_told_by_way_and_refused_ones_by_reason() {
    let journal = with_admin().await;
    let ada = journal.person("ada@example.com").await;
    journal.sign_in(&ada.email, PASSWORD).await;
    for _ in 0..3 {
        assert_eq!(login(&journal, &ada.email, "a wrong one, and long enough").await.status, 401);
    }
    assert_eq!(login(&journal, "nobody@example.com", PASSWORD).await.status, 401);
    let waiting = json!({"email": "bob@example.com", "password": PASSWORD});
    assert_eq!(journal.post("/api/auth/register", &waiting).await.status, 202);
    assert_eq!(login(&journal, "bob@example.com", PASSWORD).await.refusal(), (403, "email_not_verified"));
    admin::disable(&journal.app, &ada.email).await.expect("disabled");
    assert_eq!(login(&journal, &ada.email, PASSWORD).await.refusal(), (403, "account_disabled"));
    let root = journal.sign_in(ROOT, PASSWORD).await.access;
    for step in ["step=hour", "step=day"] {
        let last = async |name, label| last(&journal, &root, step, (name, Some(label))).await;
        assert_eq!(last("sign_ins", "password").await, 3, "{step}");
        assert_eq!(last("sign_ins", "passkey").await, 0);
        assert_eq!(last("sign_in_failures", "invalid_credentials").await, 4);
        assert_eq!(last("sign_in_failures", "email_not_verified").await, 1);
        assert_eq!(last("sign_in_failures", "account_disabled").await, 1);
    }
}

#[tokio::test]
async fn refreshes_retries_and_reuse_are_told_apart() {
    let journal = with_admin().await;
    let first = journal.sign_in(ROOT, PASSWORD).await.refresh;
    let second = Tokens::of(&journal.refresh(&first).await).refresh;
    assert_eq!(journal.refresh(&first).await.status, 200, "the lost answer once more");
    journal.advance(31);
    assert_eq!(journal.refresh(&second).await.status, 200);
    journal.advance(31);
    assert_eq!(journal.refresh(&first).await.refusal(), (401, "refresh_reused"));
    assert_eq!(journal.refresh(&first).await.refusal(), (401, "session_revoked"));
    let root = journal.sign_in(ROOT, PASSWORD).await.access;
    let last = async |name| last(&journal, &root, "step=hour", (name, None)).await;
    let told = [last("refreshes").await, last("refresh_retries").await, last("refresh_reuses").await];
    assert_eq!(told, [2, 1, 1]);
}

#[tokio::test]
async fn people_are_active_once_however_often_they_come() {
    let journal = with_admin().await;
    let ada = journal.person("ada@example.com").await;
    journal.sign_in(&ada.email, PASSWORD).await;
    let root = journal.sign_in(ROOT, PASSWORD).await;
    let people = ("active_people", None);
    assert_eq!(last(&journal, &root.access, "step=hour", people).await, 2);
    journal.advance(2 * HOUR);
    let refreshed = journal.refresh(&root.refresh).await;
    let access = refreshed.text("access_token").to_owned();
    let hours = numbers(&journal, &access, "step=hour", people).await;
    assert_eq!(hours[hours.len() - 3..], [2, 0, 1]);
    assert_eq!(last(&journal, &access, "step=day", people).await, 2);
}

#[tokio::test]
async fn a_count_of_people_stays_when_one_of_them_is_no_more() {
    let journal = with_admin().await;
    let ada = journal.person("ada@example.com").await;
    let root = journal.sign_in(ROOT, PASSWORD).await.access;
    let people = ("active_people", None);
    assert_eq!(last(&journal, &root, "", people).await, 2);
    let gone = store::Change::new("delete from sessions where account_id = $1", [uuid(&ada.id).into()]);
    journal.app.store.commit([gone]).await.expect("gone");
    assert_eq!(last(&journal, &root, "", people).await, 2);
}

fn uuid(id: &str) -> uuid::Uuid {
    id.parse().expect("an id")
}

#[tokio::test]
async fn what_was_counted_survives_a_restart() {
    let journal = with_admin().await;
    let tokens = journal.sign_in(ROOT, PASSWORD).await;
    assert_eq!(login(&journal, ROOT, "a wrong one, and long enough").await.status, 401);
    let journal = journal.restart().await;
    let root = tokens.access;
    assert_eq!(last(&journal, &root, "", ("sign_ins", Some("password"))).await, 1);
    assert_eq!(last(&journal, &root, "", ("sign_in_failures", Some("invalid_credentials"))).await, 1);
    journal.sign_in(ROOT, PASSWORD).await;
    assert_eq!(last(&journal, &root, "", ("sign_ins", Some("password"))).await, 2);
}

#[tokio::test]
async fn nodes_add_up() {
    let journal = with_admin().await;
    let other = journal.another_node().await;
    for _ in 0..4 {
        journal.sign_in(ROOT, PASSWORD).await;
        other.sign_in(ROOT, PASSWORD).await;
    }
    let both = futures_util::future::join(figure::write_down(&journal.app), figure::write_down(&other.app));
    let (here, there) = both.await;
    here.and(there).expect("written");
    let root = other.sign_in(ROOT, PASSWORD).await.access;
    let sign_ins = ("sign_ins", Some("password"));
    assert_eq!(last(&other, &root, "", sign_ins).await, 9);
    assert_eq!(last(&journal, &root, "step=hour", sign_ins).await, 9);
    assert_eq!(last(&journal, &root, "", ("active_people", None)).await, 1, "the same one on both");
}

#[tokio::test]
async fn what_the_database_did_not_take_is_written_the_next_time() {
    let journal = with_admin().await;
    let root = journal.sign_in(ROOT, PASSWORD).await.access;
    rename(&journal, "figures", "elsewhere").await;
    figure::write_down(&journal.app).await.expect_err("there is no table");
    assert_eq!(
        login(&journal, ROOT, "a wrong one, and long enough").await.status,
        401,
        "nobody waits for it"
    );
    rename(&journal, "elsewhere", "figures").await;
    assert_eq!(last(&journal, &root, "", ("sign_ins", Some("password"))).await, 1);
    assert_eq!(last(&journal, &root, "", ("sign_in_failures", Some("invalid_credentials"))).await, 1);
}

async fn rename(journal: &TestApp, from: &str, to: &str) {
    let sql: &'static str = Box::leak(format!("alter table {from} rename to {to}").into_boxed_str());
    journal.app.store.commit([store::Change::new(sql, [])]).await.expect("renamed");
}

#[tokio::test]
async fn hours_are_forgotten_after_8_days_and_days_after_400() {
    let journal = with_admin().await;
    journal.sign_in(ROOT, PASSWORD).await;
    figure::write_down(&journal.app).await.expect("written");
    let kept = async || {
        let rows = Query::new("select step from figures order by step", [], |row| row.get::<String>("step"));
        work::sweep(&journal.app).await.expect("swept");
        let mut steps = journal.app.store.all(rows).await.expect("read");
        steps.dedup();
        steps
    };
    journal.advance(8 * 24 * HOUR);
    assert_eq!(kept().await, ["day", "hour"]);
    journal.advance(HOUR);
    assert_eq!(kept().await, ["day"]);
    journal.advance(392 * 24 * HOUR - HOUR);
    assert_eq!(kept().await, ["day"]);
    journal.advance(24 * HOUR);
    assert!(kept().await.is_empty());
}

#[tokio::test]
async fn no_row_holds_a_person() {
    let journal = with_admin().await;
    let ada = journal.person("ada@example.com").await;
    login(&journal, &ada.email, "a wrong one, and long enough").await;
    journal.refresh(&ada.tokens.refresh).await;
    figure::write_down(&journal.app).await.expect("written");
    let columns = match journal.app.store.engine() {
        Engine::Sqlite => "select name from pragma_table_info('figures') order by name",
        Engine::Postgres => {
            "select cast(column_name as text) as name from information_schema.columns
             where table_schema = current_schema() and table_name = 'figures' order by column_name"
        }
    };
    let columns = Query::new(columns, [], |row| row.get::<String>("name"));
    let columns = journal.app.store.all(columns).await.expect("the schema");
    assert_eq!(columns, ["begins_at", "label", "name", "step", "value"]);
    let rows = Query::new("select name, label from figures", [], |row| {
        Ok([row.get::<String>("name")?, row.get::<String>("label")?])
    });
    let words = journal.app.store.all(rows).await.expect("rows");
    assert!(words.len() >= 8, "{words:?}");
    let is_plain = |word: &String| word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    assert!(words.iter().flatten().all(is_plain), "words of the program alone: {words:?}");
}

/// The names of the series that an answer holds.
fn names(answer: &Answer) -> Vec<&str> {
    let series = answer.json["series"].as_array().map(Vec::as_slice).unwrap_or_default();
    series.iter().filter_map(|one: &Value| one["name"].as_str()).collect()
}
