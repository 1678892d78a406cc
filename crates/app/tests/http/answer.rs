//! Answers hold the fields that they are meant to, by name, and no others: a new column must not leak.

use std::collections::BTreeSet;

use app::access::Role;
use app::admin;
use reqwest::Method;
use serde_json::{Value, json};
use testkit::{PASSWORD, TestApp};

fn names(value: &Value) -> BTreeSet<&str> {
    value.as_object().expect("an object").keys().map(String::as_str).collect()
}

#[track_caller]
fn holds(value: &Value, fields: &str) {
    assert_eq!(names(value), fields.split(' ').collect(), "{value}");
}

const ENTRY: &str = "id author_id title content tags is_favorite word_count char_count version happened_at time_zone \
    created_at updated_at";

/// ASVS 15.3.1
#[tokio::test]
async fn answers_hold_what_they_are_meant_to_and_nothing_more() {
    let journal = TestApp::start().await;
    admin::create(&journal.app, "ada@example.com", PASSWORD, Role::Admin).await.expect("an admin");
    let tokens =
        journal.post("/api/auth/login", &json!({"email": "ada@example.com", "password": PASSWORD})).await;
    holds(&tokens.json, "access_token token_type expires_in refresh_token");
    let ask = async |method: Method, path: &str, body: Option<Value>| {
        journal.call(method, path, tokens.text("access_token"), body.as_ref()).await.json
    };
    let get = async |path: &str| ask(Method::GET, path, None).await;

    let me = "id username email display_name time_zone locale roles scopes is_verified created_at pending_email \
        has_password has_second_factor must_enrol unconfirmed_passkeys \
        unconfirmed_connections";
    holds(&get("/api/auth/me").await, me);
    holds(&ask(Method::PATCH, "/api/auth/me", Some(json!({"display_name": "Ada"}))).await, me);
    holds(
        &get("/api/auth/sessions").await["items"][0],
        "id current method browser os device ip_address created_at last_used_at expires_at",
    );
    let event = names(&get("/api/auth/activity").await["items"][0])
        .into_iter()
        .map(str::to_owned)
        .collect::<BTreeSet<_>>();
    let known = "id kind description outcome actor session_id network browser os about happened_at";
    assert!(event.iter().all(|field| known.split(' ').any(|known| known == field)), "{event:?}");
    let made = ask(Method::POST, "/api/admin/invites", Some(json!({}))).await;
    holds(&made, "id code link uses expires_at note");
    holds(
        &get("/api/admin/invites").await["items"][0],
        "id note state uses used pending created_by created_at expires_at",
    );

    let entry = ask(Method::POST, "/api/entries", Some(json!({"title": "a", "content": "b"}))).await;
    holds(&entry, ENTRY);
    holds(&get("/api/entries").await["items"][0], &ENTRY.replace("content", "excerpt"));
    let id = entry["id"].as_str().expect("an id");
    ask(Method::DELETE, &format!("/api/entries/{id}?expected_version=1"), None).await;
    let trash = get("/api/entries/trash").await;
    assert!(trash["items"][0].get("content").is_none(), "{trash}");

    let refused =
        journal.post("/api/auth/login", &json!({"email": "ada@example.com", "password": "wrong"})).await;
    holds(&refused.json, "type title status detail code request_id");
    let registered =
        journal.post("/api/auth/register", &json!({"email": "eve@example.com", "password": PASSWORD})).await;
    holds(&registered.json, "message registration dev_verify_token");
}
