use futures_util::future::join_all;
use reqwest::Method;
use serde_json::json;
use testkit::{Answer, OTHER_PASSWORD, PASSWORD, TestApp};

async fn forgot(journal: &TestApp, email: &str) -> String {
    let answer = journal.post("/api/auth/forgot-password", &json!({"email": email})).await;
    answer.text("dev_reset_token").to_owned()
}

async fn reset(journal: &TestApp, token: &str, password: &str) -> Answer {
    journal.post("/api/auth/reset-password", &json!({"token": token, "password": password})).await
}

/// ASVS 6.3.7, 6.4.3, 7.4.3
#[tokio::test]
async fn a_reset_replaces_the_password_ends_every_session_and_tells_the_owner() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let token = forgot(&journal, &ada.email).await;
    assert!(journal.works(&ada.tokens.access).await, "asking changes nothing");
    assert_eq!(reset(&journal, &token, OTHER_PASSWORD).await.status, 204);
    assert!(!journal.works(&ada.tokens.access).await);
    assert_eq!(journal.refresh(&ada.tokens.refresh).await.refusal(), (401, "session_revoked"));
    let mail = &journal.mails_to(&ada.email).await[0];
    assert_eq!(mail.subject, "Your password was changed");
    assert!(mail.token_for("/not-me").is_some());
    let old = journal.post("/api/auth/login", &json!({"email": ada.email, "password": PASSWORD})).await;
    assert_eq!(old.refusal(), (401, "invalid_credentials"));
    journal.sign_in(&ada.email, OTHER_PASSWORD).await;
    assert_eq!(reset(&journal, &token, PASSWORD).await.refusal(), (400, "token_invalid"));
}

#[tokio::test]
async fn a_link_lapses_after_half_an_hour_and_a_weak_password_does_not_spend_it() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let token = forgot(&journal, &ada.email).await;
    let weak = reset(&journal, &token, "ada@example.com").await;
    assert_eq!(weak.refusal(), (422, "validation_failed"));
    assert_eq!(weak.json["errors"][0]["field"], "password");
    journal.advance(30 * 60 - 1);
    assert_eq!(reset(&journal, &token, OTHER_PASSWORD).await.status, 204);
    journal.advance(61);
    let late = forgot(&journal, &ada.email).await;
    journal.advance(30 * 60);
    assert_eq!(reset(&journal, &late, PASSWORD).await.refusal(), (400, "token_invalid"));
}

#[tokio::test]
async fn a_reset_lifts_every_wait_and_forgets_known_browsers() {
    let journal =
        TestApp::with(|settings| settings.trusted_proxies = vec!["127.0.0.0/8".parse().expect("a network")])
            .await;
    let ada = journal.person("ada@example.com").await;
    let token = forgot(&journal, &ada.email).await;
    let login = |password: &str, address: &str| {
        let body = json!({"email": "ada@example.com", "password": password});
        journal.request(Method::POST, "/api/auth/login").header("x-forwarded-for", address).json(&body)
    };
    let first = journal.send(login(PASSWORD, "198.51.100.1")).await;
    let device = format!("device={}", first.cookie("device").expect("a cookie"));
    for address in ["203.0.113.5", "203.0.113.6"] {
        join_all((0..11).map(|_| journal.send(login(OTHER_PASSWORD, address)))).await;
        assert_eq!(journal.send(login(PASSWORD, address)).await.refusal(), (429, "too_many_attempts"));
    }
    let guess = journal.send(login(OTHER_PASSWORD, "198.51.100.1").header("cookie", &device)).await;
    assert_eq!(guess.status, 401);
    assert_eq!(reset(&journal, &token, OTHER_PASSWORD).await.status, 204);
    for address in ["203.0.113.5", "203.0.113.6"] {
        assert_eq!(journal.send(login(OTHER_PASSWORD, address)).await.status, 200, "{address}");
    }
    let known = journal.send(login(OTHER_PASSWORD, "198.51.100.1").header("cookie", &device)).await;
    assert!(known.cookie("device").is_some(), "the browser is a new one again");
}

#[tokio::test]
async fn a_link_that_two_use_with_two_passwords_sets_one_of_them() {
    let journal = TestApp::start().await;
    let other = journal.another_node().await;
    let ada = journal.person("ada@example.com").await;
    let token = forgot(&journal, &ada.email).await;
    let third = "canary-copper-walrus-42-meadow";
    let (one, two) = tokio::join!(reset(&journal, &token, OTHER_PASSWORD), reset(&other, &token, third));
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [204, 400]);
    let winner = if one.status == 204 { OTHER_PASSWORD } else { third };
    journal.sign_in(&ada.email, winner).await;
}

#[tokio::test]
async fn a_sign_in_under_way_with_the_old_password_does_not_outlive_a_reset() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let token = forgot(&journal, &ada.email).await;
    let body = json!({"email": ada.email, "password": PASSWORD});
    let logins = join_all((0..12).map(|_| journal.post("/api/auth/login", &body)));
    let (logins, reset) = tokio::join!(logins, reset(&journal, &token, OTHER_PASSWORD));
    assert_eq!(reset.status, 204);
    for login in logins.iter().filter(|login| login.status == 200) {
        assert!(!journal.works(login.text("access_token")).await);
    }
}

#[tokio::test]
async fn whoever_resets_has_shown_that_the_address_is_theirs() {
    let journal = TestApp::with(|settings| settings.require_verified_email = false).await;
    let body = json!({"email": "ada@example.com", "password": PASSWORD});
    journal.post("/api/auth/register", &body).await;
    let planted = journal.sign_in("ada@example.com", PASSWORD).await;
    let token = forgot(&journal, "ada@example.com").await;
    assert_eq!(reset(&journal, &token, OTHER_PASSWORD).await.status, 204);
    assert!(!journal.works(&planted.access).await);
    let owner = journal.sign_in("ada@example.com", OTHER_PASSWORD).await;
    let me = journal.call(Method::GET, "/api/auth/me", &owner.access, None).await;
    assert_eq!(me.json["is_verified"], true);
}
