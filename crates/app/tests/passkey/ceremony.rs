//! What was asked is answered once, by whom it was asked, for what it was asked.

use serde_json::{Value, json};
use testkit::{Authenticator, Browser, TestApp};

use super::{passkeys, tokens};

const REFUSED: (u16, &str) = (401, "invalid_credentials");
const GONE: (u16, &str) = (400, "ceremony_invalid");

/// Somebody with a passkey: their token, and what holds it.
async fn with_passkey(journal: &TestApp, email: &str) -> (String, Authenticator) {
    let access = journal.person(email).await.tokens.access;
    let mut phone = Authenticator::new(&journal.url);
    Browser::with(journal, &access).add_passkey(&mut phone).await;
    (access, phone)
}

fn proof(options: &Value, credential: &Value) -> Value {
    json!({"ceremony_id": options["ceremony_id"], "credential": credential})
}

/// ASVS 6.7.2
#[tokio::test]
async fn a_challenge_is_answered_once_also_by_fifty_at_a_time() {
    let journal = TestApp::start().await;
    let (_, phone) = with_passkey(&journal, "ada@example.com").await;
    let mut browser = Browser::new(&journal);
    let options = browser.request_options().await;
    let credential = phone.assert(&options).json();
    let attempts = (0..50).map(|_| {
        let (journal, cookie) = (&journal, browser.cookie.clone());
        let (options, credential) = (&options, &credential);
        async move { Browser { journal, cookie, token: None }.authenticate(options, credential).await }
    });
    let answers = futures_util::future::join_all(attempts).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    assert!(answers.iter().all(|answer| answer.status == 200 || answer.refusal() == REFUSED), "{answers:?}");
    assert_eq!(browser.authenticate(&options, &credential).await.refusal(), REFUSED);
}

#[tokio::test]
async fn a_new_passkey_is_added_once_also_by_twenty_at_a_time() {
    let journal = TestApp::start().await;
    let access = journal.person("ada@example.com").await.tokens.access;
    let options = Browser::with(&journal, &access).creation_options(None).await;
    let credential = Authenticator::new(&journal.url).create(&options).json();
    let attempts = (0..20).map(|_| {
        let (journal, access, options, credential) = (&journal, &access, &options, &credential);
        async move { Browser::with(journal, access).register(options, credential).await.status }
    });
    let answers = futures_util::future::join_all(attempts).await;
    assert_eq!(answers.iter().filter(|status| **status == 201).count(), 1, "{answers:?}");
    assert_eq!(passkeys(&journal, &access).await.len(), 1);
}

#[tokio::test]
async fn a_wrong_answer_ends_a_ceremony() {
    let journal = TestApp::start().await;
    let (_, phone) = with_passkey(&journal, "ada@example.com").await;
    let mut browser = Browser::new(&journal);
    let options = browser.request_options().await;
    let right = phone.assert(&options).json();
    let mut wrong = right.clone();
    wrong["response"]["signature"] = json!("AAAA");
    assert_eq!(browser.authenticate(&options, &wrong).await.refusal(), REFUSED);
    assert_eq!(browser.authenticate(&options, &right).await.refusal(), REFUSED);
}

#[tokio::test]
async fn a_ceremony_holds_for_five_minutes() {
    let journal = TestApp::start().await;
    let (access, mut phone) = with_passkey(&journal, "ada@example.com").await;
    let (mut visitor, mut owner) = (Browser::new(&journal), Browser::with(&journal, &access));
    let (early, late) = (visitor.request_options().await, visitor.request_options().await);
    let adding = owner.creation_options(None).await;
    journal.advance(299);
    tokens(&visitor.authenticate(&early, &phone.assert(&early).json()).await);
    journal.advance(2);
    assert_eq!(visitor.authenticate(&late, &phone.assert(&late).json()).await.refusal(), REFUSED);
    let made = phone.create(&adding).json();
    assert_eq!(owner.register(&adding, &made).await.refusal(), GONE);
}

#[tokio::test]
async fn another_browser_cannot_answer_and_does_not_end_it() {
    let journal = TestApp::start().await;
    let (_, phone) = with_passkey(&journal, "ada@example.com").await;
    let mut browser = Browser::new(&journal);
    let options = browser.request_options().await;
    let credential = phone.assert(&options).json();
    let mut other = Browser::new(&journal);
    assert_eq!(other.authenticate(&options, &credential).await.refusal(), REFUSED);
    other.request_options().await;
    assert_eq!(other.authenticate(&options, &credential).await.refusal(), REFUSED);
    tokens(&browser.authenticate(&options, &credential).await);
}

#[tokio::test]
async fn the_cookie_of_a_ceremony_is_out_of_reach_for_scripts_and_as_short_as_it() {
    let journal = TestApp::start().await;
    let answer = journal.post("/api/auth/webauthn/authenticate/options", &json!({})).await;
    let line = answer.set_cookie("ceremony").expect("a cookie");
    assert!(
        line.contains("; HttpOnly") && line.contains("; Max-Age=300") && line.contains("; SameSite=Lax"),
        "{line}"
    );
    let mut browser = Browser::new(&journal);
    browser.request_options().await;
    let first = browser.cookie.clone();
    browser.request_options().await;
    assert_eq!(browser.cookie, first, "several tabs of one browser go on side by side");
}

#[tokio::test]
async fn a_foreign_page_is_refused_on_every_route() {
    let journal = TestApp::start().await;
    for path in ["register/options", "register/verify", "authenticate/options", "authenticate/verify"] {
        let path = format!("/api/auth/webauthn/{path}");
        let request = journal.request(reqwest::Method::POST, &path).json(&json!({}));
        let answer = journal.send(request.header("origin", "https://evil.example")).await;
        assert_eq!(answer.refusal(), (403, "csrf_failed"), "{path}");
    }
}

#[tokio::test]
async fn what_was_asked_for_one_purpose_is_refused_for_every_other() {
    let journal = TestApp::start().await;
    let (access, mut phone) = with_passkey(&journal, "ada@example.com").await;
    let (mut visitor, mut owner) = (Browser::new(&journal), Browser::with(&journal, &access));
    // Asked to sign in; answered to prove, to sign up and to add.
    let options = visitor.request_options().await;
    let used = phone.assert(&options).json();
    assert_eq!(
        owner.post("/api/auth/reauthenticate", &proof(&options, &used)).await.refusal(),
        (403, "passkey_refused")
    );
    assert_eq!(visitor.register(&options, &used).await.refusal(), GONE);
    assert_eq!(owner.register(&options, &used).await.refusal(), GONE);
    tokens(&visitor.authenticate(&options, &used).await);
    // Asked to prove; answered to sign in.
    let options = owner.request_options().await;
    let used = phone.assert(&options).json();
    assert_eq!(visitor.authenticate(&options, &used).await.refusal(), REFUSED);
    assert_eq!(owner.register(&options, &used).await.refusal(), GONE);
    assert_eq!(owner.post("/api/auth/reauthenticate", &proof(&options, &used)).await.status, 200);
    // Asked to sign up; answered to add, and to sign in.
    let options = visitor.creation_options(Some("new@example.com")).await;
    let made = phone.create(&options).json();
    assert_eq!(owner.register(&options, &made).await.refusal(), GONE);
    assert_eq!(visitor.authenticate(&options, &made).await.refusal(), REFUSED);
    assert_eq!(visitor.register(&options, &made).await.status, 202);
    // Asked to add; answered to sign up.
    let options = owner.creation_options(None).await;
    let made = phone.create(&options).json();
    assert_eq!(visitor.register(&options, &made).await.refusal(), GONE);
    assert_eq!(owner.register(&options, &made).await.status, 201);
}

#[tokio::test]
async fn what_was_asked_of_one_account_or_session_is_refused_for_another() {
    let journal = TestApp::start().await;
    let (ada, mut phone) = with_passkey(&journal, "ada@example.com").await;
    let (eve, _) = with_passkey(&journal, "eve@example.com").await;
    let elsewhere = journal.sign_in("ada@example.com", testkit::PASSWORD).await.access;
    let mut owner = Browser::with(&journal, &ada);
    let (adding, proving) = (owner.creation_options(None).await, owner.request_options().await);
    let (made, used) = (phone.create(&adding).json(), phone.assert(&proving).json());
    for other in [&eve, &elsewhere] {
        let mut other = Browser::with(&journal, other);
        assert_eq!(other.register(&adding, &made).await.refusal(), GONE);
        let refused = other.post("/api/auth/reauthenticate", &proof(&proving, &used)).await;
        assert_eq!(refused.refusal(), (403, "passkey_refused"));
    }
    assert_eq!(passkeys(&journal, &eve).await.len(), 1);
}

/// How many ceremonies there are.
async fn under_way(journal: &TestApp) -> i64 {
    let query =
        store::Query::new("select count(*) as many from passkey_ceremonies", [], |row| row.get("many"));
    journal.app.store.get(query).await.expect("counted").expect("a row")
}

/// Whoever asks again and again fills nothing.
#[tokio::test]
async fn a_browser_has_a_few_ceremonies_under_way_and_one_more_ends_the_oldest() {
    let journal = TestApp::start().await;
    let (access, phone) = with_passkey(&journal, "ada@example.com").await;
    let before = under_way(&journal).await;
    let mut visitor = Browser::new(&journal);
    let mut asked = Vec::new();
    for _ in 0..12 {
        asked.push(visitor.request_options().await);
        journal.advance(1);
    }
    assert_eq!(under_way(&journal).await - before, 4);
    let oldest = &asked[7];
    assert_eq!(visitor.authenticate(oldest, &phone.assert(oldest).json()).await.refusal(), REFUSED);
    for options in &asked[8..] {
        tokens(&visitor.authenticate(options, &phone.assert(options).json()).await);
    }
    // For each purpose, and for whoever is signed in as well.
    let mut owner = Browser::with(&journal, &access);
    for _ in 0..12 {
        owner.request_options().await;
        owner.creation_options(None).await;
    }
    assert_eq!(under_way(&journal).await - before, 8);
}

#[tokio::test]
async fn ceremonies_that_have_lapsed_are_swept_away() {
    let journal = TestApp::start().await;
    for _ in 0..5 {
        Browser::new(&journal).request_options().await;
    }
    assert_eq!(under_way(&journal).await, 5);
    journal.advance(301);
    let swept = app::passkey::sweep_ceremonies(journal.app.clock.now());
    journal.app.store.commit([swept]).await.expect("swept");
    assert_eq!(under_way(&journal).await, 0);
}

/// All of them were begun while there was room for one more.
#[tokio::test]
async fn an_account_has_at_most_fifty_passkeys_also_when_ten_are_added_at_once_at_two_nodes() {
    let journal = TestApp::start().await;
    let url = journal.url.clone();
    let other = journal.another_node_with(move |settings| settings.public_url = url).await;
    let access = journal.person("ada@example.com").await.tokens.access;
    let mut phone = Authenticator::new(&journal.url);
    let mut browser = Browser::with(&journal, &access);
    for _ in 0..47 {
        browser.add_passkey(&mut phone).await;
    }
    let mut waiting = Vec::new();
    for _ in 0..4 {
        let options = browser.creation_options(None).await;
        waiting.push((phone.create(&options).json(), options));
    }
    // A few more from a session beside it: each browser has four ceremonies at a time.
    let beside = journal.sign_in("ada@example.com", testkit::PASSWORD).await.access;
    let mut second = Browser::with(&journal, &beside);
    let mut others = Vec::new();
    for _ in 0..4 {
        let options = second.creation_options(None).await;
        others.push((phone.create(&options).json(), options));
    }
    let register = |node, access: &str, (credential, options): (Value, Value)| {
        let access = access.to_owned();
        async move { Browser::with(node, &access).register(&options, &credential).await }
    };
    let all = waiting.into_iter().map(|one| (&journal, access.as_str(), one));
    let all = all.chain(others.into_iter().map(|one| (&other, beside.as_str(), one)));
    let sent: Vec<_> = all.map(|(node, access, one)| register(node, access, one)).collect();
    let answers = futures_util::future::join_all(sent).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 3, "{answers:?}");
    for answer in answers.iter().filter(|answer| answer.status != 201) {
        assert_eq!(answer.refusal(), (409, "too_many_passkeys"));
    }
    assert_eq!(passkeys(&journal, &access).await.len(), 50);
    let full = browser.post("/api/auth/webauthn/register/options", &json!({})).await;
    assert_eq!(full.refusal(), (409, "too_many_passkeys"));
}
