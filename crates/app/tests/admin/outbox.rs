//! Mails that wait, as admins see and handle them.

use app::settings::{Environment, MailSettings};
use reqwest::Method;
use serde_json::{Value, json};
use testkit::{Answer, PASSWORD, TestApp};

/// A Journal in production whose mail server is away, so that mails wait; and an admin.
async fn with_waiting() -> (TestApp, String) {
    let journal = TestApp::with(|settings| {
        settings.environment = Environment::Production;
        settings.limits.registrations = 0;
        settings.mail = MailSettings::default();
    })
    .await;
    app::admin::create(&journal.app, "root@example.net", PASSWORD, app::access::Role::Admin)
        .await
        .expect("made");
    let root = journal.sign_in("root@example.net", PASSWORD).await.access;
    (journal, root)
}

async fn list(journal: &TestApp, root: &str, query: &str) -> Answer {
    journal.call(Method::GET, &format!("/api/admin/outbox{query}"), root, None).await
}

async fn register(journal: &TestApp, email: &str) {
    let body = json!({"email": email, "password": PASSWORD});
    assert_eq!(journal.post("/api/auth/register", &body).await.status, 202);
    journal.advance(1);
}

async fn post(journal: &TestApp, root: &str, mail: &Value, verb: &str, body: &Value) -> Answer {
    let at = format!("/api/admin/outbox/{}/{verb}", mail["id"].as_str().expect("an id"));
    journal.call(Method::POST, &at, root, Some(body)).await
}

async fn set(journal: &TestApp, sql: &'static str) {
    journal.app.store.commit([store::Change::new(sql, [])]).await.expect("set");
}

#[tokio::test]
async fn what_waits_is_listed_by_kind_and_account_and_never_by_what_it_says() {
    let (journal, root) = with_waiting().await;
    for name in ["a", "b", "c"] {
        register(&journal, &format!("{name}@example.com")).await;
    }
    let first = list(&journal, &root, "?limit=2").await;
    assert_eq!(first.status, 200, "{first:?}");
    let items = first.json["items"].as_array().expect("items");
    assert_eq!(items.len(), 2);
    assert_eq!((&items[0]["kind"], &items[0]["state"]), (&json!("verify-address"), &json!("waiting")));
    assert_eq!(items[0]["account_email"], Value::Null, "a registration has no account");
    let next = list(&journal, &root, &format!("?limit=2&cursor={}", first.text("next_cursor"))).await;
    assert_eq!(
        (next.json["items"].as_array().map(Vec::len), &next.json["next_cursor"]),
        (Some(1), &Value::Null)
    );
    for answer in [&first, &next] {
        let text = String::from_utf8_lossy(&answer.bytes);
        assert!(
            !text.contains("token") && !text.contains("@example.com") && !text.contains("Confirm"),
            "{text}"
        );
    }
    assert_eq!(list(&journal, &root, "?cursor=AAAA").await.json["errors"][0]["field"], "cursor");
    assert_eq!(list(&journal, &root, "?limit=0").await.json["errors"][0]["field"], "limit");
}

#[tokio::test]
async fn a_mail_that_was_given_up_is_tried_again_and_one_in_hand_is_left_alone() {
    let (journal, root) = with_waiting().await;
    register(&journal, "a@example.com").await;
    set(&journal, "update outbox set given_up_at = next_attempt_at, attempts = 9, last_error = '550 5.1.1'")
        .await;
    let given_up = list(&journal, &root, "").await.json["items"][0].clone();
    assert_eq!((&given_up["state"], &given_up["next_attempt_at"]), (&json!("given_up"), &Value::Null));
    assert_eq!((&given_up["attempts"], &given_up["last_error"]), (&json!(9), &json!("550 5.1.1")));
    journal.advance(60);
    assert_eq!(post(&journal, &root, &given_up, "retry", &Value::Null).await.status, 204);
    let again = list(&journal, &root, "").await.json["items"][0].clone();
    assert_eq!((&again["state"], again["next_attempt_at"].is_string()), (&json!("waiting"), true));
    // Claimed, or due soon: nobody can tell, so it stays.
    let before = again["next_attempt_at"].clone();
    assert_eq!(post(&journal, &root, &again, "retry", &Value::Null).await.status, 204);
    assert_eq!(list(&journal, &root, "").await.json["items"][0]["next_attempt_at"], before);
    let events = journal.call(Method::GET, "/api/admin/audit?kind=mail_retried", &root, None).await;
    assert_eq!(events.json["items"].as_array().map(Vec::len), Some(1), "what did nothing is not recorded");
}

#[tokio::test]
async fn a_mail_is_thrown_away_with_a_reason_that_its_owners_trail_keeps() {
    let (journal, root) = with_waiting().await;
    journal.sign_in("root@example.net", PASSWORD).await;
    let mail = list(&journal, &root, "").await.json["items"][0].clone();
    assert_eq!((&mail["kind"], &mail["account_email"]), (&json!("new-device"), &json!("root@example.net")));
    assert_eq!(post(&journal, &root, &mail, "discard", &json!({"reason": " "})).await.status, 422);
    assert_eq!(post(&journal, &root, &mail, "discard", &json!({"reason": "a test"})).await.status, 204);
    assert_eq!(list(&journal, &root, "").await.json["items"], json!([]));
    let gone = post(&journal, &root, &mail, "discard", &json!({"reason": "a test"})).await;
    assert_eq!(gone.refusal(), (404, "not_found"));
    assert_eq!(post(&journal, &root, &mail, "retry", &Value::Null).await.refusal(), (404, "not_found"));
    let events = journal.call(Method::GET, "/api/admin/audit?kind=mail_discarded", &root, None).await;
    let event = &events.json["items"][0];
    assert_eq!(event["account_id"], mail["account_id"]);
    let about = event["about"].as_str().expect("a reason");
    assert!(about.starts_with("new-device ") && about.ends_with(": a test"), "{about}");
}
