mod adopt;

use app::settings::Demo;
use crypto::Secret;
use reqwest::Method;
use serde_json::json;
use testkit::{PASSWORD, TestApp};

fn demo() -> Demo {
    Demo { username: "demo".to_owned(), password: Secret::new(PASSWORD.to_owned()) }
}

#[tokio::test]
async fn demo_mode_knows_one_user_and_its_routes() {
    let journal = TestApp::with(|settings| settings.demo = Some(demo())).await;
    for (name, password) in [("demo", "wrong"), ("other", PASSWORD), ("demo@localhost", PASSWORD)] {
        let answer = journal.post("/api/auth/login", &json!({"username": name, "password": password})).await;
        assert_eq!(answer.refusal(), (401, "invalid_credentials"), "{name}");
    }
    let tokens = journal.sign_in("Demo", PASSWORD).await;
    let me = journal.call(Method::GET, "/api/auth/me", &tokens.access, None).await;
    assert_eq!((me.status, me.text("id")), (200, "00000000-0000-0000-0000-000000000001"));
    assert_eq!(journal.refresh(&tokens.refresh).await.status, 200);
    assert_eq!(journal.get("/api/auth/csrf").await.status, 200);
    for path in ["/api/entries", "/api/stats"] {
        assert_eq!(journal.call(Method::GET, path, &tokens.access, None).await.status, 200, "{path}");
    }
    assert_eq!(journal.call(Method::POST, "/api/auth/logout", &tokens.access, None).await.status, 200);
    assert!(!journal.works(&tokens.access).await);
}

#[tokio::test]
async fn other_account_routes_are_404_in_demo_mode() {
    let journal = TestApp::with(|settings| settings.demo = Some(demo())).await;
    let tokens = journal.sign_in("demo", PASSWORD).await;
    let routes = [
        (Method::POST, "/api/auth/register"),
        (Method::POST, "/api/auth/verify-email"),
        (Method::POST, "/api/auth/resend-verification"),
        (Method::PATCH, "/api/auth/me"),
        (Method::GET, "/api/auth/sessions"),
        (Method::DELETE, "/api/auth/sessions"),
        (Method::DELETE, "/api/auth/me"),
        (Method::POST, "/api/auth/forgot-password"),
        (Method::POST, "/api/auth/reset-password"),
        (Method::POST, "/api/auth/change-password"),
        (Method::POST, "/api/auth/reauthenticate"),
        (Method::POST, "/api/auth/change-email"),
        (Method::POST, "/api/auth/confirm-email-change"),
        (Method::POST, "/api/auth/undo-email-change"),
        (Method::POST, "/api/auth/not-me"),
        (Method::POST, "/api/auth/undo-deletion"),
        (Method::GET, "/api/admin/ping"),
    ];
    for (method, path) in routes {
        let answer = journal.call(method, path, &tokens.access, Some(&json!({}))).await;
        assert_eq!(answer.refusal(), (404, "not_found"), "{path}");
    }
}

#[tokio::test]
async fn switching_modes_ends_the_other_modes_sessions() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let journal = journal.restart_with(|settings| settings.demo = Some(demo())).await;
    assert!(!journal.works(&ada.tokens.access).await);
    assert_eq!(journal.refresh(&ada.tokens.refresh).await.status, 401);
    let guest = journal.sign_in("demo", PASSWORD).await;
    let journal = journal.restart().await;
    assert!(!journal.works(&guest.access).await && !journal.works(&ada.tokens.access).await);
    assert_eq!(journal.refresh(&guest.refresh).await.refusal(), (401, "invalid_refresh_token"));
    let login = journal.post("/api/auth/login", &json!({"username": "demo", "password": PASSWORD})).await;
    assert_eq!(login.refusal(), (401, "invalid_credentials"));
    journal.sign_in(&ada.email, PASSWORD).await;
}
