use reqwest::Method;
use serde_json::json;
use testkit::{Answer, OTHER_PASSWORD, PASSWORD, TestApp};

async fn reauthenticate(journal: &TestApp, access: &str, password: &str) -> Answer {
    let body = json!({"password": password});
    journal.call(Method::POST, "/api/auth/reauthenticate", access, Some(&body)).await
}

/// ASVS 7.5.1, 7.5.3, 10.3.4
#[tokio::test]
async fn routes_that_need_a_fresh_proof_say_so_and_take_it_for_ten_minutes() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let body = json!({"new_email": "ada@example.org"});
    let change =
        async || journal.call(Method::POST, "/api/auth/change-email", &ada.tokens.access, Some(&body)).await;
    assert_eq!(change().await.status, 202, "a sign-in is fresh");
    journal.advance(10 * 60);
    let stale = change().await;
    assert_eq!(stale.refusal(), (403, "reauthentication_required"));
    assert_eq!(stale.json["methods"], json!(["password"]));
    let deletion = journal.call(Method::DELETE, "/api/auth/me", &ada.tokens.access, None).await;
    assert_eq!(deletion.refusal(), (403, "reauthentication_required"));
    let wrong = reauthenticate(&journal, &ada.tokens.access, OTHER_PASSWORD).await;
    assert_eq!(wrong.refusal(), (403, "wrong_password"));
    assert_eq!(change().await.status, 403);
    let proved = reauthenticate(&journal, &ada.tokens.access, PASSWORD).await;
    assert_eq!((proved.status, proved.text("fresh_until")), (200, "2026-03-01T09:20:00Z"));
    assert_eq!(change().await.status, 202);
}

#[tokio::test]
async fn one_session_is_fresh_and_another_one_is_not_on_any_node() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let second = journal.sign_in(&ada.email, PASSWORD).await;
    let node = journal.another_node().await;
    journal.advance(11 * 60);
    let body = json!({"new_email": "ada@example.org"});
    let change = async |at: &TestApp, access: &str| {
        at.call(Method::POST, "/api/auth/change-email", access, Some(&body)).await.status
    };
    assert_eq!(change(&node, &second.access).await, 403);
    assert_eq!(reauthenticate(&journal, &second.access, PASSWORD).await.status, 200);
    assert_eq!(change(&node, &second.access).await, 202, "also where the session was looked at a moment ago");
    assert_eq!(change(&node, &ada.tokens.access).await, 403);
    journal.advance(4 * 60);
    let renewed = journal.refresh(&second.refresh).await;
    journal.advance(7 * 60);
    assert_eq!(change(&journal, renewed.text("access_token")).await, 403, "a refresh proves nothing");
}

#[tokio::test]
async fn without_a_session_there_is_nothing_to_prove() {
    let journal = TestApp::start().await;
    assert_eq!(reauthenticate(&journal, "nonsense", PASSWORD).await.refusal(), (401, "unauthenticated"));
}
