use serde_json::json;
use testkit::{Authenticator, Browser, PASSWORD, TestApp};

use super::{passkeys, tokens};

#[tokio::test]
async fn a_passkey_alone_makes_an_account_once_its_address_is_verified() {
    let journal = TestApp::start().await;
    let mut phone = Authenticator::new(&journal.url);
    let mut browser = Browser::new(&journal);
    let begun = browser.sign_up(&mut phone, "ada@example.com").await;
    assert_eq!(begun.status, 202, "{begun:?}");
    assert_eq!(browser.sign_in(&phone).await.refusal(), (403, "email_not_verified"));
    let token = journal.mailed("ada@example.com", "/verify-email").await;
    assert_eq!(begun.text("dev_verify_token"), token);
    assert_eq!(journal.post("/api/auth/verify-email", &json!({"token": token})).await.status, 204);
    let access = tokens(&browser.sign_in(&phone).await).access;
    let own = passkeys(&journal, &access).await;
    assert_eq!(own.len(), 1);
    assert_eq!(own[0]["provider"], "Bitwarden");
    let guessed = json!({"email": "ada@example.com", "password": ""});
    assert_eq!(journal.post("/api/auth/login", &guessed).await.refusal(), (401, "invalid_credentials"));
}

/// ASVS 6.3.8
#[tokio::test]
async fn options_and_answer_are_the_same_whoever_has_the_address() {
    let journal = TestApp::start().await;
    journal.person("ada@example.com").await;
    let mut seen = Vec::new();
    for email in ["ada@example.com", "nobody@example.com"] {
        let mut phone = Authenticator::new(&journal.url);
        let mut browser = Browser::new(&journal);
        let mut options = browser.creation_options(Some(email)).await;
        let credential = phone.create(&options).json();
        let answer = browser.register(&options, &credential).await;
        for changing in ["ceremony_id", "challenge", "user"] {
            options.as_object_mut().expect("an object").remove(changing);
        }
        let members: Vec<String> = answer.json.as_object().expect("an object").keys().cloned().collect();
        seen.push((options, answer.status, members));
    }
    assert_eq!(seen[0], seen[1]);
    assert_eq!(
        journal.mails_to("ada@example.com").await[0].links.iter().filter(|l| l.contains("token")).count(),
        0
    );
}

#[tokio::test]
async fn a_strangers_passkey_never_reaches_an_account_that_is_there() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let mut phone = Authenticator::new(&journal.url);
    let mut browser = Browser::new(&journal);
    let begun = browser.sign_up(&mut phone, "ada@example.com").await;
    let dummy = json!({"token": begun.text("dev_verify_token")});
    assert_eq!(journal.post("/api/auth/verify-email", &dummy).await.refusal(), (400, "token_invalid"));
    assert!(passkeys(&journal, &ada.tokens.access).await.is_empty());
    assert_eq!(browser.sign_in(&phone).await.refusal(), (403, "email_not_verified"));
}

#[tokio::test]
async fn a_registration_that_nobody_verifies_leaves_no_passkey() {
    let journal = TestApp::start().await;
    let mut phone = Authenticator::new(&journal.url);
    let mut browser = Browser::new(&journal);
    browser.sign_up(&mut phone, "ada@example.com").await;
    journal.advance(25 * 3_600);
    assert_eq!(browser.sign_in(&phone).await.refusal(), (401, "invalid_credentials"));
    app::work::sweep(&journal.app).await.expect("swept");
    let orphans = app::admin::examine::orphans(&journal.app.store).await.expect("looked");
    assert!(orphans.iter().all(|found| found.rows == 0));
    let mut again = Browser::new(&journal);
    let options = again.creation_options(Some("ada@example.com")).await;
    let mut creation = Authenticator::new(&journal.url).create(&options);
    creation.key.id.clone_from(&phone.keys[0].id);
    assert_eq!(again.register(&options, &creation.json()).await.status, 202);
}

#[tokio::test]
async fn where_no_verification_is_asked_for_the_first_sign_in_makes_the_account() {
    let journal = TestApp::with(|settings| settings.require_verified_email = false).await;
    let mut phone = Authenticator::new(&journal.url);
    let mut browser = Browser::new(&journal);
    browser.sign_up(&mut phone, "ada@example.com").await;
    let access = tokens(&browser.sign_in(&phone).await).access;
    assert!(journal.works(&access).await);
}

#[tokio::test]
async fn a_journal_by_invitation_asks_for_its_code() {
    let journal = TestApp::with(|settings| settings.registration = app::settings::Registration::Invite).await;
    let mut browser = Browser::new(&journal);
    let asked = json!({"email": "ada@example.com"});
    let refused = browser.post("/api/auth/webauthn/register/options", &asked).await;
    assert_eq!(refused.refusal(), (403, "invite_required"));
    let asked = json!({"email": "ada@example.com", "invite_code": "AAAA-BBBB-CCCC"});
    let refused = browser.post("/api/auth/webauthn/register/options", &asked).await;
    assert_eq!(refused.refusal(), (403, "invite_invalid"));
}

#[tokio::test]
async fn whoever_signed_up_with_a_passkey_can_set_a_password_by_mail_and_both_open_the_account() {
    let journal = TestApp::start().await;
    let mut phone = Authenticator::new(&journal.url);
    let mut browser = Browser::new(&journal);
    browser.sign_up(&mut phone, "ada@example.com").await;
    let token = journal.mailed("ada@example.com", "/verify-email").await;
    journal.post("/api/auth/verify-email", &json!({"token": token})).await;
    journal.post("/api/auth/forgot-password", &json!({"email": "ada@example.com"})).await;
    let token = journal.mailed("ada@example.com", "/reset-password").await;
    let body = json!({"token": token, "password": PASSWORD});
    assert_eq!(journal.post("/api/auth/reset-password", &body).await.status, 204);
    let access = journal.sign_in("ada@example.com", PASSWORD).await.access;
    let id = passkeys(&journal, &access).await[0]["id"].as_str().expect("an id").to_owned();
    let confirm = format!("/api/auth/passkeys/{id}/confirm");
    assert_eq!(journal.call(reqwest::Method::POST, &confirm, &access, None).await.status, 204);
    tokens(&browser.sign_in(&phone).await);
}
