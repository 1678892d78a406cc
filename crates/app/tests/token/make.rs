use std::collections::HashSet;

use app::access::Role;
use app::admin;
use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use reqwest::Method;
use serde_json::json;
use testkit::{PASSWORD, TestApp};

use super::{ask, get, happened, list, make, rotate};

/// ASVS 6.3.7, 7.2.3
#[tokio::test]
async fn a_token_is_shown_once_and_told_to_its_owner() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let body = json!({"name": " nightly backup ", "scopes": ["entries:read", "profile:read"]});
    let made = ask(&journal, &ada.tokens.access, &body).await;
    assert_eq!(made.status, 201, "{made:?}");
    assert_eq!(made.header("location"), format!("/api/auth/tokens/{}", made.text("id")));
    assert_eq!((made.text("name"), &made.json["scopes"]), ("nightly backup", &body["scopes"]));
    let (from, until) = (made.text("created_at"), made.text("expires_at"));
    let (from, until): (Timestamp, Timestamp) =
        (from.parse().expect("a time"), until.parse().expect("a time"));
    assert_eq!(until.duration_since(from), SignedDuration::from_hours(90 * 24));
    let secret = made.text("token").to_owned();
    assert!(secret.starts_with("jpat_") && secret.len() == 54);
    let listed = get(&journal, "/api/auth/tokens", &ada.tokens.access).await;
    assert_eq!(listed.json["items"][0]["id"], made.json["id"]);
    assert!(!String::from_utf8_lossy(&listed.bytes).contains(&secret[5..]), "never again");
    let mail = journal.mails_to(&ada.email).await.remove(0);
    assert!(mail.subject.contains("access token") && mail.text.contains("nightly backup"), "{}", mail.text);
    assert!(!mail.text.contains(&secret) && mail.token_for("/not-me").is_some());
    assert_eq!(happened(&journal, &ada.tokens.access, "token_created").await, 1);
}

#[tokio::test]
async fn a_token_does_what_its_scopes_say_and_nothing_else() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let token = make(&journal, &ada, &["profile:read", "entries:read"]).await.secret;
    let me = get(&journal, "/api/auth/me", &token).await;
    assert_eq!((me.text("email"), &me.json["roles"]), ("ada@example.com", &json!(["user"])));
    assert_eq!(me.json["scopes"], json!(["entries:read", "profile:read"]));
    assert_eq!(get(&journal, "/api/entries", &token).await.status, 200);
    let write = json!({"title": "x", "content": "y"});
    let refused = journal.call(Method::POST, "/api/entries", &token, Some(&write)).await;
    assert_eq!(refused.refusal(), (403, "insufficient_scope"));
    let another = make(&journal, &ada, &["entries:write"]).await.secret;
    assert_eq!(journal.call(Method::POST, "/api/entries", &another, Some(&write)).await.status, 201);
    assert_eq!(get(&journal, "/api/auth/me", &another).await.refusal(), (403, "insufficient_scope"));
    assert_eq!(get(&journal, "/api/admin/ping", &token).await.refusal(), (403, "forbidden"));
}

/// ASVS 8.3.1
#[tokio::test]
async fn nobody_gives_a_token_more_than_they_have() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    for scopes in [json!(["admin:read"]), json!(["entries:read", "admin:write"]), json!(["all"]), json!([])] {
        let body = json!({"name": "x", "scopes": scopes});
        let refused = ask(&journal, &ada.tokens.access, &body).await;
        assert_eq!(refused.refusal(), (422, "validation_failed"), "{scopes}");
        assert_eq!(refused.json["errors"][0]["field"], "scopes");
    }
    assert!(list(&journal, &ada.tokens.access).await.is_empty());
    admin::create(&journal.app, "root@example.com", PASSWORD, Role::Admin).await.expect("made");
    let root = journal.sign_in("root@example.com", PASSWORD).await;
    let body = json!({"name": "x", "scopes": ["admin:read"]});
    assert_eq!(ask(&journal, &root.access, &body).await.status, 201);
}

#[tokio::test]
async fn what_is_asked_for_must_make_sense() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let now = journal.clock.now();
    let year = (now + SignedDuration::from_hours(367 * 24)).to_string();
    for (field, body) in [
        ("name", json!({"name": " ", "scopes": ["entries:read"]})),
        ("name", json!({"name": "two\nlines", "scopes": ["entries:read"]})),
        ("expires_at", json!({"name": "x", "scopes": ["entries:read"], "expires_at": now.to_string()})),
        ("expires_at", json!({"name": "x", "scopes": ["entries:read"], "expires_at": year})),
        ("id", json!({"name": "x", "scopes": ["entries:read"], "id": "1"})),
    ] {
        let refused = ask(&journal, &ada.tokens.access, &body).await;
        assert_eq!(
            (refused.status, refused.json["errors"][0]["field"].as_str()),
            (422, Some(field)),
            "{body}"
        );
    }
}

/// ASVS 7.5.1
#[tokio::test]
async fn making_and_rotating_need_a_fresh_sign_in_and_a_token_is_none() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let all = ["profile:read", "profile:write", "sessions:read", "sessions:write"];
    let made = make(&journal, &ada, &all).await;
    let body = json!({"name": "x", "scopes": ["entries:read"]});
    let rotate_path = format!("/api/auth/tokens/{}/rotate", made.id);
    for (method, path, body) in [
        (Method::POST, "/api/auth/tokens", Some(&body)),
        (Method::POST, rotate_path.as_str(), None),
        (Method::POST, "/api/auth/change-email", Some(&json!({"new_email": "eve@example.com"}))),
        (Method::DELETE, "/api/auth/me", None),
    ] {
        let refused = journal.call(method, path, &made.secret, body).await;
        assert_eq!(refused.refusal(), (403, "reauthentication_required"), "{path}");
        assert_eq!(refused.json["methods"], json!([]));
    }
    let change = json!({"current_password": PASSWORD, "new_password": "another one, and long enough"});
    for (method, path, body) in [
        (Method::POST, "/api/auth/change-password", Some(&change)),
        (Method::POST, "/api/auth/reauthenticate", Some(&json!({"password": PASSWORD}))),
        (Method::GET, "/api/events", None),
    ] {
        let refused = journal.call(method, path, &made.secret, body).await;
        assert_eq!(refused.refusal(), (403, "session_required"), "{path}");
    }
    journal.advance(11 * 60);
    for path in ["/api/auth/tokens", rotate_path.as_str()] {
        let refused = journal.call(Method::POST, path, &ada.tokens.access, Some(&body)).await;
        assert_eq!(refused.refusal(), (403, "reauthentication_required"), "{path}");
    }
}

#[tokio::test]
async fn fifty_live_tokens_are_the_most_however_many_are_made_at_once() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let day = (journal.clock.now() + SignedDuration::from_mins(5)).to_string();
    let short = json!({"name": "short", "scopes": ["entries:read"], "expires_at": day});
    for _ in 0..45 {
        assert_eq!(ask(&journal, &ada.tokens.access, &short).await.status, 201);
    }
    let node = journal.another_node().await;
    let nodes = [&journal, &node];
    let answers = join_all((0..20).map(|n| ask(nodes[n % 2], &ada.tokens.access, &short))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 5);
    assert!(
        answers.iter().all(|a| a.status == 201 || a.refusal() == (409, "too_many_tokens")),
        "{answers:?}"
    );
    assert_eq!(list(&journal, &ada.tokens.access).await.len(), 50);
    journal.advance(6 * 60);
    assert_eq!(ask(&journal, &ada.tokens.access, &short).await.status, 422, "its end is past");
    let again = json!({"name": "again", "scopes": ["entries:read"]});
    assert_eq!(
        ask(&journal, &ada.tokens.access, &again).await.status,
        201,
        "those that ran out do not count"
    );
}

#[tokio::test]
async fn a_rotation_stops_the_old_secret_and_of_many_at_once_one_holds() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let made = make(&journal, &ada, &["profile:read"]).await;
    assert!(journal.works(&made.secret).await);
    journal.advance(60);
    let rotated = rotate(&journal, &ada, &made.id).await;
    assert_eq!((rotated.status, rotated.text("id")), (201, made.id.as_str()));
    assert!(!journal.works(&made.secret).await);
    assert!(journal.works(rotated.text("token")).await);
    assert_eq!(list(&journal, &ada.tokens.access).await.len(), 1);

    let node = journal.another_node().await;
    let nodes = [&journal, &node];
    let answers = join_all((0..16).map(|n| rotate(nodes[n % 2], &ada, &made.id))).await;
    assert!(answers.iter().all(|a| a.status == 201 || a.refusal() == (409, "token_changed")), "{answers:?}");
    let given: HashSet<&str> = answers.iter().filter(|a| a.status == 201).map(|a| a.text("token")).collect();
    assert!(!given.is_empty());
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    for node in nodes {
        let mut live = 0;
        for secret in &given {
            live += usize::from(node.works(secret).await);
        }
        assert_eq!(live, 1, "one secret to a token");
        assert!(!node.works(rotated.text("token")).await);
    }
}

#[tokio::test]
async fn a_rotated_token_gets_as_long_as_before_or_as_is_asked_for() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let now = journal.clock.now();
    let hour = (now + SignedDuration::from_mins(6)).to_string();
    let body = json!({"name": "x", "scopes": ["profile:read"], "expires_at": hour});
    let made = ask(&journal, &ada.tokens.access, &body).await;
    journal.advance(7 * 60);
    assert!(!journal.works(made.text("token")).await, "it ran out");
    let rotated = rotate(&journal, &ada, made.text("id")).await;
    assert_eq!(rotated.text("expires_at"), (now + SignedDuration::from_mins(13)).to_string());
    assert_eq!(rotated.json["created_at"], made.json["created_at"]);
    assert!(journal.works(rotated.text("token")).await);
    let path = format!("/api/auth/tokens/{}/rotate", made.text("id"));
    let past = json!({"expires_at": now.to_string()});
    assert_eq!(journal.call(Method::POST, &path, &ada.tokens.access, Some(&past)).await.status, 422);
}
