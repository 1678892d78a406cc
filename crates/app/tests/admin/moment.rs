//! Whoever is stopped acts no more: not on a node that has not heard of it yet, and not in the very moment.

use app::access::Role;
use app::admin;
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};
use testkit::{Answer, Authenticator, Browser, PASSWORD, Person, TestApp};

use super::act::{act, event};
use super::people::with_admin;

/// An admin: their id and access token.
async fn helper(journal: &TestApp, email: &str) -> (String, String) {
    let made = admin::create(&journal.app, email, PASSWORD, Role::Admin).await.expect("made");
    (made.id.0.to_string(), journal.sign_in(email, PASSWORD).await.access)
}

/// Somebody with one of everything that can be taken.
async fn rich(journal: &TestApp, email: &str) -> (Person, Vec<(Method, String, Value)>) {
    let ada = journal.person(email).await;
    let access = &ada.tokens.access;
    let passkey = Browser::with(journal, access).add_passkey(&mut Authenticator::new(&journal.url)).await;
    let body = json!({"name": "backup", "scopes": ["profile:read"]});
    let token = journal.call(Method::POST, "/api/auth/tokens", access, Some(&body)).await;
    journal.second_factor(access).await;
    let why = json!({"reason": "a test"});
    let mut acts: Vec<_> = [
        "unlock".to_owned(),
        "end-sessions".to_owned(),
        "send-reset".to_owned(),
        "remove-factors".to_owned(),
        format!("passkeys/{}/remove", passkey.text("id")),
        format!("tokens/{}/revoke", token.text("id")),
        "lock".to_owned(),
        "delete".to_owned(),
    ]
    .into_iter()
    .map(|act| (Method::POST, format!("/api/admin/people/{}/{act}", ada.id), why.clone()))
    .collect();
    let roles = json!({"roles": ["user", "admin"], "reason": "a test"});
    acts.push((Method::PUT, format!("/api/admin/people/{}/roles", ada.id), roles));
    acts.push((Method::POST, "/api/admin/invites".to_owned(), json!({})));
    acts.push((Method::POST, "/api/admin/keys/rotate".to_owned(), json!({})));
    acts.push((
        Method::POST,
        "/api/admin/roles".to_owned(),
        json!({"name": "new", "scopes": ["admin:read"]}),
    ));
    (ada, acts)
}

/// ASVS 8.3.2
#[tokio::test]
async fn who_is_stopped_does_nothing_on_a_node_that_has_not_heard_of_it() {
    let (journal, root) = with_admin().await;
    let node = journal.another_node().await;
    let (ada, acts) = rich(&journal, "ada@example.com").await;
    for (round, (method, path, body)) in acts.into_iter().enumerate() {
        let (id, access) = helper(&journal, &format!("helper-{round}@example.net")).await;
        // The node has just seen that they may.
        let at = format!("/api/admin/people/{}", ada.id);
        assert_eq!(node.call(Method::GET, &at, &access, None).await.status, 200);
        if round % 2 == 0 {
            assert_eq!(act(&journal, &root, &id, "lock").await.status, 204);
        } else {
            admin::set_role(&journal.app, &format!("helper-{round}@example.net"), Role::User)
                .await
                .expect("set");
        }
        let refused = node.call(method.clone(), &path, &access, Some(&body)).await;
        assert!([401, 403, 503].contains(&refused.status), "{method} {path}: {refused:?}");
    }
    assert!(journal.works(&ada.tokens.access).await);
    let kept = journal.call(Method::GET, &format!("/api/admin/people/{}", ada.id), &root, None).await.json;
    assert!(kept["second_factor"]["totp_since"].is_string() && kept["tokens"][0].is_object(), "{kept}");
    assert!(kept["passkeys"][0].is_object() && kept["deletion_at"].is_null(), "{kept}");
    assert_eq!(kept["roles"], json!(["user"]));
}

#[tokio::test]
async fn of_a_lock_and_an_act_of_the_locked_at_once_nothing_is_done_by_half() {
    let (journal, root) = with_admin().await;
    let node = journal.another_node().await;
    let (ada, _) = rich(&journal, "ada@example.com").await;
    for round in 0..6 {
        let (id, access) = helper(&journal, &format!("helper-{round}@example.net")).await;
        let (verb, kind) = [("send-reset", "reset_sent"), ("end-sessions", "sessions_ended")][round % 2];
        let mut tries: Vec<_> = (0..8).map(|_| act(&node, &access, &ada.id, verb)).collect();
        tries.insert(round, act(&journal, &root, &id, "lock"));
        let mut answers = join_all(tries).await;
        let locked = answers.remove(round);
        assert_eq!(locked.status, 204, "{locked:?}");
        let fair = |answer: &Answer| [204, 401, 403, 503].contains(&answer.status);
        assert!(answers.iter().all(fair), "{answers:?}");
        let done = answers.iter().filter(|answer| answer.status == 204).count();
        let at = format!("/api/admin/audit?account={}&kind={kind}&limit=100", ada.id);
        let events = journal.call(Method::GET, &at, &root, None).await;
        let items = events.json["items"].as_array().cloned().unwrap_or_default();
        let theirs = items.iter().filter(|event| event["by"] == json!(id)).count();
        assert_eq!(theirs, done, "what was done is on record, and nothing else");
        let stopped = event(&journal, &root, &id, "account_disabled").await;
        assert_eq!(stopped["actor"], "admin");
    }
}
