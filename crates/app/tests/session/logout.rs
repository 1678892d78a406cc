use reqwest::Method;
use serde_json::json;
use testkit::{PASSWORD, TestApp};

/// ASVS 7.4.1
#[tokio::test]
async fn any_credential_signs_out_and_the_access_token_stops_at_once() {
    let journal = TestApp::start().await;
    journal.person("ada@example.com").await;
    for by_body in [true, false] {
        let tokens = journal.sign_in("ada@example.com", PASSWORD).await;
        assert!(journal.works(&tokens.access).await);
        let answer = if by_body {
            journal.post("/api/auth/logout", &json!({"refresh_token": tokens.refresh})).await
        } else {
            journal.call(Method::POST, "/api/auth/logout", &tokens.access, None).await
        };
        assert_eq!(answer.status, 200);
        assert!(!answer.text("message").is_empty());
        assert!(!journal.works(&tokens.access).await);
        assert_eq!(journal.refresh(&tokens.refresh).await.refusal(), (401, "session_revoked"));
    }
}

#[tokio::test]
async fn signing_out_is_fine_without_credentials_and_when_it_was_over_already() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let body = json!({"refresh_token": ada.tokens.refresh});
    for _ in 0..2 {
        assert_eq!(journal.post("/api/auth/logout", &body).await.status, 200);
    }
    let none = journal.send(journal.request(Method::POST, "/api/auth/logout")).await;
    assert_eq!(none.status, 200);
    assert!(none.set_cookie("refresh_token").expect("the cookie's end").contains("Max-Age=0"));
    assert_eq!(journal.post("/api/auth/logout", &json!({"refresh_token": "nonsense"})).await.status, 200);
}

#[tokio::test]
async fn signing_out_everywhere_ends_every_session_of_ones_own_and_nobody_elses() {
    let journal = TestApp::start().await;
    let (ada, bob) = (journal.person("ada@example.com").await, journal.person("bob@example.com").await);
    let other = journal.sign_in(&ada.email, PASSWORD).await;
    let answer =
        journal.call(Method::POST, "/api/auth/logout", &ada.tokens.access, Some(&json!({"all": true}))).await;
    assert_eq!(answer.status, 200);
    assert!(!journal.works(&ada.tokens.access).await && !journal.works(&other.access).await);
    assert!(journal.works(&bob.tokens.access).await);
}

#[tokio::test]
async fn a_cookie_without_its_csrf_token_signs_nobody_out() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let request = journal.request(Method::POST, "/api/auth/logout");
    let answer =
        journal.send(request.header("cookie", format!("refresh_token={}", ada.tokens.refresh))).await;
    assert_eq!(answer.refusal(), (403, "csrf_failed"));
    assert!(journal.works(&ada.tokens.access).await);
}

#[tokio::test]
async fn a_bearer_signs_its_own_session_out_whatever_cookie_comes_along() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let other = journal.sign_in(&ada.email, PASSWORD).await;
    let request = journal.request(Method::POST, "/api/auth/logout").bearer_auth(&ada.tokens.access);
    let answer = journal.send(request.header("cookie", format!("refresh_token={}", other.refresh))).await;
    assert_eq!(answer.status, 200);
    assert!(!journal.works(&ada.tokens.access).await);
    assert!(journal.works(&other.access).await, "a cookie alone signs nobody out");
}
