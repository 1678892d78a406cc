//! A passkey is the second factor where one is demanded and there is no app: the password alone opens nothing.

use app::access::Role;
use app::admin;
use app::settings::RequireMfa;
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::json;
use testkit::{Answer, Authenticator, Browser, OTHER_PASSWORD, PASSWORD, Person, TestApp, Tokens};

use super::{EMAIL, TOKEN_INVALID, happened, login};

const REFUSED: (u16, &str) = (401, "invalid_credentials");

async fn demanding() -> TestApp {
    TestApp::with(|settings| settings.require_mfa = RequireMfa::All).await
}

/// Somebody whose second factor is a passkey.
async fn ada(journal: &TestApp) -> (Person, Authenticator) {
    let ada = journal.person(EMAIL).await;
    let mut phone = Authenticator::new(&journal.url);
    Browser::with(journal, &ada.tokens.access).add_passkey(&mut phone).await;
    (ada, phone)
}

async fn opens(journal: &TestApp, access: &str) -> Answer {
    journal.call(Method::GET, "/api/entries", access, None).await
}

async fn reset(journal: &TestApp) {
    journal.post("/api/auth/forgot-password", &json!({"email": EMAIL})).await;
    let token = journal.mailed(EMAIL, "/reset-password").await;
    let body = json!({"token": token, "password": OTHER_PASSWORD});
    assert_eq!(journal.post("/api/auth/reset-password", &body).await.status, 204);
}

/// ASVS 6.3.3
#[tokio::test]
async fn a_password_and_a_passkey_sign_in_where_both_are_demanded_and_the_password_alone_does_not() {
    let journal = demanding().await;
    let (ada, phone) = ada(&journal).await;
    assert_eq!(opens(&journal, &ada.tokens.access).await.status, 200, "who added it has shown it");
    let first = login(&journal).await;
    assert_eq!(first.refusal(), (403, "mfa_required"));
    assert_eq!(first.json["methods"], json!(["passkey"]));
    assert!(first.json["access_token"].is_null() && first.set_cookie("refresh_token").is_none());
    let token = first.text("mfa_token");
    for method in ["totp", "recovery_code"] {
        assert_eq!(journal.second_step(token, method, "000000").await.refusal(), TOKEN_INVALID);
    }
    journal.advance(1);
    let answer = Browser::new(&journal).second_step(token, &phone).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let tokens = Tokens::of(&answer);
    assert_eq!(opens(&journal, &tokens.access).await.status, 200);
    let refreshed = Tokens::of(&journal.refresh(&tokens.refresh).await);
    assert_eq!(opens(&journal, &refreshed.access).await.status, 200);
    assert_eq!(happened(&journal, &tokens.access).await[0], "signed_in");
    let alone = Tokens::of(&Browser::new(&journal).sign_in(&phone).await);
    assert_eq!(opens(&journal, &alone.access).await.status, 200, "a passkey is both");
}

#[tokio::test]
async fn where_none_is_demanded_a_passkey_does_not_make_the_password_ask_for_more() {
    let journal = TestApp::with(|settings| settings.require_mfa = RequireMfa::Admins).await;
    ada(&journal).await;
    journal.sign_in(EMAIL, PASSWORD).await;
    admin::set_role(&journal.app, EMAIL, Role::Admin).await.expect("an admin");
    assert_eq!(login(&journal).await.refusal(), (403, "mfa_required"));
}

#[tokio::test]
async fn only_a_passkey_of_that_account_finishes_that_attempt_and_once() {
    let journal = demanding().await;
    let (_, phone) = ada(&journal).await;
    let eve = journal.person("eve@example.com").await;
    let mut hers = Authenticator::new(&journal.url);
    Browser::with(&journal, &eve.tokens.access).add_passkey(&mut hers).await;
    let token = journal.first_step(EMAIL, PASSWORD).await;
    let eves = journal.first_step("eve@example.com", PASSWORD).await;
    let mut browser = Browser::new(&journal);
    assert_eq!(browser.second_step(&token, &hers).await.refusal(), REFUSED);
    // Her key under the name of the one that was asked for.
    let options = browser.second_step_options(&token).await.json;
    assert_eq!(options["allowCredentials"][0]["id"], phone.assert(&options).json()["id"]);
    let mut forged = hers.assert(&options);
    (forged.key.id, forged.user) = (phone.keys[0].id.clone(), Some(phone.keys[0].user.clone()));
    assert_eq!(browser.finish_with(&token, &options, &forged.json()).await.refusal(), REFUSED);
    // What was asked for one attempt is no answer to another's, to none, or in another browser.
    let options = browser.second_step_options(&token).await.json;
    let right = phone.assert(&options).json();
    assert_eq!(browser.finish_with(&eves, &options, &right).await.refusal(), REFUSED);
    assert_eq!(browser.authenticate(&options, &right).await.refusal(), REFUSED);
    assert_eq!(Browser::new(&journal).finish_with(&token, &options, &right).await.refusal(), REFUSED);
    for wrong in ["", "x", &"A".repeat(43)] {
        assert_eq!(browser.finish_with(wrong, &options, &right).await.refusal(), TOKEN_INVALID);
        assert_eq!(browser.second_step_options(wrong).await.refusal(), TOKEN_INVALID);
    }
    // Nor is what was asked for a sign-in an answer to an attempt.
    let plain = browser.request_options().await;
    let credential = phone.assert(&plain).json();
    assert_eq!(browser.finish_with(&token, &plain, &credential).await.refusal(), REFUSED);
    assert_eq!(browser.finish_with(&token, &options, &right).await.status, 200);
    assert_eq!(browser.finish_with(&token, &options, &right).await.refusal(), TOKEN_INVALID);
}

#[tokio::test]
async fn an_attempt_is_finished_once_at_two_nodes_also_by_twenty_at_a_time() {
    let journal = demanding().await;
    let url = journal.url.clone();
    let other = journal
        .another_node_with(move |settings| {
            settings.public_url = url;
            settings.require_mfa = RequireMfa::All;
        })
        .await;
    let (_, phone) = ada(&journal).await;
    let token = journal.first_step(EMAIL, PASSWORD).await;
    let mut asked = Vec::new();
    for at in 0..20 {
        let node = if at % 2 == 0 { &other } else { &journal };
        let mut browser = Browser::new(node);
        let options = browser.second_step_options(&token).await.json;
        let answering = Browser { journal: if at % 3 == 0 { &journal } else { node }, ..browser };
        asked.push((answering, phone.assert(&options).json(), options));
    }
    let token = &token;
    let answers = join_all(asked.into_iter().map(|(mut browser, credential, options)| async move {
        browser.finish_with(token, &options, &credential).await
    }))
    .await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1, "{answers:?}");
    for answer in answers.iter().filter(|answer| answer.status != 200) {
        assert!([TOKEN_INVALID, REFUSED].contains(&answer.refusal()), "{answer:?}");
    }
}

#[tokio::test]
async fn the_attempt_of_a_browser_is_finished_in_that_browser_and_gives_it_its_cookies() {
    let journal = demanding().await;
    let (_, phone) = ada(&journal).await;
    let body = json!({"email": EMAIL, "password": PASSWORD, "refresh": "cookie"});
    let first = journal.post("/api/auth/login", &body).await;
    let device = format!("device={}", first.cookie("device").expect("a cookie to be told by"));
    let token = first.text("mfa_token");
    assert_eq!(Browser::new(&journal).second_step_options(token).await.refusal(), TOKEN_INVALID);
    let path = "/api/auth/webauthn/authenticate/options";
    let request = journal.request(Method::POST, path).json(&json!({"mfa_token": token}));
    let options = journal.send(request.header("cookie", &device)).await;
    let ceremony = format!("ceremony={}", options.cookie("ceremony").expect("a cookie"));
    let body = json!({
        "ceremony_id": options.json["ceremony_id"],
        "credential": phone.assert(&options.json).json(),
        "mfa_token": token,
    });
    let path = "/api/auth/webauthn/authenticate/verify";
    let send = |cookies: String| {
        journal.send(journal.request(Method::POST, path).json(&body).header("cookie", cookies))
    };
    assert_eq!(send(ceremony.clone()).await.refusal(), TOKEN_INVALID);
    let answer = send(format!("{device}; {ceremony}")).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert!(answer.json["refresh_token"].is_null());
    assert!(answer.cookie("refresh_token").is_some() && answer.cookie("csrftoken").is_some());
}

#[tokio::test]
async fn an_attempt_lapses_and_does_not_outlive_its_password_or_its_account() {
    let journal = demanding().await;
    let (ada, phone) = ada(&journal).await;
    let token = journal.first_step(EMAIL, PASSWORD).await;
    journal.advance(10 * 60);
    assert_eq!(Browser::new(&journal).second_step_options(&token).await.refusal(), TOKEN_INVALID);
    let token = journal.first_step(EMAIL, PASSWORD).await;
    let mut browser = Browser::new(&journal);
    let options = browser.second_step_options(&token).await.json;
    let credential = phone.assert(&options).json();
    let body = json!({"current_password": PASSWORD, "new_password": OTHER_PASSWORD});
    let path = "/api/auth/change-password";
    assert_eq!(journal.call(Method::POST, path, &ada.tokens.access, Some(&body)).await.status, 204);
    assert_eq!(browser.finish_with(&token, &options, &credential).await.refusal(), TOKEN_INVALID);
    let token = journal.first_step(EMAIL, OTHER_PASSWORD).await;
    let options = browser.second_step_options(&token).await.json;
    admin::disable(&journal.app, EMAIL).await.expect("disabled");
    let credential = phone.assert(&options).json();
    let refused = browser.finish_with(&token, &options, &credential).await;
    assert_eq!(refused.refusal(), (403, "account_disabled"));
}

/// Whoever holds the mailbox sets a new password, and is no further for it. ASVS 6.4.3
#[tokio::test]
async fn after_a_reset_the_new_password_still_asks_for_the_passkey_which_that_confirms() {
    let journal = demanding().await;
    let (ada, phone) = ada(&journal).await;
    let mut lost = Authenticator::new(&journal.url);
    journal.advance(1);
    Browser::with(&journal, &ada.tokens.access).add_passkey(&mut lost).await;
    reset(&journal).await;
    assert_eq!(opens(&journal, &ada.tokens.access).await.refusal(), (401, "unauthenticated"));
    assert_eq!(Browser::new(&journal).sign_in(&phone).await.refusal(), (403, "passkey_unconfirmed"));
    let token = journal.first_step(EMAIL, OTHER_PASSWORD).await;
    let stranger = {
        let mut stranger = Authenticator::new(&journal.url);
        stranger.create(&json!({"challenge": "x", "user": {"id": ""}}));
        stranger
    };
    assert_eq!(Browser::new(&journal).second_step(&token, &stranger).await.refusal(), REFUSED);
    let answer = Browser::new(&journal).second_step(&token, &phone).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let access = Tokens::of(&answer).access;
    assert_eq!(opens(&journal, &access).await.status, 200);
    assert!(happened(&journal, &access).await.contains(&"passkey_confirmed".to_owned()));
    let listed = journal.call(Method::GET, "/api/auth/passkeys", &access, None).await;
    let waiting: Vec<bool> = listed.json["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|one| one["needs_confirmation"] == true)
        .collect();
    assert_eq!(waiting, [true, false], "the newest first");
    assert_eq!(Browser::new(&journal).sign_in(&phone).await.status, 200);
    assert_eq!(Browser::new(&journal).sign_in(&lost).await.refusal(), (403, "passkey_unconfirmed"));
}

/// An account that never had a password gets one by mail, and with it nothing else.
#[tokio::test]
async fn a_first_password_by_mail_is_not_enough_either() {
    let journal = demanding().await;
    let mut phone = Authenticator::new(&journal.url);
    assert_eq!(Browser::new(&journal).sign_up(&mut phone, EMAIL).await.status, 202);
    let token = json!({"token": journal.mailed(EMAIL, "/verify-email").await});
    assert_eq!(journal.post("/api/auth/verify-email", &token).await.status, 204);
    assert_eq!(Browser::new(&journal).sign_in(&phone).await.status, 200);
    reset(&journal).await;
    let token = journal.first_step(EMAIL, OTHER_PASSWORD).await;
    assert_eq!(Browser::new(&journal).second_step(&token, &phone).await.status, 200);
}

/// ASVS 6.4.4
#[tokio::test]
async fn the_operator_removes_the_passkeys_of_somebody_who_lost_them_and_they_are_told() {
    let journal = demanding().await;
    let (_, phone) = ada(&journal).await;
    journal.first_step(EMAIL, PASSWORD).await;
    let command = journal.command().await;
    admin::remove_factors(&command, EMAIL).await.expect("removed");
    assert_eq!(Browser::new(&journal).sign_in(&phone).await.refusal(), REFUSED);
    let access = journal.sign_in(EMAIL, PASSWORD).await.access;
    assert_eq!(opens(&journal, &access).await.refusal(), (403, "mfa_enrolment_required"));
    let mails = journal.mails_to(EMAIL).await;
    let told = mails.iter().find(|mail| mail.subject == "Signing in asks for no second factor now");
    assert!(told.expect("a mail").text.contains("Whoever runs this journal has removed"));
    Browser::with(&journal, &access).add_passkey(&mut Authenticator::new(&journal.url)).await;
    assert_eq!(opens(&journal, &access).await.status, 200);
    let kinds = happened(&journal, &access).await;
    assert!(
        kinds.contains(&"passkey_removed".to_owned()) && kinds.contains(&"second_factor_removed".to_owned())
    );
}
