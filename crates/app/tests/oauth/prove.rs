//! Proving once more who one is, by a provider that is connected.

use reqwest::Method;
use serde_json::{Value, json};
use testkit::{Misconduct, TestApp, query};

use super::{Away, EMAIL, connect, house, kinds, place};

const STALE: i64 = 11 * 60;

/// Whether a route that wants a fresh sign-in opens.
async fn is_fresh(journal: &TestApp, access: &str) -> bool {
    let answer = journal.call(Method::POST, "/api/auth/oauth/house/confirm", access, None).await;
    assert!(answer.status == 204 || answer.code() == "reauthentication_required", "{answer:?}");
    answer.status == 204
}

#[tokio::test]
async fn a_session_is_made_fresh_by_whoever_signs_in_there_again() {
    let (journal, provider) = house(|_| {}).await;
    let ada = journal.person(EMAIL).await;
    connect(&journal, &provider, &ada.tokens.access, "7").await;
    journal.advance(STALE);
    assert!(!is_fresh(&journal, &ada.tokens.access).await);
    let mut browser = Away::new(&journal);
    browser.leave(Some(&ada.tokens.access), &json!({"prove": true, "return_to": "/proved"})).await;
    let asked = query(&browser.url);
    assert_eq!((asked["prompt"].as_str(), asked["max_age"].as_str()), ("login", "0"));
    let back = provider.approve(&browser.url, json!({"sub": "7"}));
    let answer = browser.back(&back).await;
    assert_eq!(place(&journal, &answer), "/proved");
    super::nobody(&answer);
    assert!(is_fresh(&journal, &ada.tokens.access).await);
    assert!(kinds(&journal, &ada.tokens.access).await.contains(&"reauthenticated".to_owned()));
}

/// ASVS 6.8.4
#[tokio::test]
async fn nobody_else_and_no_old_sign_in_proves_anything() {
    let (journal, provider) = house(|_| {}).await;
    let ada = journal.person(EMAIL).await;
    let bob = journal.person("bob@example.com").await;
    connect(&journal, &provider, &ada.tokens.access, "7").await;
    connect(&journal, &provider, &bob.tokens.access, "8").await;
    journal.advance(STALE);
    let old = journal.clock.now().as_second() - 3_600;
    for (subject, auth_time) in
        [("8", Value::Null), ("9", Value::Null), ("7", json!(old)), ("7", json!(null))]
    {
        let mut claims = json!({});
        if !auth_time.is_null() || subject == "7" {
            claims = json!({ "auth_time": auth_time });
        }
        provider.misbehave(Misconduct { claims, ..Misconduct::default() });
        let mut browser = Away::new(&journal);
        browser.leave(Some(&ada.tokens.access), &json!({"prove": true})).await;
        let back = provider.approve(&browser.url, json!({ "sub": subject }));
        let answer = browser.back(&back).await;
        assert_eq!(place(&journal, &answer), "/account/providers?provider=house&error=provider_refused");
        assert!(!is_fresh(&journal, &ada.tokens.access).await);
    }
}

#[tokio::test]
async fn what_was_begun_for_one_thing_is_of_no_use_for_another() {
    let (journal, provider) = house(|_| {}).await;
    let ada = journal.person(EMAIL).await;
    connect(&journal, &provider, &ada.tokens.access, "7").await;
    // Signing in proves nothing of another session.
    journal.advance(STALE);
    Away::new(&journal).through(&provider, json!({"sub": "7"})).await;
    assert!(!is_fresh(&journal, &ada.tokens.access).await);
    // A proof signs nobody in, and connects nothing.
    let mut browser = Away::new(&journal);
    browser.leave(Some(&ada.tokens.access), &json!({"prove": true})).await;
    let back = provider.approve(&browser.url, json!({"sub": "7"}));
    super::nobody(&browser.back(&back).await);
    assert_eq!(super::connections(&journal).await, 1);
}

#[tokio::test]
async fn nobody_proves_anything_without_being_signed_in() {
    let (journal, _provider) = house(|_| {}).await;
    let refused = Away::new(&journal).ask("house", None, &json!({"prove": true})).await;
    assert_eq!(refused.refusal(), (422, "validation_failed"));
}

#[tokio::test]
async fn a_session_that_ended_meanwhile_is_not_made_fresh() {
    let (journal, provider) = house(|_| {}).await;
    let ada = journal.person(EMAIL).await;
    connect(&journal, &provider, &ada.tokens.access, "7").await;
    let mut browser = Away::new(&journal);
    browser.leave(Some(&ada.tokens.access), &json!({"prove": true})).await;
    let back = provider.approve(&browser.url, json!({"sub": "7"}));
    journal.call(Method::POST, "/api/auth/logout", &ada.tokens.access, Some(&json!({}))).await;
    let answer = browser.back(&back).await;
    assert_eq!(place(&journal, &answer), "/account/providers?provider=house&error=flow_invalid");
}
