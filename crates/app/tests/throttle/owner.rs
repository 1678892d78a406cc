//! Somebody guesses at an account, and its owner comes in all the same.

use app::admin;
use futures_util::future::join_all;
use serde_json::json;
use testkit::{OTHER_PASSWORD, PASSWORD, TestApp};

use super::{TOO_MANY, behind_a_proxy, from, login, tally, trusting};

const ADA: &str = "ada@example.com";
const THIRD_PASSWORD: &str = "canary-copper-walrus-42-meadow";
const GUESSER: &str = "203.0.113.5";

/// Ada's account, and the cookie of the browser that she has signed in with.
async fn ada(journal: &TestApp) -> String {
    admin::create(&journal.app, ADA, PASSWORD, app::access::Role::User).await.expect("made");
    let first = journal.send(from(login(journal, ADA, PASSWORD), "198.51.100.1")).await;
    format!("device={}", first.cookie("device").expect("a cookie"))
}

async fn comes_in(node: &TestApp, password: &str, address: &str, cookie: Option<&str>) -> u16 {
    let request = from(login(node, ADA, password), address);
    let request = cookie.into_iter().fold(request, |request, cookie| request.header("cookie", cookie));
    node.send(request).await.status
}

/// A thousand guesses at once, and all the while the owner signs in.
async fn besieged(nodes: &[&TestApp]) {
    let cookie = ada(nodes[0]).await;
    let guesses = (0..1_000).map(|n| {
        let node = nodes[n % nodes.len()];
        node.send(from(login(node, ADA, OTHER_PASSWORD), GUESSER))
    });
    let owner = async {
        for round in 0..5 {
            let node = nodes[round % nodes.len()];
            assert_eq!(comes_in(node, PASSWORD, GUESSER, Some(&cookie)).await, 200, "a known browser");
            assert_eq!(comes_in(node, PASSWORD, "198.51.100.9", None).await, 200, "another network");
        }
    };
    let (answers, ()) = tokio::join!(join_all(guesses), owner);
    let tally = tally(&answers);
    assert_eq!(tally.get(&(401, "invalid_credentials".to_owned())), Some(&10), "{tally:?}");
    assert_eq!(tally.get(&(429, "too_many_attempts".to_owned())), Some(&990), "{tally:?}");
    let refused = nodes[0].send(from(login(nodes[0], ADA, PASSWORD), GUESSER)).await;
    assert_eq!(refused.refusal(), TOO_MANY);
    assert_eq!(refused.header("ratelimit-policy"), "\"guesses\";q=10;w=900");
    assert_eq!(refused.header("content-type"), "application/problem+json");
}

/// ASVS 6.3.1
#[tokio::test]
async fn a_thousand_guesses_at_one_node_evaluate_ten_and_keep_the_owner_out_of_nothing() {
    besieged(&[&behind_a_proxy().await]).await;
}

/// ASVS 6.3.1
#[tokio::test]
async fn a_thousand_guesses_at_two_nodes_evaluate_ten_and_keep_the_owner_out_of_nothing() {
    let journal = behind_a_proxy().await;
    let other = journal.another_node_with(trusting).await;
    besieged(&[&journal, &other]).await;
}

/// A hundred failures in a row, each ten from a network of their own.
async fn closed_for_a_day(nodes: &[&TestApp]) -> String {
    let cookie = ada(nodes[0]).await;
    for network in 0..10 {
        let node = nodes[network % nodes.len()];
        let address = format!("203.0.113.{network}");
        let guesses = (0..10).map(|_| node.send(from(login(node, ADA, OTHER_PASSWORD), &address)));
        assert!(join_all(guesses).await.iter().all(|answer| answer.status == 401));
    }
    cookie
}

async fn waits_a_day_but_for_those_who_are_known(nodes: &[&TestApp]) {
    let cookie = closed_for_a_day(nodes).await;
    for node in nodes {
        let elsewhere = node.send(from(login(node, ADA, PASSWORD), "198.51.100.7")).await;
        assert_eq!(elsewhere.refusal(), TOO_MANY);
        assert_eq!(elsewhere.header("ratelimit-policy"), "\"daily\";q=100;w=86400");
        let seconds: i64 = elsewhere.header("retry-after").parse().expect("seconds");
        assert!((86_000..=86_401).contains(&seconds), "{seconds}");
        assert_eq!(comes_in(node, PASSWORD, "198.51.100.7", Some(&cookie)).await, 200);
    }
    let asked = nodes[0].post("/api/auth/forgot-password", &json!({"email": ADA})).await;
    let body = json!({"token": asked.text("dev_reset_token"), "password": THIRD_PASSWORD});
    let last = nodes[nodes.len() - 1];
    assert_eq!(last.post("/api/auth/reset-password", &body).await.status, 204);
    for node in nodes {
        assert_eq!(comes_in(node, THIRD_PASSWORD, "198.51.100.7", None).await, 200, "after a reset");
        assert_eq!(comes_in(node, THIRD_PASSWORD, "203.0.113.3", None).await, 200, "from anywhere");
        assert_eq!(comes_in(node, PASSWORD, "198.51.100.7", None).await, 401, "with the new password alone");
    }
}

/// ASVS 6.3.1
#[tokio::test]
async fn the_daily_wait_spares_known_browsers_and_ends_with_a_reset() {
    waits_a_day_but_for_those_who_are_known(&[&behind_a_proxy().await]).await;
}

/// ASVS 6.3.1
#[tokio::test]
async fn the_daily_wait_is_one_on_two_nodes_and_so_is_its_end() {
    let journal = behind_a_proxy().await;
    let other = journal.another_node_with(trusting).await;
    waits_a_day_but_for_those_who_are_known(&[&journal, &other]).await;
}
