//! Roles as rows, over HTTP: who may make, change and give them, and when what was changed holds.

use std::time::Duration;

use app::access::Role;
use app::admin;
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};
use testkit::{Answer, PASSWORD, TestApp};

/// Somebody with these roles: their id and an access token.
async fn somebody(journal: &TestApp, email: &str, roles: &[&str]) -> (String, String) {
    let made = admin::create(&journal.app, email, PASSWORD, Role::User).await.expect("made");
    admin::set_roles(&journal.app, email, roles).await.expect("given");
    (made.id.0.to_string(), journal.sign_in(email, PASSWORD).await.access)
}

async fn root(journal: &TestApp) -> String {
    somebody(journal, "root@example.com", &["admin"]).await.1
}

async fn create(journal: &TestApp, by: &str, name: &str, scopes: &[&str]) -> Answer {
    let body = json!({"name": name, "scopes": scopes});
    journal.call(Method::POST, "/api/admin/roles", by, Some(&body)).await
}

async fn change(journal: &TestApp, by: &str, name: &str, scopes: &[&str]) -> Answer {
    let body = json!({"scopes": scopes, "reason": "a test"});
    journal.call(Method::PUT, &format!("/api/admin/roles/{name}"), by, Some(&body)).await
}

async fn delete(journal: &TestApp, by: &str, name: &str) -> Answer {
    journal.call(Method::DELETE, &format!("/api/admin/roles/{name}"), by, None).await
}

async fn give(journal: &TestApp, by: &str, id: &str, roles: &[&str]) -> Answer {
    let body = json!({"roles": roles, "reason": "she helps out"});
    journal.call(Method::PUT, &format!("/api/admin/people/{id}/roles"), by, Some(&body)).await
}

async fn status(journal: &TestApp, path: &str, token: &str) -> u16 {
    journal.call(Method::GET, path, token, None).await.status
}

#[tokio::test]
async fn a_role_is_made_listed_changed_and_deleted_and_all_of_it_is_on_record() {
    let journal = TestApp::start().await;
    let root = root(&journal).await;
    let made = create(&journal, &root, "support", &["admin:read"]).await;
    assert_eq!((made.status, made.text("name"), &made.json["people"]), (201, "support", &json!(0)));
    assert_eq!(create(&journal, &root, "support", &["admin:read"]).await.refusal(), (409, "role_exists"));
    let changed = change(&journal, &root, "support", &["admin:read", "entries:read"]).await;
    assert_eq!((changed.status, &changed.json["scopes"]), (200, &json!(["entries:read", "admin:read"])));
    let listed = journal.call(Method::GET, "/api/admin/roles", &root, None).await;
    let items = listed.json["items"].as_array().cloned().unwrap_or_default();
    let names: Vec<&str> = items.iter().filter_map(|item| item["name"].as_str()).collect();
    assert_eq!(names, ["admin", "user", "support"]);
    assert_eq!((&items[0]["people"], &items[0]["is_built_in"]), (&json!(1), &json!(true)));
    assert_eq!(delete(&journal, &root, "support").await.status, 204);
    assert_eq!(delete(&journal, &root, "support").await.refusal(), (404, "not_found"));
    assert_eq!(change(&journal, &root, "support", &["admin:read"]).await.refusal(), (404, "not_found"));
    let log = journal.call(Method::GET, "/api/admin/audit?account=none", &root, None).await;
    let items = log.json["items"].as_array().cloned().unwrap_or_default();
    for (kind, about) in [
        ("role_created", "support: admin:read"),
        ("role_scopes_changed", "support: entries:read admin:read (a test)"),
        ("role_deleted", "support"),
    ] {
        let found = items.iter().find(|item| item["kind"] == kind).unwrap_or_else(|| panic!("{kind}"));
        assert_eq!((found["about"].as_str(), found["actor"].as_str()), (Some(about), Some("admin")));
        assert!(found["by"].is_string());
    }
}

#[tokio::test]
async fn what_a_command_gives_is_in_the_next_token_also_within_the_second_in_which_roles_are_remembered() {
    let journal = TestApp::start().await;
    let (_, before) = somebody(&journal, "ada@example.com", &["user"]).await;
    let may_look = async |token: &str| status(&journal, "/api/admin/people", token).await;
    assert_eq!(may_look(&before).await, 403, "and from now on the roles are remembered");
    // Another process, of which this one may hear nothing; the clock stands still.
    let command = journal.command().await;
    admin::create_role(&command, "support", &["admin:read".to_owned()]).await.expect("made");
    admin::set_roles(&command, "ada@example.com", &["support"]).await.expect("given");
    let ada = journal.sign_in("ada@example.com", PASSWORD).await;
    assert_eq!(may_look(&ada.access).await, 200);
    let more = ["admin:read".to_owned(), "entries:read".to_owned()];
    admin::set_role_scopes(&command, "support", &more).await.expect("changed");
    let again = journal.sign_in("ada@example.com", PASSWORD).await;
    assert_eq!(status(&journal, "/api/entries", &again.access).await, 200);
    // A role that was not there a moment ago is asked for by who is in already, too.
    admin::create_role(&command, "reader", &["profile:read".to_owned()]).await.expect("made");
    admin::set_roles(&command, "ada@example.com", &["reader"]).await.expect("given");
    let renewed = journal.refresh(&again.refresh).await;
    assert_eq!(status(&journal, "/api/auth/me", renewed.text("access_token")).await, 200);
}

#[tokio::test]
async fn what_is_built_in_stays_and_what_makes_no_sense_is_refused() {
    let journal = TestApp::start().await;
    let root = root(&journal).await;
    for name in ["user", "admin"] {
        assert_eq!(change(&journal, &root, name, &["admin:read"]).await.refusal(), (409, "role_built_in"));
        assert_eq!(delete(&journal, &root, name).await.refusal(), (409, "role_built_in"));
        assert_eq!(
            create(&journal, &root, name, &["admin:read"]).await.refusal(),
            (422, "validation_failed")
        );
    }
    for (name, scopes) in [("Support", &["admin:read"][..]), ("support", &[]), ("support", &["all"])] {
        assert_eq!(
            create(&journal, &root, name, scopes).await.refusal(),
            (422, "validation_failed"),
            "{name}"
        );
    }
    let (ada, _) = somebody(&journal, "ada@example.com", &["user"]).await;
    for roles in [&[][..], &["nobody"], &["user admin"]] {
        assert_eq!(
            give(&journal, &root, &ada, roles).await.refusal(),
            (422, "validation_failed"),
            "{roles:?}"
        );
    }
    let without = json!({"roles": ["user"]});
    let path = format!("/api/admin/people/{ada}/roles");
    assert_eq!(
        journal.call(Method::PUT, &path, &root, Some(&without)).await.status,
        422,
        "a reason is asked for"
    );
    let nobody = "00000000-0000-7000-8000-00000000dead";
    assert_eq!(give(&journal, &root, nobody, &["user"]).await.refusal(), (404, "not_found"));
}

/// ASVS 8.3.1, 8.3.2
#[tokio::test]
async fn a_role_holds_at_the_next_request_and_on_the_other_node_within_a_second() {
    let journal = TestApp::start().await;
    let node = journal.another_node().await;
    let root = root(&journal).await;
    create(&journal, &root, "support", &["admin:read"]).await;
    let (ada, before) = somebody(&journal, "ada@example.com", &["user"]).await;
    assert_eq!(status(&journal, "/api/admin/roles", &before).await, 403);
    let given = give(&journal, &root, &ada, &["user", "support"]).await;
    assert_eq!((given.status, &given.json["roles"]), (200, &json!(["user", "support"])));
    let me = journal.call(Method::GET, "/api/auth/me", &before, None).await;
    assert_eq!(me.json["roles"], json!(["user", "support"]));
    let access = journal.sign_in("ada@example.com", PASSWORD).await.access;
    for here in [&journal, &node] {
        assert_eq!(status(here, "/api/admin/roles", &access).await, 200);
        assert_eq!(status(here, "/api/admin/ping", &access).await, 403, "the role admin is another thing");
    }
    assert_eq!(change(&journal, &root, "support", &["sessions:read"]).await.status, 200);
    assert_eq!(status(&journal, "/api/admin/roles", &access).await, 403);
    let started = journal.clock.instant();
    while status(&node, "/api/admin/roles", &access).await != 403 {
        assert!(started.elapsed() < Duration::from_secs(1));
    }
    let journal = journal.restart().await;
    let refused = journal.call(Method::GET, "/api/admin/roles", &access, None).await;
    assert_eq!(refused.refusal(), (403, "forbidden"));
}

#[tokio::test]
async fn whose_roles_change_is_told_why_and_it_is_on_their_record() {
    let journal = TestApp::start().await;
    let root = root(&journal).await;
    let (ada, access) = somebody(&journal, "ada@example.com", &["user"]).await;
    let mails = journal.mails_to("ada@example.com").await.len();
    assert_eq!(give(&journal, &root, &ada, &["user", "admin"]).await.status, 200);
    assert_eq!(give(&journal, &root, &ada, &["admin"]).await.status, 200, "nothing changes");
    let mail = journal.mails_to("ada@example.com").await;
    assert_eq!(mail.len(), mails + 1);
    assert!(
        mail[0].text.contains("user, admin") && mail[0].text.contains("she helps out"),
        "{}",
        mail[0].text
    );
    let log = journal.call(Method::GET, "/api/auth/activity", &access, None).await;
    let items = log.json["items"].as_array().cloned().unwrap_or_default();
    let by_admin = |item: &&Value| item["kind"] == "role_changed" && item["actor"] == "admin";
    let found: Vec<&Value> = items.iter().filter(by_admin).collect();
    assert_eq!((found.len(), found[0]["about"].as_str()), (1, Some("user admin (she helps out)")));
}

#[tokio::test]
async fn everybody_who_has_a_role_is_told_once_when_it_grants_something_else() {
    let journal = TestApp::start().await;
    let root = root(&journal).await;
    create(&journal, &root, "support", &["admin:read"]).await;
    for number in 0..410 {
        let email = format!("p{number}@example.com");
        let parsed = app::account::Email::parse(&email).expect("an address");
        let support = Role::parse("support").expect("a name");
        let (_, changes) = app::account::make(&journal.app, &parsed, "", support);
        journal.app.store.commit(changes).await.expect("stored");
    }
    let (_, other) = somebody(&journal, "other@example.com", &["user"]).await;
    assert_eq!(change(&journal, &root, "support", &["admin:read", "profile:read"]).await.status, 200);
    let told = async || {
        let mails = journal.get("/api/dev/mailbox").await;
        let items = mails.json["items"].as_array().cloned().unwrap_or_default();
        let about = |item: &&Value| item["subject"] == "What your role lets you do was changed";
        items.iter().filter(about).map(|item| item["to"].to_string()).collect::<Vec<_>>()
    };
    for _ in 0..100 {
        if told().await.len() >= 410 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let mut all = told().await;
    all.sort();
    all.dedup();
    assert_eq!((all.len(), told().await.len()), (410, 410), "all, and each once");
    let mail = journal.mails_to("p409@example.com").await.remove(0);
    for words in ["- read your profile", "- see what admins see", "the role support", "a test"] {
        assert!(mail.text.contains(words), "{words}: {}", mail.text);
    }
    let events = "/api/admin/audit?kind=role_scopes_changed&limit=100";
    let events = journal.call(Method::GET, events, &root, None).await;
    let of_people = |item: &&Value| item["account_id"].is_string();
    let items = events.json["items"].as_array().cloned().unwrap_or_default();
    let found = items.iter().find(of_people).expect("an event in somebody's own trail");
    assert_eq!((&found["actor"], found["by"].is_string()), (&json!("admin"), true));
    assert_eq!(found["about"], "support: profile:read admin:read (a test)");
    let log = journal.call(Method::GET, "/api/auth/activity", &other, None).await;
    assert!(!log.json.to_string().contains("role_scopes_changed"), "who does not have it is not told");
}

/// ASVS 8.2.1
#[tokio::test]
async fn nobody_gives_or_takes_what_they_lack() {
    let journal = TestApp::start().await;
    let root = root(&journal).await;
    create(&journal, &root, "keeper", &["profile:read", "admin:read", "admin:write"]).await;
    create(&journal, &root, "support", &["admin:read"]).await;
    create(&journal, &root, "reader", &["entries:read"]).await;
    let (_, keeper) = somebody(&journal, "keeper@example.com", &["keeper"]).await;
    let (ada, _) = somebody(&journal, "ada@example.com", &["user"]).await;
    let (admin, _) = somebody(&journal, "admin@example.com", &["admin"]).await;
    let (reader, _) = somebody(&journal, "reader@example.com", &["user", "reader"]).await;
    for (id, roles) in [
        (&ada, &["admin"][..]),
        (&ada, &["user", "reader"]),
        (&admin, &["support"]),
        (&admin, &["user"]),
        (&reader, &["user"]),
        (&ada, &["support"]),
    ] {
        assert_eq!(give(&journal, &keeper, id, roles).await.refusal(), (403, "forbidden"), "{roles:?}");
    }
    assert_eq!(give(&journal, &keeper, &ada, &["user", "support", "keeper"]).await.status, 200);
    assert_eq!(give(&journal, &keeper, &ada, &["user"]).await.status, 200);
    assert_eq!(create(&journal, &keeper, "writer", &["entries:write"]).await.refusal(), (403, "forbidden"));
    assert_eq!(change(&journal, &keeper, "support", &["entries:read"]).await.refusal(), (403, "forbidden"));
    assert_eq!(change(&journal, &keeper, "reader", &["admin:read"]).await.refusal(), (403, "forbidden"));
    assert_eq!(delete(&journal, &keeper, "reader").await.refusal(), (403, "forbidden"));
    assert_eq!(change(&journal, &keeper, "support", &["admin:read", "admin:write"]).await.status, 200);
    // All scopes that there are do not make an admin.
    let all: Vec<&str> = app::access::Scope::all().map(app::access::Scope::as_str).collect();
    create(&journal, &root, "everything", &all).await;
    let (_, everything) = somebody(&journal, "eve@example.com", &["everything"]).await;
    assert_eq!(give(&journal, &everything, &ada, &["admin"]).await.refusal(), (403, "forbidden"));
    assert_eq!(give(&journal, &everything, &ada, &["user", "everything"]).await.status, 200);
    assert_eq!(status(&journal, "/api/admin/ping", &everything).await, 403);
}

#[tokio::test]
async fn the_last_admin_stays_however_many_try_at_once() {
    for _ in 0..4 {
        let journal = TestApp::start().await;
        let node = journal.another_node().await;
        let (one, first) = somebody(&journal, "one@example.com", &["admin"]).await;
        let (two, second) = somebody(&journal, "two@example.com", &["admin"]).await;
        // Each takes the role from the other, on two nodes, and both give it up.
        let answers = tokio::join!(
            give(&journal, &first, &two, &["user"]),
            give(&node, &second, &one, &["user"]),
            give(&node, &first, &one, &["user"]),
            give(&journal, &second, &two, &["user"]),
        );
        let answers = [answers.0, answers.1, answers.2, answers.3];
        for answer in &answers {
            let refusals = [(200, ""), (403, "forbidden"), (409, "last_admin"), (409, "roles_changed")];
            assert!(refusals.contains(&answer.refusal()) || answer.status == 503, "{answers:?}");
        }
        let all = journal.app.store.all(app::account::store::all()).await.expect("accounts");
        let left = all.iter().filter(|account| account.roles.contains(&Role::Admin)).count();
        assert_eq!(left, 1, "{answers:?}");
    }
}

#[tokio::test]
async fn the_only_admin_cannot_step_down_and_a_disabled_one_does_not_count() {
    let journal = TestApp::start().await;
    let (id, root) = somebody(&journal, "root@example.com", &["admin"]).await;
    assert_eq!(give(&journal, &root, &id, &["user"]).await.refusal(), (409, "last_admin"));
    let many = join_all((0..10).map(|_| give(&journal, &root, &id, &["user"]))).await;
    assert!(many.iter().all(|answer| answer.refusal() == (409, "last_admin")));
    somebody(&journal, "other@example.com", &["admin"]).await;
    admin::disable(&journal.app, "other@example.com").await.expect("disabled");
    assert_eq!(give(&journal, &root, &id, &["user"]).await.refusal(), (409, "last_admin"));
    assert!(admin::set_role(&journal.app, "root@example.com", Role::User).await.is_err());
    admin::enable(&journal.app, "other@example.com").await.expect("enabled");
    assert_eq!(give(&journal, &root, &id, &["user"]).await.status, 200);
    assert_eq!(status(&journal, "/api/admin/ping", &root).await, 403);
}

#[tokio::test]
async fn a_role_is_not_deleted_while_it_is_given() {
    let journal = TestApp::start().await;
    let root = root(&journal).await;
    let (ada, _) = somebody(&journal, "ada@example.com", &["user"]).await;
    for round in 0..8 {
        let name = format!("role-{round}");
        create(&journal, &root, &name, &["entries:read"]).await;
        let roles = ["user", name.as_str()];
        let (deleted, given) =
            tokio::join!(delete(&journal, &root, &name), give(&journal, &root, &ada, &roles));
        let is_there =
            admin::roles(&journal.app).await.expect("roles").iter().any(|r| r.name.as_str() == name);
        let has_it = given.status == 200;
        assert_eq!(is_there, has_it, "{deleted:?} {given:?}");
        assert_eq!(deleted.status == 204, !has_it, "{deleted:?} {given:?}");
        give(&journal, &root, &ada, &["user"]).await;
    }
    create(&journal, &root, "kept", &["entries:read"]).await;
    give(&journal, &root, &ada, &["user", "kept"]).await;
    assert_eq!(delete(&journal, &root, "kept").await.refusal(), (409, "role_in_use"));
}

/// A person without `entries:write` reads a journal and does not write it.
#[tokio::test]
async fn a_person_may_have_less_than_a_user() {
    let journal = TestApp::start().await;
    let root = root(&journal).await;
    create(&journal, &root, "reader", &["entries:read", "profile:read"]).await;
    let (_, access) = somebody(&journal, "ada@example.com", &["reader"]).await;
    assert_eq!(status(&journal, "/api/entries", &access).await, 200);
    let body = json!({"title": "x", "content": "y"});
    let refused = journal.call(Method::POST, "/api/entries", &access, Some(&body)).await;
    assert_eq!(refused.refusal(), (403, "forbidden"));
}
