use app::admin;
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::json;
use testkit::{OTHER_PASSWORD, PASSWORD, TestApp};

const NEW_DEVICE: &str = "A new device signed in to your journal";
const LOCKED: &str = "Too many wrong passwords were tried";

async fn told(journal: &TestApp, email: &str, subject: &str) -> usize {
    journal.mails_to(email).await.iter().filter(|mail| mail.subject == subject).count()
}

/// ASVS 6.3.5
#[tokio::test]
async fn an_unknown_browser_is_told_but_not_the_very_first_and_not_a_known_one() {
    let journal = TestApp::start().await;
    admin::create(&journal.app, "ada@example.com", PASSWORD, app::access::Role::User).await.expect("made");
    let login = || {
        let body = json!({"email": "ada@example.com", "password": PASSWORD});
        journal.request(Method::POST, "/api/auth/login").json(&body)
    };
    let first = journal.send(login()).await;
    assert_eq!(told(&journal, "ada@example.com", NEW_DEVICE).await, 0);
    let device = format!("device={}", first.cookie("device").expect("a cookie"));
    journal.send(login().header("cookie", &device)).await;
    assert_eq!(told(&journal, "ada@example.com", NEW_DEVICE).await, 0);
    for _ in 0..8 {
        journal
            .send(login().header(
                "user-agent",
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            ))
            .await;
    }
    assert_eq!(told(&journal, "ada@example.com", NEW_DEVICE).await, 8, "notices are never limited away");
    let mail = &journal.mails_to("ada@example.com").await[0];
    assert!(mail.text.contains("Firefox on Linux") && mail.text.contains("127.0.0.1"), "{}", mail.text);
    assert!(mail.token_for("/not-me").is_some());
}

#[tokio::test]
async fn the_first_sign_in_after_a_reset_is_told_again() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let forgot = journal.post("/api/auth/forgot-password", &json!({"email": ada.email})).await;
    let body = json!({"token": forgot.text("dev_reset_token"), "password": OTHER_PASSWORD});
    assert_eq!(journal.post("/api/auth/reset-password", &body).await.status, 204);
    journal.sign_in(&ada.email, OTHER_PASSWORD).await;
    assert_eq!(told(&journal, &ada.email, NEW_DEVICE).await, 1);
}

#[tokio::test]
async fn the_daily_lock_is_told_once_and_a_reset_opens_it() {
    let journal =
        TestApp::with(|settings| settings.trusted_proxies = vec!["127.0.0.0/8".parse().expect("a network")])
            .await;
    let ada = journal.person("ada@example.com").await;
    let login = |password: &str, address: &str| {
        let body = json!({"email": "ada@example.com", "password": password});
        journal.request(Method::POST, "/api/auth/login").header("x-forwarded-for", address).json(&body)
    };
    for network in 0..12 {
        let address = format!("203.0.113.{network}");
        join_all((0..10).map(|_| journal.send(login(OTHER_PASSWORD, &address)))).await;
    }
    let elsewhere = async |password: &str| journal.send(login(password, "198.51.100.7")).await.status;
    assert_eq!(elsewhere(PASSWORD).await, 429);
    assert_eq!(told(&journal, &ada.email, LOCKED).await, 1);
    let forgot = journal.post("/api/auth/forgot-password", &json!({"email": ada.email})).await;
    let body = json!({"token": forgot.text("dev_reset_token"), "password": OTHER_PASSWORD});
    assert_eq!(journal.post("/api/auth/reset-password", &body).await.status, 204);
    assert_eq!(elsewhere(OTHER_PASSWORD).await, 200);
}

#[tokio::test]
async fn a_reused_refresh_token_is_told_with_a_link_that_says_it_was_somebody_else() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let current = journal.refresh(&ada.tokens.refresh).await;
    assert!(journal.works(current.text("access_token")).await);
    journal.advance(61);
    assert_eq!(journal.refresh(&ada.tokens.refresh).await.refusal(), (401, "refresh_reused"));
    let token = journal.mailed(&ada.email, "/not-me").await;
    assert_eq!(journal.post("/api/auth/not-me", &json!({"token": token})).await.status, 204);
}
