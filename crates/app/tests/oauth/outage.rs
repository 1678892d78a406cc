//! A provider that is away locks out nobody who has another way.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;
use testkit::{Misconduct, PASSWORD};
use tokio::net::TcpListener;

use super::{Away, EMAIL, connect, connections, house, place, refused};

#[tokio::test]
async fn a_provider_that_is_away_is_told_of_and_everything_else_works() {
    let (journal, provider) = house(|_| {}).await;
    let ada = journal.person(EMAIL).await;
    connect(&journal, &provider, &ada.tokens.access, "7").await;
    let available = "/api/auth/oauth/house/available";
    assert_eq!(journal.get(available).await.json, json!({"available": true}));
    let mut browser = Away::new(&journal);
    browser.leave(None, &json!({})).await;
    let query = provider.approve(&browser.url, json!({"sub": "7"}));
    provider.stop();
    refused(&journal, &browser.back(&query).await, "provider_unavailable");
    // What was learnt of it is good for an hour; then one is told before one leaves.
    journal.advance(3_601);
    assert_eq!(journal.get(available).await.json, json!({"available": false}));
    let away = browser.ask("house", None, &json!({})).await;
    assert_eq!(away.refusal(), (503, "provider_unavailable"));
    assert_eq!(away.header("retry-after"), "60");
    let again = journal.sign_in(EMAIL, PASSWORD).await.access;
    let listed = journal.call(Method::GET, "/api/auth/oauth/providers", &again, None).await;
    assert_eq!(listed.json["items"][0]["connected"], json!(true));
    let gone = journal.call(Method::DELETE, "/api/auth/oauth/house", &again, None).await;
    assert_eq!(gone.status, 204, "{gone:?}");
    assert_eq!(connections(&journal).await, 0);
}

#[tokio::test]
async fn a_provider_in_trouble_is_away_and_not_wrong() {
    let (journal, provider) = house(|_| {}).await;
    for status in [500, 502, 503, 429] {
        let answer = Some((status, vec![], String::new()));
        provider.misbehave(Misconduct { answer, ..Misconduct::default() });
        let answer = Away::new(&journal).through(&provider, json!({"sub": "7"})).await;
        refused(&journal, &answer, "provider_unavailable");
    }
}

#[tokio::test]
async fn a_provider_that_says_nothing_is_waited_for_five_seconds_and_no_longer() {
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let issuer = format!("http://{}", silent.local_addr().unwrap());
    let (journal, _provider) = house(|settings| settings.providers[0].issuer.clone_from(&issuer)).await;
    let (began, mut browser) = (journal.clock.instant(), Away::new(&journal));
    let away = browser.ask("house", None, &json!({})).await;
    assert_eq!(away.refusal(), (503, "provider_unavailable"));
    assert!(began.elapsed() >= Duration::from_secs(4), "it was waited for");
    // Meanwhile it is not asked anew by whoever wants to know.
    assert_eq!(journal.get("/api/auth/oauth/house/available").await.json, json!({"available": false}));
    let quick = journal.clock.instant();
    assert_eq!(journal.get("/api/auth/oauth/house/available").await.json, json!({"available": false}));
    assert!(quick.elapsed() < Duration::from_secs(4), "the answer is remembered");
}

#[tokio::test]
async fn it_is_asked_at_most_twice_a_minute_whether_it_is_there() {
    let (journal, provider) = house(|_| {}).await;
    for _ in 0..5 {
        journal.get("/api/auth/oauth/house/available").await;
    }
    assert_eq!(provider.asked().len(), 1);
    journal.advance(31);
    journal.get("/api/auth/oauth/house/available").await;
    assert_eq!(provider.asked().len(), 1);
}

#[tokio::test]
async fn whoever_changes_their_mind_there_is_back_where_they_were() {
    let (journal, provider) = house(|_| {}).await;
    let ada = journal.person(EMAIL).await;
    let mut browser = Away::new(&journal);
    browser.leave(Some(&ada.tokens.access), &json!({"return_to": "/account/providers"})).await;
    let state = testkit::query(&browser.url)["state"].clone();
    let answer = browser.back(&format!("error=access_denied&state={state}")).await;
    assert_eq!(place(&journal, &answer), "/account/providers?provider=house&error=access_denied");
    assert!(journal.works(&ada.tokens.access).await);
    drop(provider);
}
