//! Ways in and access tokens, as an admin sees them and takes them from somebody.

use reqwest::Method;
use serde_json::{Value, json};
use testkit::{Answer, Authenticator, Browser, OTHER_PASSWORD, PASSWORD, TestApp};

use super::act::{WHY, act, is_told};
use super::people::with_admin;

async fn shown(journal: &TestApp, root: &str, person: &str) -> Value {
    let at = format!("/api/admin/people/{person}");
    journal.call(Method::GET, &at, root, None).await.json
}

async fn take(journal: &TestApp, root: &str, person: &str, what: &str) -> Answer {
    act(journal, root, person, what).await
}

/// ASVS 6.4.4, 6.5.6
#[tokio::test]
async fn an_app_and_its_codes_are_shown_as_numbers_and_removed_together() {
    let (journal, root) = with_admin().await;
    let ada = journal.person("ada@example.com").await;
    let before = shown(&journal, &root, &ada.id).await;
    let factor = &before["second_factor"];
    assert_eq!((&factor["totp_since"], &factor["recovery_codes_left"]), (&Value::Null, &json!(0)));
    let refused = take(&journal, &root, &ada.id, "remove-factors").await;
    assert_eq!(refused.refusal(), (409, "mfa_not_enabled"));

    journal.second_factor(&ada.tokens.access).await;
    let with = shown(&journal, &root, &ada.id).await;
    let factor = &with["second_factor"];
    assert_eq!((factor["totp_since"].is_string(), &factor["recovery_codes_left"]), (true, &json!(10)));
    journal.first_step(&ada.email, PASSWORD).await;
    assert_eq!(take(&journal, &root, &ada.id, "remove-factors").await.status, 204);
    let mail = is_told(&journal, &root, &ada, "second_factor_removed").await;
    assert_eq!(mail.subject, "Your second factor was removed");
    let after = shown(&journal, &root, &ada.id).await;
    assert_eq!(after["second_factor"], before["second_factor"]);
    journal.sign_in(&ada.email, PASSWORD).await;
}

#[tokio::test]
async fn the_last_passkey_is_removed_and_a_mailed_link_opens_the_account() {
    let (journal, root) = with_admin().await;
    let mut authenticator = Authenticator::new(&journal.url);
    let mut browser = Browser::new(&journal);
    assert_eq!(browser.sign_up(&mut authenticator, "ada@example.com").await.status, 202);
    let token = journal.mailed("ada@example.com", "/verify-email").await;
    assert_eq!(journal.post("/api/auth/verify-email", &json!({"token": token})).await.status, 204);
    let entered = browser.sign_in(&authenticator).await;
    let access = entered.text("access_token").to_owned();
    let me = journal.call(Method::GET, "/api/auth/me", &access, None).await.text("id").to_owned();

    let before = shown(&journal, &root, &me).await;
    let passkey = &before["passkeys"][0];
    assert_eq!((&passkey["is_set_aside"], &before["passkeys"][1]), (&json!(false), &Value::Null));
    let text = before.to_string();
    assert!(!text.contains("credential"), "{text}");
    let what = format!("passkeys/{}/remove", passkey["id"].as_str().expect("an id"));
    assert_eq!(take(&journal, &root, &me, &what).await.status, 204);
    let mail = journal.mails_to("ada@example.com").await.remove(0);
    let name = passkey["name"].as_str().expect("a name");
    assert!(mail.text.contains(WHY) && mail.text.contains(name), "{}", mail.text);
    assert_eq!(take(&journal, &root, &me, &what).await.refusal(), (404, "not_found"));
    assert_eq!(browser.sign_in(&authenticator).await.status, 401);

    assert_eq!(take(&journal, &root, &me, "send-reset").await.status, 204);
    let token = journal.mailed("ada@example.com", "/reset-password").await;
    let body = json!({"token": token, "password": OTHER_PASSWORD});
    assert_eq!(journal.post("/api/auth/reset-password", &body).await.status, 204);
    journal.sign_in("ada@example.com", OTHER_PASSWORD).await;
}

#[tokio::test]
async fn passkeys_that_are_set_aside_are_shown_as_such_and_open_nothing() {
    let (journal, root) = with_admin().await;
    let ada = journal.person("ada@example.com").await;
    let mut browser = Browser::with(&journal, &ada.tokens.access);
    assert_eq!(browser.add_passkey(&mut Authenticator::new(&journal.url)).await.status, 201);
    let ways = shown(&journal, &root, &ada.id).await["ways_in"].as_array().map(Vec::len);
    let sent = take(&journal, &root, &ada.id, "send-reset").await;
    assert_eq!(sent.status, 204);
    let token = journal.mailed(&ada.email, "/reset-password").await;
    let body = json!({"token": token, "password": OTHER_PASSWORD});
    assert_eq!(journal.post("/api/auth/reset-password", &body).await.status, 204);
    let after = shown(&journal, &root, &ada.id).await;
    assert_eq!(after["passkeys"][0]["is_set_aside"], true);
    assert_eq!(after["ways_in"].as_array().map(|ways| ways.len() + 1), ways, "it is no way in");
}

/// ASVS 7.4.5
#[tokio::test]
async fn access_tokens_are_listed_without_a_secret_and_one_is_revoked() {
    let (journal, root) = with_admin().await;
    let ada = journal.person("ada@example.com").await;
    let make = async |name: &str| {
        let body = json!({"name": name, "scopes": ["profile:read"]});
        journal.call(Method::POST, "/api/auth/tokens", &ada.tokens.access, Some(&body)).await
    };
    let (one, other) = (make("backup").await, make("phone").await);
    let seen = shown(&journal, &root, &ada.id).await;
    let names: Vec<&Value> = seen["tokens"].as_array().expect("tokens").iter().map(|t| &t["name"]).collect();
    assert_eq!(names.len(), 2);
    let text = seen.to_string();
    assert!(!text.contains(one.text("token")) && !text.contains("digest"), "{text}");

    let what = format!("tokens/{}/revoke", one.text("id"));
    let eve = journal.person("eve@example.com").await;
    assert_eq!(take(&journal, &root, &eve.id, &what).await.refusal(), (404, "not_found"), "it is not hers");
    assert_eq!(take(&journal, &root, &ada.id, &what).await.status, 204);
    assert!(!journal.works(one.text("token")).await && journal.works(other.text("token")).await);
    let mail = is_told(&journal, &root, &ada, "token_revoked").await;
    assert!(mail.text.contains("Access token: backup"), "{}", mail.text);
    assert_eq!(take(&journal, &root, &ada.id, &what).await.refusal(), (404, "not_found"));
}

#[tokio::test]
async fn nobody_takes_anything_from_themselves_here() {
    let (journal, root) = with_admin().await;
    let me = journal.call(Method::GET, "/api/auth/me", &root, None).await.text("id").to_owned();
    let nothing = "00000000-0000-7000-8000-00000000dead";
    let things = [
        "remove-factors".to_owned(),
        format!("passkeys/{nothing}/remove"),
        format!("tokens/{nothing}/revoke"),
    ];
    for what in things {
        assert_eq!(take(&journal, &root, &me, &what).await.refusal(), (409, "own_account"), "{what}");
    }
}
