mod account;
mod ceremony;
mod hostile;
mod recovery;
mod sign_in;
mod sign_up;
mod step_assertion;
mod step_registration;
mod well_known;

use reqwest::Method;
use serde_json::Value;
use testkit::{Answer, TestApp, Tokens};

/// The passkeys of whoever has the token.
async fn passkeys(journal: &TestApp, token: &str) -> Vec<Value> {
    let answer = journal.call(Method::GET, "/api/auth/passkeys", token, None).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json["items"].as_array().cloned().unwrap_or_default()
}

/// The tokens of a sign-in that must have succeeded.
fn tokens(answer: &Answer) -> Tokens {
    assert_eq!(answer.status, 200, "{answer:?}");
    Tokens::of(answer)
}

/// The kinds of what happened to whoever has the token, the newest first.
async fn kinds(journal: &TestApp, token: &str) -> Vec<String> {
    let answer = journal.call(Method::GET, "/api/auth/activity", token, None).await;
    let items = answer.json["items"].as_array().cloned().unwrap_or_default();
    items.iter().map(|item| item["kind"].as_str().unwrap_or_default().to_owned()).collect()
}
