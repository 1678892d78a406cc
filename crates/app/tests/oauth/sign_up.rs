use app::settings::Registration;
use reqwest::Method;
use serde_json::json;
use testkit::{PASSWORD, TestApp};

use super::{Away, EMAIL, accounts, connection, connections, house, nobody, place, refused, tokens, trusted};

#[tokio::test]
async fn whoever_a_trusted_provider_vouches_for_has_a_journal_at_once() {
    let (journal, provider) = trusted().await;
    let mut browser = Away::new(&journal);
    let claims = json!({"sub": "7", "email": EMAIL, "email_verified": true});
    let answer = browser.through(&provider, claims).await;
    assert_eq!(place(&journal, &answer), "/");
    let access = tokens(&journal, &answer).await.access;
    let me = journal.call(Method::GET, "/api/auth/me", &access, None).await;
    assert_eq!((me.text("email"), &me.json["is_verified"]), (EMAIL, &json!(true)));
    let shown = connection(&journal, &access).await;
    assert_eq!((&shown["connected"], &shown["connection"]["shown_as"]), (&json!(true), &json!(EMAIL)));
    assert!(journal.mails_to(EMAIL).await.is_empty(), "there is nothing to confirm");
}

#[tokio::test]
async fn whoever_nobody_vouches_for_confirms_the_address_as_anybody_does() {
    let (journal, provider) = house(|_| {}).await;
    let mut browser = Away::new(&journal);
    let claims = json!({"sub": "7", "email": EMAIL, "email_verified": true});
    let answer = browser.through(&provider, claims.clone()).await;
    assert!(
        place(&journal, &answer).starts_with("/check-mail#email=ada%40example.com&registration="),
        "{answer:?}"
    );
    nobody(&answer);
    assert_eq!(accounts(&journal).await, 0);
    // Coming back before that leads to the same place, and to no second registration.
    let again = browser.through(&provider, claims.clone()).await;
    assert_eq!(again.header("location"), answer.header("location"));
    let token = journal.mailed(EMAIL, "/verify-email").await;
    assert_eq!(journal.post("/api/auth/verify-email", &json!({ "token": token })).await.status, 204);
    let answer = browser.through(&provider, claims).await;
    let access = tokens(&journal, &answer).await.access;
    assert_eq!(connection(&journal, &access).await["connected"], json!(true));
}

/// ASVS 6.3.8
#[tokio::test]
async fn without_a_voucher_the_answer_is_the_same_whoever_has_an_account() {
    let (journal, provider) = house(|_| {}).await;
    let ada = journal.person(EMAIL).await;
    let mut answers = Vec::new();
    for (subject, email) in [("7", EMAIL), ("8", "nobody@example.com")] {
        let claims = json!({"sub": subject, "email": email, "email_verified": true});
        let answer = Away::new(&journal).through(&provider, claims).await;
        let at = place(&journal, &answer).split("&registration=").next().unwrap().to_owned();
        let names: Vec<String> = answer.headers.keys().map(|name| name.as_str().to_owned()).collect();
        answers.push((at.replace("ada", "nobody"), names));
        nobody(&answer);
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(accounts(&journal).await, 1, "nobody else is in");
    let told = journal.mails_to(EMAIL).await.remove(0);
    assert!(told.subject.contains("already") && told.token_for("/verify-email").is_none(), "{told:?}");
    assert_eq!(connection(&journal, &ada.tokens.access).await["connected"], json!(false));
}

#[tokio::test]
async fn a_registration_that_lapses_gives_the_identity_back() {
    let (journal, provider) = house(|_| {}).await;
    let claims = json!({"sub": "7", "email": EMAIL});
    Away::new(&journal).through(&provider, claims.clone()).await;
    journal.advance(25 * 3600);
    // Before anything was swept, and after.
    let answer = Away::new(&journal).through(&provider, claims).await;
    assert!(place(&journal, &answer).starts_with("/check-mail#"), "{answer:?}");
    assert_eq!(connections(&journal).await, 1);
    journal.advance(25 * 3600);
    app::work::sweep(&journal.app).await.expect("swept");
    assert_eq!(connections(&journal).await, 0);
    let left = super::count(&journal, "select count(*) as n from provider_subjects").await;
    assert_eq!(left, 0);
}

#[tokio::test]
async fn an_account_needs_an_address() {
    let (journal, provider) = trusted().await;
    for claims in [json!({"sub": "7"}), json!({"sub": "7", "email": "no address", "email_verified": true})] {
        let answer = Away::new(&journal).through(&provider, claims).await;
        refused(&journal, &answer, "email_missing");
    }
}

#[tokio::test]
async fn an_address_is_read_from_the_user_info_where_the_token_names_none() {
    let (journal, provider) = trusted().await;
    let hidden = json!({"email": null, "email_verified": null});
    provider.misbehave(testkit::Misconduct { claims: hidden, ..Default::default() });
    let claims = json!({"sub": "7", "email": EMAIL, "email_verified": true});
    let answer = Away::new(&journal).through(&provider, claims).await;
    let access = tokens(&journal, &answer).await.access;
    let me = journal.call(Method::GET, "/api/auth/me", &access, None).await;
    assert_eq!((me.text("email"), &me.json["is_verified"]), (EMAIL, &json!(true)));
}

#[tokio::test]
async fn a_closed_journal_takes_nobody_in_and_lets_those_in_who_are() {
    let (journal, provider) = trusted().await;
    let claims = |subject: &str, email: &str| json!({"sub": subject, "email": email, "email_verified": true});
    tokens(&journal, &Away::new(&journal).through(&provider, claims("7", EMAIL)).await).await;
    let mut settings = provider.settings("house");
    settings.trust_email = true;
    let journal = journal
        .restart_with(|all| {
            all.registration = Registration::Closed;
            all.providers = vec![settings];
        })
        .await;
    tokens(&journal, &Away::new(&journal).through(&provider, claims("7", EMAIL)).await).await;
    let answer = Away::new(&journal).through(&provider, claims("8", "bob@example.com")).await;
    refused(&journal, &answer, "registration_closed");
    assert_eq!(accounts(&journal).await, 1);
}

#[tokio::test]
async fn an_invitation_for_one_makes_one_account() {
    let (journal, provider) = trusted().await;
    let mut settings = provider.settings("house");
    settings.trust_email = true;
    let journal = journal
        .restart_with(|all| {
            all.registration = Registration::Invite;
            all.providers = vec![settings];
        })
        .await;
    let code = invitation(&journal).await;
    let claims = |number: u8| {
        let email = format!("p{number}@example.com");
        json!({"sub": number.to_string(), "email": email, "email_verified": true})
    };
    let answer = Away::new(&journal).through(&provider, claims(1)).await;
    refused(&journal, &answer, "invite_required");
    let mut browser = Away::new(&journal);
    let wrong = browser.ask("house", None, &json!({"invite_code": "WRONG-WRONG"})).await;
    assert_eq!(wrong.refusal(), (403, "invite_invalid"));
    let mut two = [Away::new(&journal), Away::new(&journal)];
    let mut queries = Vec::new();
    for (number, browser) in (1..).zip(&mut two) {
        browser.leave(None, &json!({ "invite_code": code })).await;
        queries.push(provider.approve(&browser.url, claims(number)));
    }
    let before = accounts(&journal).await;
    tokens(&journal, &two[0].back(&queries[0]).await).await;
    refused(&journal, &two[1].back(&queries[1]).await, "invite_invalid");
    assert_eq!(accounts(&journal).await, before + 1);
}

async fn invitation(journal: &TestApp) -> String {
    let email = "admin@example.com";
    app::admin::create(&journal.app, email, PASSWORD, app::access::Role::Admin).await.expect("made");
    let admin = journal.sign_in(email, PASSWORD).await.access;
    let made = journal.call(Method::POST, "/api/admin/invites", &admin, Some(&json!({"uses": 1}))).await;
    assert_eq!(made.status, 201, "{made:?}");
    made.text("code").to_owned()
}

#[tokio::test]
async fn where_no_address_has_to_be_verified_one_is_in_at_once() {
    let (journal, provider) = house(|settings| settings.require_verified_email = false).await;
    let claims = json!({"sub": "7", "email": EMAIL});
    let answer = Away::new(&journal).through(&provider, claims.clone()).await;
    let access = tokens(&journal, &answer).await.access;
    let me = journal.call(Method::GET, "/api/auth/me", &access, None).await;
    assert_eq!(me.json["is_verified"], json!(false), "a provider that is not trusted verifies nothing");
    tokens(&journal, &Away::new(&journal).through(&provider, claims).await).await;
    assert_eq!(accounts(&journal).await, 1);
}

#[tokio::test]
async fn registrations_through_providers_are_limited_like_others() {
    let (journal, provider) = trusted().await;
    for number in 0..10 {
        let claims = json!({"sub": format!("{number}"), "email": format!("p{number}@example.com"), "email_verified": true});
        tokens(&journal, &Away::new(&journal).through(&provider, claims).await).await;
    }
    let claims = json!({"sub": "11", "email": "p11@example.com", "email_verified": true});
    refused(&journal, &Away::new(&journal).through(&provider, claims).await, "too_many_requests");
    assert_eq!(accounts(&journal).await, 10);
}
