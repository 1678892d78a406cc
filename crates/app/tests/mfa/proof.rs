//! A session that a password began before both factors were demanded: it opens nothing until it has shown the other one.

use app::access::Role;
use app::access::permission::{ROUTES, Who};
use app::admin;
use app::settings::RequireMfa;
use reqwest::Method;
use serde_json::json;
use testkit::{Authenticator, Browser, PASSWORD, TestApp, Tokens};

use super::EMAIL;

const PROVE: (u16, &str) = (403, "reauthentication_required");

async fn demanding() -> TestApp {
    TestApp::with(|settings| settings.require_mfa = RequireMfa::Admins).await
}

/// Ada with a passkey, and a session that her password alone began; then she becomes an admin.
async fn raised(journal: &TestApp) -> (Tokens, Authenticator) {
    let ada = journal.person(EMAIL).await;
    let mut phone = Authenticator::new(&journal.url);
    Browser::with(journal, &ada.tokens.access).add_passkey(&mut phone).await;
    let by_password = journal.sign_in(EMAIL, PASSWORD).await;
    assert_eq!(journal.call(Method::GET, "/api/entries", &by_password.access, None).await.status, 200);
    admin::set_role(&journal.app, EMAIL, Role::Admin).await.expect("an admin");
    assert_eq!(journal.call(Method::GET, "/api/entries", &ada.tokens.access, None).await.status, 200);
    (by_password, phone)
}

/// ASVS 6.3.3
#[tokio::test]
async fn it_opens_nothing_but_what_proving_takes() {
    let journal = demanding().await;
    let (Tokens { access, .. }, _) = raised(&journal).await;
    for row in ROUTES.iter().filter(|row| row.who.is_signed_in() || row.who == Who::Visitor) {
        // An answer without an end.
        if row.path == "/api/events" {
            continue;
        }
        let path = row.path.replace("{id}", "00000000-0000-7000-8000-00000000dead");
        let method = Method::from_bytes(row.method.as_bytes()).expect("a method");
        let answer = journal.call(method, &path, &access, Some(&json!({}))).await;
        assert_eq!(answer.refusal() == PROVE, !row.before_proof, "{} {}: {answer:?}", row.method, row.path);
        if !row.before_proof {
            assert_eq!(answer.json["methods"], json!(["passkey"]), "{} {}", row.method, row.path);
        }
    }
}

/// What is open beforehand is written down here as well, so that opening more is a decision.
#[test]
fn what_is_open_before_the_proof_is_no_more_than_this() {
    let open = ROUTES.iter().filter(|row| row.before_proof);
    let open: Vec<String> = open.map(|row| format!("{} {}", row.method, row.path)).collect();
    let known = [
        "GET /api/auth/me",
        "POST /api/auth/reauthenticate",
        "POST /api/auth/webauthn/authenticate/options",
        "GET /api/auth/passkeys",
        "GET /api/auth/mfa",
        "GET /api/events",
    ];
    assert_eq!(open, known);
    assert!(ROUTES.iter().all(|row| row.before_enrolment || !row.before_proof));
}

#[tokio::test]
async fn neither_the_password_nor_a_refresh_nor_another_node_opens_it_and_the_passkey_does_for_all() {
    let journal = demanding().await;
    let other = journal.another_node_with(|settings| settings.require_mfa = RequireMfa::Admins).await;
    let (tokens, phone) = raised(&journal).await;
    let mut browser = Browser::with(&journal, &tokens.access);
    let again = browser.post("/api/auth/reauthenticate", &json!({"password": PASSWORD})).await;
    assert_eq!(again.status, 200, "{again:?}");
    let refreshed = Tokens::of(&journal.refresh(&tokens.refresh).await).access;
    for node in [&journal, &other] {
        for access in [&tokens.access, &refreshed] {
            assert_eq!(node.call(Method::GET, "/api/entries", access, None).await.refusal(), PROVE);
        }
        let body = json!({"name": "script", "scopes": ["entries:read"]});
        let made = node.call(Method::POST, "/api/auth/tokens", &refreshed, Some(&body)).await;
        assert_eq!(made.refusal(), PROVE, "no script gets what its person does not have");
    }
    let me = other.call(Method::GET, "/api/auth/me", &refreshed, None).await;
    assert_eq!(me.json["must_enrol"], false, "there is nothing to set up");
    assert_eq!(browser.prove(&phone).await.status, 200);
    let opened = other.clock.instant();
    for node in [&journal, &other] {
        while node.call(Method::GET, "/api/entries", &refreshed, None).await.status != 200 {
            assert!(opened.elapsed() < std::time::Duration::from_secs(5), "it stays closed");
        }
    }
}

#[tokio::test]
async fn whoever_has_the_password_and_nothing_else_cannot_set_another_factor_up_in_it() {
    let journal = demanding().await;
    let (tokens, _) = raised(&journal).await;
    let mut browser = Browser::with(&journal, &tokens.access);
    assert_eq!(browser.post("/api/auth/webauthn/register/options", &json!({})).await.refusal(), PROVE);
    for (method, path) in [
        (Method::POST, "/api/auth/mfa/totp".to_owned()),
        (Method::DELETE, "/api/auth/mfa/totp".to_owned()),
        (Method::POST, "/api/auth/mfa/recovery-codes".to_owned()),
    ] {
        assert_eq!(journal.call(method, &path, &tokens.access, None).await.refusal(), PROVE, "{path}");
    }
    let list = journal.call(Method::GET, "/api/auth/passkeys", &tokens.access, None).await;
    let path = format!("/api/auth/passkeys/{}", list.json["items"][0]["id"].as_str().expect("a passkey"));
    assert_eq!(journal.call(Method::DELETE, &path, &tokens.access, None).await.refusal(), PROVE);
    let confirm = format!("{path}/confirm");
    assert_eq!(journal.call(Method::POST, &confirm, &tokens.access, None).await.refusal(), PROVE);
}

/// The setting is changed and the program started again: sessions live on, and are worth what they proved.
#[tokio::test]
async fn a_demand_that_comes_later_holds_for_sessions_that_were_there_before() {
    let journal = TestApp::start().await;
    let ada = journal.person(EMAIL).await;
    let app = journal.second_factor(&ada.tokens.access).await;
    let token = journal.first_step(EMAIL, PASSWORD).await;
    let both = Tokens::of(&journal.second_step(&token, "totp", &app.code()).await);
    let eve = journal.person("eve@example.com").await;
    let mut phone = Authenticator::new(&journal.url);
    Browser::with(&journal, &eve.tokens.access).add_passkey(&mut phone).await;
    let alone = journal.sign_in("eve@example.com", PASSWORD).await;
    let none = journal.person("bob@example.com").await.tokens;
    let journal = journal.restart_with(|settings| settings.require_mfa = RequireMfa::All).await;
    for (access, expected) in [
        (&ada.tokens.access, (200, "")),
        (&both.access, (200, "")),
        (&eve.tokens.access, (200, "")),
        (&alone.access, PROVE),
        (&none.access, (403, "mfa_enrolment_required")),
    ] {
        assert_eq!(journal.call(Method::GET, "/api/entries", access, None).await.refusal(), expected);
    }
}
