use reqwest::Method;
use serde_json::json;
use testkit::{Authenticator, Browser};

use super::{Away, EMAIL, connect, connection, connections, house, kinds, place, tokens, trusted};

const FRESH: i64 = 11 * 60;

#[tokio::test]
async fn a_provider_is_connected_used_and_disconnected() {
    let (journal, provider) = house(|_| {}).await;
    let ada = journal.person(EMAIL).await;
    let access = &ada.tokens.access;
    let before = connection(&journal, access).await;
    assert_eq!(
        (&before["name"], &before["label"], &before["kind"]),
        (&json!("house"), &json!("Our house"), &json!("oidc"))
    );
    assert_eq!(before["connected"], json!(false));
    let answer = connect(&journal, &provider, access, "7").await;
    assert_eq!(place(&journal, &answer), "/account/providers");
    super::nobody(&answer);
    assert_eq!(connection(&journal, access).await["connected"], json!(true));
    tokens(&journal, &Away::new(&journal).through(&provider, json!({"sub": "7"})).await).await;
    let gone = journal.call(Method::DELETE, "/api/auth/oauth/house", access, None).await;
    assert_eq!(gone.status, 204, "{gone:?}");
    assert_eq!(connection(&journal, access).await["connected"], json!(false));
    let again = journal.call(Method::DELETE, "/api/auth/oauth/house", access, None).await;
    assert_eq!(again.refusal(), (404, "not_found"));
    let answer = Away::new(&journal).through(&provider, json!({"sub": "7"})).await;
    super::refused(&journal, &answer, "email_missing");
    let subjects: Vec<String> = journal.mails_to(EMAIL).await.into_iter().map(|mail| mail.subject).collect();
    for word in ["connected", "disconnected"] {
        assert!(subjects.iter().any(|subject| subject.contains(&format!(" {word}"))), "{subjects:?}");
    }
    let happened = kinds(&journal, access).await;
    for kind in ["provider_connected", "provider_disconnected"] {
        assert!(happened.iter().any(|one| one == kind), "{happened:?}");
    }
}

#[tokio::test]
async fn connecting_and_disconnecting_want_a_fresh_sign_in() {
    let (journal, provider) = house(|_| {}).await;
    let ada = journal.person(EMAIL).await;
    connect(&journal, &provider, &ada.tokens.access, "7").await;
    journal.advance(FRESH);
    let mut browser = Away::new(&journal);
    let refused = browser.ask("house", Some(&ada.tokens.access), &json!({})).await;
    assert_eq!(refused.refusal(), (403, "reauthentication_required"));
    assert_eq!(refused.json["methods"], json!(["password", "oauth"]));
    for (method, path) in
        [(Method::DELETE, "/api/auth/oauth/house"), (Method::POST, "/api/auth/oauth/house/confirm")]
    {
        let refused = journal.call(method, path, &ada.tokens.access, None).await;
        assert_eq!(refused.refusal(), (403, "reauthentication_required"));
    }
}

#[tokio::test]
async fn an_account_has_one_connection_to_a_provider() {
    let (journal, provider) = house(|_| {}).await;
    let ada = journal.person(EMAIL).await;
    let mut late = Away::new(&journal);
    late.leave(Some(&ada.tokens.access), &json!({})).await;
    connect(&journal, &provider, &ada.tokens.access, "7").await;
    let refused = Away::new(&journal).ask("house", Some(&ada.tokens.access), &json!({})).await;
    assert_eq!(refused.refusal(), (409, "already_connected"));
    let query = provider.approve(&late.url, json!({"sub": "8"}));
    let answer = late.back(&query).await;
    assert_eq!(place(&journal, &answer), "/account/providers?provider=house&error=already_connected");
    assert_eq!(connections(&journal).await, 1);
}

#[tokio::test]
async fn an_identity_opens_one_account() {
    let (journal, provider) = house(|_| {}).await;
    let ada = journal.person(EMAIL).await;
    let bob = journal.person("bob@example.com").await;
    connect(&journal, &provider, &ada.tokens.access, "7").await;
    let answer = connect(&journal, &provider, &bob.tokens.access, "7").await;
    assert_eq!(place(&journal, &answer), "/account/providers?provider=house&error=identity_taken");
    let access =
        tokens(&journal, &Away::new(&journal).through(&provider, json!({"sub": "7"})).await).await.access;
    assert_eq!(journal.call(Method::GET, "/api/auth/me", &access, None).await.text("id"), ada.id);
}

#[tokio::test]
async fn of_many_who_connect_one_identity_at_once_one_does() {
    let (journal, provider) = house(|_| {}).await;
    let (mut browsers, mut queries) = (Vec::new(), Vec::new());
    for number in 0..6 {
        let person = journal.person(&format!("p{number}@example.com")).await;
        let mut browser = Away::new(&journal);
        browser.leave(Some(&person.tokens.access), &json!({"return_to": "/done"})).await;
        queries.push(provider.approve(&browser.url, json!({"sub": "7"})));
        browsers.push(browser);
    }
    let at_once = browsers.iter_mut().zip(&queries).map(|(browser, query)| browser.back(query));
    let answers = futures_util::future::join_all(at_once).await;
    let done = answers.iter().filter(|answer| place(&journal, answer) == "/done").count();
    assert_eq!((done, connections(&journal).await), (1, 1), "{answers:?}");
}

#[tokio::test]
async fn the_last_way_into_an_account_stays() {
    let (journal, provider) = trusted().await;
    let claims = json!({"sub": "7", "email": EMAIL, "email_verified": true});
    let access = tokens(&journal, &Away::new(&journal).through(&provider, claims).await).await.access;
    let refused = journal.call(Method::DELETE, "/api/auth/oauth/house", &access, None).await;
    assert_eq!(refused.refusal(), (409, "last_way_in"));
    // With a passkey beside it one of the two may go, and not the other.
    let mut browser = Browser::with(&journal, &access);
    let passkey = browser.add_passkey(&mut Authenticator::new(&journal.url)).await.text("id").to_owned();
    let path = format!("/api/auth/passkeys/{passkey}");
    assert_eq!(journal.call(Method::DELETE, &path, &access, None).await.status, 204);
    let refused = journal.call(Method::DELETE, "/api/auth/oauth/house", &access, None).await;
    assert_eq!(refused.refusal(), (409, "last_way_in"));
    let passkey = browser.add_passkey(&mut Authenticator::new(&journal.url)).await.text("id").to_owned();
    assert_eq!(journal.call(Method::DELETE, "/api/auth/oauth/house", &access, None).await.status, 204);
    let path = format!("/api/auth/passkeys/{passkey}");
    assert_eq!(journal.call(Method::DELETE, &path, &access, None).await.refusal(), (409, "last_way_in"));
}

#[tokio::test]
async fn of_two_last_ways_in_that_are_removed_at_once_one_stays() {
    let (journal, provider) = trusted().await;
    for round in 0..10 {
        let claims = json!({"sub": format!("{round}"), "email": format!("p{round}@example.com"), "email_verified": true});
        let access = tokens(&journal, &Away::new(&journal).through(&provider, claims).await).await.access;
        let mut browser = Browser::with(&journal, &access);
        let passkey = browser.add_passkey(&mut Authenticator::new(&journal.url)).await.text("id").to_owned();
        let path = format!("/api/auth/passkeys/{passkey}");
        let (one, other) = tokio::join!(
            journal.call(Method::DELETE, &path, &access, None),
            journal.call(Method::DELETE, "/api/auth/oauth/house", &access, None),
        );
        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [204, 409], "{one:?} {other:?}");
    }
}

#[tokio::test]
async fn a_provider_that_was_taken_away_by_the_operator_is_no_way_in() {
    let (journal, provider) = trusted().await;
    let claims = json!({"sub": "7", "email": EMAIL, "email_verified": true});
    let first = tokens(&journal, &Away::new(&journal).through(&provider, claims).await).await;
    let mut authenticator = Authenticator::new(&journal.url);
    let mut browser = Browser::with(&journal, &first.access);
    let passkey = browser.add_passkey(&mut authenticator).await.text("id").to_owned();
    let journal = journal.restart_with(|all| all.providers = Vec::new()).await;
    let path = format!("/api/auth/passkeys/{passkey}");
    let refused = journal.call(Method::DELETE, &path, &first.access, None).await;
    assert_eq!(refused.refusal(), (409, "last_way_in"));
    let listed = journal.call(Method::GET, "/api/auth/oauth/providers", &first.access, None).await;
    assert_eq!(listed.json["items"], json!([]));
}

#[tokio::test]
async fn an_ended_session_connects_nothing() {
    let (journal, provider) = house(|_| {}).await;
    let ada = journal.person(EMAIL).await;
    for end in [json!({"all": true}), json!({})] {
        let session = journal.sign_in(EMAIL, testkit::PASSWORD).await;
        let mut browser = Away::new(&journal);
        browser.leave(Some(&session.access), &json!({})).await;
        let query = provider.approve(&browser.url, json!({"sub": "7"}));
        let ended = journal.call(Method::POST, "/api/auth/logout", &session.access, Some(&end)).await;
        assert_eq!(ended.status, 200);
        let answer = browser.back(&query).await;
        assert_eq!(place(&journal, &answer), "/account/providers?provider=house&error=flow_invalid");
    }
    assert_eq!(connections(&journal).await, 0);
    drop(ada);
}

#[tokio::test]
async fn who_has_yet_to_set_up_a_second_factor_connects_nothing() {
    let (journal, _provider) = house(|settings| settings.require_mfa = app::settings::RequireMfa::All).await;
    let ada = journal.person(EMAIL).await;
    let mut browser = Away::new(&journal);
    let refused = browser.ask("house", Some(&ada.tokens.access), &json!({})).await;
    assert_eq!(refused.refusal(), (403, "mfa_enrolment_required"));
}
