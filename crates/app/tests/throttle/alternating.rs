//! Somebody knows the password and guesses at the code: a right password in between must not make them start afresh.

use reqwest::Method;
use serde_json::json;
use testkit::{Answer, CodeApp, PASSWORD, TestApp};

use super::{TOO_MANY, behind_a_proxy, from, login, trusting};

const ADA: &str = "ada@example.com";
const INVALID_CODE: (u16, &str) = (401, "invalid_code");

/// Ada with a second factor, and the cookie of a browser that she has signed in with.
async fn ada(journal: &TestApp) -> (CodeApp, String) {
    let ada = journal.person(ADA).await;
    let app = journal.second_factor(&ada.tokens.access).await;
    let home = "198.51.100.1";
    let first = journal.send(from(login(journal, ADA, PASSWORD), home)).await;
    let signed_in = code(journal, home, first.text("mfa_token"), &app.code(), None).await;
    assert_eq!(signed_in.status, 200, "{signed_in:?}");
    journal.advance(60);
    (app, format!("device={}", signed_in.cookie("device").expect("a cookie")))
}

async fn code(node: &TestApp, address: &str, token: &str, code: &str, cookie: Option<&str>) -> Answer {
    let body = json!({"mfa_token": token, "method": "totp", "code": code});
    let request = from(node.request(Method::POST, "/api/auth/mfa/verify").json(&body), address);
    node.send(cookie.into_iter().fold(request, |request, cookie| request.header("cookie", cookie))).await
}

/// A login with the right password and one wrong code; `None` when either has to wait.
async fn alternate(node: &TestApp, app: &CodeApp, address: &str) -> Option<()> {
    let first = node.send(from(login(node, ADA, PASSWORD), address)).await;
    if first.refusal() == TOO_MANY {
        return None;
    }
    assert_eq!(first.refusal(), (403, "mfa_required"), "{first:?}");
    let wrong = code(node, address, first.text("mfa_token"), &app.wrong_code(), None).await;
    if wrong.refusal() == TOO_MANY {
        return None;
    }
    assert_eq!(wrong.refusal(), INVALID_CODE, "{wrong:?}");
    Some(())
}

/// The owner, with a right password and a right code; gives the status of the last answer.
async fn owner(node: &TestApp, app: &CodeApp, address: &str, cookie: Option<&str>) -> u16 {
    let request = from(login(node, ADA, PASSWORD), address);
    let request = cookie.into_iter().fold(request, |request, cookie| request.header("cookie", cookie));
    let first = node.send(request).await;
    if first.code() != "mfa_required" {
        return first.status;
    }
    code(node, address, first.text("mfa_token"), &app.code(), cookie).await.status
}

/// ASVS 6.3.1
#[tokio::test]
async fn a_right_password_between_wrong_codes_spares_nobody_the_ladder() {
    let journal = behind_a_proxy().await;
    let (app, _) = ada(&journal).await;
    let thief = "203.0.113.7";
    for guess in 0..10 {
        assert!(alternate(&journal, &app, thief).await.is_some(), "{guess}");
    }
    let mut waits = Vec::new();
    journal.advance(2_000);
    for _ in 0..5 {
        assert!(alternate(&journal, &app, thief).await.is_some(), "{waits:?}");
        let refused = journal.send(from(login(&journal, ADA, PASSWORD), thief)).await;
        assert_eq!(refused.refusal(), TOO_MANY, "{waits:?}");
        let seconds: i64 = refused.header("retry-after").parse().expect("seconds");
        waits.push((seconds + 30) / 60);
        journal.advance(seconds);
    }
    assert_eq!(waits, [2, 4, 8, 15, 15]);
}

/// From each of eleven networks, nine codes with a login before each; the hundredth closes the door to all of them.
async fn closed_for_a_day(nodes: &[&TestApp]) {
    let (app, cookie) = ada(nodes[0]).await;
    let mut guesses = 0;
    'all: for network in 1..=20 {
        for _ in 0..9 {
            if alternate(nodes[guesses % nodes.len()], &app, &format!("203.0.113.{network}")).await.is_none()
            {
                break 'all;
            }
            guesses += 1;
        }
        // A wait of minutes is not what this is about.
        nodes[0].advance(16 * 60);
    }
    assert_eq!(guesses, 100);
    for node in nodes {
        let refused = node.send(from(login(node, ADA, PASSWORD), "192.0.2.99")).await;
        assert_eq!(refused.refusal(), TOO_MANY);
        assert_eq!(refused.header("ratelimit-policy"), "\"daily\";q=100;w=86400");
        assert_eq!(owner(node, &app, "198.51.100.7", None).await, 429, "a browser that nobody knows");
        assert_eq!(owner(node, &app, "198.51.100.7", Some(&cookie)).await, 200, "the owner's");
        node.advance(60);
    }
    nodes[0].advance(24 * 60 * 60);
    assert_eq!(owner(nodes[0], &app, "198.51.100.7", None).await, 200, "the day is over");
}

/// ASVS 6.3.1
#[tokio::test]
async fn a_right_password_between_wrong_codes_from_many_networks_spares_nobody_the_day() {
    closed_for_a_day(&[&behind_a_proxy().await]).await;
}

/// ASVS 6.3.1
#[tokio::test]
async fn nor_does_it_at_two_nodes() {
    let journal = behind_a_proxy().await;
    let other = journal.another_node_with(trusting).await;
    closed_for_a_day(&[&journal, &other]).await;
}

/// Half a sign-in lifts nothing; a whole one does, as it always did.
#[tokio::test]
async fn a_sign_in_that_is_finished_ends_what_was_counted() {
    let journal = behind_a_proxy().await;
    let (app, _) = ada(&journal).await;
    let home = "198.51.100.20";
    for _ in 0..3 {
        for _ in 0..9 {
            assert!(alternate(&journal, &app, home).await.is_some());
        }
        assert_eq!(owner(&journal, &app, home, None).await, 200);
        journal.advance(16 * 60);
    }
    for network in 1..=9 {
        for _ in 0..9 {
            assert!(alternate(&journal, &app, &format!("203.0.113.{network}")).await.is_some());
        }
    }
}
