//! What opens one door, at all the others: mailed tokens where other credentials belong, and those where mailed tokens do.

use app::access::Role;
use app::admin;
use app::onetime::Purpose;
use app::settings::Registration;
use reqwest::Method;
use serde_json::{Value, json};
use testkit::{Authenticator, Browser, PASSWORD, TestApp};

use super::{issued, redeem, unlimited};

/// Every other credential that there is, by its name.
async fn credentials(journal: &TestApp) -> Vec<(&'static str, String)> {
    let ada = journal.person("ada@example.net").await;
    let access = ada.tokens.access.as_str();
    let script = json!({"name": "script", "scopes": ["profile:read"]});
    let script = journal.call(Method::POST, "/api/auth/tokens", access, Some(&script)).await;
    let app = journal.second_factor(access).await;
    let mut browser = Browser::with(journal, access);
    let adding = browser.creation_options(None).await;
    let proving = browser.request_options().await;
    let mut visitor = Browser::new(journal);
    let using = visitor.request_options().await;
    admin::create(&journal.app, "root@example.net", PASSWORD, Role::Admin).await.expect("made");
    let root = journal.sign_in("root@example.net", PASSWORD).await.access;
    let invite = journal.call(Method::POST, "/api/admin/invites", &root, Some(&json!({}))).await;
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    vec![
        ("an access token", access.to_owned()),
        ("a refresh token", ada.tokens.refresh.clone()),
        ("an access token for scripts", script.text("token").to_owned()),
        ("a sign-in that waits", journal.first_step(&ada.email, PASSWORD).await),
        ("a code of an app", app.code()),
        ("a recovery code", app.recovery_codes[0].clone()),
        ("a ceremony of adding", text(&adding["ceremony_id"])),
        ("a ceremony of proving", text(&proving["ceremony_id"])),
        ("a ceremony of signing in", text(&using["ceremony_id"])),
        ("a challenge", text(&using["challenge"])),
        ("the cookie of a ceremony", visitor.cookie.expect("a cookie")),
        ("an invitation", invite.text("code").to_owned()),
    ]
}

/// ASVS 6.6.2
#[tokio::test]
async fn no_other_credential_is_taken_where_a_mailed_token_belongs() {
    let journal = unlimited().await;
    let held = credentials(&journal).await;
    let mut tried = 0;
    for (what, credential) in &held {
        for purpose in Purpose::ALL {
            let answer = redeem(&journal, purpose, credential).await;
            assert_eq!(answer.refusal(), (400, "token_invalid"), "{what} at {purpose:?}");
            tried += 1;
        }
    }
    assert_eq!(tried, held.len() * Purpose::ALL.len());
    // Nothing was spent on the way.
    let by_name = |name: &str| held.iter().find(|(what, _)| *what == name).map(|(_, it)| it).expect("held");
    assert!(journal.works(by_name("an access token")).await);
    assert!(journal.works(by_name("an access token for scripts")).await);
    let step =
        journal.second_step(by_name("a sign-in that waits"), "totp", by_name("a code of an app")).await;
    assert_eq!(step.status, 200, "{step:?}");
}

/// Each place where another credential belongs, given a mailed token.
async fn present(journal: &TestApp, token: &str) {
    let step = journal.second_step(token, "totp", "000000").await;
    assert_eq!(step.refusal(), (401, "token_invalid"));
    let ada = journal.first_step("ada@example.net", PASSWORD).await;
    for method in ["totp", "recovery_code"] {
        let answer = journal.second_step(&ada, method, token).await;
        assert!([401, 422].contains(&answer.status), "{method}: {answer:?}");
    }
    let options = Browser::new(journal).request_options().await;
    let mut phone = Authenticator::new(&journal.url);
    let creation = Browser::new(journal).creation_options(Some("eve@example.net")).await;
    let made = phone.create(&creation).json();
    let used = phone.assert(&options).json();
    for (path, credential) in [("register/verify", &made), ("authenticate/verify", &used)] {
        let body = json!({"ceremony_id": token, "credential": credential});
        let mut browser = Browser { journal, cookie: Some(token.to_owned()), token: None };
        let answer = browser.post(&format!("/api/auth/webauthn/{path}"), &body).await;
        assert!((400..=422).contains(&answer.status), "{path}: {answer:?}");
    }
    assert!(!journal.works(token).await);
    assert_eq!(journal.refresh(token).await.refusal(), (401, "invalid_refresh_token"));
    let cookies = format!("refresh_token={token}; device={token}; csrftoken={token}");
    for all in [false, true] {
        let request = journal
            .request(Method::POST, "/api/auth/logout")
            .bearer_auth(token)
            .header("cookie", &cookies)
            .header("x-csrf-token", token)
            .json(&json!({"refresh_token": token, "all": all}));
        let answer = journal.send(request).await;
        assert!(answer.status == 200 || answer.status == 400, "{answer:?}");
    }
}

/// ASVS 6.6.2
#[tokio::test]
async fn no_mailed_token_is_taken_where_another_credential_belongs_and_trying_spends_none() {
    let journal = TestApp::with(|settings| {
        settings.limits.mails = 0;
        settings.limits.registrations = 0;
        settings.limits.guesses = 1_000;
    })
    .await;
    let ada = journal.person("ada@example.net").await;
    journal.second_factor(&ada.tokens.access).await;
    for purpose in Purpose::ALL {
        let token = issued(&journal, purpose, &format!("{purpose:?}").to_lowercase()).await;
        present(&journal, &token).await;
        assert!(journal.works(&ada.tokens.access).await, "{purpose:?} signed somebody out");
        assert_eq!(redeem(&journal, purpose, &token).await.status, 204, "{purpose:?}");
    }
}

/// ASVS 6.6.2
#[tokio::test]
async fn no_mailed_token_is_an_invitation() {
    let journal = TestApp::with(|settings| {
        settings.registration = Registration::Invite;
        settings.limits.mails = 0;
        settings.limits.registrations = 0;
    })
    .await;
    admin::create(&journal.app, "ada@example.com", PASSWORD, Role::User).await.expect("made");
    journal.post("/api/auth/forgot-password", &json!({"email": "ada@example.com"})).await;
    for _ in 0..2 {
        journal.sign_in("ada@example.com", PASSWORD).await;
    }
    for purpose in [Purpose::Reset, Purpose::NotMe] {
        let token = journal.mailed("ada@example.com", purpose.page()).await;
        let body = json!({"email": "eve@example.com", "password": PASSWORD, "invite_code": token});
        let answer = journal.post("/api/auth/register", &body).await;
        assert_eq!(answer.refusal(), (403, "invite_invalid"), "{purpose:?}");
    }
}
