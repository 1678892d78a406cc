use reqwest::Method;
use serde_json::{Value, json};
use testkit::PASSWORD;

use super::{
    Away, EMAIL, accounts, connect, connection, connections, house, kinds, place, refused, tokens, trusted,
};

#[tokio::test]
async fn whoever_is_connected_signs_in_whatever_address_the_provider_names() {
    let (journal, provider) = house(|_| {}).await;
    let ada = journal.person(EMAIL).await;
    connect(&journal, &provider, &ada.tokens.access, "7").await;
    for claims in [
        json!({"sub": "7"}),
        json!({"sub": "7", "email": "new@example.com"}),
        json!({"sub": "7", "email": "bob@example.com", "email_verified": true}),
    ] {
        let answer = Away::new(&journal).through(&provider, claims).await;
        let access = tokens(&journal, &answer).await.access;
        let me = journal.call(Method::GET, "/api/auth/me", &access, None).await;
        assert_eq!(me.text("id"), ada.id);
    }
    let listed = journal.call(Method::GET, "/api/auth/sessions", &ada.tokens.access, None).await;
    let methods: Vec<&Value> =
        listed.json["items"].as_array().unwrap().iter().map(|item| &item["method"]).collect();
    assert_eq!(methods.iter().filter(|method| ***method == json!("oauth")).count(), 3, "{methods:?}");
    assert!(kinds(&journal, &ada.tokens.access).await.contains(&"signed_in".to_owned()));
    assert!(!connection(&journal, &ada.tokens.access).await["connection"]["last_used_at"].is_null());
}

#[tokio::test]
async fn one_goes_on_where_one_wanted_to_and_in_a_cookie() {
    let (journal, provider) = trusted().await;
    let mut browser = Away::new(&journal);
    browser.leave(None, &json!({"return_to": "/entries?tag=a#b"})).await;
    let query = provider.approve(&browser.url, json!({"sub": "7", "email": EMAIL, "email_verified": true}));
    let answer = browser.back(&query).await;
    assert_eq!(place(&journal, &answer), "/entries?tag=a#b");
    let cookie = answer.set_cookie("refresh_token").expect("a session");
    assert!(cookie.contains("HttpOnly") && cookie.contains("Path=/"), "{cookie}");
    assert!(answer.set_cookie("csrftoken").is_some(), "and what binds requests to it");
    assert_eq!(answer.header("cache-control"), "no-store");
    assert!(answer.bytes.is_empty(), "no token leaves in the body");
}

#[tokio::test]
async fn an_account_is_linked_silently_when_provider_and_journal_have_both_verified_its_address() {
    let (journal, provider) = trusted().await;
    let ada = journal.person(EMAIL).await;
    let claims = json!({"sub": "7", "email": "Ada@Example.com", "email_verified": true});
    let answer = Away::new(&journal).through(&provider, claims).await;
    let access = tokens(&journal, &answer).await.access;
    let me = journal.call(Method::GET, "/api/auth/me", &access, None).await;
    assert_eq!(me.text("id"), ada.id);
    let told = journal.mails_to(EMAIL).await;
    assert!(told.iter().any(|mail| mail.subject.contains("connected")), "{told:?}");
    assert!(kinds(&journal, &access).await.contains(&"provider_connected".to_owned()));
    assert!(journal.works(&ada.tokens.access).await, "who was in stays in");
}

/// ASVS 10.5.2
#[tokio::test]
async fn no_word_of_a_provider_opens_an_account_when_one_of_the_three_is_missing() {
    for (trust, verified) in [
        (false, json!(true)),
        (true, json!(false)),
        (true, json!("true")),
        (true, json!(1)),
        (true, Value::Null),
    ] {
        let (journal, provider) = house(|settings| settings.providers[0].trust_email = trust).await;
        let ada = journal.person(EMAIL).await;
        let mut claims = json!({"sub": "7", "email": EMAIL, "email_verified": verified});
        if verified.is_null() {
            claims.as_object_mut().unwrap().remove("email_verified");
        }
        let answer = Away::new(&journal).through(&provider, claims.clone()).await;
        assert!(place(&journal, &answer).starts_with("/check-mail#"), "{claims} {answer:?}");
        super::nobody(&answer);
        assert_eq!(connection(&journal, &ada.tokens.access).await["connected"], json!(false));
        let again = Away::new(&journal).through(&provider, claims).await;
        super::nobody(&again);
    }
}

#[tokio::test]
async fn an_address_that_is_not_verified_here_is_not_linked() {
    let (journal, provider) = house(|settings| {
        settings.require_verified_email = false;
        settings.providers[0].trust_email = true;
    })
    .await;
    // Somebody has taken the address of somebody else, and nothing was verified.
    let body = json!({"email": EMAIL, "password": PASSWORD});
    assert_eq!(journal.post("/api/auth/register", &body).await.status, 202);
    journal.sign_in(EMAIL, PASSWORD).await;
    let claims = json!({"sub": "7", "email": EMAIL, "email_verified": true});
    let answer = Away::new(&journal).through(&provider, claims).await;
    refused(&journal, &answer, "sign_in_first");
    assert_eq!((accounts(&journal).await, connections(&journal).await), (1, 0));
}

/// ASVS 10.5.3
#[tokio::test]
async fn another_issuer_with_the_same_subject_is_somebody_else() {
    let (journal, provider) = house(|_| {}).await;
    let ada = journal.person(EMAIL).await;
    connect(&journal, &provider, &ada.tokens.access, "7").await;
    let other = testkit::OpenIdProvider::start(&journal.clock).await;
    let (house, second) = (provider.settings("house"), other.settings("second"));
    let journal = journal.restart_with(|all| all.providers = vec![house, second]).await;
    let mut browser = Away::new(&journal);
    assert_eq!(browser.ask("second", None, &json!({})).await.status, 200);
    let query = other.approve(&browser.url, json!({"sub": "7"}));
    let answer = browser.back_to("second", &query).await;
    assert_eq!(place(&journal, &answer), "/?provider=second&error=email_missing");
    tokens(&journal, &Away::new(&journal).through(&provider, json!({"sub": "7"})).await).await;
}

#[tokio::test]
async fn a_locked_account_stays_locked() {
    let (journal, provider) = trusted().await;
    let ada = journal.person(EMAIL).await;
    connect(&journal, &provider, &ada.tokens.access, "7").await;
    app::admin::disable(&journal.app, EMAIL).await.expect("locked");
    refused(&journal, &Away::new(&journal).through(&provider, json!({"sub": "7"})).await, "account_disabled");
    // Nor is another identity linked to it on the way.
    let claims = json!({"sub": "8", "email": EMAIL, "email_verified": true});
    refused(&journal, &Away::new(&journal).through(&provider, claims).await, "account_disabled");
    assert_eq!(connections(&journal).await, 1);
}
