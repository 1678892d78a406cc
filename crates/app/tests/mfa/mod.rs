mod enrol;
mod passkey;
mod paths;
mod proof;
mod recovery;
mod remove;
mod set_up;
mod step_up;
mod thief;
mod turn_off;
mod verify;

use reqwest::Method;
use serde_json::{Value, json};
use testkit::{Answer, CodeApp, PASSWORD, Person, TestApp};

const EMAIL: &str = "ada@example.com";
const INVALID_CODE: (u16, &str) = (401, "invalid_code");
const TOKEN_INVALID: (u16, &str) = (401, "token_invalid");

/// Somebody whose sign-in asks for a second factor, and their app.
async fn ada(journal: &TestApp) -> (Person, CodeApp) {
    let ada = journal.person(EMAIL).await;
    let app = journal.second_factor(&ada.tokens.access).await;
    (ada, app)
}

async fn status(journal: &TestApp, access: &str) -> Value {
    journal.call(Method::GET, "/api/auth/mfa", access, None).await.json
}

async fn login(journal: &TestApp) -> Answer {
    journal.post("/api/auth/login", &json!({"email": EMAIL, "password": PASSWORD})).await
}

/// The kinds of what happened to whoever has this token, the newest first.
async fn happened(journal: &TestApp, access: &str) -> Vec<String> {
    let answer = journal.call(Method::GET, "/api/auth/activity?limit=100", access, None).await;
    let items = answer.json["items"].as_array().cloned().unwrap_or_default();
    items.iter().filter_map(|item| item["kind"].as_str().map(str::to_owned)).collect()
}
