//! What an admin does to somebody: it holds at the next request, the person is told, and their trail knows who and why.

use app::access::Role;
use app::admin;
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};
use testkit::{Answer, Mail, OTHER_PASSWORD, PASSWORD, Person, TestApp};

use super::people::with_admin;

pub(super) const WHY: &str = "You told us that your phone was stolen.";

pub(super) async fn act(journal: &TestApp, root: &str, person: &str, verb: &str) -> Answer {
    let at = format!("/api/admin/people/{person}/{verb}");
    journal.call(Method::POST, &at, root, Some(&json!({"reason": WHY}))).await
}

async fn set_role(journal: &TestApp, root: &str, person: &str, role: &str) -> Answer {
    let at = format!("/api/admin/people/{person}/roles");
    journal.call(Method::PUT, &at, root, Some(&json!({"roles": [role], "reason": WHY}))).await
}

/// The newest event of that kind in a person's own trail, as an admin reads it.
pub(super) async fn event(journal: &TestApp, root: &str, person: &str, kind: &str) -> Value {
    let at = format!("/api/admin/audit?account={person}&kind={kind}");
    journal.call(Method::GET, &at, root, None).await.json["items"][0].clone()
}

/// The person's trail names the admin and the reason, and the newest mail tells it.
pub(super) async fn is_told(journal: &TestApp, root: &str, person: &Person, kind: &str) -> Mail {
    let event = event(journal, root, &person.id, kind).await;
    let me = journal.call(Method::GET, "/api/auth/me", root, None).await;
    assert_eq!((&event["actor"], &event["by"]), (&json!("admin"), &me.json["id"]), "{kind}");
    assert!(event["about"].as_str().is_some_and(|about| about.contains(WHY)), "{event}");
    let mail = journal.mails_to(&person.email).await.remove(0);
    assert!(mail.text.contains(WHY), "{}", mail.text);
    mail
}

/// ASVS 7.4.2, 7.4.5
#[tokio::test]
async fn a_lock_holds_at_once_on_every_node_and_is_told_until_it_is_undone() {
    let (journal, root) = with_admin().await;
    let node = journal.another_node().await;
    let ada = journal.person("ada@example.com").await;
    assert!(node.works(&ada.tokens.access).await);
    assert_eq!(act(&node, &root, &ada.id, "lock").await.status, 204);
    assert!(!node.works(&ada.tokens.access).await);
    assert_eq!(journal.refresh(&ada.tokens.refresh).await.status, 401);
    let login = json!({"email": ada.email, "password": PASSWORD});
    let refused = journal.post("/api/auth/login", &login).await;
    assert_eq!(refused.refusal(), (403, "account_disabled"));
    assert!(is_told(&journal, &root, &ada, "account_disabled").await.subject.contains("locked"));
    assert_eq!(act(&journal, &root, &ada.id, "unlock").await.status, 204);
    assert!(is_told(&journal, &root, &ada, "account_enabled").await.subject.contains("open again"));
    journal.sign_in(&ada.email, PASSWORD).await;
    assert!(!journal.works(&ada.tokens.access).await, "what was ended stays ended");
}

#[tokio::test]
async fn all_devices_are_signed_out_and_the_person_may_come_back() {
    let (journal, root) = with_admin().await;
    let ada = journal.person("ada@example.com").await;
    let second = journal.sign_in(&ada.email, PASSWORD).await;
    assert_eq!(act(&journal, &root, &ada.id, "end-sessions").await.status, 204);
    assert!(!journal.works(&ada.tokens.access).await && !journal.works(&second.access).await);
    is_told(&journal, &root, &ada, "sessions_ended").await;
    journal.sign_in(&ada.email, PASSWORD).await;
}

/// ASVS 6.4.6
#[tokio::test]
async fn a_reset_goes_to_the_person_alone_and_opens_the_account_once() {
    let (journal, root) = with_admin().await;
    let ada = journal.person("ada@example.com").await;
    let sent = act(&journal, &root, &ada.id, "send-reset").await;
    assert_eq!((sent.status, sent.bytes.len()), (204, 0));
    let token =
        is_told(&journal, &root, &ada, "reset_sent").await.token_for("/reset-password").expect("a link");
    assert!(journal.works(&ada.tokens.access).await, "nothing changes until the link is used");
    let body = json!({"token": token, "password": OTHER_PASSWORD});
    assert_eq!(journal.post("/api/auth/reset-password", &body).await.status, 204);
    journal.sign_in(&ada.email, OTHER_PASSWORD).await;
    act(&journal, &root, &ada.id, "lock").await;
    assert_eq!(act(&journal, &root, &ada.id, "send-reset").await.refusal(), (409, "account_closed"));
}

#[tokio::test]
async fn a_role_holds_at_the_next_request_and_is_told() {
    let (journal, root) = with_admin().await;
    let ada = journal.person("ada@example.com").await;
    let ping = async || journal.call(Method::GET, "/api/admin/ping", &ada.tokens.access, None).await.status;
    assert_eq!(ping().await, 403);
    assert_eq!(set_role(&journal, &root, &ada.id, "admin").await.status, 200);
    assert_eq!(ping().await, 200);
    is_told(&journal, &root, &ada, "role_changed").await;
    assert_eq!(set_role(&journal, &root, &ada.id, "user").await.status, 200);
    assert_eq!(ping().await, 403);
    assert_eq!(set_role(&journal, &root, &ada.id, "king").await.json["errors"][0]["field"], "roles");
}

#[tokio::test]
async fn a_deletion_waits_for_fourteen_days_in_which_the_person_can_undo_it() {
    let (journal, root) = with_admin().await;
    let ada = journal.person("ada@example.com").await;
    let planned = act(&journal, &root, &ada.id, "delete").await;
    assert_eq!((planned.status, planned.text("deletion_at")), (202, "2026-03-15T09:00:00Z"));
    assert!(!journal.works(&ada.tokens.access).await);
    assert_eq!(act(&journal, &root, &ada.id, "delete").await.refusal(), (409, "already_planned"));
    let undo = is_told(&journal, &root, &ada, "deletion_planned").await.token_for("/undo-deletion");
    let kept = journal.post("/api/auth/undo-deletion", &json!({"token": undo.expect("a link")})).await;
    assert_eq!(kept.status, 204, "{kept:?}");
    journal.sign_in(&ada.email, PASSWORD).await;

    act(&journal, &root, &ada.id, "lock").await;
    assert_eq!(act(&journal, &root, &ada.id, "delete").await.status, 202, "a locked account, too");
    journal.advance(15 * 24 * 3600);
    app::work::sweep(&journal.app).await.expect("swept");
    let root = journal.sign_in("root@example.net", PASSWORD).await.access;
    let at = format!("/api/admin/people/{}", ada.id);
    assert_eq!(journal.call(Method::GET, &at, &root, None).await.refusal(), (404, "not_found"));
}

#[tokio::test]
async fn every_act_wants_a_reason_of_one_line() {
    let (journal, root) = with_admin().await;
    let ada = journal.person("ada@example.com").await;
    let long = "x".repeat(301);
    for verb in ["lock", "unlock", "end-sessions", "send-reset", "remove-factors", "delete", "roles"] {
        let at = format!("/api/admin/people/{}/{verb}", ada.id);
        let method = if verb == "roles" { Method::PUT } else { Method::POST };
        for reason in ["", "  ", "one\ntwo", long.as_str()] {
            let mut body = json!({"reason": reason});
            if verb == "roles" {
                body["roles"] = json!(["admin"]);
            }
            let refused = journal.call(method.clone(), &at, &root, Some(&body)).await;
            assert_eq!(refused.refusal(), (422, "validation_failed"), "{verb} {reason:?}");
            assert_eq!(refused.json["errors"][0]["field"], "reason");
        }
        assert_eq!(journal.call(method, &at, &root, Some(&json!({}))).await.status, 422, "{verb}");
    }
    assert!(journal.works(&ada.tokens.access).await);
}

#[tokio::test]
async fn a_sign_in_of_long_ago_does_nothing_to_anybody() {
    let (journal, root) = with_admin().await;
    let ada = journal.person("ada@example.com").await;
    journal.advance(11 * 60);
    let refused = act(&journal, &root, &ada.id, "lock").await;
    assert_eq!(refused.refusal(), (403, "reauthentication_required"));
    let proof = json!({"password": PASSWORD});
    journal.call(Method::POST, "/api/auth/reauthenticate", &root, Some(&proof)).await;
    assert_eq!(act(&journal, &root, &ada.id, "lock").await.status, 204);
}

#[tokio::test]
async fn nobody_locks_or_deletes_themselves_here_and_the_last_admin_stays() {
    let (journal, root) = with_admin().await;
    let me = journal.call(Method::GET, "/api/auth/me", &root, None).await.text("id").to_owned();
    assert_eq!(act(&journal, &root, &me, "lock").await.refusal(), (409, "own_account"));
    assert_eq!(act(&journal, &root, &me, "delete").await.refusal(), (409, "own_account"));
    assert_eq!(set_role(&journal, &root, &me, "user").await.refusal(), (409, "last_admin"));
    let left = journal.call(Method::DELETE, "/api/auth/me", &root, None).await;
    assert_eq!(left.refusal(), (409, "last_admin"), "not even by their own wish");

    admin::create(&journal.app, "second@example.net", PASSWORD, Role::Admin).await.expect("made");
    admin::disable(&journal.app, "second@example.net").await.expect("disabled");
    assert_eq!(
        set_role(&journal, &root, &me, "user").await.refusal(),
        (409, "last_admin"),
        "a locked one is none"
    );
    admin::enable(&journal.app, "second@example.net").await.expect("enabled");
    assert_eq!(set_role(&journal, &root, &me, "user").await.status, 200);
    assert_eq!(act(&journal, &root, &me, "unlock").await.refusal(), (403, "forbidden"));
}

/// ASVS 8.2.1
#[tokio::test]
async fn of_admins_who_take_the_role_from_each_other_at_once_one_stays() {
    let (journal, _) = with_admin().await;
    let node = journal.another_node().await;
    admin::create(&journal.app, "second@example.net", PASSWORD, Role::Admin).await.expect("made");
    for round in 0..10 {
        admin::set_role(&journal.app, "root@example.net", Role::Admin).await.expect("set");
        admin::set_role(&journal.app, "second@example.net", Role::Admin).await.expect("set");
        admin::enable(&journal.app, "root@example.net").await.expect("enabled");
        admin::enable(&journal.app, "second@example.net").await.expect("enabled");
        let [root, second] = ["root@example.net", "second@example.net"];
        let one = journal.sign_in(root, PASSWORD).await.access;
        let two = node.sign_in(second, PASSWORD).await.access;
        let ids = [admin::show(&journal.app, root).await, admin::show(&journal.app, second).await];
        let [first, other] = ids.map(|shown| shown.expect("there").id.0.to_string());
        let verb = if round % 2 == 0 { "lock" } else { "role" };
        let go = async |journal: &TestApp, by: &str, whom: &str| match verb {
            "lock" => act(journal, by, whom, "lock").await,
            _ => set_role(journal, by, whom, "user").await,
        };
        let answers = join_all([go(&journal, &one, &other), go(&node, &two, &first)]).await;
        let done = answers.iter().filter(|answer| answer.status < 300).count();
        assert_eq!(done, 1, "round {round}: {answers:?}");
    }
}
