use reqwest::Method;
use serde_json::json;
use testkit::{Authenticator, Browser, TestApp};

use super::{kinds, passkeys, tokens};

/// Somebody who signed up with a passkey alone, signed in with it.
async fn without_password(journal: &TestApp, phone: &mut Authenticator) -> String {
    let mut browser = Browser::new(journal);
    browser.sign_up(phone, "ada@example.com").await;
    let token = journal.mailed("ada@example.com", "/verify-email").await;
    journal.post("/api/auth/verify-email", &json!({"token": token})).await;
    tokens(&browser.sign_in(phone).await).access
}

/// ASVS 6.3.7
#[tokio::test]
async fn a_passkey_is_added_listed_renamed_and_removed_and_the_owner_hears_of_it() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let access = ada.tokens.access.as_str();
    let mut phone = Authenticator::new(&journal.url);
    let added = Browser::with(&journal, access).add_passkey(&mut phone).await;
    assert_eq!((added.text("name"), added.json["synced"].as_bool()), ("Bitwarden", Some(true)));
    assert!(journal.mails_to("ada@example.com").await[0].subject.contains("passkey was added"));
    let at = format!("/api/auth/passkeys/{}", added.text("id"));
    let renamed = journal.call(Method::PATCH, &at, access, Some(&json!({"name": " My phone "}))).await;
    assert_eq!(renamed.text("name"), "My phone");
    let wrong = journal.call(Method::PATCH, &at, access, Some(&json!({"name": "two\nlines"}))).await;
    assert_eq!(wrong.refusal(), (422, "validation_failed"));
    let list = journal.call(Method::GET, "/api/auth/passkeys", access, None).await;
    assert_eq!(list.json["rp_id"], "localhost");
    assert_eq!(list.json["items"][0]["name"], "My phone");
    assert!(list.json["items"][0]["last_used_at"].is_null());
    assert_eq!(journal.call(Method::DELETE, &at, access, None).await.status, 204);
    assert!(journal.mails_to("ada@example.com").await[0].subject.contains("passkey was removed"));
    assert!(passkeys(&journal, access).await.is_empty());
    assert_eq!(Browser::new(&journal).sign_in(&phone).await.refusal(), (401, "invalid_credentials"));
    let happened = kinds(&journal, access).await;
    for kind in ["passkey_added", "passkey_renamed", "passkey_removed"] {
        assert!(happened.iter().any(|one| one == kind), "{kind}: {happened:?}");
    }
}

#[tokio::test]
async fn adding_and_removing_ask_for_a_fresh_sign_in_and_a_passkey_can_give_it() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let access = ada.tokens.access.as_str();
    let mut phone = Authenticator::new(&journal.url);
    let mut browser = Browser::with(&journal, access);
    let id = browser.add_passkey(&mut phone).await.text("id").to_owned();
    journal.advance(11 * 60);
    let refused = browser.post("/api/auth/webauthn/register/options", &json!({})).await;
    assert_eq!(refused.refusal(), (403, "reauthentication_required"));
    assert_eq!(refused.json["methods"], json!(["password", "passkey"]));
    let options = browser.request_options().await;
    assert_eq!(options["allowCredentials"].as_array().map(Vec::len), Some(1));
    let body = json!({"ceremony_id": options["ceremony_id"], "credential": phone.assert(&options).json()});
    let proved = browser.post("/api/auth/reauthenticate", &body).await;
    assert_eq!(proved.status, 200, "{proved:?}");
    assert_eq!(browser.post("/api/auth/reauthenticate", &body).await.refusal(), (403, "passkey_refused"));
    let at = format!("/api/auth/passkeys/{id}");
    assert_eq!(journal.call(Method::DELETE, &at, access, None).await.status, 204);
}

#[tokio::test]
async fn another_persons_passkey_proves_nothing() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let eve = journal.person("eve@example.com").await;
    let mut phone = Authenticator::new(&journal.url);
    Browser::with(&journal, &eve.tokens.access).add_passkey(&mut phone).await;
    let mut browser = Browser::with(&journal, &ada.tokens.access);
    let options = browser.request_options().await;
    let body = json!({"ceremony_id": options["ceremony_id"], "credential": phone.assert(&options).json()});
    assert_eq!(browser.post("/api/auth/reauthenticate", &body).await.refusal(), (403, "passkey_refused"));
}

#[tokio::test]
async fn the_last_way_in_stays() {
    let journal = TestApp::start().await;
    let mut phone = Authenticator::new(&journal.url);
    let access = without_password(&journal, &mut phone).await;
    let id = passkeys(&journal, &access).await[0]["id"].as_str().expect("an id").to_owned();
    let at = format!("/api/auth/passkeys/{id}");
    assert_eq!(journal.call(Method::DELETE, &at, &access, None).await.refusal(), (409, "last_way_in"));
    assert_eq!(passkeys(&journal, &access).await.len(), 1);
    Browser::with(&journal, &access).add_passkey(&mut Authenticator::new(&journal.url)).await;
    assert_eq!(journal.call(Method::DELETE, &at, &access, None).await.status, 204);
    assert_eq!(passkeys(&journal, &access).await.len(), 1);
}

#[tokio::test]
async fn of_two_removals_at_once_one_passkey_remains() {
    let journal = TestApp::start().await;
    let other = journal.another_node().await;
    let mut phone = Authenticator::new(&journal.url);
    let access = without_password(&journal, &mut phone).await;
    for round in 0..10 {
        Browser::with(&journal, &access).add_passkey(&mut Authenticator::new(&journal.url)).await;
        let ids: Vec<String> = passkeys(&journal, &access)
            .await
            .iter()
            .map(|one| format!("/api/auth/passkeys/{}", one["id"].as_str().expect("an id")))
            .collect();
        assert_eq!(ids.len(), 2);
        let (one, two) = tokio::join!(
            journal.call(Method::DELETE, &ids[0], &access, None),
            other.call(Method::DELETE, &ids[1], &access, None),
        );
        let mut answers = [one.status, two.status];
        answers.sort_unstable();
        assert_eq!(answers, [204, 409], "round {round}");
        assert_eq!(passkeys(&journal, &access).await.len(), 1);
    }
}

#[tokio::test]
async fn what_is_anothers_looks_as_if_it_were_not_there() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let eve = journal.person("eve@example.com").await;
    let added =
        Browser::with(&journal, &ada.tokens.access).add_passkey(&mut Authenticator::new(&journal.url)).await;
    let at = format!("/api/auth/passkeys/{}", added.text("id"));
    let name = json!({"name": "mine"});
    for (method, path) in
        [(Method::PATCH, at.clone()), (Method::DELETE, at.clone()), (Method::POST, format!("{at}/confirm"))]
    {
        let answer = journal.call(method.clone(), &path, &eve.tokens.access, Some(&name)).await;
        assert_eq!(answer.refusal(), (404, "not_found"), "{method}");
    }
    assert_eq!(passkeys(&journal, &ada.tokens.access).await.len(), 1);
}

#[tokio::test]
async fn a_deleted_account_leaves_no_passkey() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let mut phone = Authenticator::new(&journal.url);
    let mut browser = Browser::with(&journal, &ada.tokens.access);
    browser.add_passkey(&mut phone).await;
    browser.request_options().await;
    assert_eq!(journal.call(Method::DELETE, "/api/auth/me", &ada.tokens.access, None).await.status, 202);
    assert_eq!(Browser::new(&journal).sign_in(&phone).await.refusal(), (403, "account_disabled"));
    journal.advance(15 * 24 * 3_600);
    app::work::sweep(&journal.app).await.expect("swept");
    assert_eq!(Browser::new(&journal).sign_in(&phone).await.refusal(), (401, "invalid_credentials"));
    let mut again = Browser::new(&journal);
    let options = again.creation_options(Some("ada@example.com")).await;
    let mut creation = Authenticator::new(&journal.url).create(&options);
    // Its credential is nobody's any more, so nothing of it was left in the directory.
    creation.key.id.clone_from(&phone.keys[0].id);
    assert_eq!(again.register(&options, &creation.json()).await.status, 202);
}

#[tokio::test]
async fn authenticators_are_told_the_address_and_the_name_to_be_called_by_as_they_are_now() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let access = ada.tokens.access.as_str();
    let list = journal.call(Method::GET, "/api/auth/passkeys", access, None).await;
    assert_eq!(
        (list.text("user_name"), list.text("user_display_name")),
        ("ada@example.com", "ada@example.com")
    );
    let body = json!({"display_name": "Ada Lovelace"});
    assert_eq!(journal.call(Method::PATCH, "/api/auth/me", access, Some(&body)).await.status, 200);
    let list = journal.call(Method::GET, "/api/auth/passkeys", access, None).await;
    assert_eq!((list.text("user_name"), list.text("user_display_name")), ("ada@example.com", "Ada Lovelace"));
    let options = Browser::with(&journal, access).creation_options(None).await;
    assert_eq!(
        (&options["user"]["name"], &options["user"]["displayName"]),
        (&json!("ada@example.com"), &json!("Ada Lovelace"))
    );
}
