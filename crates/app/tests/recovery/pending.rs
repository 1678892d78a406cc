//! What `me` tells of an address that has not said yes yet, and how its owner takes the wish back.

use reqwest::Method;
use serde_json::{Value, json};
use testkit::{PASSWORD, TestApp};

use super::{change_email, move_to, redeem};

async fn pending(journal: &TestApp, access: &str) -> Value {
    journal.call(Method::GET, "/api/auth/me", access, None).await.json["pending_email"].clone()
}

async fn cancel(journal: &TestApp, access: &str) -> u16 {
    journal.call(Method::DELETE, "/api/auth/change-email", access, None).await.status
}

#[tokio::test]
async fn me_tells_which_address_is_waited_for_and_until_when() {
    let journal = TestApp::start().await;
    let access = journal.person("ada@example.com").await.tokens.access;
    assert_eq!(pending(&journal, &access).await, Value::Null);
    change_email(&journal, &access, "Ada@example.org").await;
    let waits = pending(&journal, &access).await;
    assert_eq!(waits, json!({"address": "Ada@example.org", "expires_at": "2026-03-02T09:00:00Z"}));
    let node = journal.another_node().await;
    assert_eq!(pending(&node, &access).await["address"], "Ada@example.org");
    journal.advance(61);
    change_email(&journal, &access, "countess@example.org").await;
    assert_eq!(pending(&journal, &access).await["address"], "countess@example.org");
}

#[tokio::test]
async fn nothing_waits_any_more_once_it_is_confirmed_or_too_late() {
    let journal = TestApp::start().await;
    let access = journal.person("ada@example.com").await.tokens.access;
    move_to(&journal, &access, "ada@example.org").await;
    assert_eq!(pending(&journal, &access).await, Value::Null);
    journal.advance(61);
    change_email(&journal, &access, "later@example.org").await;
    journal.advance(24 * 3600);
    let access = journal.sign_in("ada@example.org", PASSWORD).await.access;
    assert_eq!(pending(&journal, &access).await, Value::Null);
}

#[tokio::test]
async fn what_was_taken_back_cannot_be_confirmed() {
    let journal = TestApp::start().await;
    let access = journal.person("ada@example.com").await.tokens.access;
    let asked = change_email(&journal, &access, "ada@example.org").await;
    assert_eq!(cancel(&journal, &access).await, 204);
    assert_eq!(pending(&journal, &access).await, Value::Null);
    let late = redeem(&journal, "confirm-email-change", asked.text("dev_confirm_token")).await;
    assert_eq!(late.refusal(), (400, "token_invalid"));
    assert_eq!(cancel(&journal, &access).await, 204, "there is nothing to take back, and that is fine");
    let kinds = journal.call(Method::GET, "/api/auth/activity", &access, None).await;
    let count = |kind: &str| {
        let items = kinds.json["items"].as_array().expect("items");
        items.iter().filter(|item| item["kind"] == kind).count()
    };
    assert_eq!((count("email_change_cancelled"), count("email_change_asked")), (1, 1));
}

/// ASVS 6.3.8
#[tokio::test]
async fn what_waits_does_not_tell_whose_the_address_is() {
    let journal = TestApp::start().await;
    let access = journal.person("ada@example.com").await.tokens.access;
    journal.person("bob@example.org").await;
    let told = async |address: &str| {
        let asked = change_email(&journal, &access, address).await;
        assert_eq!(asked.status, 202);
        let waits = pending(&journal, &access).await;
        journal.advance(61);
        (waits["address"].clone(), waits["expires_at"].is_string())
    };
    assert_eq!(told("bob@example.org").await, (json!("bob@example.org"), true));
    assert_eq!(told("free@example.org").await, (json!("free@example.org"), true));
    let found = journal.call(Method::GET, "/api/auth/me", &access, None).await;
    assert_eq!(found.text("email"), "ada@example.com");
}
