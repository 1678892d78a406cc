use reqwest::Method;
use serde_json::json;
use testkit::{Answer, TestApp};

mod deletion;
mod email;
mod event;
mod link;
mod not_me;
mod pending;

/// Asks to move the account behind an access token to another address.
async fn change_email(journal: &TestApp, access: &str, to: &str) -> Answer {
    journal.call(Method::POST, "/api/auth/change-email", access, Some(&json!({"new_email": to}))).await
}

/// Redeems a token.
async fn redeem(journal: &TestApp, route: &str, token: &str) -> Answer {
    journal.post(&format!("/api/auth/{route}"), &json!({"token": token})).await
}

/// Moves the account to another address, which confirms at once.
async fn move_to(journal: &TestApp, access: &str, to: &str) {
    let asked = change_email(journal, access, to).await;
    assert_eq!(asked.status, 202, "{asked:?}");
    let confirmed = redeem(journal, "confirm-email-change", asked.text("dev_confirm_token")).await;
    assert_eq!(confirmed.status, 204, "{confirmed:?}");
}

/// The address that the account behind an access token has.
async fn address(journal: &TestApp, access: &str) -> String {
    journal.call(Method::GET, "/api/auth/me", access, None).await.text("email").to_owned()
}

/// A login, whatever comes of it.
async fn login(journal: &TestApp, email: &str, password: &str) -> Answer {
    journal.post("/api/auth/login", &json!({"email": email, "password": password})).await
}

/// Asks for a new password and sets it.
async fn reset(journal: &TestApp, token: &str, password: &str) -> Answer {
    journal.post("/api/auth/reset-password", &json!({"token": token, "password": password})).await
}
