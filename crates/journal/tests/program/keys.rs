use std::path::Path;
use std::time::Duration;

use crypto::Random;
use crypto::keys::MasterKey;
use serde_json::{Value, json};
use testkit::PASSWORD;

use super::{Home, refusal, stderr, stdout};

async fn post(url: &str, path: &str, body: &Value) -> (u16, Value) {
    let answer = reqwest::Client::new().post(format!("{url}{path}")).json(body).send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap_or_default())
}

async fn login(url: &str) -> Value {
    let (status, tokens) =
        post(url, "/api/auth/login", &json!({"email": "ada@example.org", "password": PASSWORD})).await;
    assert_eq!(status, 200, "{tokens}");
    tokens
}

async fn works(url: &str, tokens: &Value) -> bool {
    let request = reqwest::Client::new().get(format!("{url}/api/entries"));
    request.bearer_auth(tokens["access_token"].as_str().unwrap()).send().await.unwrap().status() == 200
}

async fn published(url: &str) -> Vec<Value> {
    let answer = reqwest::get(format!("{url}/.well-known/jwks.json")).await.unwrap();
    let keys: Value = answer.json().await.unwrap();
    keys["keys"].as_array().unwrap().iter().map(|key| key["kid"].clone()).collect()
}

/// Runs a blocking call beside the runtime.
async fn beside<T: Send + 'static>(call: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(call).await.unwrap()
}

/// ASVS 11.2.2
#[tokio::test]
async fn a_new_signing_key_reaches_two_running_servers() {
    let home = std::sync::Arc::new(Home::new());
    home.create("ada@example.org", "user");
    let (one, two) = (home.serve(&[]), home.serve(&[]));
    let before = login(&one.url).await;
    let rotating = home.clone();
    let rotated = beside(move || rotating.json(&["keys", "rotate"])).await;
    tokio::time::sleep(Duration::from_millis(3_500)).await;
    for server in [&one, &two] {
        let kids = published(&server.url).await;
        assert!(kids.len() == 2 && kids.contains(&rotated["kid"]), "{kids:?}");
        assert!(works(&server.url, &before).await);
    }
    let after = login(&one.url).await;
    assert!(works(&two.url, &after).await);
    let listing = home.clone();
    let listed = beside(move || listing.json(&["keys", "list"])).await;
    assert_eq!(listed["items"][0]["state"], "verifying");
    assert_eq!(listed["items"][1]["state"], "signing");
    assert_eq!(listed["items"][1]["kid"], rotated["kid"]);
    let shown = beside(move || home.run(&["keys", "list"], &[])).await;
    assert!(stdout(&shown).starts_with("KEY"), "{}", stdout(&shown));
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        folder.read_dir().unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|name| name.starts_with("master.key"));
    names.sort();
    names
}

/// ASVS 13.3.4
#[tokio::test]
async fn the_master_key_in_the_data_folder_is_exchanged_under_a_running_server() {
    let home = std::sync::Arc::new(Home::new());
    home.create("ada@example.org", "user");
    let server = home.serve(&[]);
    let before = login(&server.url).await;
    let data = home.path().join("data");
    let old = std::fs::read_to_string(data.join("master.key")).unwrap();
    let rotating = home.clone();
    let rotated = beside(move || rotating.json(&["keys", "rotate-master"])).await;
    assert_eq!(rotated["account_keys"], 1);
    assert!(rotated["server_keys"].as_u64().unwrap() >= 9, "{rotated}");
    assert_ne!(std::fs::read_to_string(data.join("master.key")).unwrap(), old);
    let kept = names(&data);
    assert_eq!(kept.len(), 2, "{kept:?}");
    assert_eq!(std::fs::read_to_string(data.join(&kept[1])).unwrap(), old);
    assert!(works(&server.url, &before).await);
    assert!(works(&server.url, &login(&server.url).await).await);
    drop(server);
    // Only the new key is at hand now.
    let server = home.serve(&[]);
    assert!(works(&server.url, &before).await);
    let (status, _) =
        post(&server.url, "/api/auth/refresh", &json!({"refresh_token": before["refresh_token"]})).await;
    assert_eq!(status, 200);
}

#[tokio::test]
async fn a_rotation_of_the_master_key_that_was_killed_goes_on() {
    let home = Home::on_sqlite();
    home.create("ada@example.org", "user");
    let data = home.path().join("data");
    // Killed between the two renames, and later between the exchange and the first key.
    std::fs::hard_link(data.join("master.key"), data.join("master.key.previous")).unwrap();
    let exchange = || journal::master_key::exchange(&data, &Random::system());
    exchange().unwrap();
    let new = std::fs::read_to_string(data.join("master.key")).unwrap();
    exchange().unwrap();
    assert_eq!(std::fs::read_to_string(data.join("master.key")).unwrap(), new, "it is exchanged once");
    // The program starts with both keys at hand, and the command goes on.
    assert_eq!(home.json(&["user", "list"])["items"].as_array().unwrap().len(), 1);
    let rotated = home.json(&["keys", "rotate-master"]);
    assert_eq!(rotated["account_keys"], 1);
    assert_eq!(names(&data).len(), 2);
    assert_eq!(std::fs::read_to_string(data.join("master.key")).unwrap(), new);
    assert_eq!(home.json(&["user", "list"])["items"].as_array().unwrap().len(), 1);
}

#[test]
fn a_master_key_of_the_environment_is_rotated_with_both_at_hand() {
    let home = Home::new();
    let key = || MasterKey::generate(&Random::system()).to_base64().expose().clone();
    let (old, new) = (key(), key());
    let run = |arguments: &[&str], settings: &[(&str, &str)]| home.run(arguments, settings);
    let password = format!("{PASSWORD}\n");
    let made =
        home.run_with(&["user", "create", "ada@example.org"], &[("MASTER_KEY", old.as_str())], &password);
    assert!(made.status.success(), "{}", stderr(&made));
    let refused = refusal(&run(&["keys", "rotate-master"], &[("MASTER_KEY", old.as_str())]));
    assert!(refused.contains("JOURNAL_MASTER_KEY_PREVIOUS is missing"), "{refused}");
    let both = [("MASTER_KEY", new.as_str()), ("MASTER_KEY_PREVIOUS", old.as_str())];
    let rotated = run(&["keys", "rotate-master", "--json"], &both);
    assert!(rotated.status.success(), "{}", stderr(&rotated));
    assert!(run(&["user", "list"], &[("MASTER_KEY", new.as_str())]).status.success());
    assert!(!run(&["user", "list"], &[("MASTER_KEY", old.as_str())]).status.success());
}
