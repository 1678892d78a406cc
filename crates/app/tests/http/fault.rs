//! When what a decision rests on is away, the answer is no.

use std::time::Duration;

use app::access::Role;
use app::access::permission::ROUTES;
use app::admin;
use reqwest::Method;
use serde_json::json;
use testkit::{PASSWORD, TestApp};

/// ASVS 16.5.3
#[tokio::test]
async fn without_its_database_no_lock_opens() {
    let journal = TestApp::start().await;
    admin::create(&journal.app, "ada@example.com", PASSWORD, Role::Admin).await.expect("an admin");
    let tokens = journal.sign_in("ada@example.com", PASSWORD).await;
    assert!(journal.works(&tokens.access).await);
    journal.app.store.close().await;
    // What was seen a moment ago is believed for less than a second.
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    journal.advance(2);
    for row in ROUTES.iter().filter(|row| row.who.is_signed_in()) {
        let path = row.path.replace("{id}", "00000000-0000-7000-8000-000000000000");
        let method = Method::from_bytes(row.method.as_bytes()).expect("a method");
        let answer = journal.call(method, &path, &tokens.access, Some(&json!({}))).await;
        assert_eq!(answer.refusal(), (503, "unavailable"), "{} {}", row.method, row.path);
    }
    let open = [
        ("/api/auth/login", json!({"email": "ada@example.com", "password": PASSWORD})),
        ("/api/auth/refresh", json!({"refresh_token": tokens.refresh})),
        ("/api/auth/reset-password", json!({"token": "A".repeat(43), "password": PASSWORD})),
        ("/api/auth/verify-email", json!({"token": "A".repeat(43)})),
    ];
    for (path, body) in open {
        let answer = journal.post(path, &body).await;
        assert_eq!(answer.refusal(), (503, "unavailable"), "{path}");
        assert!(answer.set_cookie("refresh_token").is_none(), "{path}");
    }
    assert_eq!(journal.get("/readyz").await.status, 503);
    assert_eq!(journal.get("/healthz").await.status, 200, "the process lives");
}
