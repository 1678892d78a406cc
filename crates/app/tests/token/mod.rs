//! Access tokens for scripts, over HTTP.

mod cost;
mod end;
mod make;
mod use_;

use reqwest::Method;
use serde_json::{Value, json};
use testkit::{Answer, Person, TestApp};

/// A token as it was made.
struct Made {
    id: String,
    secret: String,
}

/// Makes a token with these scopes.
async fn make(journal: &TestApp, owner: &Person, scopes: &[&str]) -> Made {
    let made = ask(journal, &owner.tokens.access, &json!({"name": "backup", "scopes": scopes})).await;
    assert_eq!(made.status, 201, "{made:?}");
    Made { id: made.text("id").to_owned(), secret: made.text("token").to_owned() }
}

async fn ask(journal: &TestApp, access: &str, body: &Value) -> Answer {
    journal.call(Method::POST, "/api/auth/tokens", access, Some(body)).await
}

async fn get(journal: &TestApp, path: &str, token: &str) -> Answer {
    journal.call(Method::GET, path, token, None).await
}

async fn rotate(journal: &TestApp, owner: &Person, id: &str) -> Answer {
    let path = format!("/api/auth/tokens/{id}/rotate");
    journal.call(Method::POST, &path, &owner.tokens.access, None).await
}

async fn revoke(journal: &TestApp, access: &str, id: &str) -> Answer {
    journal.call(Method::DELETE, &format!("/api/auth/tokens/{id}"), access, None).await
}

async fn list(journal: &TestApp, access: &str) -> Vec<Value> {
    let listed = get(journal, "/api/auth/tokens", access).await;
    assert_eq!(listed.status, 200, "{listed:?}");
    listed.json["items"].as_array().cloned().unwrap_or_default()
}

/// What happened to the caller's account, as its own log tells it.
async fn happened(journal: &TestApp, access: &str, kind: &str) -> usize {
    let log = get(journal, "/api/auth/activity", access).await;
    let items = log.json["items"].as_array().cloned().unwrap_or_default();
    items.iter().filter(|item| item["kind"] == kind).count()
}
