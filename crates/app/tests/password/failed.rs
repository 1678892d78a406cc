use app::access::Role;
use app::{admin, audit};
use futures_util::future::join_all;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use testkit::{OTHER_PASSWORD, PASSWORD, TestApp};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

fn login(journal: &TestApp, name: &str, password: &str) -> RequestBuilder {
    journal.request(Method::POST, "/api/auth/login").json(&json!({"email": name, "password": password}))
}

/// The events of these kinds that a list tells, newest first.
async fn told(journal: &TestApp, path: &str, access: &str, kinds: &[&str]) -> Vec<Value> {
    let answer = journal.call(Method::GET, path, access, None).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let items = answer.json["items"].as_array().cloned().expect("items");
    items.into_iter().filter(|item| kinds.contains(&item["kind"].as_str().expect("a kind"))).collect()
}

async fn own(journal: &TestApp, access: &str, kind: &str) -> Vec<Value> {
    told(journal, "/api/auth/activity?limit=200", access, &[kind]).await
}

/// ASVS 16.3.1, 16.2.1
#[tokio::test]
async fn the_owner_sees_a_wrong_password_and_where_it_came_from() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let bob = journal.person("bob@example.com").await;
    for name in ["ada@example.com", "ADA@example.com"] {
        let guess = login(&journal, name, OTHER_PASSWORD).header("user-agent", FIREFOX);
        assert_eq!(journal.send(guess).await.status, 401);
    }
    let failed = own(&journal, &ada.tokens.access, "sign_in_failed").await;
    assert_eq!(failed.len(), 2);
    assert_eq!((&failed[0]["outcome"], &failed[0]["actor"]), (&json!("refused"), &json!("client")));
    assert_eq!((&failed[0]["network"], &failed[0]["browser"]), (&json!("127.0.0.1"), &json!("Firefox")));
    assert_eq!(failed[0]["session_id"], Value::Null);
    assert!(own(&journal, &bob.tokens.access, "sign_in_failed").await.is_empty());
    journal.sign_in(&ada.email, PASSWORD).await;
    assert_eq!(own(&journal, &ada.tokens.access, "sign_in_failed").await.len(), 2, "a right one is none");
}

/// ASVS 16.3.1
#[tokio::test]
async fn a_wrong_password_of_somebody_signed_in_is_told_with_their_session() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let change = json!({"current_password": OTHER_PASSWORD, "new_password": "canary-meadow-lantern-57"});
    for (path, body) in [("reauthenticate", json!({"password": OTHER_PASSWORD})), ("change-password", change)]
    {
        let path = format!("/api/auth/{path}");
        let refused = journal.call(Method::POST, &path, &ada.tokens.access, Some(&body)).await;
        assert_eq!(refused.refusal(), (403, "wrong_password"), "{path}");
    }
    let failed = own(&journal, &ada.tokens.access, "proof_failed").await;
    assert_eq!(failed.len(), 2);
    let signed_in = own(&journal, &ada.tokens.access, "signed_in").await;
    assert!(failed.iter().all(|event| event["session_id"] == signed_in[0]["session_id"]), "{failed:?}");
}

/// ASVS 16.3.1, 16.2.5
#[tokio::test]
async fn a_name_that_nobody_has_is_recorded_without_the_name() {
    let journal = TestApp::start().await;
    admin::create(&journal.app, "root@example.com", PASSWORD, Role::Admin).await.expect("made");
    let root = journal.sign_in("root@example.com", PASSWORD).await;
    for name in ["nobody@example.com", "nobody", "a b"] {
        assert_eq!(journal.send(login(&journal, name, OTHER_PASSWORD)).await.status, 401);
    }
    let path = "/api/admin/audit?account=none";
    let failed = told(&journal, path, &root.access, &["sign_in_failed"]).await;
    assert_eq!(failed.len(), 3);
    assert!(failed.iter().all(|event| event["account_id"] == Value::Null && event["about"] == Value::Null));
    assert_eq!(failed[0]["network"], "127.0.0.1");
    let said = serde_json::to_string(&failed).expect("text");
    assert!(!said.contains("nobody") && !said.contains("canary"), "{said}");
}

/// ASVS 16.3.1
#[tokio::test]
async fn guesses_that_are_refused_unseen_are_told_once_and_never_flood_the_trail() {
    let journal = TestApp::start().await;
    let other = journal.another_node().await;
    let ada = journal.person("ada@example.com").await;
    let guesses = (0..200).map(|n| {
        let node = if n % 2 == 0 { &journal } else { &other };
        node.send(login(node, &ada.email, OTHER_PASSWORD))
    });
    join_all(guesses).await;
    assert_eq!(own(&journal, &ada.tokens.access, "sign_in_failed").await.len(), 10);
    assert_eq!(own(&journal, &ada.tokens.access, "guesses_limited").await.len(), 1);
    audit::link(&journal.app).await.expect("linked");
    assert!(audit::verify(&journal.app, None).await.expect("verified").ok);
}

/// ASVS 16.3.1
#[tokio::test]
async fn admins_see_that_one_network_tried_many_accounts() {
    let journal = TestApp::start().await;
    admin::create(&journal.app, "root@example.com", PASSWORD, Role::Admin).await.expect("made");
    let root = journal.sign_in("root@example.com", PASSWORD).await;
    let names: Vec<String> = (0..60).map(|n| format!("person{n}@example.com")).collect();
    join_all(names.iter().map(|name| journal.send(login(&journal, name, OTHER_PASSWORD)))).await;
    let path = "/api/admin/audit?account=none&limit=200";
    let events = told(&journal, path, &root.access, &["sign_in_failed", "stuffing_stopped"]).await;
    let stopped = events.iter().filter(|event| event["kind"] == "stuffing_stopped").count();
    assert_eq!((events.len() - stopped, stopped), (30, 1));
}
