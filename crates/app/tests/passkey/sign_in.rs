use reqwest::Method;
use serde_json::json;
use testkit::{Answer, Authenticator, Browser, PASSWORD, TestApp};

use super::{kinds, passkeys, tokens};

#[tokio::test]
async fn a_passkey_opens_its_account_and_the_session_says_so() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let mut phone = Authenticator::new(&journal.url);
    Browser::with(&journal, &ada.tokens.access).add_passkey(&mut phone).await;
    let access = tokens(&Browser::new(&journal).sign_in(&phone).await).access;
    let me = journal.call(Method::GET, "/api/auth/me", &access, None).await;
    assert_eq!(me.text("id"), ada.id);
    let sessions = journal.call(Method::GET, "/api/auth/sessions", &access, None).await;
    let current = sessions.json["items"].as_array().expect("items").iter().find(|one| one["current"] == true);
    assert_eq!(current.expect("this one")["method"], "passkey");
    assert!(!passkeys(&journal, &access).await[0]["last_used_at"].is_null());
    assert!(kinds(&journal, &access).await.contains(&"passkey_added".to_owned()));
}

#[tokio::test]
async fn the_cookie_mode_answers_as_a_login_does() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let mut phone = Authenticator::new(&journal.url);
    Browser::with(&journal, &ada.tokens.access).add_passkey(&mut phone).await;
    let mut browser = Browser::new(&journal);
    let options = browser.request_options().await;
    let body = json!({
        "ceremony_id": options["ceremony_id"],
        "credential": phone.assert(&options).json(),
        "refresh": "cookie",
    });
    let answer = browser.post("/api/auth/webauthn/authenticate/verify", &body).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert!(answer.cookie("refresh_token").is_some() && answer.cookie("csrftoken").is_some());
    assert!(answer.json["refresh_token"].is_null());
}

/// ASVS 6.3.8
#[tokio::test]
async fn the_options_of_a_sign_in_are_the_same_for_every_address() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let mut phone = Authenticator::new(&journal.url);
    Browser::with(&journal, &ada.tokens.access).add_passkey(&mut phone).await;
    let mut seen = Vec::new();
    for body in [json!({"email": "ada@example.com"}), json!({"email": "nobody@example.com"}), json!({})] {
        let mut answer = journal.post("/api/auth/webauthn/authenticate/options", &body).await;
        for changing in ["ceremony_id", "challenge"] {
            answer.json.as_object_mut().expect("an object").remove(changing);
        }
        assert_eq!(answer.json["allowCredentials"], json!([]));
        assert_eq!(answer.json["userVerification"], "required");
        seen.push((answer.status, answer.json));
    }
    assert!(seen[0] == seen[1] && seen[1] == seen[2]);
}

#[tokio::test]
async fn waits_after_wrong_guesses_do_not_hold_a_passkey_up() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let mut phone = Authenticator::new(&journal.url);
    Browser::with(&journal, &ada.tokens.access).add_passkey(&mut phone).await;
    let wrong = json!({"email": "ada@example.com", "password": "wrong"});
    for _ in 0..12 {
        journal.post("/api/auth/login", &wrong).await;
    }
    assert_eq!(journal.post("/api/auth/login", &wrong).await.refusal(), (429, "too_many_attempts"));
    tokens(&Browser::new(&journal).sign_in(&phone).await);
}

#[tokio::test]
async fn a_disabled_account_is_told_so_and_opens_to_nobody() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let mut phone = Authenticator::new(&journal.url);
    Browser::with(&journal, &ada.tokens.access).add_passkey(&mut phone).await;
    app::admin::disable(&journal.app, "ada@example.com").await.expect("disabled");
    assert_eq!(Browser::new(&journal).sign_in(&phone).await.refusal(), (403, "account_disabled"));
}

#[tokio::test]
async fn what_was_begun_on_one_node_is_finished_on_another_and_after_a_restart() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let mut phone = Authenticator::new(&journal.url);
    Browser::with(&journal, &ada.tokens.access).add_passkey(&mut phone).await;
    let other = journal.another_node().await;
    let mut browser = Browser::new(&journal);
    let options = browser.request_options().await;
    phone.origin.clone_from(&other.url);
    let mut there = Browser { journal: &other, cookie: browser.cookie.clone(), token: None };
    tokens(&there.authenticate(&options, &phone.assert(&options).json()).await);
    let options = browser.request_options().await;
    let cookie = browser.cookie.clone();
    drop(other);
    let journal = journal.restart().await;
    phone.origin.clone_from(&journal.url);
    let mut again = Browser { journal: &journal, cookie, token: None };
    tokens(&again.authenticate(&options, &phone.assert(&options).json()).await);
}

#[tokio::test]
async fn where_the_public_url_is_an_address_there_are_no_passkeys() {
    let journal = TestApp::with(|settings| settings.public_url = "https://192.0.2.7".to_owned()).await;
    let refused = journal.post("/api/auth/webauthn/authenticate/options", &json!({})).await;
    assert_eq!(refused.refusal(), (403, "passkeys_unavailable"));
}

#[tokio::test]
async fn a_page_of_a_related_origin_may_use_the_same_passkeys() {
    let related = "https://journal.example.net".to_owned();
    let configured = vec![related.clone()];
    let journal = TestApp::with(move |settings| settings.related_origins = configured).await;
    let ada = journal.person("ada@example.com").await;
    let mut phone = Authenticator::new(&journal.url);
    Browser::with(&journal, &ada.tokens.access).add_passkey(&mut phone).await;
    phone.origin = related;
    tokens(&Browser::new(&journal).sign_in(&phone).await);
    phone.origin = "https://journal.example.com".to_owned();
    assert_eq!(Browser::new(&journal).sign_in(&phone).await.refusal(), (401, "invalid_credentials"));
}

/// Whether a refusal says that the authenticator may forget the passkey.
fn may_forget(refused: &Answer) -> bool {
    assert_eq!(refused.refusal(), (401, "invalid_credentials"));
    refused.json["unknown_credential"] == true
}

#[tokio::test]
async fn only_a_passkey_that_nobody_knows_may_be_forgotten() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let mut phone = Authenticator::new(&journal.url);
    let id = Browser::with(&journal, &ada.tokens.access).add_passkey(&mut phone).await.text("id").to_owned();
    let mut browser = Browser::new(&journal);

    let options = browser.request_options().await;
    let of_another = Browser::new(&journal).authenticate(&options, &phone.assert(&options).json()).await;
    assert!(!may_forget(&of_another), "another browser's");
    let mut forged = phone.assert(&options).json();
    forged["response"]["signature"] = json!("MEUCIQDx");
    assert!(!may_forget(&browser.authenticate(&options, &forged).await), "a signature that is wrong");
    let right = phone.assert(&options).json();
    assert!(!may_forget(&browser.authenticate(&options, &right).await), "answered already");
    let options = browser.request_options().await;
    let nameless = json!({"type": "public-key"});
    assert!(!may_forget(&browser.authenticate(&options, &nameless).await), "no credential at all");
    let options = browser.request_options().await;
    journal.advance(6 * 60);
    assert!(!may_forget(&browser.authenticate(&options, &phone.assert(&options).json()).await), "lapsed");

    tokens(&browser.sign_in(&phone).await);
    let access = journal.sign_in("ada@example.com", PASSWORD).await.access;
    let at = format!("/api/auth/passkeys/{id}");
    assert_eq!(journal.call(Method::DELETE, &at, &access, None).await.status, 204);
    assert!(may_forget(&browser.sign_in(&phone).await), "removed");
    assert!(may_forget(&Browser::new(&journal).sign_in(&phone).await), "removed, in any browser");
}

#[tokio::test]
async fn a_counter_that_does_not_move_is_no_reason_to_forget_a_passkey() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let mut key = Authenticator::new(&journal.url);
    Browser::with(&journal, &ada.tokens.access).add_passkey(&mut key).await;
    key.keys[0].counter = 7;
    tokens(&Browser::new(&journal).sign_in(&key).await);
    assert!(!may_forget(&Browser::new(&journal).sign_in(&key).await));
}
