use serde_json::json;
use testkit::PASSWORD;

use super::{Home, refusal, stdout};

/// The status of a registration.
async fn register(url: &str, email: &str, code: &str) -> u16 {
    let body = json!({ "email": email, "password": PASSWORD, "invite_code": code });
    let request = reqwest::Client::new().post(format!("{url}/api/auth/register")).json(&body);
    request.send().await.unwrap().status().as_u16()
}

#[tokio::test]
async fn an_invitation_from_the_command_line_lets_somebody_in_until_it_is_withdrawn() {
    let home = Home::new();
    let server = home.serve(&[("REGISTRATION", "invite")]);
    let made = home.json(&["invite", "create", "--uses", "2", "--days", "3", "--note", "choir"]);
    let (id, code) = (made["id"].as_str().unwrap(), made["code"].as_str().unwrap());
    assert!(made["link"].as_str().unwrap().ends_with(&format!("/register#invite={code}")));
    assert_eq!(register(&server.url, "ada@example.org", code).await, 202);
    let listed = home.json(&["invite", "list"]);
    let first = &listed["items"][0];
    assert_eq!(
        (&first["note"], &first["pending"], &first["state"]),
        (&json!("choir"), &json!(1), &json!("open"))
    );
    assert!(!listed.to_string().contains(code), "a code is shown once");
    assert!(stdout(&home.run(&["invite", "list"], &[])).contains("0 of 2"));
    assert_eq!(home.json(&["invite", "revoke", id])["state"], "revoked");
    assert_eq!(register(&server.url, "bob@example.org", code).await, 403);
    assert_eq!(home.json(&["invite", "list"])["items"][0]["state"], "revoked");
}

#[test]
fn an_invitation_that_cannot_be_is_refused() {
    let home = Home::new();
    let unknown = home.run(&["invite", "revoke", "019a7c1e-6f0e-7c3a-9d53-0242ac120002"], &[]);
    assert!(refusal(&unknown).contains("there is no invitation"));
    assert!(refusal(&home.run(&["invite", "create", "--note", "a\nb"], &[])).contains("note"));
    assert!(!home.run(&["invite", "create", "--uses", "0"], &[]).status.success());
    assert!(stdout(&home.run(&["invite", "list"], &[])).contains("There are no invitations."));
}
