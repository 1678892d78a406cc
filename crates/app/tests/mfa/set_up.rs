use reqwest::Method;
use serde_json::json;
use testkit::{CodeApp, PASSWORD, TestApp};

use super::{EMAIL, happened, login, status};

const SET_UP: &str = "/api/auth/mfa/totp";
const CONFIRM: &str = "/api/auth/mfa/totp/confirm";

#[tokio::test]
async fn nothing_asks_for_a_code_until_one_was_right() {
    let journal = TestApp::start().await;
    let ada = journal.person(EMAIL).await;
    let access = &ada.tokens.access;
    let made = journal.call(Method::POST, SET_UP, access, None).await;
    assert_eq!(made.status, 201);
    let app = CodeApp::with(made.text("secret"), &journal);
    assert_eq!(made.text("secret").len(), 32);
    assert!(made.text("otpauth_url").contains(made.text("secret")));
    assert!(made.text("otpauth_url").starts_with("otpauth://totp/Journal%20at%20localhost:ada%40"));
    assert!(made.text("qr_svg").starts_with("<svg") && !made.text("qr_svg").contains("<script"));
    assert_eq!(login(&journal).await.status, 200);
    let wrong = json!({"code": app.wrong_code()});
    let refused = journal.call(Method::POST, CONFIRM, access, Some(&wrong)).await;
    assert_eq!(refused.refusal(), (403, "invalid_code"));
    assert_eq!(login(&journal).await.status, 200);
    assert_eq!(status(&journal, access).await["totp_since"], json!(null));

    let confirmed = journal.call(Method::POST, CONFIRM, access, Some(&json!({"code": app.code()}))).await;
    let codes = confirmed.json["recovery_codes"].as_array().expect("codes");
    assert_eq!(codes.len(), 10);
    assert!(codes.iter().all(|code| code.as_str().is_some_and(|code| code.len() == 19)), "{codes:?}");
    assert_eq!(login(&journal).await.refusal(), (403, "mfa_required"));
    let now = status(&journal, access).await;
    assert_eq!((&now["recovery_codes_left"], &now["is_required"]), (&json!(10), &json!(false)));
    assert!(now["totp_since"].is_string());
    let me = journal.call(Method::GET, "/api/auth/me", access, None).await;
    assert_eq!(me.json["has_second_factor"], true);
    assert_eq!(journal.mails_to(EMAIL).await[0].subject, "Signing in asks for a second factor now");
    assert!(journal.mails_to(EMAIL).await[0].token_for("/not-me").is_some());
    assert!(happened(&journal, access).await.contains(&"second_factor_turned_on".to_owned()));
}

#[tokio::test]
async fn sessions_that_began_without_the_factor_end_when_it_is_turned_on() {
    let journal = TestApp::start().await;
    let ada = journal.person(EMAIL).await;
    let other = journal.sign_in(EMAIL, PASSWORD).await;
    journal.second_factor(&ada.tokens.access).await;
    assert!(journal.works(&ada.tokens.access).await);
    assert!(!journal.works(&other.access).await);
}

#[tokio::test]
async fn setting_up_takes_a_fresh_sign_in_and_at_most_half_an_hour() {
    let journal = TestApp::start().await;
    let ada = journal.person(EMAIL).await;
    let access = &ada.tokens.access;
    let made = journal.call(Method::POST, SET_UP, access, None).await;
    let app = CodeApp::with(made.text("secret"), &journal);
    journal.advance(11 * 60);
    let stale = journal.call(Method::POST, SET_UP, access, None).await;
    assert_eq!(stale.refusal(), (403, "reauthentication_required"));
    assert_eq!(stale.json["methods"], json!(["password"]));
    journal.advance(19 * 60 + 1);
    let access = journal.sign_in(EMAIL, PASSWORD).await.access;
    let late = journal.call(Method::POST, CONFIRM, &access, Some(&json!({"code": app.code()}))).await;
    assert_eq!(late.refusal(), (409, "mfa_not_started"));
}

#[tokio::test]
async fn another_app_takes_the_place_of_the_first_when_it_is_confirmed_and_not_before() {
    let journal = TestApp::start().await;
    let (ada, old) = super::ada(&journal).await;
    let access = &ada.tokens.access;
    let made = journal.call(Method::POST, SET_UP, access, None).await;
    let new = CodeApp::with(made.text("secret"), &journal);
    let token = journal.first_step(EMAIL, PASSWORD).await;
    assert_eq!(journal.second_step(&token, "totp", &new.code()).await.status, 401);
    assert_eq!(journal.second_step(&token, "totp", &old.code()).await.status, 200);
    let confirmed = journal.call(Method::POST, CONFIRM, access, Some(&json!({"code": new.code()}))).await;
    assert_eq!(confirmed.status, 200);
    journal.advance(30);
    let token = journal.first_step(EMAIL, PASSWORD).await;
    assert_eq!(journal.second_step(&token, "totp", &old.code()).await.status, 401);
    assert_eq!(journal.second_step(&token, "recovery_code", &old.recovery_codes[0]).await.status, 401);
    assert_eq!(journal.second_step(&token, "totp", &new.code()).await.status, 200);
}

/// Two tabs set an app up at the same time: one of them counts, and whoever confirms the other is told.
#[tokio::test]
async fn two_that_are_set_up_at_once_leave_one() {
    let journal = TestApp::start().await;
    let ada = journal.person(EMAIL).await;
    let access = &ada.tokens.access;
    let first = journal.call(Method::POST, SET_UP, access, None).await;
    let second = journal.call(Method::POST, SET_UP, access, None).await;
    let old = CodeApp::with(first.text("secret"), &journal);
    let new = CodeApp::with(second.text("secret"), &journal);
    let refused = journal.call(Method::POST, CONFIRM, access, Some(&json!({"code": old.code()}))).await;
    assert_eq!(refused.refusal(), (403, "invalid_code"));
    let body = json!({"code": new.code()});
    let answers = futures_util::future::join_all(
        (0..8).map(|_| journal.call(Method::POST, CONFIRM, access, Some(&body))),
    )
    .await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1, "{answers:?}");
    let rest = answers.iter().filter(|answer| answer.status != 200);
    for answer in rest {
        assert_eq!(answer.refusal(), (409, "mfa_not_started"));
    }
}

/// ASVS 6.5.2
#[tokio::test]
async fn the_secret_rests_sealed_and_the_codes_as_password_hashes() {
    let journal = TestApp::start().await;
    let (ada, app) = super::ada(&journal).await;
    let account: uuid::Uuid = ada.id.parse().expect("an id");
    let stored = journal
        .app
        .store
        .all(store::Query::new(
            "select t.sealed, r.digest from totp t join recovery_codes r on r.account_id = t.account_id
             where t.account_id = $1",
            [account.into()],
            |row| Ok((row.get::<Vec<u8>>("sealed")?, row.get::<String>("digest")?)),
        ))
        .await
        .expect("rows");
    assert_eq!(stored.len(), 10);
    for (sealed, digest) in stored {
        assert_eq!(sealed.len(), crypto::totp::LENGTH + crypto::sealed::OVERHEAD);
        assert!(digest.starts_with("$argon2id$"), "{digest}");
        assert!(app.recovery_codes.iter().all(|code| !digest.contains(code.as_str())));
    }
}
