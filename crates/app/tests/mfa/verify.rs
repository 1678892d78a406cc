use futures_util::future::join_all;
use reqwest::Method;
use serde_json::json;
use testkit::{OTHER_PASSWORD, PASSWORD, TestApp, Tokens};

use super::{EMAIL, INVALID_CODE, TOKEN_INVALID, ada, happened, login};

/// ASVS 6.3.3
#[tokio::test]
async fn a_password_and_a_code_sign_in_and_neither_does_alone() {
    let journal = TestApp::start().await;
    let (_, app) = ada(&journal).await;
    let first = login(&journal).await;
    assert_eq!(first.refusal(), (403, "mfa_required"));
    assert_eq!(first.json["methods"], json!(["totp", "recovery_code"]));
    assert!(first.json["access_token"].is_null() && first.set_cookie("refresh_token").is_none());
    let token = first.text("mfa_token");
    assert_eq!(journal.second_step(token, "totp", &app.wrong_code()).await.refusal(), INVALID_CODE);
    journal.advance(1);
    let answer = journal.second_step(token, "totp", &app.code()).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let tokens = Tokens::of(&answer);
    assert!(journal.works(&tokens.access).await);
    assert_eq!(journal.refresh(&tokens.refresh).await.status, 200);
    let kinds = happened(&journal, &tokens.access).await;
    assert_eq!(&kinds[..2], ["signed_in", "second_factor_refused"]);
}

/// ASVS 6.5.1
#[tokio::test]
async fn a_code_that_comes_twice_is_refused_and_counts_against_nobody() {
    let journal = TestApp::start().await;
    let (_, app) = ada(&journal).await;
    let code = app.code();
    let token = journal.first_step(EMAIL, PASSWORD).await;
    assert_eq!(journal.second_step(&token, "totp", &code).await.status, 200);
    let token = journal.first_step(EMAIL, PASSWORD).await;
    for _ in 0..15 {
        assert_eq!(journal.second_step(&token, "totp", &code).await.refusal(), INVALID_CODE);
    }
    assert_eq!(journal.second_step(&token, "totp", &app.code_at(-1)).await.refusal(), INVALID_CODE);
    journal.advance(30);
    assert_eq!(journal.second_step(&token, "totp", &app.code()).await.status, 200);
}

/// The code twice, in parallel, with spaces, with other digits, at two nodes: one success. ASVS 6.5.1
#[tokio::test]
async fn of_one_code_in_all_its_spellings_at_once_one_signs_in() {
    let journal = TestApp::start().await;
    let other = journal.another_node().await;
    let (_, app) = ada(&journal).await;
    let code = app.code();
    let in_script = |zero: u32| -> String {
        let digit = |c: char| char::from_u32(zero + c.to_digit(10).expect("a digit")).expect("a letter");
        code.chars().map(digit).collect()
    };
    let spellings = [
        code.clone(),
        code.clone(),
        format!("{} {}", &code[..3], &code[3..]),
        format!(" {}-{}\n", &code[..2], &code[2..]),
        in_script(0x0660),
        in_script(0x0966),
        in_script(0xff10),
        code.chars().flat_map(|c| [c, '\u{a0}']).collect(),
    ];
    let tokens = join_all(spellings.iter().map(|_| journal.first_step(EMAIL, PASSWORD))).await;
    let sent = tokens.iter().zip(&spellings).enumerate().map(|(at, (token, spelling))| {
        let node = if at % 2 == 0 { &journal } else { &other };
        node.second_step(token, "totp", spelling)
    });
    let answers = join_all(sent).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1, "{answers:?}");
    for answer in answers.iter().filter(|answer| answer.status != 200) {
        assert_eq!(answer.refusal(), INVALID_CODE);
    }
    for spelling in &spellings {
        let token = journal.first_step(EMAIL, PASSWORD).await;
        assert_eq!(journal.second_step(&token, "totp", spelling).await.refusal(), INVALID_CODE);
    }
}

#[tokio::test]
async fn every_spelling_alone_signs_in() {
    let journal = TestApp::start().await;
    let (_, app) = ada(&journal).await;
    for zero in [0x30, 0x0660, 0x06f0, 0x0966, 0xff10] {
        let token = journal.first_step(EMAIL, PASSWORD).await;
        let digit = |c: char| char::from_u32(zero + c.to_digit(10).expect("a digit")).expect("a letter");
        let typed: String = app.code().chars().flat_map(|c| [digit(c), ' ']).collect();
        assert_eq!(journal.second_step(&token, "totp", &typed).await.status, 200, "{typed}");
        journal.advance(30);
    }
}

/// ASVS 6.5.5, 6.5.8
#[tokio::test]
async fn a_code_holds_for_its_half_minute_and_one_either_side() {
    let journal = TestApp::start().await;
    let (_, app) = ada(&journal).await;
    journal.advance(120);
    let token = journal.first_step(EMAIL, PASSWORD).await;
    for steps in [-3, -2, 2, 3] {
        let code = app.code_at(steps);
        assert_eq!(journal.second_step(&token, "totp", &code).await.refusal(), INVALID_CODE, "{steps}");
    }
    assert_eq!(journal.second_step(&token, "totp", &app.code_at(-1)).await.status, 200);
    let token = journal.first_step(EMAIL, PASSWORD).await;
    assert_eq!(journal.second_step(&token, "totp", &app.code_at(1)).await.status, 200);
    let token = journal.first_step(EMAIL, PASSWORD).await;
    assert_eq!(journal.second_step(&token, "totp", &app.code()).await.refusal(), INVALID_CODE);
}

#[tokio::test]
async fn an_attempt_holds_for_ten_minutes_and_over_a_restart() {
    let journal = TestApp::start().await;
    let (_, app) = ada(&journal).await;
    let (kept, late) = (journal.first_step(EMAIL, PASSWORD).await, journal.first_step(EMAIL, PASSWORD).await);
    let journal = journal.restart().await;
    journal.advance(10 * 60 - 1);
    assert_eq!(journal.second_step(&kept, "totp", &app.code()).await.status, 200);
    journal.advance(1);
    let refused = journal.second_step(&late, "recovery_code", &app.recovery_codes[0]).await;
    assert_eq!(refused.refusal(), TOKEN_INVALID);
}

#[tokio::test]
async fn an_attempt_is_finished_once_whatever_comes_at_the_same_time() {
    let journal = TestApp::start().await;
    let other = journal.another_node().await;
    let (_, app) = ada(&journal).await;
    let token = journal.first_step(EMAIL, PASSWORD).await;
    let sent = (0..10).map(|at| {
        let node = if at % 2 == 0 { &journal } else { &other };
        node.second_step(&token, "recovery_code", &app.recovery_codes[at])
    });
    let answers = join_all(sent).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1, "{answers:?}");
    for answer in answers.iter().filter(|answer| answer.status != 200) {
        assert_eq!(answer.refusal(), TOKEN_INVALID);
    }
    let tokens = answers.iter().find(|answer| answer.status == 200).map(Tokens::of).expect("one");
    let left = super::status(&journal, &tokens.access).await;
    assert_eq!(left["recovery_codes_left"], 9, "who came too late has lost no code");
    assert_eq!(journal.second_step(&token, "totp", &app.code()).await.refusal(), TOKEN_INVALID);
}

#[tokio::test]
async fn a_password_that_is_replaced_in_between_voids_the_attempt() {
    let journal = TestApp::start().await;
    let (ada, app) = ada(&journal).await;
    let before_change = journal.first_step(EMAIL, PASSWORD).await;
    let body = json!({"current_password": PASSWORD, "new_password": OTHER_PASSWORD});
    let changed =
        journal.call(Method::POST, "/api/auth/change-password", &ada.tokens.access, Some(&body)).await;
    assert_eq!(changed.status, 204);
    assert_eq!(journal.second_step(&before_change, "totp", &app.code()).await.refusal(), TOKEN_INVALID);
    let before_reset = journal.first_step(EMAIL, OTHER_PASSWORD).await;
    let asked = journal.post("/api/auth/forgot-password", &json!({"email": EMAIL})).await;
    let reset = json!({"token": asked.text("dev_reset_token"), "password": PASSWORD});
    assert_eq!(journal.post("/api/auth/reset-password", &reset).await.status, 204);
    assert_eq!(journal.second_step(&before_reset, "totp", &app.code()).await.refusal(), TOKEN_INVALID);
    let after = journal.first_step(EMAIL, PASSWORD).await;
    assert_eq!(journal.second_step(&after, "totp", &app.code()).await.status, 200);
}

#[tokio::test]
async fn an_account_that_is_closed_in_between_lets_nobody_in() {
    let journal = TestApp::start().await;
    let (_, app) = ada(&journal).await;
    let token = journal.first_step(EMAIL, PASSWORD).await;
    app::admin::disable(&journal.app, EMAIL).await.expect("disabled");
    let refused = journal.second_step(&token, "totp", &app.code()).await;
    assert_eq!(refused.refusal(), (403, "account_disabled"));
}

#[tokio::test]
async fn the_attempt_of_a_browser_is_finished_in_that_browser() {
    let journal = TestApp::start().await;
    let (_, app) = ada(&journal).await;
    let body = json!({"email": EMAIL, "password": PASSWORD, "refresh": "cookie"});
    let first = journal.post("/api/auth/login", &body).await;
    let device = format!("device={}", first.cookie("device").expect("a cookie to be told by"));
    let verify = json!({"mfa_token": first.text("mfa_token"), "method": "totp", "code": app.code()});
    let elsewhere = journal.post("/api/auth/mfa/verify", &verify).await;
    assert_eq!(elsewhere.refusal(), TOKEN_INVALID);
    let request =
        journal.request(Method::POST, "/api/auth/mfa/verify").json(&verify).header("cookie", &device);
    let answer = journal.send(request).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert!(answer.json["refresh_token"].is_null());
    assert!(answer.cookie("refresh_token").is_some() && answer.cookie("csrftoken").is_some());
    assert_ne!(answer.cookie("device").map(|device| format!("device={device}")), Some(device));
}

/// ASVS 6.3.1
#[tokio::test]
async fn every_factor_shares_the_accounts_one_counter() {
    let journal = TestApp::start().await;
    let (_, app) = ada(&journal).await;
    let token = journal.first_step(EMAIL, PASSWORD).await;
    for _ in 0..4 {
        journal.post("/api/auth/login", &json!({"email": EMAIL, "password": OTHER_PASSWORD})).await;
    }
    for _ in 0..3 {
        assert_eq!(journal.second_step(&token, "totp", &app.wrong_code()).await.refusal(), INVALID_CODE);
        let refused = journal.second_step(&token, "recovery_code", "aaaa-bbbb-cccc-dddd").await;
        assert_eq!(refused.refusal(), INVALID_CODE);
    }
    let waits = journal.second_step(&token, "totp", &app.code()).await;
    assert_eq!(waits.refusal(), (429, "too_many_attempts"));
    assert!(!waits.header("retry-after").is_empty());
    assert_eq!(login(&journal).await.refusal(), (429, "too_many_attempts"));
}

#[tokio::test]
async fn parallel_guesses_at_a_code_do_not_overshoot() {
    let journal = TestApp::start().await;
    let (_, app) = ada(&journal).await;
    let token = journal.first_step(EMAIL, PASSWORD).await;
    let wrong = app.wrong_code();
    let answers = join_all((0..60).map(|_| journal.second_step(&token, "totp", &wrong))).await;
    let evaluated = answers.iter().filter(|answer| answer.refusal() == INVALID_CODE).count();
    assert_eq!(evaluated, 10, "{:?}", answers.iter().map(|answer| answer.status).collect::<Vec<_>>());
}

#[tokio::test]
async fn what_is_no_token_or_no_code_is_refused_and_breaks_nothing() {
    let journal = TestApp::start().await;
    let (_, app) = ada(&journal).await;
    for token in ["", "x", &"A".repeat(43), &"é".repeat(43), &"A".repeat(10_000)] {
        let refused = journal.second_step(token, "totp", &app.code()).await;
        assert_eq!(refused.refusal(), TOKEN_INVALID, "{token}");
    }
    let token = journal.first_step(EMAIL, PASSWORD).await;
    for code in ["", "\0", "½½½½½½", &"1".repeat(30_000)] {
        assert_eq!(journal.second_step(&token, "totp", code).await.refusal(), INVALID_CODE);
        assert_eq!(journal.second_step(&token, "recovery_code", code).await.refusal(), INVALID_CODE);
    }
    let unknown = json!({"mfa_token": token, "method": "sms", "code": "123456"});
    assert_eq!(journal.post("/api/auth/mfa/verify", &unknown).await.status, 422);
    assert_eq!(journal.post("/api/auth/mfa/verify", &json!({})).await.status, 422);
    let foreign = json!({"mfa_token": token, "method": "totp", "code": app.code()});
    let request = journal.request(Method::POST, "/api/auth/mfa/verify").json(&foreign);
    let refused = journal.send(request.header("origin", "https://evil.example")).await;
    assert_eq!(refused.refusal(), (403, "csrf_failed"));
    assert_eq!(journal.second_step(&token, "totp", &app.code()).await.status, 200);
}
