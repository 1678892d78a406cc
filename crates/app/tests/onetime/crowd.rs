//! Fifty at once, at everything else that works once: sign-ins that wait, codes, ceremonies, invitations.
//!
//! `JOURNAL_TEST_ROUNDS` says how often, as for mailed tokens.

use std::iter::repeat_n;

use app::access::Role;
use app::admin;
use app::settings::{Registration, Settings};
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::json;
use testkit::{Answer, Authenticator, Browser, CodeApp, PASSWORD, TestApp};

use super::{rounds, unlimited};

const MANY: usize = 50;

/// Two nodes, and an account whose sign-in asks for a second factor.
async fn with_factor() -> (TestApp, TestApp, CodeApp) {
    // Fifty guesses at once are more than anybody has; this is about what comes of those that are evaluated.
    let journal = TestApp::with(|settings| settings.limits.guesses = 1_000).await;
    let node = journal.another_node_with(|settings| settings.limits.guesses = 1_000).await;
    let ada = journal.person("ada@example.com").await;
    let app = journal.second_factor(&ada.tokens.access).await;
    (journal, node, app)
}

/// Two nodes under one address, as passkeys want it.
async fn of_one_origin() -> (TestApp, TestApp) {
    let journal = unlimited().await;
    let url = journal.url.clone();
    let node = journal.another_node_with(|settings| settings.public_url = url).await;
    (journal, node)
}

/// Exactly one of them got in; the others were refused as a code or an attempt that was used before, or because judging
/// so many takes longer than anybody waits.
fn assert_one(answers: &[Answer], what: &str) {
    let one = answers.iter().filter(|answer| answer.status == 200).count();
    assert_eq!(one, 1, "{what}: {answers:?}");
    let refused = |answer: &&Answer| answer.status == 401 || answer.status == 503;
    assert_eq!(answers.iter().filter(refused).count(), answers.len() - 1, "{what}: {answers:?}");
}

#[tokio::test]
async fn of_fifty_that_finish_a_waiting_sign_in_at_once_exactly_one_succeeds() {
    let (journal, node, app) = with_factor().await;
    for round in 0..rounds() {
        journal.advance(30);
        let token = journal.first_step("ada@example.com", PASSWORD).await;
        let code = app.code();
        let nodes = [&journal, &node];
        let sent = (0..MANY).map(|n| nodes[n % 2].second_step(&token, "totp", &code));
        assert_one(&join_all(sent).await, &format!("round {round}"));
    }
}

#[tokio::test]
async fn of_fifty_that_use_a_code_of_an_app_in_sign_ins_of_their_own_exactly_one_succeeds() {
    let (journal, node, app) = with_factor().await;
    for round in 0..rounds() {
        journal.advance(30);
        let tokens =
            join_all(repeat_n((), MANY / 5).map(|()| journal.first_step("ada@example.com", PASSWORD)));
        let (tokens, code, nodes) = (tokens.await, app.code(), [&journal, &node]);
        let sent = (0..MANY).map(|n| nodes[n % 2].second_step(&tokens[n % tokens.len()], "totp", &code));
        assert_one(&join_all(sent).await, &format!("round {round}"));
    }
}

#[tokio::test]
async fn of_fifty_that_use_a_recovery_code_at_once_exactly_one_succeeds() {
    let (journal, node, app) = with_factor().await;
    let mut codes = app.recovery_codes.clone();
    for round in 0..rounds() {
        journal.advance(30);
        let token = journal.first_step("ada@example.com", PASSWORD).await;
        if codes.is_empty() {
            let anew = journal.second_step(&token, "totp", &app.code()).await;
            let (path, access) = ("/api/auth/mfa/recovery-codes", anew.text("access_token"));
            let made = journal.call(Method::POST, path, access, None).await;
            let items = made.json["recovery_codes"].as_array().cloned().unwrap_or_default();
            codes = items.iter().filter_map(|code| code.as_str().map(str::to_owned)).collect();
            continue;
        }
        let (code, nodes) = (codes.pop().expect("some are left"), [&journal, &node]);
        let sent = (0..MANY).map(|n| nodes[n % 2].second_step(&token, "recovery_code", &code));
        assert_one(&join_all(sent).await, &format!("round {round}"));
    }
}

#[tokio::test]
async fn of_fifty_that_answer_a_ceremony_at_once_exactly_one_succeeds() {
    let (journal, node) = of_one_origin().await;
    let ada = journal.person("ada@example.com").await;
    let mut phone = Authenticator::new(&journal.url);
    Browser::with(&journal, &ada.tokens.access).add_passkey(&mut phone).await;
    for round in 0..rounds() {
        let mut browser = Browser::new(&journal);
        let options = browser.request_options().await;
        let credential = phone.assert(&options).json();
        let (cookie, nodes) = (browser.cookie.clone(), [&journal, &node]);
        let sent = (0..MANY).map(|n| {
            let mut browser = Browser { journal: nodes[n % 2], cookie: cookie.clone(), token: None };
            let (options, credential) = (&options, &credential);
            async move { browser.authenticate(options, credential).await }
        });
        assert_one(&join_all(sent).await, &format!("round {round}"));
    }
}

#[tokio::test]
async fn of_fifty_that_add_the_passkey_of_a_ceremony_at_once_exactly_one_succeeds() {
    let (journal, node) = of_one_origin().await;
    let ada = journal.person("ada@example.com").await;
    let access = ada.tokens.access.as_str();
    for round in 0..rounds() {
        let mut phone = Authenticator::new(&journal.url);
        let options = Browser::with(&journal, access).creation_options(None).await;
        let (credential, nodes) = (phone.create(&options).json(), [&journal, &node]);
        let sent = (0..MANY).map(|n| {
            let mut browser = Browser::with(nodes[n % 2], access);
            let (options, credential) = (&options, &credential);
            async move { browser.register(options, credential).await }
        });
        let answers = join_all(sent).await;
        let made: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 201).collect();
        assert_eq!(made.len(), 1, "round {round}: {answers:?}");
        let path = format!("/api/auth/passkeys/{}", made[0].text("id"));
        assert_eq!(journal.call(Method::DELETE, &path, access, None).await.status, 204);
    }
}

#[tokio::test]
async fn of_fifty_that_register_with_an_invitation_for_one_at_once_exactly_one_begins() {
    let by_invitation = |settings: &mut Settings| {
        settings.registration = Registration::Invite;
        settings.limits.mails = 0;
        settings.limits.registrations = 0;
    };
    let journal = TestApp::with(by_invitation).await;
    let node = journal.another_node_with(by_invitation).await;
    admin::create(&journal.app, "root@example.net", PASSWORD, Role::Admin).await.expect("made");
    let root = journal.sign_in("root@example.net", PASSWORD).await.access;
    for round in 0..rounds() {
        let made = journal.call(Method::POST, "/api/admin/invites", &root, Some(&json!({}))).await;
        let bodies: Vec<_> = (0..MANY)
            .map(|n| {
                let email = format!("p{round}-{n}@example.com");
                json!({"email": email, "password": PASSWORD, "invite_code": made.json["code"]})
            })
            .collect();
        let nodes = [&journal, &node];
        let sent = (0..MANY).map(|n| nodes[n % 2].post("/api/auth/register", &bodies[n]));
        let answers = join_all(sent).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 202).count(), 1, "round {round}");
        let refused = |answer: &&Answer| answer.refusal() == (403, "invite_invalid") || answer.status == 503;
        assert_eq!(answers.iter().filter(refused).count(), MANY - 1, "round {round}: {answers:?}");
    }
}
