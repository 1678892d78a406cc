//! Recovery does not leave a stranger's connection behind.

use reqwest::Method;
use serde_json::{Value, json};
use testkit::{OTHER_PASSWORD, PASSWORD, TestApp};

use super::{Away, EMAIL, connect, connection, house, place, refused, tokens};

/// How many connections `me` says wait for their owner.
async fn waiting(journal: &TestApp, access: &str) -> Value {
    journal.call(Method::GET, "/api/auth/me", access, None).await.json["unconfirmed_connections"].take()
}

#[tokio::test]
async fn after_a_reset_a_connection_opens_nothing_until_its_owner_confirms_it() {
    let (journal, provider) = house(|_| {}).await;
    let ada = journal.person(EMAIL).await;
    connect(&journal, &provider, &ada.tokens.access, "7").await;
    journal.post("/api/auth/forgot-password", &json!({"email": EMAIL})).await;
    let token = journal.mailed(EMAIL, "/reset-password").await;
    let reset = json!({"token": token, "password": OTHER_PASSWORD});
    assert_eq!(journal.post("/api/auth/reset-password", &reset).await.status, 204);
    refused(
        &journal,
        &Away::new(&journal).through(&provider, json!({"sub": "7"})).await,
        "provider_unconfirmed",
    );
    let access = journal.sign_in(EMAIL, OTHER_PASSWORD).await.access;
    assert_eq!(connection(&journal, &access).await["connection"]["needs_confirmation"], json!(true));
    assert_eq!(waiting(&journal, &access).await, json!(1));
    // Nor does it prove anything.
    journal.advance(11 * 60);
    let stale = journal.call(Method::POST, "/api/auth/oauth/house/confirm", &access, None).await;
    assert_eq!(stale.json["methods"], json!(["password"]), "{stale:?}");
    let mut browser = Away::new(&journal);
    browser.leave(Some(&access), &json!({"prove": true})).await;
    let back = provider.approve(&browser.url, json!({"sub": "7"}));
    let answer = browser.back(&back).await;
    assert_eq!(place(&journal, &answer), "/account/providers?provider=house&error=provider_refused");
    let access = journal.sign_in(EMAIL, OTHER_PASSWORD).await.access;
    let confirmed = journal.call(Method::POST, "/api/auth/oauth/house/confirm", &access, None).await;
    assert_eq!(confirmed.status, 204);
    assert_eq!(waiting(&journal, &access).await, json!(0));
    tokens(&journal, &Away::new(&journal).through(&provider, json!({"sub": "7"})).await).await;
}

#[tokio::test]
async fn nothing_waits_for_a_provider_that_there_is_no_more() {
    let (journal, provider) = house(|_| {}).await;
    let ada = journal.person(EMAIL).await;
    connect(&journal, &provider, &ada.tokens.access, "7").await;
    let token = journal.mailed(EMAIL, "/not-me").await;
    assert_eq!(journal.post("/api/auth/not-me", &json!({ "token": token })).await.status, 204);
    let reset = json!({"token": journal.mailed(EMAIL, "/reset-password").await, "password": OTHER_PASSWORD});
    assert_eq!(journal.post("/api/auth/reset-password", &reset).await.status, 204);
    let access = journal.sign_in(EMAIL, OTHER_PASSWORD).await.access;
    assert_eq!(waiting(&journal, &access).await, json!(1));
    let journal = journal.restart_with(|settings| settings.providers.clear()).await;
    let access = journal.sign_in(EMAIL, OTHER_PASSWORD).await.access;
    assert_eq!(waiting(&journal, &access).await, json!(0));
}

#[tokio::test]
async fn this_was_not_me_sets_a_connection_aside_and_ends_flows_that_are_under_way() {
    let (journal, provider) = house(|_| {}).await;
    let ada = journal.person(EMAIL).await;
    let mut thief = Away::new(&journal);
    thief.leave(Some(&ada.tokens.access), &json!({})).await;
    let back = provider.approve(&thief.url, json!({"sub": "8"}));
    connect(&journal, &provider, &ada.tokens.access, "7").await;
    let token = journal.mailed(EMAIL, "/not-me").await;
    assert_eq!(journal.post("/api/auth/not-me", &json!({ "token": token })).await.status, 204);
    assert!(place(&journal, &thief.back(&back).await).ends_with("error=flow_invalid"));
    refused(
        &journal,
        &Away::new(&journal).through(&provider, json!({"sub": "7"})).await,
        "provider_unconfirmed",
    );
    assert_eq!(
        journal.post("/api/auth/login", &json!({"email": EMAIL, "password": PASSWORD})).await.status,
        401
    );
}

#[tokio::test]
async fn a_connection_that_is_set_aside_may_be_removed() {
    let (journal, provider) = house(|_| {}).await;
    let ada = journal.person(EMAIL).await;
    connect(&journal, &provider, &ada.tokens.access, "7").await;
    let aside = app_set_aside(&journal, &ada.id).await;
    assert_eq!(aside["connection"]["needs_confirmation"], json!(true));
    let gone = journal.call(Method::DELETE, "/api/auth/oauth/house", &ada.tokens.access, None).await;
    assert_eq!(gone.status, 204);
}

async fn app_set_aside(journal: &testkit::TestApp, id: &str) -> serde_json::Value {
    let account = app::id::AccountId(id.parse().expect("an id"));
    let changes = app::oauth::set_aside(account, journal.app.clock.now());
    journal.app.store.commit(changes).await.expect("set aside");
    let access = journal.sign_in(EMAIL, PASSWORD).await.access;
    connection(journal, &access).await
}
