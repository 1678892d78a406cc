use reqwest::Method;
use serde_json::Value;
use testkit::{PASSWORD, TestApp};

async fn sessions(journal: &TestApp, access: &str) -> Vec<Value> {
    let answer = journal.call(Method::GET, "/api/auth/sessions", access, None).await;
    assert_eq!(answer.status, 200);
    answer.json["items"].as_array().cloned().expect("items")
}

#[tokio::test]
async fn devices_are_listed_as_their_owner_knows_them() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    let login = journal.request(Method::POST, "/api/auth/login").header("user-agent", firefox);
    let login = login.json(&serde_json::json!({"email": ada.email, "password": PASSWORD}));
    journal.advance(5);
    let access = journal.send(login).await.text("access_token").to_owned();
    let items = sessions(&journal, &access).await;
    assert_eq!(items.len(), 2);
    let current = &items[0];
    assert_eq!((current["current"].as_bool(), items[1]["current"].as_bool()), (Some(true), Some(false)));
    assert_eq!((current["browser"].as_str(), current["os"].as_str()), (Some("Firefox"), Some("Linux")));
    assert_eq!(
        (current["device"].as_str(), current["method"].as_str()),
        (Some("computer"), Some("password"))
    );
    assert_eq!(current["ip_address"], "127.0.0.1");
    for time in ["created_at", "last_used_at", "expires_at"] {
        assert!(current[time].as_str().is_some_and(|time| time.ends_with('Z')), "{time}");
    }
}

/// ASVS 7.4.1, 10.4.9
#[tokio::test]
async fn one_device_is_ended_and_its_access_token_stops_at_once() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let other = journal.sign_in(&ada.email, PASSWORD).await;
    assert!(journal.works(&other.access).await);
    let items = sessions(&journal, &ada.tokens.access).await;
    let id = items
        .iter()
        .find(|item| item["current"] == false)
        .and_then(|item| item["id"].as_str())
        .expect("an id");
    let path = format!("/api/auth/sessions/{id}");
    assert_eq!(journal.call(Method::DELETE, &path, &ada.tokens.access, None).await.status, 204);
    assert!(!journal.works(&other.access).await);
    let again = journal.call(Method::DELETE, &path, &ada.tokens.access, None).await;
    assert_eq!(again.refusal(), (404, "not_found"));
    assert_eq!(sessions(&journal, &ada.tokens.access).await.len(), 1);
}

#[tokio::test]
async fn somebody_elses_session_is_not_found() {
    let journal = TestApp::start().await;
    let (ada, bob) = (journal.person("ada@example.com").await, journal.person("bob@example.com").await);
    let items = sessions(&journal, &bob.tokens.access).await;
    for id in [items[0]["id"].as_str().expect("an id"), "00000000-0000-0000-0000-000000000000", "nonsense"] {
        let answer =
            journal.call(Method::DELETE, &format!("/api/auth/sessions/{id}"), &ada.tokens.access, None).await;
        assert_eq!(answer.refusal(), (404, "not_found"), "{id}");
    }
    assert!(journal.works(&bob.tokens.access).await);
}

#[tokio::test]
async fn all_others_are_ended_and_counted() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let others = [journal.sign_in(&ada.email, PASSWORD).await, journal.sign_in(&ada.email, PASSWORD).await];
    let answer = journal.call(Method::DELETE, "/api/auth/sessions", &ada.tokens.access, None).await;
    assert_eq!((answer.status, answer.json["ended"].as_u64()), (200, Some(2)));
    for other in &others {
        assert!(!journal.works(&other.access).await);
    }
    assert!(journal.works(&ada.tokens.access).await);
}
