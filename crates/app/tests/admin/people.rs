//! Finding people, and what an admin sees of one.
//!
//! `JOURNAL_TEST_PEOPLE` says among how many the speed of a search is measured, such as 100000; without it, 2,000.

use std::time::{Duration, Instant};

use app::access::Role;
use app::account::{self, Email, store as accounts};
use app::admin;
use reqwest::Method;
use serde_json::{Value, json};
use testkit::{Answer, PASSWORD, TestApp};

/// A Journal with an admin, whose access token comes along.
pub(super) async fn with_admin() -> (TestApp, String) {
    let journal = TestApp::with(|settings| settings.limits.registrations = 0).await;
    admin::create(&journal.app, "root@example.net", PASSWORD, Role::Admin).await.expect("made");
    let root = journal.sign_in("root@example.net", PASSWORD).await.access;
    (journal, root)
}

async fn find(journal: &TestApp, root: &str, query: &[(&str, &str)]) -> Answer {
    let request = journal.request(Method::GET, "/api/admin/people").bearer_auth(root).query(query);
    journal.send(request).await
}

fn emails(answer: &Answer) -> Vec<&str> {
    assert_eq!(answer.status, 200, "{answer:?}");
    let items = answer.json["items"].as_array().expect("items");
    items.iter().map(|item| item["email"].as_str().expect("an address")).collect()
}

/// An account without a password, as fast as it can be made.
async fn account(journal: &TestApp, email: &str, username: Option<&str>) -> account::AccountId {
    journal.advance(1);
    let parsed = Email::parse(email).expect("an address");
    let (mut made, _) = account::make(&journal.app, &parsed, "", Role::User);
    made.username = username.map(str::to_owned);
    let username = username.map(|name| account::Username::parse(name).expect("a username"));
    let changes = account::adopt(&journal.app, &made, &parsed, username.as_ref(), None);
    journal.app.store.commit(changes).await.expect("stored");
    made.id
}

#[tokio::test]
async fn people_are_found_by_how_their_address_username_or_id_begins() {
    let (journal, root) = with_admin().await;
    let ada = account(&journal, "Ada.Lovelace@example.com", None).await;
    account(&journal, "b@example.com", Some("AdaFan")).await;
    account(&journal, "adam@example.com", Some("adamant")).await;
    account(&journal, "zoë@example.com", None).await;
    let found = |words: &'static str| {
        let (journal, root) = (&journal, &root);
        async move {
            let answer = find(journal, root, &[("q", words)]).await;
            emails(&answer).into_iter().map(str::to_owned).collect::<Vec<_>>()
        }
    };
    let all = ["Ada.Lovelace@example.com", "adam@example.com", "b@example.com"];
    assert_eq!(found("aDa").await, all, "addresses first, then usernames, and nobody twice");
    assert_eq!(found("ada.").await, ["Ada.Lovelace@example.com"]);
    assert_eq!(found("ZOË@").await, ["zoë@example.com"]);
    assert_eq!(found("adaf").await, ["b@example.com"]);
    for nobody in ["%", "_da", "lovelace", "ada@", "' or 1=1 --"] {
        assert!(found(nobody).await.is_empty(), "{nobody}");
    }
    let id = ada.0.to_string();
    for part in [id.as_str(), &id.to_uppercase(), &id.replace('-', "")] {
        assert_eq!(emails(&find(&journal, &root, &[("q", part)]).await), ["Ada.Lovelace@example.com"]);
    }
    let start = &id[..10];
    assert!(emails(&find(&journal, &root, &[("q", start)]).await).contains(&"Ada.Lovelace@example.com"));
}

#[tokio::test]
async fn without_words_the_newest_come_first_and_pages_tell_everybody_once() {
    let (journal, root) = with_admin().await;
    for number in 0..23 {
        account(&journal, &format!("p{number:02}@example.com"), Some(&format!("p{number:02}"))).await;
    }
    for words in ["", "p"] {
        let (mut seen, mut cursor, mut pages) = (Vec::new(), String::new(), 0);
        loop {
            let mut query = vec![("q", words), ("limit", "5")];
            if !cursor.is_empty() {
                query.push(("cursor", &cursor));
            }
            let page = find(&journal, &root, &query).await;
            seen.extend(emails(&page).into_iter().map(str::to_owned));
            pages += 1;
            match page.json["next_cursor"].as_str() {
                Some(next) => next.clone_into(&mut cursor),
                None => break,
            }
        }
        let mut newest: Vec<String> = (0..23).map(|number| format!("p{number:02}@example.com")).collect();
        if words.is_empty() {
            newest.reverse();
            newest.push("root@example.net".to_owned());
        }
        assert_eq!((seen, pages), (newest, 5), "{words:?}");
    }
}

#[tokio::test]
async fn filters_tell_who_is_in_a_state_or_has_a_role() {
    let (journal, root) = with_admin().await;
    for name in ["a", "b", "c", "d"] {
        account(&journal, &format!("{name}@example.com"), None).await;
    }
    admin::disable(&journal.app, "b@example.com").await.expect("disabled");
    let leaving = journal.person("leaving@example.com").await;
    journal.call(Method::DELETE, "/api/auth/me", &leaving.tokens.access, None).await;
    let found = |query: &'static [(&'static str, &'static str)]| {
        let (journal, root) = (&journal, &root);
        async move {
            let answer = find(journal, root, query).await;
            emails(&answer).into_iter().map(str::to_owned).collect::<Vec<_>>()
        }
    };
    assert_eq!(found(&[("state", "disabled")]).await, ["b@example.com"]);
    assert_eq!(found(&[("state", "deletion_planned")]).await, ["leaving@example.com"]);
    assert!(found(&[("state", "unverified")]).await.is_empty());
    assert_eq!(found(&[("role", "admin")]).await, ["root@example.net"]);
    assert_eq!(found(&[("role", "admin"), ("state", "active")]).await, ["root@example.net"]);
    assert_eq!(
        found(&[("role", "user"), ("state", "active")]).await,
        ["d@example.com", "c@example.com", "a@example.com", "root@example.net"],
        "whatever else they have"
    );
    admin::create_role(&journal.app, "support", &["admin:read".to_owned()]).await.expect("made");
    assert!(found(&[("role", "support")]).await.is_empty());
    admin::set_roles(&journal.app, "c@example.com", &["user", "support"]).await.expect("given");
    admin::set_roles(&journal.app, "b@example.com", &["support"]).await.expect("given");
    assert_eq!(found(&[("role", "support")]).await, ["c@example.com", "b@example.com"]);
    assert_eq!(found(&[("role", "support"), ("state", "disabled")]).await, ["b@example.com"]);
    assert_eq!(found(&[("q", "c"), ("role", "support")]).await, ["c@example.com"]);
    assert_eq!(found(&[("q", "b@"), ("state", "disabled")]).await, ["b@example.com"]);
    assert!(found(&[("q", "b@"), ("state", "active")]).await.is_empty());
}

#[tokio::test]
async fn what_is_no_search_is_refused_by_name() {
    let (journal, root) = with_admin().await;
    account(&journal, "a@example.com", None).await;
    let long = "x".repeat(255);
    let page = find(&journal, &root, &[("limit", "1")]).await;
    let elsewhere = page.text("next_cursor");
    for (name, value) in
        [("q", long.as_str()), ("state", "gone"), ("role", "king"), ("limit", "0"), ("cursor", "AAAA")]
    {
        let refused = find(&journal, &root, &[(name, value)]).await;
        assert_eq!(refused.refusal(), (422, "validation_failed"), "{name}");
        assert_eq!(refused.json["errors"][0]["field"], name);
    }
    let other = find(&journal, &root, &[("cursor", elsewhere), ("q", "a")]).await;
    assert_eq!(other.json["errors"][0]["field"], "cursor", "a place belongs to its own search");
    assert_eq!(find(&journal, &root, &[("order", "up")]).await.status, 422);
}

#[tokio::test]
async fn one_person_is_shown_with_ways_in_sessions_activity_and_the_size_of_what_they_wrote() {
    let (journal, root) = with_admin().await;
    let ada = journal.person("ada@example.com").await;
    for number in 0..3 {
        let body = json!({"title": "secret", "content": "x".repeat(1000), "tags": ["hidden"]});
        let made = journal.call(Method::POST, "/api/entries", &ada.tokens.access, Some(&body)).await;
        if number == 0 {
            let at = format!("/api/entries/{}?expected_version=1", made.text("id"));
            journal.call(Method::DELETE, &at, &ada.tokens.access, None).await;
        }
    }
    let at = format!("/api/admin/people/{}", ada.id);
    let shown = journal.call(Method::GET, &at, &root, None).await;
    assert_eq!((shown.status, shown.text("email"), shown.text("state")), (200, "ada@example.com", "active"));
    let kinds: Vec<&Value> =
        shown.json["ways_in"].as_array().expect("ways").iter().map(|way| &way["kind"]).collect();
    assert_eq!(kinds, ["password", "mail"]);
    let sessions = shown.json["sessions"].as_array().expect("sessions");
    assert_eq!((sessions.len(), &sessions[0]["current"]), (1, &json!(false)));
    let activity = shown.json["activity"].as_array().expect("events");
    assert!(activity.iter().any(|event| event["kind"] == "signed_in"), "{activity:?}");
    let storage = &shown.json["storage"];
    assert_eq!((&storage["entries"], &storage["in_trash"]), (&json!(3), &json!(1)));
    assert!((3_000..6_000).contains(&storage["bytes"].as_i64().expect("bytes")), "{storage}");
    let text = String::from_utf8_lossy(&shown.bytes);
    assert!(!text.contains("secret") && !text.contains("hidden") && !text.contains("argon2"));
    let demo = format!("/api/admin/people/{}", account::AccountId::DEMO.0);
    assert_eq!(journal.call(Method::GET, &demo, &root, None).await.refusal(), (404, "not_found"));
}

#[allow(clippy::disallowed_methods, reason = "the environment says among how many")]
fn many() -> usize {
    std::env::var("JOURNAL_TEST_PEOPLE").ok().and_then(|text| text.parse().ok()).unwrap_or(2_000)
}

/// Everybody has the same hash, key and time; what is looked for is spread as in life.
async fn crowd(journal: &TestApp, count: usize) {
    let parsed = Email::parse("first@example.com").expect("an address");
    let (first, _) = account::make(&journal.app, &parsed, "", Role::User);
    for batch in (0..count).collect::<Vec<_>>().chunks(500) {
        let mut changes = Vec::new();
        for number in batch {
            let spread = number.wrapping_mul(2_654_435_761) % 1_000_000_007;
            let email = Email::parse(&format!("p{spread:09}@example.com")).expect("an address");
            let name = account::Username::parse(&format!("u{spread:09}")).expect("a username");
            let id = account::AccountId(journal.app.random.uuid_v7(journal.clock.now()));
            let is_locked = number % 997 == 0;
            let made = account::Account {
                id,
                email: email.as_str().to_owned(),
                username: Some(name.as_str().to_owned()),
                ..first.clone()
            };
            changes.push(accounts::insert(&made, None, vec![7; 60]));
            changes.push(accounts::claim_email(email.folded(), id, first.created_at));
            changes.push(accounts::claim_username(&name, id, None, first.created_at));
            if is_locked {
                changes.push(accounts::set_disabled(id, Some(first.created_at)));
            }
        }
        journal.advance(1);
        journal.app.store.commit(changes).await.expect("stored");
    }
}

#[tokio::test]
#[allow(clippy::disallowed_macros, reason = "the measurement is there to be looked at, with `--nocapture`")]
#[allow(clippy::disallowed_methods, reason = "what is measured is the machine's own time")]
async fn a_search_among_many_does_not_look_at_everybody() {
    let (journal, _) = with_admin().await;
    crowd(&journal, many()).await;
    let root = journal.sign_in("root@example.net", PASSWORD).await.access;
    let id = journal.app.random.uuid_v7(journal.clock.now()).to_string();
    admin::create_role(&journal.app, "support", &["admin:read".to_owned()]).await.expect("made");
    let searches: [(&str, &[(&str, &str)]); 10] = [
        ("nothing", &[]),
        ("a broad beginning", &[("q", "p")]),
        ("a narrow beginning", &[("q", "p00000")]),
        ("nobody", &[("q", "nobody@example.com")]),
        ("an id", &[("q", &id[..8])]),
        ("locked ones", &[("state", "disabled")]),
        ("admins", &[("role", "admin")]),
        ("a role of the operator's own", &[("role", "support")]),
        ("a broad beginning, locked", &[("q", "u"), ("state", "disabled")]),
        ("active users", &[("role", "user"), ("state", "active")]),
    ];
    for (what, query) in searches {
        let mut took: Vec<Duration> = Vec::new();
        for _ in 0..40 {
            let begun = Instant::now();
            let answer = find(&journal, &root, query).await;
            took.push(begun.elapsed());
            assert_eq!(answer.status, 200, "{answer:?}");
        }
        took.sort();
        println!("{:6} people, {what:28} p50 {:?}, p95 {:?}", many(), took[20], took[38]);
    }
}
