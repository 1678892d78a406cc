//! A first password, for an account that opens with a passkey alone.

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::json;
use testkit::{Answer, Authenticator, Browser, OTHER_PASSWORD, PASSWORD, TestApp, Tokens};

const EMAIL: &str = "ada@example.com";

/// Somebody who signed up with a passkey alone, signed in with it, and what holds it.
async fn without_password(journal: &TestApp) -> (Tokens, Authenticator) {
    let mut phone = Authenticator::new(&journal.url);
    let mut browser = Browser::new(journal);
    browser.sign_up(&mut phone, EMAIL).await;
    let token = journal.mailed(EMAIL, "/verify-email").await;
    assert_eq!(journal.post("/api/auth/verify-email", &json!({"token": token})).await.status, 204);
    (Tokens::of(&browser.sign_in(&phone).await), phone)
}

async fn set(journal: &TestApp, access: &str, password: &str) -> Answer {
    let body = json!({"new_password": password});
    journal.call(Method::POST, "/api/auth/change-password", access, Some(&body)).await
}

async fn has_password(journal: &TestApp, access: &str) -> bool {
    let me = journal.call(Method::GET, "/api/auth/me", access, None).await;
    me.json["has_password"].as_bool().expect("it tells")
}

#[tokio::test]
async fn who_has_a_passkey_alone_sets_a_first_password_and_every_other_device_is_out() {
    let journal = TestApp::start().await;
    let (here, phone) = without_password(&journal).await;
    let there = Tokens::of(&Browser::new(&journal).sign_in(&phone).await);
    assert!(!has_password(&journal, &here.access).await);
    assert_eq!(set(&journal, &here.access, "password").await.refusal(), (422, "validation_failed"));
    assert_eq!(set(&journal, &here.access, PASSWORD).await.status, 204);
    assert!(has_password(&journal, &here.access).await);
    assert!(!journal.works(&there.access).await);
    assert_eq!(journal.mails_to(EMAIL).await[0].subject, "Your password was changed");
    journal.sign_in(EMAIL, PASSWORD).await;
    // The passkey is not the last way in any more.
    let own = journal.call(Method::GET, "/api/auth/passkeys", &here.access, None).await;
    let at = format!("/api/auth/passkeys/{}", own.json["items"][0]["id"].as_str().expect("one"));
    assert_eq!(journal.call(Method::DELETE, &at, &here.access, None).await.status, 204);
}

#[tokio::test]
async fn a_first_password_asks_for_a_fresh_sign_in() {
    let journal = TestApp::start().await;
    let (here, phone) = without_password(&journal).await;
    journal.advance(11 * 60);
    let refused = set(&journal, &here.access, PASSWORD).await;
    assert_eq!(refused.refusal(), (403, "reauthentication_required"));
    assert_eq!(refused.json["methods"], json!(["passkey"]));
    assert!(!has_password(&journal, &here.access).await);
    let mut browser = Browser::with(&journal, &here.access);
    let options = browser.request_options().await;
    let body = json!({"ceremony_id": options["ceremony_id"], "credential": phone.assert(&options).json()});
    assert_eq!(browser.post("/api/auth/reauthenticate", &body).await.status, 200);
    assert_eq!(set(&journal, &here.access, PASSWORD).await.status, 204);
}

#[tokio::test]
async fn where_there_is_a_password_it_has_to_be_given_however_fresh_the_sign_in() {
    let journal = TestApp::start().await;
    let ada = journal.person(EMAIL).await;
    let fresh = journal.sign_in(EMAIL, PASSWORD).await;
    for access in [&ada.tokens.access, &fresh.access] {
        let refused = set(&journal, access, OTHER_PASSWORD).await;
        assert_eq!(refused.refusal(), (422, "validation_failed"));
        assert_eq!(refused.json["errors"][0]["field"], "current_password");
    }
    let null = json!({"current_password": null, "new_password": OTHER_PASSWORD});
    let refused = journal.call(Method::POST, "/api/auth/change-password", &fresh.access, Some(&null)).await;
    assert_eq!(refused.refusal(), (422, "validation_failed"));
    journal.sign_in(EMAIL, PASSWORD).await;
}

#[tokio::test]
async fn of_many_first_passwords_at_once_one_holds() {
    let journal = TestApp::start().await;
    let (here, _) = without_password(&journal).await;
    let passwords: Vec<String> = (0..10).map(|n| format!("canary-copper-walrus-{n}-meadow")).collect();
    let answers = join_all(passwords.iter().map(|new| set(&journal, &here.access, new))).await;
    let done: Vec<usize> = (0..10).filter(|n| answers[*n].status == 204).collect();
    assert_eq!(done.len(), 1, "{answers:?}");
    let lost = |answer: &Answer| answer.refusal() == (422, "validation_failed");
    assert!(answers.iter().all(|answer| answer.status == 204 || lost(answer)), "{answers:?}");
    journal.sign_in(EMAIL, &passwords[done[0]]).await;
}

#[tokio::test]
async fn a_recovery_at_the_same_moment_leaves_no_first_password_of_whoever_was_there() {
    for _ in 0..5 {
        let journal = TestApp::start().await;
        let (here, _) = without_password(&journal).await;
        let mut phone = Authenticator::new(&journal.url);
        Browser::with(&journal, &here.access).add_passkey(&mut phone).await;
        let token = journal.mailed(EMAIL, "/not-me").await;
        let not_me = json!({"token": token});
        let (taken_back, _) =
            tokio::join!(journal.post("/api/auth/not-me", &not_me), set(&journal, &here.access, PASSWORD));
        // Whichever came second: a password that was set first drops the link, and mails another one.
        if taken_back.status == 204 {
            let guess = json!({"email": EMAIL, "password": PASSWORD});
            assert_eq!(journal.post("/api/auth/login", &guess).await.refusal(), (401, "invalid_credentials"));
        }
        assert!(matches!(taken_back.status, 204 | 400), "{taken_back:?}");
    }
}
