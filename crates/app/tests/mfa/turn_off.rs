use reqwest::Method;
use testkit::{PASSWORD, TestApp};

use super::{EMAIL, TOKEN_INVALID, ada, happened, status};

const TOTP: &str = "/api/auth/mfa/totp";

/// ASVS 6.5.6
#[tokio::test]
async fn turned_off_a_password_is_enough_again_and_the_owner_is_told() {
    let journal = TestApp::start().await;
    let (ada, app) = ada(&journal).await;
    let access = &ada.tokens.access;
    let waiting = journal.first_step(EMAIL, PASSWORD).await;
    assert_eq!(journal.call(Method::DELETE, TOTP, access, None).await.status, 204);
    journal.sign_in(EMAIL, PASSWORD).await;
    assert_eq!(journal.second_step(&waiting, "totp", &app.code()).await.refusal(), TOKEN_INVALID);
    let none = status(&journal, access).await;
    assert!(none["totp_since"].is_null() && none["recovery_codes_left"] == 0, "{none}");
    let mails = journal.mails_to(EMAIL).await;
    let told = mails.iter().find(|mail| mail.subject == "Signing in asks for no second factor now");
    assert!(told.expect("a mail").text.contains("was turned off."));
    assert!(happened(&journal, access).await.contains(&"second_factor_turned_off".to_owned()));
    let again = journal.call(Method::DELETE, TOTP, access, None).await;
    assert_eq!(again.refusal(), (409, "mfa_not_enabled"));
}

#[tokio::test]
async fn turning_off_takes_a_fresh_proof_by_any_factor() {
    let journal = TestApp::start().await;
    let (ada, _) = ada(&journal).await;
    journal.advance(11 * 60);
    let refused = journal.call(Method::DELETE, TOTP, &ada.tokens.access, None).await;
    assert_eq!(refused.refusal(), (403, "reauthentication_required"));
    assert_eq!(refused.json["methods"], serde_json::json!(["password", "totp", "recovery_code"]));
    journal.first_step(EMAIL, PASSWORD).await;
}
