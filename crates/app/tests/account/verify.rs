use futures_util::future::join_all;
use serde_json::json;
use testkit::{OTHER_PASSWORD, PASSWORD, TestApp};

async fn register(journal: &TestApp, email: &str, password: &str) -> String {
    let answer = journal.post("/api/auth/register", &json!({"email": email, "password": password})).await;
    assert_eq!(answer.status, 202, "{answer:?}");
    journal.mails_to(email).await[0].token()
}

/// ASVS 2.3.1, 6.4.1
#[tokio::test]
async fn a_token_works_once() {
    let journal = TestApp::start().await;
    let token = register(&journal, "ada@example.com", PASSWORD).await;
    let body = json!({"token": token});
    assert_eq!(journal.post("/api/auth/verify-email", &body).await.status, 204);
    assert_eq!(journal.post("/api/auth/verify-email", &body).await.refusal(), (400, "token_invalid"));
    journal.sign_in("ada@example.com", PASSWORD).await;
}

/// ASVS 6.4.1
#[tokio::test]
async fn a_token_that_is_unknown_or_older_than_a_day_is_refused() {
    let journal = TestApp::start().await;
    for token in ["", "nonsense", &"A".repeat(43), &"A".repeat(10_000)] {
        let answer = journal.post("/api/auth/verify-email", &json!({"token": token})).await;
        assert_eq!(answer.refusal(), (400, "token_invalid"), "{token}");
    }
    let token = register(&journal, "ada@example.com", PASSWORD).await;
    journal.advance(24 * 3600);
    let answer = journal.post("/api/auth/verify-email", &json!({"token": token})).await;
    assert_eq!(answer.refusal(), (400, "token_invalid"));
}

/// ASVS 2.3.4, 6.5.1
#[tokio::test]
async fn fifty_parallel_redemptions_give_exactly_one_success() {
    let journal = TestApp::start().await;
    let token = register(&journal, "ada@example.com", PASSWORD).await;
    let body = json!({"token": token});
    let answers = join_all((0..50).map(|_| journal.post("/api/auth/verify-email", &body))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 204).count(), 1);
    assert_eq!(answers.iter().filter(|answer| answer.refusal() == (400, "token_invalid")).count(), 49);
}

/// ASVS 6.6.2
#[tokio::test]
async fn verifying_activates_ones_own_registration_and_never_another_ones() {
    let journal = TestApp::start().await;
    let planted = register(&journal, "ada@example.com", OTHER_PASSWORD).await;
    let own = register(&journal, "ada@example.com", PASSWORD).await;
    assert_eq!(journal.post("/api/auth/verify-email", &json!({"token": own})).await.status, 204);
    journal.sign_in("ada@example.com", PASSWORD).await;
    let body = json!({"email": "ada@example.com", "password": OTHER_PASSWORD});
    assert_ne!(journal.post("/api/auth/login", &body).await.status, 200);
    let late = journal.post("/api/auth/verify-email", &json!({"token": planted})).await;
    assert_eq!(late.refusal(), (400, "token_invalid"));
}

#[tokio::test]
async fn where_no_verification_is_asked_for_the_first_login_makes_the_account() {
    let journal = TestApp::with(|settings| settings.require_verified_email = false).await;
    let token = register(&journal, "ada@example.com", PASSWORD).await;
    let tokens = journal.sign_in("ada@example.com", PASSWORD).await;
    let me = journal.call(reqwest::Method::GET, "/api/auth/me", &tokens.access, None).await;
    assert_eq!(me.json["is_verified"], false);
    assert_eq!(journal.post("/api/auth/verify-email", &json!({"token": token})).await.status, 204);
    let me = journal.call(reqwest::Method::GET, "/api/auth/me", &tokens.access, None).await;
    assert_eq!(me.json["is_verified"], true);
}
