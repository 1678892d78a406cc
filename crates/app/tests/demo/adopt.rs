use app::access::Role;
use app::id::AccountId;
use app::{admin, audit};
use reqwest::Method;
use serde_json::{Value, json};
use store::{Change, Query};
use testkit::{PASSWORD, TestApp};

use super::demo;

const ADA: &str = "ada@example.com";

async fn in_demo_mode() -> (TestApp, String) {
    let journal = TestApp::with(|settings| settings.demo = Some(demo())).await;
    let access = journal.sign_in("demo", PASSWORD).await.access;
    admin::create(&journal.app, ADA, PASSWORD, Role::User).await.expect("an account");
    (journal, access)
}

async fn write(journal: &TestApp, access: &str, entry: &Value) -> Value {
    let answer = journal.call(Method::POST, "/api/entries", access, Some(entry)).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    answer.json
}

/// The same journal with accounts, and Ada signed in.
async fn with_accounts(journal: TestApp) -> (TestApp, String) {
    let journal = journal.restart().await;
    let access = journal.sign_in(ADA, PASSWORD).await.access;
    (journal, access)
}

/// All entries that a list shows, by id.
async fn listed(journal: &TestApp, access: &str, path: &str) -> Vec<String> {
    let answer = journal.call(Method::GET, path, access, None).await;
    let items = answer.json["items"].as_array().cloned().unwrap_or_default();
    items.iter().map(|item| item["id"].as_str().unwrap_or_default().to_owned()).collect()
}

async fn events(journal: &TestApp, kind: &str) -> usize {
    let mut events = 0;
    for account in admin::list(&journal.app).await.expect("accounts") {
        let of_account = audit::of_account(&journal.app, account.id, 1_000).await.expect("events");
        events += of_account.iter().filter(|event| event.kind == kind).count();
    }
    events
}

#[tokio::test]
async fn an_account_gets_the_entries_of_demo_mode_as_they_are() {
    let (journal, access) = in_demo_mode().await;
    let content = "Zeile eins\r\n\u{feff}日本 🦦\n";
    let whole = json!({"title": "Über", "content": content, "tags": ["Café", "walks"], "is_favorite": true,
                       "happened_at": "2025-12-24T18:00:00Z", "time_zone": "Asia/Tokyo"});
    let kept = write(&journal, &access, &whole).await;
    let id = kept["id"].as_str().unwrap_or_default();
    let path = format!("/api/entries/{id}");
    let change = json!({"title": "Über alles", "expected_version": 1});
    let kept = journal.call(Method::PUT, &path, &access, Some(&change)).await.json;
    let gone = write(&journal, &access, &json!({"title": "", "content": "gone"})).await;
    let gone = gone["id"].as_str().unwrap_or_default().to_owned();
    journal.call(Method::DELETE, &format!("/api/entries/{gone}?expected_version=1"), &access, None).await;
    let adopted = admin::adopt(&journal.app, ADA).await.expect("adopted");
    assert_eq!((adopted.entries, adopted.damaged, adopted.busy), (2, 0, 0));
    assert_eq!(listed(&journal, &access, "/api/entries").await, [""; 0]);
    let (journal, access) = with_accounts(journal).await;
    let read = journal.call(Method::GET, &path, &access, None).await;
    assert_eq!(read.status, 200, "{read:?}");
    for member in
        ["title", "content", "tags", "is_favorite", "version", "happened_at", "time_zone", "created_at"]
    {
        assert_eq!(read.json[member], kept[member], "{member}");
    }
    assert_ne!(read.json["author_id"], kept["author_id"]);
    assert_eq!(listed(&journal, &access, "/api/entries?tag=CAF%C3%89").await, [id]);
    assert_eq!(listed(&journal, &access, "/api/entries/trash").await, [gone.as_str()]);
    let restored = journal.call(Method::POST, &format!("/api/entries/{gone}/restore"), &access, None).await;
    assert_eq!((restored.status, restored.text("content")), (200, "gone"));
    let change = json!({"content": "and on", "expected_version": 2});
    assert_eq!(journal.call(Method::PUT, &path, &access, Some(&change)).await.status, 200);
}

#[tokio::test]
async fn once_is_enough_and_it_is_recorded_once() {
    let (journal, access) = in_demo_mode().await;
    for number in 0..40 {
        write(&journal, &access, &json!({"title": "", "content": format!("{number}")})).await;
    }
    let (one, two) = tokio::join!(admin::adopt(&journal.app, ADA), admin::adopt(&journal.app, ADA));
    let (one, two) = (one.expect("adopted"), two.expect("adopted"));
    assert_eq!(one.entries + two.entries, 40);
    assert!(
        (1..=2).contains(&events(&journal, "demo_adopted").await),
        "one event to a run that moved something"
    );
    assert_eq!(admin::adopt(&journal.app, ADA).await.expect("nothing is left").entries, 0);
    assert!(events(&journal, "demo_adopted").await <= 2, "nothing moved, and nothing is told");
    let (journal, access) = with_accounts(journal).await;
    assert_eq!(listed(&journal, &access, "/api/entries?limit=100").await.len(), 40);
}

#[tokio::test]
async fn what_is_written_meanwhile_is_lost_nowhere() {
    let (journal, access) = in_demo_mode().await;
    let mut ids = Vec::new();
    for _ in 0..20 {
        let entry = write(&journal, &access, &json!({"title": "", "content": "0"})).await;
        ids.push(entry["id"].as_str().unwrap_or_default().to_owned());
    }
    let writing = async {
        let mut acknowledged = vec![(1, "0".to_owned()); ids.len()];
        for round in 1..6 {
            for (id, last) in ids.iter().zip(&mut acknowledged) {
                let change = json!({"content": round.to_string(), "expected_version": last.0});
                let put =
                    journal.call(Method::PUT, &format!("/api/entries/{id}"), &access, Some(&change)).await;
                match put.status {
                    200 => *last = (last.0 + 1, round.to_string()),
                    403 | 404 => {}
                    other => panic!("{other}: {put:?}"),
                }
            }
        }
        acknowledged
    };
    let (acknowledged, adopted) = tokio::join!(writing, admin::adopt(&journal.app, ADA));
    assert_eq!(adopted.expect("adopted").busy, 0);
    assert_eq!(admin::adopt(&journal.app, ADA).await.expect("nothing is left").entries, 0);
    let (journal, access) = with_accounts(journal).await;
    for (id, (version, content)) in ids.iter().zip(acknowledged) {
        let read = journal.call(Method::GET, &format!("/api/entries/{id}"), &access, None).await;
        assert_eq!((read.text("content"), &read.json["version"]), (content.as_str(), &json!(version)));
    }
}

#[tokio::test]
async fn an_entry_that_does_not_open_stays_and_is_told() {
    let (journal, access) = in_demo_mode().await;
    for title in ["one", "two"] {
        write(&journal, &access, &json!({"title": title, "content": ""})).await;
    }
    let one = Query::new("select id from entries order by id limit 1", [], |row| row.get::<uuid::Uuid>("id"));
    let one = journal.app.store.get(one).await.expect("an answer").expect("an entry");
    let damage =
        Change::new("update entries set content = $2 where id = $1", [one.into(), vec![1_u8; 50].into()]);
    journal.app.store.commit([damage]).await.expect("damaged");
    let adopted = admin::adopt(&journal.app, ADA).await.expect("the other is adopted");
    assert_eq!((adopted.entries, adopted.damaged), (1, 1));
}

#[tokio::test]
async fn a_key_of_a_request_stays_with_the_demo_user_and_means_nothing_to_the_account() {
    let (journal, access) = in_demo_mode().await;
    let entry = json!({"title": "", "content": "once"});
    let send = async |journal: &TestApp, access: &str| {
        let request = journal.request(Method::POST, "/api/entries").bearer_auth(access).json(&entry);
        journal.send(request.header("Idempotency-Key", "the-same")).await
    };
    let first = send(&journal, &access).await.json["id"].clone();
    assert_eq!(send(&journal, &access).await.json["id"], first);
    admin::adopt(&journal.app, ADA).await.expect("adopted");
    let keys = Query::new("select count(*) as keys from idempotency_keys", [], |row| row.get::<i64>("keys"));
    assert_eq!(journal.app.store.get(keys).await.expect("a count"), Some(0));
    let (journal, access) = with_accounts(journal).await;
    assert_ne!(send(&journal, &access).await.json["id"], first);
}

#[tokio::test]
async fn what_is_discarded_is_gone_and_the_demo_goes_on() {
    let (journal, access) = in_demo_mode().await;
    write(&journal, &access, &json!({"title": "", "content": "one", "tags": ["a"]})).await;
    assert_eq!(admin::discard(&journal.app).await.expect("discarded").entries, 1);
    assert_eq!(admin::discard(&journal.app).await.expect("nothing is there").entries, 0);
    assert_eq!(events(&journal, "demo_discarded").await, 1);
    assert_eq!(listed(&journal, &access, "/api/entries").await, [""; 0]);
    write(&journal, &access, &json!({"title": "", "content": "two"})).await;
    assert_eq!(listed(&journal, &access, "/api/entries").await.len(), 1);
    let of = |account: AccountId| {
        Query::new("select count(*) as tags from entry_tags where account_id = $1", [account.into()], |row| {
            row.get::<i64>("tags")
        })
    };
    assert_eq!(journal.app.store.get(of(AccountId::DEMO)).await.expect("a count"), Some(0));
}

#[tokio::test]
async fn nobody_and_nothing_are_told_in_a_sentence() {
    let journal = TestApp::start().await;
    let unknown = admin::adopt(&journal.app, "nobody@example.com").await.expect_err("nobody").to_string();
    assert!(unknown.contains("no account has the address"), "{unknown}");
    admin::create(&journal.app, ADA, PASSWORD, Role::User).await.expect("an account");
    for refused in [admin::adopt(&journal.app, ADA).await.err(), admin::discard(&journal.app).await.err()] {
        assert!(refused.expect("there is no demo user").to_string().contains("demo mode was never on"));
    }
}
