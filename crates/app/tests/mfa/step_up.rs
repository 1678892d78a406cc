use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};
use testkit::{Answer, PASSWORD, TestApp, Tokens};

use super::{EMAIL, ada};

const PROTECTED: &str = "/api/auth/mfa/recovery-codes";

async fn prove(journal: &TestApp, access: &str, body: &Value) -> Answer {
    journal.call(Method::POST, "/api/auth/reauthenticate", access, Some(body)).await
}

/// ASVS 7.5.1, 7.5.3
#[tokio::test]
async fn any_factor_proves_once_more_who_one_is() {
    let journal = TestApp::start().await;
    let (ada, app) = ada(&journal).await;
    let mut tokens = ada.tokens;
    let bodies =
        [json!({"method": "recovery_code", "code": app.recovery_codes[0]}), json!({"password": PASSWORD})];
    for body in bodies {
        journal.advance(10 * 60);
        tokens = Tokens::of(&journal.refresh(&tokens.refresh).await);
        let access = tokens.access.clone();
        let stale = journal.call(Method::POST, "/api/auth/mfa/totp", &access, None).await;
        assert_eq!(stale.refusal(), (403, "reauthentication_required"));
        assert_eq!(prove(&journal, &access, &body).await.status, 200, "{body}");
        let fresh = journal.call(Method::POST, "/api/auth/mfa/totp", &access, None).await;
        assert_eq!(fresh.status, 201);
    }
    journal.advance(10 * 60);
    let access = Tokens::of(&journal.refresh(&tokens.refresh).await).access;
    let body = json!({"method": "totp", "code": app.code()});
    assert_eq!(prove(&journal, &access, &body).await.status, 200);
    assert_eq!(journal.call(Method::POST, PROTECTED, &access, None).await.status, 200);
}

#[tokio::test]
async fn a_code_proves_it_once_and_a_wrong_one_never() {
    let journal = TestApp::start().await;
    let (ada, app) = ada(&journal).await;
    let access = &ada.tokens.access;
    let wrong = json!({"method": "totp", "code": app.wrong_code()});
    assert_eq!(prove(&journal, access, &wrong).await.refusal(), (403, "invalid_code"));
    let right = json!({"method": "totp", "code": app.code()});
    let answers = join_all((0..6).map(|_| prove(&journal, access, &right))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1, "{answers:?}");
    let token = journal.first_step(EMAIL, PASSWORD).await;
    let spent = journal.second_step(&token, "totp", &app.code()).await;
    assert_eq!(spent.refusal(), (401, "invalid_code"), "what proved it opens no door");
}

#[tokio::test]
async fn one_proof_is_given_and_not_none_or_two() {
    let journal = TestApp::start().await;
    let (ada, app) = ada(&journal).await;
    let bodies = [
        json!({}),
        json!({"method": "totp"}),
        json!({"code": app.code()}),
        json!({"password": PASSWORD, "method": "totp", "code": app.code()}),
        json!({"method": "smoke", "code": "1"}),
    ];
    for body in bodies {
        let refused = prove(&journal, &ada.tokens.access, &body).await;
        assert_eq!(refused.status, 422, "{body}: {refused:?}");
    }
}

#[tokio::test]
async fn who_has_no_factor_proves_nothing_with_a_code() {
    let journal = TestApp::start().await;
    let ada = journal.person(EMAIL).await;
    for method in ["totp", "recovery_code"] {
        let body = json!({"method": method, "code": "123456"});
        assert_eq!(prove(&journal, &ada.tokens.access, &body).await.refusal(), (403, "invalid_code"));
    }
}
