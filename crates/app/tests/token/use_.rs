use std::time::Duration;

use reqwest::Method;
use serde_json::Value;
use testkit::{Answer, Person, TestApp};

use super::{Made, get, happened, list, make, rotate};

/// Asks through a trusted proxy, as from that address.
async fn from(journal: &TestApp, token: &str, address: &str) -> Answer {
    let request = journal.request(Method::GET, "/api/auth/me").bearer_auth(token);
    journal.send(request.header("x-forwarded-for", address)).await
}

/// The list of tokens when its first one satisfies the test, which it must within a few seconds: uses are written
/// down beside the requests.
async fn until(journal: &TestApp, ada: &Person, test: impl Fn(&Value) -> bool) -> Value {
    for _ in 0..100 {
        let first = list(journal, &ada.tokens.access).await.into_iter().next().unwrap_or_default();
        if test(&first) {
            return first;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("not written down: {:?}", list(journal, &ada.tokens.access).await);
}

async fn behind_a_proxy() -> TestApp {
    TestApp::with(|settings| settings.trusted_proxies = vec!["127.0.0.0/8".parse().expect("a network")]).await
}

/// ASVS 16.2.1
#[tokio::test]
async fn a_token_tells_when_and_from_where_it_was_last_used_to_the_minute() {
    let journal = behind_a_proxy().await;
    let ada = journal.person("ada@example.com").await;
    let Made { secret, .. } = make(&journal, &ada, &["profile:read"]).await;
    assert_eq!(list(&journal, &ada.tokens.access).await[0]["last_used_at"], Value::Null);
    let first = journal.clock.now().to_string();
    assert_eq!(from(&journal, &secret, "192.0.2.7").await.status, 200);
    let seen = until(&journal, &ada, |token| token["last_used_at"] == first.as_str()).await;
    assert_eq!(seen["last_used_from"], "192.0.2.7");

    journal.advance(59);
    for _ in 0..20 {
        from(&journal, &secret, "192.0.2.7").await;
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(
        list(&journal, &ada.tokens.access).await[0]["last_used_at"],
        first.as_str(),
        "not within the minute"
    );
    journal.advance(1);
    from(&journal, &secret, "192.0.2.7").await;
    let later = journal.clock.now().to_string();
    until(&journal, &ada, |token| token["last_used_at"] == later.as_str()).await;
}

/// ASVS 16.3.1
#[tokio::test]
async fn the_first_use_from_a_new_network_is_on_record_at_once_and_once() {
    let journal = behind_a_proxy().await;
    let ada = journal.person("ada@example.com").await;
    let Made { secret, id } = make(&journal, &ada, &["profile:read"]).await;
    from(&journal, &secret, "192.0.2.7").await;
    until(&journal, &ada, |token| token["last_used_from"] == "192.0.2.7").await;
    assert_eq!(happened(&journal, &ada.tokens.access, "token_new_network").await, 1);
    // A thief within the same minute.
    from(&journal, &secret, "2001:db8:1:2::3").await;
    until(&journal, &ada, |token| token["last_used_from"] == "2001:db8:1:2::3").await;
    for address in ["192.0.2.7", "2001:db8:1:2:ffff::1", "192.0.2.7"] {
        from(&journal, &secret, address).await;
        journal.advance(61);
        from(&journal, &secret, address).await;
        until(&journal, &ada, |token| token["last_used_from"] == address).await;
    }
    let access = journal.sign_in(&ada.email, testkit::PASSWORD).await.access;
    assert_eq!(happened(&journal, &access, "token_new_network").await, 2);
    let log = get(&journal, "/api/auth/activity", &access).await;
    let items = log.json["items"].as_array().cloned().unwrap_or_default();
    let of_token = |item: &&Value| item["kind"] == "token_new_network" && item["about"] == id.as_str();
    let mut networks: Vec<&str> =
        items.iter().filter(of_token).filter_map(|item| item["network"].as_str()).collect();
    networks.sort_unstable();
    assert_eq!(networks, ["192.0.2.7", "2001:db8:1:2::/64"]);
}

#[tokio::test]
async fn a_use_that_waits_when_the_program_stops_is_written_down() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let Made { secret, .. } = make(&journal, &ada, &["profile:read"]).await;
    assert!(journal.works(&secret).await);
    let journal = journal.restart().await;
    assert_ne!(list(&journal, &ada.tokens.access).await[0]["last_used_at"], Value::Null);
}

#[tokio::test]
async fn what_is_mistyped_or_made_up_is_refused() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let made = make(&journal, &ada, &["profile:read"]).await;
    let secret = &made.secret;
    let (made_up, _) = crypto::personal::new(&crypto::Random::seeded(1));
    let rotated = rotate(&journal, &ada, &made.id).await;
    for token in [
        made_up.expose().as_str(),
        &secret[..53],
        &format!("{secret}0"),
        &format!("{}{}", &secret[..53], if secret.ends_with('0') { '1' } else { '0' }),
        "jpat_",
        &"jpat_x".repeat(2_000),
        secret,
    ] {
        let refused = get(&journal, "/api/auth/me", token).await;
        assert_eq!(refused.refusal(), (401, "unauthenticated"), "{token}");
        assert_eq!(refused.header("www-authenticate"), "Bearer error=\"invalid_token\"");
    }
    assert!(journal.works(rotated.text("token")).await);
}
