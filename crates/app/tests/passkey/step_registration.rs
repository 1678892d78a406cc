//! Section 7.1 of WebAuthn Level 3, step by step: an answer that is wrong in that step alone makes no passkey.
//!
//! Steps 1 to 6 and 12 prepare what the others look at; 18, 19 and 24 are policies that Journal does not have: it takes
//! passkeys that are synced and such that are not, and trusts no attestation above another.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;
use testkit::{Answer, Authenticator, Browser, Creation, TestApp};

use super::passkeys;

const VERIFIED: u8 = 0b0000_0100;
const PRESENT: u8 = 0b0000_0001;
const ELIGIBLE: u8 = 0b0000_1000;
const HAS_CREDENTIAL: u8 = 0b0100_0000;
const HAS_EXTENSIONS: u8 = 0b1000_0000;

type Step = (&'static str, fn(&mut Creation));

/// What is wrong in each step.
const STEPS: [Step; 20] = [
    ("5: the client data is no JSON", |made| made.client_data = json!("nonsense")),
    ("7: the type is another", |made| made.client_data["type"] = json!("webauthn.get")),
    ("8: the challenge is another", |made| {
        made.client_data["challenge"] = json!("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    }),
    ("8: the challenge is cut", |made| made.client_data["challenge"] = json!("")),
    ("9: the origin is another's", |made| made.client_data["origin"] = json!("http://evil.example")),
    ("9: the origin has another port", |made| made.client_data["origin"] = json!("http://localhost:1")),
    ("9: the origin is spelled otherwise", |made| {
        let origin = made.client_data["origin"].as_str().expect("text").to_owned();
        made.client_data["origin"] = json!(format!("{origin}/"));
    }),
    ("9: the origin is a subdomain", |made| {
        let origin = made.client_data["origin"].as_str().expect("text").replace("localhost", "a.localhost");
        made.client_data["origin"] = json!(origin);
    }),
    ("10: it was asked in another's frame", |made| made.client_data["crossOrigin"] = json!(true)),
    ("11: the page on top is another's", |made| {
        made.client_data["topOrigin"] = json!("http://evil.example");
    }),
    ("14: it is for another host", |made| "evil.example".clone_into(&mut made.rp_id)),
    ("15: nobody was there", |made| made.flags &= !PRESENT),
    ("16: nobody was verified", |made| made.flags &= !VERIFIED),
    ("17: backed up and not eligible for it", |made| made.flags &= !ELIGIBLE),
    ("13: there is no credential in it", |made| made.flags &= !HAS_CREDENTIAL),
    ("21: extensions are said to follow and do not", |made| made.flags |= HAS_EXTENSIONS),
    ("20: the algorithm was not asked for", |made| made.cose[4] = 0x38),
    ("20: the curve does not fit the algorithm", |made| made.cose[6] = 0x02),
    ("20: the point is not on the curve", |made| made.cose[20] ^= 1),
    ("25: the credential's id is empty", |made| made.key.id.clear()),
];

/// The answer to a new passkey that was changed, and how many there are then.
async fn after(journal: &TestApp, access: &str, change: impl FnOnce(&mut Creation)) -> (Answer, usize) {
    let mut browser = Browser::with(journal, access);
    let options = browser.creation_options(None).await;
    let mut made = Authenticator::new(&journal.url).create(&options);
    change(&mut made);
    let answer = browser.register(&options, &made.json()).await;
    (answer, passkeys(journal, access).await.len())
}

#[tokio::test]
async fn an_answer_that_is_wrong_in_one_step_makes_no_passkey() {
    let journal = TestApp::start().await;
    let access = journal.person("ada@example.com").await.tokens.access;
    for (step, change) in STEPS {
        let (answer, count) = after(&journal, &access, change).await;
        assert_eq!(answer.refusal(), (400, "passkey_refused"), "7.1 step {step}");
        assert_eq!(count, 0, "7.1 step {step}");
    }
    let (answer, count) = after(&journal, &access, |_| {}).await;
    assert_eq!((answer.status, count), (201, 1), "what is wrong in no step makes one");
}

#[tokio::test]
async fn step_20_no_key_is_asked_for_whose_signatures_could_not_be_verified() {
    let journal = TestApp::start().await;
    let options = Browser::new(&journal).creation_options(Some("ada@example.com")).await;
    let asked: Vec<_> = options["pubKeyCredParams"].as_array().expect("a list").iter().collect();
    assert_eq!(asked.iter().map(|one| one["alg"].as_i64()).collect::<Vec<_>>(), [Some(-7), Some(-257)]);
}

#[tokio::test]
async fn step_23_an_attestation_that_does_not_verify_makes_no_passkey() {
    let journal = TestApp::start().await;
    let access = journal.person("ada@example.com").await.tokens.access;
    let mut browser = Browser::with(&journal, &access);
    for is_right in [false, true] {
        let options = browser.creation_options(None).await;
        let mut phone = Authenticator::new(&journal.url);
        phone.attests = true;
        let other = phone.create(&options);
        let mut made = phone.create(&options);
        if !is_right {
            // Signed by another key than the one that it is about.
            made.key.id.clone_from(&other.key.id);
            made.cose = other.cose;
        }
        let answer = browser.register(&options, &made.json()).await;
        assert_eq!(answer.status, if is_right { 201 } else { 400 }, "{answer:?}");
    }
}

#[tokio::test]
async fn step_22_an_attestation_of_an_unknown_format_makes_no_passkey() {
    let journal = TestApp::start().await;
    let access = journal.person("ada@example.com").await.tokens.access;
    let mut browser = Browser::with(&journal, &access);
    let options = browser.creation_options(None).await;
    let mut credential = Authenticator::new(&journal.url).create(&options).json();
    let object = credential["response"]["attestationObject"].as_str().expect("text");
    let mut bytes = URL_SAFE_NO_PAD.decode(object).expect("base64url");
    let format = bytes.windows(4).position(|four| four == b"none").expect("a format");
    bytes[format..format + 4].copy_from_slice(b"what");
    credential["response"]["attestationObject"] = json!(URL_SAFE_NO_PAD.encode(bytes));
    assert_eq!(browser.register(&options, &credential).await.refusal(), (400, "passkey_refused"));
}

#[tokio::test]
async fn step_26_a_credential_that_is_somebodys_already_is_nobody_elses() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await.tokens.access;
    let eve = journal.person("eve@example.com").await.tokens.access;
    let mut phone = Authenticator::new(&journal.url);
    Browser::with(&journal, &ada).add_passkey(&mut phone).await;
    let id = phone.keys[0].id.clone();
    for access in [&ada, &eve] {
        let taken = id.clone();
        let (answer, _) = after(&journal, access, move |made| made.key.id = taken).await;
        assert_eq!(answer.refusal(), (400, "passkey_refused"));
    }
    assert!(passkeys(&journal, &eve).await.is_empty());
}

#[tokio::test]
async fn what_surrounds_the_answer_must_fit_too() {
    let journal = TestApp::start().await;
    let access = journal.person("ada@example.com").await.tokens.access;
    let mut browser = Browser::with(&journal, &access);
    for (pointer, wrong) in [
        ("/type", json!("password")),
        ("/id", json!("AAAA")),
        ("/rawId", json!("AAAA")),
        ("/response/clientDataJSON", json!("")),
        ("/response/clientDataJSON", json!(null)),
        ("/response/attestationObject", json!("AAAA")),
        ("/response/authenticatorData", json!("AAAA")),
        ("/clientExtensionResults/credProps/rk", json!(false)),
        ("/response", json!([])),
    ] {
        let options = browser.creation_options(None).await;
        let mut credential = Authenticator::new(&journal.url).create(&options).json();
        *credential.pointer_mut(pointer).expect(pointer) = wrong;
        let answer = browser.register(&options, &credential).await;
        assert_eq!(answer.refusal(), (400, "passkey_refused"), "{pointer}");
    }
    assert!(passkeys(&journal, &access).await.is_empty());
}
