use reqwest::Method;
use serde_json::json;
use testkit::{Authenticator, Browser, OTHER_PASSWORD, TestApp};

use super::{passkeys, tokens};

async fn reset(journal: &TestApp, email: &str) {
    journal.post("/api/auth/forgot-password", &json!({"email": email})).await;
    let token = journal.mailed(email, "/reset-password").await;
    let body = json!({"token": token, "password": OTHER_PASSWORD});
    assert_eq!(journal.post("/api/auth/reset-password", &body).await.status, 204);
}

/// How many passkeys `me` says wait for their owner.
async fn waiting(journal: &TestApp, access: &str) -> i64 {
    let me = journal.call(Method::GET, "/api/auth/me", access, None).await;
    me.json["unconfirmed_passkeys"].as_i64().expect("a count")
}

/// ASVS 6.4.3
#[tokio::test]
async fn after_a_reset_a_passkey_opens_nothing_until_its_owner_confirms_it() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let (mut own, mut strangers) = (Authenticator::new(&journal.url), Authenticator::new(&journal.url));
    let mut browser = Browser::with(&journal, &ada.tokens.access);
    let kept = browser.add_passkey(&mut own).await.text("id").to_owned();
    let planted = browser.add_passkey(&mut strangers).await.text("id").to_owned();
    reset(&journal, "ada@example.com").await;
    for phone in [&own, &strangers] {
        let refused = Browser::new(&journal).sign_in(phone).await;
        assert_eq!(refused.refusal(), (403, "passkey_unconfirmed"));
    }
    let access = journal.sign_in("ada@example.com", OTHER_PASSWORD).await.access;
    let listed = passkeys(&journal, &access).await;
    assert!(listed.len() == 2 && listed.iter().all(|one| one["needs_confirmation"] == true));
    assert_eq!(waiting(&journal, &access).await, 2);
    let confirm = format!("/api/auth/passkeys/{kept}/confirm");
    assert_eq!(journal.call(Method::POST, &confirm, &access, None).await.status, 204);
    assert_eq!(waiting(&journal, &access).await, 1);
    let remove = format!("/api/auth/passkeys/{planted}");
    assert_eq!(journal.call(Method::DELETE, &remove, &access, None).await.status, 204);
    assert_eq!(waiting(&journal, &access).await, 0);
    tokens(&Browser::new(&journal).sign_in(&own).await);
    assert_eq!(Browser::new(&journal).sign_in(&strangers).await.refusal(), (401, "invalid_credentials"));
}

#[tokio::test]
async fn a_passkey_that_waits_proves_nothing_to_a_session_either() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let mut phone = Authenticator::new(&journal.url);
    Browser::with(&journal, &ada.tokens.access).add_passkey(&mut phone).await;
    reset(&journal, "ada@example.com").await;
    let access = journal.sign_in("ada@example.com", OTHER_PASSWORD).await.access;
    let mut browser = Browser::with(&journal, &access);
    let options = browser.request_options().await;
    assert_eq!(options["allowCredentials"], json!([]));
    let body = json!({"ceremony_id": options["ceremony_id"], "credential": phone.assert(&options).json()});
    assert_eq!(browser.post("/api/auth/reauthenticate", &body).await.refusal(), (403, "passkey_refused"));
    journal.advance(11 * 60);
    let refused = journal.call(Method::DELETE, "/api/auth/me", &access, None).await;
    assert_eq!(refused.json["methods"], json!(["password"]));
}

#[tokio::test]
async fn a_ceremony_does_not_outlive_a_recovery() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let mut thief = Browser::with(&journal, &ada.tokens.access);
    let options = thief.creation_options(None).await;
    let credential = Authenticator::new(&journal.url).create(&options).json();
    reset(&journal, "ada@example.com").await;
    assert_eq!(thief.register(&options, &credential).await.refusal(), (401, "unauthenticated"));
    let access = journal.sign_in("ada@example.com", OTHER_PASSWORD).await.access;
    let mut owner = Browser::with(&journal, &access);
    assert_eq!(owner.register(&options, &credential).await.refusal(), (400, "ceremony_invalid"));
    assert!(passkeys(&journal, &access).await.is_empty());
}

#[tokio::test]
async fn who_says_not_me_to_an_added_passkey_is_rid_of_it() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let mut planted = Authenticator::new(&journal.url);
    Browser::with(&journal, &ada.tokens.access).add_passkey(&mut planted).await;
    let token = journal.mailed("ada@example.com", "/not-me").await;
    assert_eq!(journal.post("/api/auth/not-me", &json!({"token": token})).await.status, 204);
    assert_eq!(Browser::new(&journal).sign_in(&planted).await.refusal(), (403, "passkey_unconfirmed"));
}
