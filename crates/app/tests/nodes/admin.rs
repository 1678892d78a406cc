//! What admins do on one node holds on the other, and what two of them do at once is one thing after the other.

use app::access::Role;
use app::admin;
use reqwest::Method;
use serde_json::json;
use testkit::{Answer, PASSWORD, TestApp};

async fn admin_of(journal: &TestApp, email: &str) -> (String, String) {
    let made = admin::create(&journal.app, email, PASSWORD, Role::Admin).await.expect("made");
    (made.id.0.to_string(), journal.sign_in(email, PASSWORD).await.access)
}

async fn act(journal: &TestApp, by: &str, whom: &str, verb: &str) -> Answer {
    let at = format!("/api/admin/people/{whom}/{verb}");
    journal.call(Method::POST, &at, by, Some(&json!({"reason": "a test"}))).await
}

async fn give(journal: &TestApp, by: &str, whom: &str, roles: &[&str]) -> Answer {
    let at = format!("/api/admin/people/{whom}/roles");
    journal.call(Method::PUT, &at, by, Some(&json!({"roles": roles, "reason": "a test"}))).await
}

/// ASVS 7.4.2
#[tokio::test]
async fn a_lock_and_a_deletion_on_one_node_hold_on_the_other_within_a_second() {
    let journal = TestApp::start().await;
    let other = journal.another_node().await;
    let (_, root) = admin_of(&journal, "root@example.com").await;
    for verb in ["lock", "delete", "end-sessions"] {
        let ada = journal.person(&format!("{verb}@example.com")).await;
        assert!(other.works(&ada.tokens.access).await);
        assert!(act(&journal, &root, &ada.id, verb).await.status < 300);
        super::refused_after(&other, &ada.tokens.access, journal.clock.instant()).await;
        assert_eq!(other.refresh(&ada.tokens.refresh).await.status, 401, "{verb}");
        let again = other.post("/api/auth/login", &json!({"email": ada.email, "password": PASSWORD})).await;
        assert_eq!(again.status == 200, verb == "end-sessions", "{verb}: {again:?}");
    }
}

#[tokio::test]
async fn a_token_that_an_admin_revoked_stops_on_the_other_node_within_a_second() {
    let journal = TestApp::start().await;
    let other = journal.another_node().await;
    let (_, root) = admin_of(&journal, "root@example.com").await;
    let ada = journal.person("ada@example.com").await;
    let body = json!({"name": "backup", "scopes": ["profile:read"]});
    let made = journal.call(Method::POST, "/api/auth/tokens", &ada.tokens.access, Some(&body)).await;
    assert!(other.works(made.text("token")).await);
    let revoked = act(&journal, &root, &ada.id, &format!("tokens/{}/revoke", made.text("id"))).await;
    assert_eq!(revoked.status, 204);
    let took = super::refused_after(&other, made.text("token"), journal.clock.instant()).await;
    assert!(took < super::SOON, "{took:?}");
}

/// ASVS 8.2.1
#[tokio::test]
async fn of_two_admins_who_stop_each_other_on_two_nodes_one_stays() {
    let journal = TestApp::start().await;
    let other = journal.another_node().await;
    let names = ["one@example.com", "two@example.com"];
    let ids = [admin_of(&journal, names[0]).await.0, admin_of(&journal, names[1]).await.0];
    for round in 0..9 {
        for name in names {
            admin::enable(&journal.app, name).await.expect("enabled");
            admin::set_role(&journal.app, name, Role::Admin).await.expect("set");
        }
        let first = journal.sign_in(names[0], PASSWORD).await.access;
        let second = other.sign_in(names[1], PASSWORD).await.access;
        let stop = async |node: &TestApp, by: &str, whom: &str, how: usize| match how {
            0 => act(node, by, whom, "lock").await,
            1 => act(node, by, whom, "delete").await,
            _ => give(node, by, whom, &["user"]).await,
        };
        let (mine, theirs) = tokio::join!(
            stop(&journal, &first, &ids[1], round % 3),
            stop(&other, &second, &ids[0], round / 3),
        );
        let done = [&mine, &theirs].into_iter().filter(|answer| answer.status < 300).count();
        assert_eq!(done, 1, "round {round}: {mine:?} {theirs:?}");
        let all = journal.app.store.all(app::account::store::all()).await.expect("accounts");
        let left = all.iter().filter(|account| {
            account.roles.contains(&Role::Admin)
                && account.disabled_at.is_none()
                && account.deletion_at.is_none()
        });
        assert_eq!(left.count(), 1, "round {round}");
        undo_deletions(&journal, &names).await;
    }
}

async fn undo_deletions(journal: &TestApp, names: &[&str]) {
    for name in names {
        let is_leaving = admin::show(&journal.app, name).await.expect("there").deletion_at.is_some();
        if is_leaving {
            let token = journal.mailed(name, "/undo-deletion").await;
            let undone = journal.post("/api/auth/undo-deletion", &json!({"token": token})).await;
            assert_eq!(undone.status, 204, "{undone:?}");
        }
    }
}
