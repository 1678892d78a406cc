//! Answers that were right until a byte of them was changed.

use app::settings::RequireMfa;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use crypto::Random;
use serde_json::{Value, json};
use testkit::{Authenticator, Browser, TestApp};

use super::passkeys;

/// How many are tried; `JOURNAL_TEST_MUTATIONS` asks for more.
#[allow(clippy::disallowed_methods, reason = "tests are told by the environment how much to measure")]
fn rounds() -> usize {
    std::env::var("JOURNAL_TEST_MUTATIONS").ok().and_then(|text| text.parse().ok()).unwrap_or(400)
}

/// The members that an authenticator or a browser wrote.
const ASSERTION: [&str; 5] = [
    "/rawId",
    "/response/clientDataJSON",
    "/response/authenticatorData",
    "/response/signature",
    "/response/userHandle",
];
const CREATION: [&str; 3] = ["/rawId", "/response/clientDataJSON", "/response/attestationObject"];

/// Changes one byte of one of the members to another value.
fn mutate(credential: &mut Value, members: &[&str], random: &Random) {
    let pick = |below: usize| usize::try_from(random.below(below as u64)).expect("small");
    let member = members[pick(members.len())];
    let text = credential.pointer_mut(member).expect("a member");
    let mut bytes = URL_SAFE_NO_PAD.decode(text.as_str().expect("text")).expect("base64url");
    let at = pick(bytes.len());
    bytes[at] ^= u8::try_from(1 + pick(255)).expect("a byte");
    *text = json!(URL_SAFE_NO_PAD.encode(&bytes));
    if member == "/rawId" {
        credential["id"] = credential["rawId"].clone();
    }
}

#[allow(clippy::disallowed_macros, reason = "a measure is for whoever asked for it")]
#[tokio::test]
async fn no_sign_in_with_a_changed_byte_is_taken() {
    let journal = TestApp::start().await;
    let access = journal.person("ada@example.com").await.tokens.access;
    let mut phone = Authenticator::new(&journal.url);
    Browser::with(&journal, &access).add_passkey(&mut phone).await;
    let (random, mut browser) = (Random::system(), Browser::new(&journal));
    for round in 0..rounds() {
        let options = browser.request_options().await;
        let mut credential = phone.assert(&options).json();
        let right = credential.clone();
        mutate(&mut credential, &ASSERTION, &random);
        let answer = browser.authenticate(&options, &credential).await;
        assert_eq!(answer.refusal(), (401, "invalid_credentials"), "{round}: {right} {credential}");
    }
    println!("{} sign-ins with a changed byte: none was taken", rounds());
}

/// Of a passkey that attests itself: without any attestation nothing but the challenge ties the parts together.
#[allow(clippy::disallowed_macros, reason = "a measure is for whoever asked for it")]
#[tokio::test]
async fn no_new_passkey_with_a_changed_byte_is_taken() {
    let journal = TestApp::start().await;
    let mut access = journal.person("ada@example.com").await.tokens.access;
    let (random, mut browser) = (Random::system(), Browser::with(&journal, &access));
    for round in 0..rounds() / 4 {
        let options = browser.creation_options(None).await;
        let mut phone = Authenticator::new(&journal.url);
        phone.attests = true;
        let mut credential = phone.create(&options).json();
        let right = credential.clone();
        mutate(&mut credential, &CREATION, &random);
        let answer = browser.register(&options, &credential).await;
        assert_eq!(answer.refusal(), (400, "passkey_refused"), "{round}: {right} {credential}");
        journal.advance(1);
        if round % 100 == 99 {
            access = journal.sign_in("ada@example.com", testkit::PASSWORD).await.access;
            browser = Browser::with(&journal, &access);
        }
    }
    assert!(passkeys(&journal, &access).await.is_empty());
    println!("{} new passkeys with a changed byte: none was taken", rounds() / 4);
}

/// As the second step after a right password, which names the passkeys of its account.
#[tokio::test]
async fn no_second_step_with_a_changed_byte_is_taken() {
    let journal = TestApp::with(|settings| settings.require_mfa = RequireMfa::All).await;
    let access = journal.person("ada@example.com").await.tokens.access;
    let mut phone = Authenticator::new(&journal.url);
    Browser::with(&journal, &access).add_passkey(&mut phone).await;
    let (random, mut browser) = (Random::system(), Browser::new(&journal));
    let attempt = journal.first_step("ada@example.com", testkit::PASSWORD).await;
    for round in 0..rounds() {
        let options = browser.second_step_options(&attempt).await.json;
        let mut credential = phone.assert(&options).json();
        let right = credential.clone();
        mutate(&mut credential, &ASSERTION, &random);
        let answer = browser.finish_with(&attempt, &options, &credential).await;
        assert_eq!(answer.refusal(), (401, "invalid_credentials"), "{round}: {right} {credential}");
    }
    assert_eq!(browser.second_step(&attempt, &phone).await.status, 200);
}

/// Within a session, to prove once more who holds it.
#[tokio::test]
async fn no_proof_with_a_changed_byte_is_taken() {
    let journal = TestApp::start().await;
    let access = journal.person("ada@example.com").await.tokens.access;
    let mut phone = Authenticator::new(&journal.url);
    let (random, mut browser) = (Random::system(), Browser::with(&journal, &access));
    browser.add_passkey(&mut phone).await;
    for round in 0..rounds() {
        let options = browser.request_options().await;
        let mut credential = phone.assert(&options).json();
        let right = credential.clone();
        mutate(&mut credential, &ASSERTION, &random);
        let body = json!({"ceremony_id": options["ceremony_id"], "credential": credential});
        let answer = browser.post("/api/auth/reauthenticate", &body).await;
        assert_eq!(answer.refusal(), (403, "passkey_refused"), "{round}: {right} {credential}");
    }
    assert_eq!(browser.prove(&phone).await.status, 200);
}

/// Of a passkey that attests itself, as above.
#[tokio::test]
async fn no_sign_up_with_a_changed_byte_is_taken() {
    let journal = TestApp::with(|settings| settings.limits.registrations = 0).await;
    let (random, mut browser) = (Random::system(), Browser::new(&journal));
    for round in 0..rounds() / 4 {
        let email = format!("p{round}@example.com");
        let options = browser.creation_options(Some(&email)).await;
        let mut phone = Authenticator::new(&journal.url);
        phone.attests = true;
        let mut credential = phone.create(&options).json();
        let right = credential.clone();
        mutate(&mut credential, &CREATION, &random);
        let answer = browser.register(&options, &credential).await;
        assert_eq!(answer.refusal(), (400, "passkey_refused"), "{round}: {right} {credential}");
        assert!(journal.mails_to(&email).await.is_empty());
    }
}
