use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};
use testkit::{PASSWORD, TestApp, Tokens};

use super::{EMAIL, INVALID_CODE, ada, happened, status};

/// ASVS 6.5.1
#[tokio::test]
async fn a_recovery_code_signs_in_once_and_its_owner_is_told() {
    let journal = TestApp::start().await;
    let (_, app) = ada(&journal).await;
    let token = journal.first_step(EMAIL, PASSWORD).await;
    let typed = app.recovery_codes[0].to_uppercase().replace('-', " ");
    let answer = journal.second_step(&token, "recovery_code", &typed).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let tokens = Tokens::of(&answer);
    assert_eq!(status(&journal, &tokens.access).await["recovery_codes_left"], 9);
    assert!(happened(&journal, &tokens.access).await.contains(&"recovery_code_used".to_owned()));
    let mails = journal.mails_to(EMAIL).await;
    let told = mails.iter().find(|mail| mail.subject == "A recovery code was used").expect("a mail");
    assert!(told.text.contains("Codes left: 9.") && told.text.contains("at any time"), "{}", told.text);
    let token = journal.first_step(EMAIL, PASSWORD).await;
    for _ in 0..12 {
        let again = journal.second_step(&token, "recovery_code", &app.recovery_codes[0]).await;
        assert_eq!(again.refusal(), INVALID_CODE, "a used one counts against nobody");
    }
    assert_eq!(journal.second_step(&token, "recovery_code", &app.recovery_codes[1]).await.status, 200);
}

#[tokio::test]
async fn one_code_at_many_doors_at_once_opens_one() {
    let journal = TestApp::start().await;
    let other = journal.another_node().await;
    let (_, app) = ada(&journal).await;
    let tokens = join_all((0..8).map(|_| journal.first_step(EMAIL, PASSWORD))).await;
    let sent = tokens.iter().enumerate().map(|(at, token)| {
        let node = if at % 2 == 0 { &journal } else { &other };
        node.second_step(token, "recovery_code", &app.recovery_codes[3])
    });
    let answers = join_all(sent).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1, "{answers:?}");
    for answer in answers.iter().filter(|answer| answer.status != 200) {
        assert_eq!(answer.refusal(), INVALID_CODE);
    }
}

#[tokio::test]
async fn all_ten_work_and_the_last_mails_say_that_few_are_left() {
    let journal = TestApp::start().await;
    let (_, app) = ada(&journal).await;
    for (used, code) in app.recovery_codes.iter().enumerate() {
        let first = super::login(&journal).await;
        assert_eq!(first.json["methods"], json!(["totp", "recovery_code"]));
        let answer = journal.second_step(first.text("mfa_token"), "recovery_code", code).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        let mails = journal.mails_to(EMAIL).await;
        let told = mails.iter().find(|mail| mail.subject == "A recovery code was used").expect("a mail");
        let left = 9 - used;
        assert!(told.text.contains(&format!("Codes left: {left}.")), "{}", told.text);
        assert_eq!(told.text.contains("It is time to make new ones"), left <= 3, "{}", told.text);
    }
    let first = super::login(&journal).await;
    assert_eq!(first.json["methods"], json!(["totp"]));
    assert_eq!(journal.second_step(first.text("mfa_token"), "totp", &app.code()).await.status, 200);
}

#[tokio::test]
async fn a_new_set_voids_the_old_one_and_takes_a_fresh_proof() {
    let journal = TestApp::start().await;
    let (ada, app) = ada(&journal).await;
    let path = "/api/auth/mfa/recovery-codes";
    let made = journal.call(Method::POST, path, &ada.tokens.access, None).await;
    assert_eq!(made.status, 200);
    let codes: Vec<&str> =
        made.json["recovery_codes"].as_array().expect("codes").iter().filter_map(Value::as_str).collect();
    assert_eq!(codes.len(), 10);
    assert!(app.recovery_codes.iter().all(|old| !codes.contains(&old.as_str())));
    let token = journal.first_step(EMAIL, PASSWORD).await;
    let old = journal.second_step(&token, "recovery_code", &app.recovery_codes[0]).await;
    assert_eq!(old.refusal(), INVALID_CODE);
    assert_eq!(journal.second_step(&token, "recovery_code", codes[9]).await.status, 200);
    assert!(happened(&journal, &ada.tokens.access).await.contains(&"recovery_codes_replaced".to_owned()));
    journal.advance(11 * 60);
    let stale = journal.call(Method::POST, path, &ada.tokens.access, None).await;
    assert_eq!(stale.refusal(), (403, "reauthentication_required"));
}

#[tokio::test]
async fn without_a_second_factor_there_are_no_recovery_codes() {
    let journal = TestApp::start().await;
    let ada = journal.person(EMAIL).await;
    let refused = journal.call(Method::POST, "/api/auth/mfa/recovery-codes", &ada.tokens.access, None).await;
    assert_eq!(refused.refusal(), (409, "mfa_not_enabled"));
    assert_eq!(status(&journal, &ada.tokens.access).await["recovery_codes_left"], 0);
}
