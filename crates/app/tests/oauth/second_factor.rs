//! A provider proves one factor: a second one is asked for as after a password.

use reqwest::Method;
use serde_json::json;
use testkit::{CodeApp, OpenIdProvider, TestApp};

use super::{Away, EMAIL, connect, house, nobody, place, tokens, trusted};

async fn with_factor() -> (TestApp, OpenIdProvider, CodeApp) {
    let (journal, provider) = house(|_| {}).await;
    let ada = journal.person(EMAIL).await;
    connect(&journal, &provider, &ada.tokens.access, "7").await;
    let app = journal.second_factor(&ada.tokens.access).await;
    (journal, provider, app)
}

/// The attempt's token in the fragment that the page is led to.
fn attempt(journal: &TestApp, answer: &testkit::Answer) -> String {
    let at = place(journal, answer);
    let fragment = at.strip_prefix("/#").unwrap_or_else(|| panic!("{at}"));
    let members = testkit::query(&format!("http://x/?{fragment}"));
    assert_eq!(members["methods"], "totp,recovery_code");
    members["mfa_token"].clone()
}

#[tokio::test]
async fn whoever_comes_through_a_provider_is_asked_for_the_second_factor() {
    let (journal, provider, app) = with_factor().await;
    let mut browser = Away::new(&journal);
    let answer = browser.through(&provider, json!({"sub": "7"})).await;
    nobody(&answer);
    let token = attempt(&journal, &answer);
    let body = json!({"mfa_token": token, "method": "totp", "code": app.code()});
    let finished = browser.send(Method::POST, "/api/auth/mfa/verify", None, Some(&body)).await;
    assert_eq!(finished.status, 200, "{finished:?}");
    assert!(finished.set_cookie("refresh_token").is_some(), "{finished:?}");
}

#[tokio::test]
async fn the_attempt_is_finished_in_its_own_browser() {
    let (journal, provider, app) = with_factor().await;
    let mut browser = Away::new(&journal);
    let token = attempt(&journal, &browser.through(&provider, json!({"sub": "7"})).await);
    let body = json!({"mfa_token": token, "method": "totp", "code": app.code()});
    let elsewhere = journal.post("/api/auth/mfa/verify", &body).await;
    assert_eq!(elsewhere.refusal(), (401, "token_invalid"));
    let own = browser.send(Method::POST, "/api/auth/mfa/verify", None, Some(&body)).await;
    assert_eq!(own.status, 200, "{own:?}");
}

/// ASVS 6.3.3
#[tokio::test]
async fn a_link_that_is_made_on_the_way_does_not_get_around_the_second_factor() {
    let (journal, provider) = trusted().await;
    let ada = journal.person(EMAIL).await;
    let app = journal.second_factor(&ada.tokens.access).await;
    let claims = json!({"sub": "7", "email": EMAIL, "email_verified": true});
    for _ in 0..2 {
        let answer = Away::new(&journal).through(&provider, claims.clone()).await;
        nobody(&answer);
        attempt(&journal, &answer);
    }
    drop(app);
}

#[tokio::test]
async fn where_a_second_factor_is_demanded_a_new_account_sets_one_up_first() {
    let (journal, provider) = house(|settings| {
        settings.providers[0].trust_email = true;
        settings.require_mfa = app::settings::RequireMfa::All;
    })
    .await;
    let claims = json!({"sub": "7", "email": EMAIL, "email_verified": true});
    let access = tokens(&journal, &Away::new(&journal).through(&provider, claims).await).await.access;
    let refused = journal.call(Method::GET, "/api/entries", &access, None).await;
    assert_eq!(refused.refusal(), (403, "mfa_enrolment_required"));
}
