//! One counter for every route that tells a right password from a wrong one; and what does not count.

use app::admin;
use reqwest::Method;
use serde_json::json;
use testkit::{Answer, OTHER_PASSWORD, PASSWORD, Person, TestApp};

use super::{TOO_MANY, login};

const NEW_PASSWORD: &str = "canary-meadow-lantern-57";
const ROUTES: [&str; 3] = ["login", "reauthenticate", "change-password"];

async fn guess(node: &TestApp, route: &str, ada: &Person, password: &str) -> Answer {
    let body = match route {
        "login" => return node.send(login(node, &ada.email, password)).await,
        "reauthenticate" => json!({"password": password}),
        _ => json!({"current_password": password, "new_password": NEW_PASSWORD}),
    };
    node.call(Method::POST, &format!("/api/auth/{route}"), &ada.tokens.access, Some(&body)).await
}

/// ASVS 6.3.1
#[tokio::test]
async fn ten_wrong_passwords_at_any_routes_of_two_nodes_close_all_of_them() {
    let journal = TestApp::start().await;
    let other = journal.another_node().await;
    let ada = journal.person("ada@example.com").await;
    let nodes = [&journal, &other];
    for n in 0..10 {
        let route = ROUTES[n % 3];
        let wrong = guess(nodes[n % 2], route, &ada, OTHER_PASSWORD).await;
        let expected = if route == "login" { (401, "invalid_credentials") } else { (403, "wrong_password") };
        assert_eq!(wrong.refusal(), expected, "{n}");
    }
    for node in nodes {
        for route in ROUTES {
            let refused = guess(node, route, &ada, PASSWORD).await;
            assert_eq!(refused.refusal(), TOO_MANY, "{route}");
            assert_eq!(refused.header("ratelimit-policy"), "\"guesses\";q=10;w=900", "{route}");
        }
    }
    assert!(other.works(&ada.tokens.access).await, "who is signed in stays so");
    journal.advance(901);
    assert_eq!(guess(&other, "login", &ada, PASSWORD).await.status, 200);
}

/// ASVS 6.3.1
#[tokio::test]
async fn a_right_password_at_one_route_takes_no_guess_from_another() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    for _ in 0..9 {
        assert_eq!(guess(&journal, "login", &ada, OTHER_PASSWORD).await.status, 401);
    }
    for _ in 0..5 {
        assert_eq!(guess(&journal, "reauthenticate", &ada, PASSWORD).await.status, 200);
    }
    assert_eq!(guess(&journal, "login", &ada, OTHER_PASSWORD).await.status, 401);
    assert_eq!(guess(&journal, "login", &ada, PASSWORD).await.refusal(), TOO_MANY);
}

/// Tokens have 256 bits: whoever tries one learns nothing, and closes nobody's door.
#[tokio::test]
async fn wrong_tokens_count_against_nobody_and_a_wait_does_not_stop_a_right_one() {
    let journal = TestApp::start().await;
    admin::create(&journal.app, "ada@example.com", PASSWORD, app::access::Role::User).await.expect("made");
    let asked = journal.post("/api/auth/forgot-password", &json!({"email": "ada@example.com"})).await;
    let right = asked.text("dev_reset_token");
    // Of the last letter four bits count, so that one in sixteen tokens ends in this one anyway.
    let wrong = format!("{}{}", &right[..42], if right.ends_with('A') { 'E' } else { 'A' });
    for _ in 0..40 {
        let body = json!({"token": wrong, "password": NEW_PASSWORD});
        let reset = journal.post("/api/auth/reset-password", &body).await;
        assert_eq!(reset.refusal(), (400, "token_invalid"));
        for route in ["verify-email", "not-me"] {
            let answer = journal.post(&format!("/api/auth/{route}"), &json!({"token": wrong})).await;
            assert_eq!(answer.refusal(), (400, "token_invalid"), "{route}");
        }
    }
    for _ in 0..10 {
        let guess = login(&journal, "ada@example.com", OTHER_PASSWORD);
        assert_eq!(journal.send(guess).await.refusal(), (401, "invalid_credentials"));
    }
    assert_eq!(journal.send(login(&journal, "ada@example.com", PASSWORD)).await.refusal(), TOO_MANY);
    let body = json!({"token": asked.text("dev_reset_token"), "password": NEW_PASSWORD});
    assert_eq!(journal.post("/api/auth/reset-password", &body).await.status, 204);
    journal.sign_in("ada@example.com", NEW_PASSWORD).await;
}
