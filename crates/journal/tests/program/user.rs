use std::time::Duration;

use serde_json::json;

use super::{Home, refusal, stderr, stdout};
use testkit::PASSWORD;

/// The status of a login.
async fn login(url: &str, email: &str) -> (u16, serde_json::Value) {
    let body = json!({ "email": email, "password": PASSWORD });
    let answer =
        reqwest::Client::new().post(format!("{url}/api/auth/login")).json(&body).send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

/// The status of a request with an access token.
async fn get(url: &str, path: &str, token: &serde_json::Value) -> u16 {
    let request = reqwest::Client::new().get(format!("{url}{path}")).bearer_auth(token.as_str().unwrap());
    request.send().await.unwrap().status().as_u16()
}

#[test]
fn an_account_is_made_with_a_password_from_standard_input() {
    let home = Home::new();
    let password = format!("{PASSWORD}\n");
    let arguments = ["user", "create", "Ada@Example.org", "--role", "admin", "--json"];
    let output = home.run_with(&arguments, &[], &password);
    assert!(output.status.success(), "{}", stderr(&output));
    let account: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(account["email"], "Ada@Example.org");
    assert_eq!(account["roles"], json!(["user", "admin"]));
    assert_eq!(account["is_verified"], true);
    assert!(!stdout(&output).contains(PASSWORD));
}

#[test]
fn what_cannot_be_an_account_is_refused() {
    let home = Home::new();
    home.create("ada@example.org", "user");
    for (arguments, input, says) in [
        (&["user", "create", "ada@example.org"][..], PASSWORD, "exists already"),
        (&["user", "create", "ADA@EXAMPLE.ORG"], PASSWORD, "exists already"),
        (&["user", "create", "nobody"], PASSWORD, ""),
        (&["user", "create", "bob@example.org"], "password", ""),
        (&["user", "create", "bob@example.org"], "", "standard input"),
        (&["user", "show", "bob@example.org"], "", "no account has the address"),
        (&["user", "disable", "bob@example.org"], "", "no account has the address"),
    ] {
        let refused = refusal(&home.run_with(arguments, &[], input));
        assert!(refused.contains(says), "{arguments:?}: {refused}");
    }
    assert_eq!(home.json(&["user", "list"])["items"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_role_that_does_not_exist_is_refused() {
    let output = Home::new().run(&["user", "create", "ada@example.org", "--role", "owner"], &[]);
    assert!(!output.status.success());
    assert!(
        stderr(&output).contains("there is no role \"owner\"; journal role list shows all"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn accounts_are_listed_and_shown() {
    let home = Home::new();
    assert_eq!(home.json(&["user", "list"]), json!({ "items": [] }));
    home.create("ada@example.org", "admin");
    home.create("bob@example.org", "user");
    let list = home.json(&["user", "list"]);
    assert_eq!(list["items"][0]["email"], "ada@example.org");
    assert_eq!(list["items"][1]["roles"], json!(["user"]));
    assert_eq!(home.json(&["user", "show", "bob@example.org"])["is_disabled"], false);
    let lines = stdout(&home.run(&["user", "list"], &[]));
    assert!(
        lines.lines().nth(1).is_some_and(|line| line.starts_with("ada@example.org  user, admin")),
        "{lines}"
    );
}

/// ASVS 7.4.2
#[tokio::test]
async fn disabling_an_account_ends_its_sessions_and_its_logins_until_it_is_enabled() {
    let home = Home::new();
    let server = home.serve(&[]);
    home.create("ada@example.org", "user");
    let (status, tokens) = login(&server.url, "ada@example.org").await;
    assert_eq!(status, 200);
    home.json(&["user", "disable", "ada@example.org"]);
    assert_eq!(get(&server.url, "/api/auth/me", &tokens["access_token"]).await, 401);
    let (status, problem) = login(&server.url, "ada@example.org").await;
    assert_eq!((status, problem["code"].as_str()), (403, Some("account_disabled")));
    home.json(&["user", "enable", "ada@example.org"]);
    assert_eq!(login(&server.url, "ada@example.org").await.0, 200);
}

#[tokio::test]
async fn a_role_that_was_given_counts_while_the_server_runs() {
    let home = Home::new();
    let server = home.serve(&[("REQUIRE_MFA", "off")]);
    home.create("ada@example.org", "user");
    let ping = async || {
        let (_, tokens) = login(&server.url, "ada@example.org").await;
        get(&server.url, "/api/admin/ping", &tokens["access_token"]).await
    };
    assert_eq!(ping().await, 403);
    home.json(&["user", "set-role", "ada@example.org", "admin"]);
    assert_eq!(ping().await, 200);
    home.create("grace@example.org", "admin");
    home.json(&["user", "set-role", "ada@example.org", "user"]);
    assert_eq!(ping().await, 403);
}

/// ASVS 6.3.3
#[tokio::test]
async fn unless_the_settings_say_otherwise_an_admin_sets_up_a_second_factor_first() {
    let home = Home::new();
    let server = home.serve(&[]);
    home.create("ada@example.org", "admin");
    home.create("bob@example.org", "user");
    let mut statuses = Vec::new();
    for email in ["ada@example.org", "bob@example.org"] {
        let (_, tokens) = login(&server.url, email).await;
        for path in ["/api/auth/me", "/api/entries"] {
            statuses.push(get(&server.url, path, &tokens["access_token"]).await);
        }
    }
    assert_eq!(statuses, [200, 403, 200, 200]);
}

/// ASVS 7.4.5
#[tokio::test]
async fn sessions_are_ended_while_the_server_runs() {
    let home = Home::new();
    let server = home.serve(&[]);
    home.create("ada@example.org", "user");
    let (_, tokens) = login(&server.url, "ada@example.org").await;
    assert_eq!(get(&server.url, "/api/auth/me", &tokens["access_token"]).await, 200);
    home.json(&["user", "end-sessions", "ada@example.org"]);
    // The server cannot hear a command, and believes what it read for less than a second.
    let refused = async {
        while get(&server.url, "/api/auth/me", &tokens["access_token"]).await == 200 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), refused).await.expect("refused within a second or so");
}
