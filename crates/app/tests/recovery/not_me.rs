use app::admin;
use reqwest::Method;
use testkit::{OTHER_PASSWORD, PASSWORD, TestApp};

use super::{address, login, move_to, redeem, reset};

const TOKEN_INVALID: (u16, &str) = (400, "token_invalid");

#[tokio::test]
async fn one_link_ends_every_session_voids_the_password_and_starts_a_reset() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let thief = journal.sign_in(&ada.email, PASSWORD).await;
    let token = journal.mailed(&ada.email, "/not-me").await;
    assert_eq!(redeem(&journal, "not-me", &token).await.status, 204);
    for tokens in [&ada.tokens, &thief] {
        assert!(!journal.works(&tokens.access).await);
        assert_eq!(journal.refresh(&tokens.refresh).await.refusal(), (401, "session_revoked"));
    }
    assert_eq!(login(&journal, &ada.email, PASSWORD).await.refusal(), (401, "invalid_credentials"));
    let mail = &journal.mails_to(&ada.email).await[0];
    let fresh = mail.token_for("/reset-password").expect("a link to a new password");
    assert_eq!(reset(&journal, &fresh, OTHER_PASSWORD).await.status, 204);
    journal.sign_in(&ada.email, OTHER_PASSWORD).await;
    assert_eq!(redeem(&journal, "not-me", &token).await.refusal(), TOKEN_INVALID);
}

#[tokio::test]
async fn a_void_password_is_replaced_by_an_ordinary_reset_as_well() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    journal.sign_in(&ada.email, PASSWORD).await;
    let token = journal.mailed(&ada.email, "/not-me").await;
    redeem(&journal, "not-me", &token).await;
    let body = serde_json::json!({"email": ada.email});
    let forgot = journal.post("/api/auth/forgot-password", &body).await;
    assert_eq!(reset(&journal, forgot.text("dev_reset_token"), PASSWORD).await.status, 204);
    journal.sign_in(&ada.email, PASSWORD).await;
}

#[tokio::test]
async fn an_older_notice_also_brings_back_the_address_that_a_thief_has_left() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let thief = journal.sign_in(&ada.email, PASSWORD).await;
    let notice = journal.mailed(&ada.email, "/not-me").await;
    journal.advance(60);
    move_to(&journal, &thief.access, "thief@example.net").await;
    assert_eq!(redeem(&journal, "not-me", &notice).await.status, 204);
    assert!(!journal.works(&thief.access).await);
    let thiefs = journal.mails_to("thief@example.net").await;
    assert!(thiefs.iter().all(|mail| mail.token_for("/reset-password").is_none()), "{thiefs:?}");
    let token = journal.mailed(&ada.email, "/reset-password").await;
    assert_eq!(reset(&journal, &token, OTHER_PASSWORD).await.status, 204);
    let tokens = journal.sign_in(&ada.email, OTHER_PASSWORD).await;
    assert_eq!(address(&journal, &tokens.access).await, ada.email);
    assert_eq!(login(&journal, "thief@example.net", PASSWORD).await.status, 401);
}

#[tokio::test]
async fn a_deletion_that_was_somebody_elses_is_off() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    journal.call(Method::DELETE, "/api/auth/me", &ada.tokens.access, None).await;
    let token = journal.mailed(&ada.email, "/not-me").await;
    assert_eq!(redeem(&journal, "not-me", &token).await.status, 204);
    let token = journal.mailed(&ada.email, "/reset-password").await;
    assert_eq!(reset(&journal, &token, OTHER_PASSWORD).await.status, 204);
    journal.advance(15 * 24 * 3_600);
    app::work::sweep(&journal.app).await.expect("swept");
    journal.sign_in(&ada.email, OTHER_PASSWORD).await;
}

#[tokio::test]
async fn it_holds_for_three_days_and_opens_no_disabled_account() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    journal.sign_in(&ada.email, PASSWORD).await;
    let token = journal.mailed(&ada.email, "/not-me").await;
    admin::disable(&journal.app, &ada.email).await.expect("disabled");
    assert_eq!(redeem(&journal, "not-me", &token).await.refusal(), TOKEN_INVALID);
    admin::enable(&journal.app, &ada.email).await.expect("enabled");
    journal.advance(72 * 3_600);
    assert_eq!(redeem(&journal, "not-me", &token).await.refusal(), TOKEN_INVALID);
    journal.sign_in(&ada.email, PASSWORD).await;
}
