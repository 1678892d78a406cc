use serde_json::{Value, json};
use testkit::{OTHER_PASSWORD, PASSWORD};

use super::Home;

const ADDRESS: &str = "canary-quince@example.org";
const OTHER_ADDRESS: &str = "canary-medlar@example.org";

async fn post(url: &str, path: &str, access: Option<&str>, body: &Value) -> (u16, Value) {
    let request = reqwest::Client::new().post(format!("{url}/api/auth/{path}")).json(body);
    let request = access.into_iter().fold(request, reqwest::RequestBuilder::bearer_auth);
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap_or_default())
}

/// The token of the newest mail to an address that links to that page.
async fn mailed(url: &str, to: &str, page: &str) -> String {
    let mailbox = format!("{url}/api/dev/mailbox?to={to}");
    let mails: Value = reqwest::get(mailbox).await.unwrap().json().await.unwrap();
    let mails = mails["items"].as_array().cloned().unwrap_or_default();
    let mut links = mails.iter().flat_map(|mail| mail["links"].as_array().cloned().unwrap_or_default());
    let start = format!("{url}/{page}#token=");
    let found = links.find_map(|link| link.as_str()?.strip_prefix(&start).map(str::to_owned));
    found.unwrap_or_else(|| panic!("no mail to {to} links to {page}"))
}

/// ASVS 14.2.1, 16.2.5
#[tokio::test]
async fn the_log_holds_no_token_no_address_and_no_password_of_a_recovery() {
    let home = Home::new();
    let server = home.serve(&[]);
    home.create(ADDRESS, "user");
    let url = server.url.as_str();
    let mut secrets = vec![ADDRESS.to_owned(), OTHER_ADDRESS.to_owned(), PASSWORD.to_owned()];
    secrets.push(OTHER_PASSWORD.to_owned());
    post(url, "forgot-password", None, &json!({"email": ADDRESS})).await;
    let token = mailed(url, ADDRESS, "reset-password").await;
    let body = json!({"token": token, "password": OTHER_PASSWORD});
    assert_eq!(post(url, "reset-password", None, &body).await.0, 204);
    assert_eq!(post(url, "reset-password", None, &body).await.0, 400);
    secrets.push(token);
    let (status, tokens) =
        post(url, "login", None, &json!({"email": ADDRESS, "password": OTHER_PASSWORD})).await;
    assert_eq!(status, 200);
    let access = tokens["access_token"].as_str();
    let body = json!({"new_email": OTHER_ADDRESS});
    assert_eq!(post(url, "change-email", access, &body).await.0, 202);
    let token = mailed(url, OTHER_ADDRESS, "confirm-email-change").await;
    assert_eq!(post(url, "confirm-email-change", None, &json!({"token": token})).await.0, 204);
    secrets.push(token);
    for page in ["undo-email-change", "not-me"] {
        let token = mailed(url, ADDRESS, page).await;
        assert_eq!(post(url, page, None, &json!({"token": token})).await.0, 204, "{page}");
        secrets.push(token);
    }
    secrets.extend(access.map(str::to_owned));
    let log = server.log();
    assert!(log.contains("/api/auth/reset-password"), "what is logged is looked at");
    for secret in secrets {
        assert!(!log.contains(&secret), "{secret}");
    }
}
