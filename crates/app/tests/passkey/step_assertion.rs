//! Section 7.2 of WebAuthn Level 3, step by step: an answer that is wrong in that step alone signs nobody in.
//!
//! Steps 1 to 4, 8 to 10 and 22 prepare what the others look at.

use serde_json::json;
use testkit::{Answer, Assertion, Authenticator, Browser, TestApp};

use super::tokens;

const VERIFIED: u8 = 0b0000_0100;
const PRESENT: u8 = 0b0000_0001;
const ELIGIBLE: u8 = 0b0000_1000;
const BACKED_UP: u8 = 0b0001_0000;
const HAS_EXTENSIONS: u8 = 0b1000_0000;
const REFUSED: (u16, &str) = (401, "invalid_credentials");

type Step = (&'static str, fn(&mut Assertion));

/// What is wrong in each step.
const STEPS: [Step; 18] = [
    ("6: it does not say whose it is", |used| used.user = None),
    ("6: it says it is another's", |used| used.user = Some(vec![7; 16])),
    ("7: nobody knows the credential", |used| used.key.id = vec![7; 32]),
    ("9: the client data is no JSON", |used| used.client_data = json!("nonsense")),
    ("11: the type is another", |used| used.client_data["type"] = json!("webauthn.create")),
    ("12: the challenge is another", |used| {
        used.client_data["challenge"] = json!("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    }),
    ("13: the origin is another's", |used| used.client_data["origin"] = json!("http://evil.example")),
    ("13: the origin has another port", |used| used.client_data["origin"] = json!("http://localhost:1")),
    ("13: the origin is spelled otherwise", |used| {
        let origin = used.client_data["origin"].as_str().expect("text").to_uppercase();
        used.client_data["origin"] = json!(origin);
    }),
    ("14: it was asked in another's frame", |used| used.client_data["crossOrigin"] = json!(true)),
    ("15: the page on top is another's", |used| {
        used.client_data["topOrigin"] = json!("http://evil.example");
    }),
    ("16: it is for another host", |used| "evil.example".clone_into(&mut used.rp_id)),
    ("17: nobody was there", |used| used.flags &= !PRESENT),
    ("18: nobody was verified", |used| used.flags &= !VERIFIED),
    ("19: backed up and not eligible for it", |used| used.flags = used.flags & !ELIGIBLE | BACKED_UP),
    ("20: it is not eligible for backup any more", |used| used.flags &= !(ELIGIBLE | BACKED_UP)),
    ("21: extensions are said to follow and do not", |used| used.flags |= HAS_EXTENSIONS),
    ("24: the counter went back", |used| used.counter = 3),
];

/// The answer to a passkey's answer that was changed.
async fn after(journal: &TestApp, phone: &Authenticator, change: impl FnOnce(&mut Assertion)) -> Answer {
    let mut browser = Browser::new(journal);
    let options = browser.request_options().await;
    let mut used = phone.assert(&options);
    used.counter = 10;
    change(&mut used);
    browser.authenticate(&options, &used.json()).await
}

#[tokio::test]
async fn an_answer_that_is_wrong_in_one_step_signs_nobody_in() {
    let journal = TestApp::start().await;
    let access = journal.person("ada@example.com").await.tokens.access;
    let mut phone = Authenticator::new(&journal.url);
    Browser::with(&journal, &access).add_passkey(&mut phone).await;
    tokens(&after(&journal, &phone, |used| used.counter = 5).await);
    for (step, change) in STEPS {
        assert_eq!(after(&journal, &phone, change).await.refusal(), REFUSED, "7.2 step {step}");
    }
    tokens(&after(&journal, &phone, |_| {}).await);
}

#[tokio::test]
async fn step_5_a_credential_that_was_not_asked_for_proves_nothing() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await.tokens.access;
    let eve = journal.person("eve@example.com").await.tokens.access;
    let mut phone = Authenticator::new(&journal.url);
    Browser::with(&journal, &eve).add_passkey(&mut phone).await;
    let mut browser = Browser::with(&journal, &ada);
    let options = browser.request_options().await;
    let mut used = phone.assert(&options);
    used.user = None;
    let body = json!({"ceremony_id": options["ceremony_id"], "credential": used.json()});
    let answer = browser.post("/api/auth/reauthenticate", &body).await;
    assert_eq!(answer.refusal(), (403, "passkey_refused"));
}

#[tokio::test]
async fn step_23_a_signature_of_another_key_or_over_other_data_signs_nobody_in() {
    let journal = TestApp::start().await;
    let access = journal.person("ada@example.com").await.tokens.access;
    let mut phone = Authenticator::new(&journal.url);
    Browser::with(&journal, &access).add_passkey(&mut phone).await;
    let mut browser = Browser::new(&journal);
    let mut other = Authenticator::new(&journal.url);
    other.create(&json!({"user": {"id": ""}, "challenge": ""}));
    let options = browser.request_options().await;
    let mut used = other.assert(&options);
    used.key.id.clone_from(&phone.keys[0].id);
    used.user = Some(phone.keys[0].user.clone());
    assert_eq!(browser.authenticate(&options, &used.json()).await.refusal(), REFUSED);
    let options = browser.request_options().await;
    let mut credential = phone.assert(&options).json();
    let mut later = phone.assert(&options);
    later.counter = 77;
    credential["response"]["signature"] = later.json()["response"]["signature"].clone();
    assert_eq!(browser.authenticate(&options, &credential).await.refusal(), REFUSED);
}

/// ASVS 6.3.5
#[tokio::test]
async fn step_24_a_counter_that_does_not_move_on_is_refused_recorded_and_mailed() {
    let journal = TestApp::start().await;
    let access = journal.person("ada@example.com").await.tokens.access;
    let mut key = Authenticator::new(&journal.url);
    Browser::with(&journal, &access).add_passkey(&mut key).await;
    tokens(&after(&journal, &key, |used| used.counter = 10).await);
    assert_eq!(after(&journal, &key, |used| used.counter = 10).await.refusal(), REFUSED);
    assert_eq!(after(&journal, &key, |used| used.counter = 0).await.refusal(), REFUSED);
    assert_eq!(
        super::kinds(&journal, &access).await.iter().filter(|kind| *kind == "passkey_cloned").count(),
        2
    );
    assert!(journal.mails_to("ada@example.com").await[0].subject.contains("passkey was refused"));
    tokens(&after(&journal, &key, |used| used.counter = 11).await);
}

#[tokio::test]
async fn a_passkey_that_becomes_backed_up_is_shown_as_synced() {
    let journal = TestApp::start().await;
    let access = journal.person("ada@example.com").await.tokens.access;
    let mut phone = Authenticator::new(&journal.url);
    phone.flags &= !BACKED_UP;
    Browser::with(&journal, &access).add_passkey(&mut phone).await;
    assert_eq!(super::passkeys(&journal, &access).await[0]["synced"], false);
    tokens(&after(&journal, &phone, |used| used.flags |= BACKED_UP).await);
    assert_eq!(super::passkeys(&journal, &access).await[0]["synced"], true);
}

#[tokio::test]
async fn a_passkey_of_one_device_is_a_passkey_as_well() {
    let journal = TestApp::start().await;
    let access = journal.person("ada@example.com").await.tokens.access;
    let mut key = Authenticator::new(&journal.url);
    (key.flags, key.aaguid) = (PRESENT | VERIFIED, [0; 16]);
    let added = Browser::with(&journal, &access).add_passkey(&mut key).await;
    assert_eq!((added.text("name"), &added.json["provider"]), ("Passkey", &json!(null)));
    tokens(&Browser::new(&journal).sign_in(&key).await);
    assert_eq!(after(&journal, &key, |used| used.flags |= ELIGIBLE).await.refusal(), REFUSED);
}
