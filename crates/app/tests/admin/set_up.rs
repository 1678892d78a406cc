//! The first admin of a new installation: whoever has the link that its operator was shown, once.

use app::access::Role;
use app::admin;
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::json;
use testkit::{Answer, PASSWORD, TestApp};

async fn link(journal: &TestApp) -> Option<String> {
    let link = admin::set_up_link(&journal.app).await.expect("asked");
    link.map(|link| link.expose().split_once("/set-up#token=").expect("a link to the page").1.to_owned())
}

async fn set_up(journal: &TestApp, token: &str, email: &str) -> Answer {
    journal.post("/api/auth/set-up", &json!({"token": token, "email": email, "password": PASSWORD})).await
}

#[tokio::test]
async fn the_link_makes_the_first_admin_and_then_nobody() {
    let journal = TestApp::start().await;
    let (first, second) = (link(&journal).await.expect("a link"), link(&journal).await.expect("a link"));
    assert_eq!(set_up(&journal, &first, "root@example.net").await.status, 204);
    let root = journal.sign_in("root@example.net", PASSWORD).await.access;
    assert_eq!(journal.call(Method::GET, "/api/admin/ping", &root, None).await.status, 200);
    for token in [&first, &second] {
        assert_eq!(set_up(&journal, token, "eve@example.net").await.refusal(), (400, "token_invalid"));
    }
    assert_eq!(link(&journal).await, None, "there is an admin, so there is no other link");
    let events = journal.call(Method::GET, "/api/admin/audit?kind=first_admin_made", &root, None).await;
    assert_eq!(events.json["items"].as_array().map(Vec::len), Some(1));
}

/// ASVS 6.3.2
#[tokio::test]
async fn of_many_who_use_several_links_at_once_on_two_nodes_one_becomes_the_admin() {
    let journal = TestApp::start().await;
    let node = journal.another_node().await;
    let links = [link(&journal).await.expect("a link"), link(&node).await.expect("a link")];
    let at = |n: usize| if n.is_multiple_of(2) { &journal } else { &node };
    let emails: Vec<String> = (0..20).map(|n| format!("p{n}@example.net")).collect();
    let all = emails.iter().enumerate().map(|(n, email)| set_up(at(n), &links[n / 2 % 2], email));
    let answers = join_all(all).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 204).count(), 1, "{answers:?}");
    let admins = admin::list(&journal.app).await.expect("accounts");
    assert_eq!(admins.iter().filter(|account| account.roles.contains(&Role::Admin)).count(), 1);
    assert_eq!(admins.len(), 1, "who was too late has no account either");
}

#[tokio::test]
async fn a_link_is_void_once_an_operator_has_made_an_admin_and_after_three_days() {
    let journal = TestApp::start().await;
    let token = link(&journal).await.expect("a link");
    journal.advance(72 * 3600);
    assert_eq!(set_up(&journal, &token, "root@example.net").await.refusal(), (400, "token_invalid"));
    let token = link(&journal).await.expect("a link");
    admin::create(&journal.app, "root@example.net", PASSWORD, Role::Admin).await.expect("made");
    assert_eq!(set_up(&journal, &token, "eve@example.net").await.refusal(), (400, "token_invalid"));
}

#[tokio::test]
async fn a_weak_password_and_a_taken_address_are_refused_and_spend_nothing() {
    let journal = TestApp::start().await;
    journal.person("ada@example.com").await;
    let token = link(&journal).await.expect("a link");
    let weak = json!({"token": token, "email": "root@example.net", "password": "password"});
    assert_eq!(journal.post("/api/auth/set-up", &weak).await.json["errors"][0]["field"], "password");
    assert_eq!(set_up(&journal, &token, "no address").await.json["errors"][0]["field"], "email");
    assert_eq!(set_up(&journal, &token, "Ada@example.com").await.refusal(), (409, "email_taken"));
    assert_eq!(set_up(&journal, &token, "root@example.net").await.status, 204);
}
