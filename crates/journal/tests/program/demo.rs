use std::time::Duration;

use serde_json::{Value, json};
use store::{Query, Store};
use testkit::PASSWORD;
use tokio::task::JoinSet;

use super::Home;

const DEMO: [(&str, &str); 2] = [("USER_MGMT_ENABLED", "false"), ("DEMO_PASSWORD", PASSWORD)];
const ENTRIES: i64 = 600;

async fn sign_in(url: &str, name: &str) -> String {
    let body = json!({ "username": name, "password": PASSWORD });
    let answer =
        reqwest::Client::new().post(format!("{url}/api/auth/login")).json(&body).send().await.unwrap();
    answer.json::<Value>().await.unwrap()["access_token"].as_str().unwrap().to_owned()
}

/// Writes so many entries in demo mode.
async fn write(home: &Home, entries: i64) {
    let server = home.serve(&DEMO);
    let token = sign_in(&server.url, "demo").await;
    let http = reqwest::Client::new();
    let mut writing = JoinSet::new();
    for number in 0..entries {
        let entry = json!({ "title": format!("Day {number}"), "content": "A walk.", "tags": ["walks"] });
        let request = http.post(format!("{}/api/entries", server.url)).bearer_auth(&token).json(&entry);
        writing.spawn(async move { request.send().await.unwrap().status().as_u16() });
        if writing.len() == 50 {
            assert_eq!(writing.join_next().await.unwrap().unwrap(), 201);
        }
    }
    assert!(writing.join_all().await.into_iter().all(|status| status == 201));
    server.stop();
}

/// How many entries the demo user has, how many others have, and how many tags lead to those.
async fn owned(store: &Store) -> (i64, i64, i64) {
    let demo = uuid::Uuid::from_u128(1);
    let counted = Query::new(
        "select (select count(*) from entries where account_id = $1) as demo,
                (select count(*) from entries where account_id <> $1) as others,
                (select count(*) from entry_tags where account_id <> $1) as tags",
        [demo.into()],
        |row| Ok((row.get("demo")?, row.get("others")?, row.get("tags")?)),
    );
    store.get(counted).await.unwrap().unwrap()
}

#[tokio::test]
async fn killed_in_the_middle_every_entry_has_one_owner_and_the_next_run_goes_on() {
    let home = Home::new();
    write(&home, ENTRIES).await;
    home.create("ada@example.org", "user");
    let store = home.store().await;
    let (mut cut, mut before) = (0, 0);
    loop {
        let mut adopting = home.begin(&["demo", "adopt", "--to", "ada@example.org"]);
        let moved = loop {
            let (_, moved, _) = owned(&store).await;
            if moved > before || adopting.try_wait().unwrap().is_some() {
                break moved;
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        };
        adopting.kill().unwrap();
        adopting.wait().unwrap();
        let (left, there, tags) = owned(&store).await;
        assert_eq!(left + there, ENTRIES, "after {cut} kills");
        assert_eq!(tags, there, "an entry came without its tag, or a tag without its entry");
        if left == 0 || cut == 5 {
            break;
        }
        (cut, before) = (cut + 1, moved.max(there));
    }
    assert!(cut > 0, "it was never killed in the middle, so that nothing was tested");
    let (left, ..) = owned(&store).await;
    let told = home.json(&["demo", "adopt", "--to", "ada@example.org"]);
    assert_eq!(told["entries"], left);
    assert_eq!(owned(&store).await, (0, ENTRIES, ENTRIES));
    let server = home.serve(&[]);
    let token = sign_in(&server.url, "ada@example.org").await;
    let http = reqwest::Client::new();
    let list = http.get(format!("{}/api/entries?tag=walks&limit=100", server.url)).bearer_auth(&token);
    let list: Value = list.send().await.unwrap().json().await.unwrap();
    assert_eq!(list["items"].as_array().map(Vec::len), Some(100));
    assert!(list["items"].as_array().unwrap().iter().all(|item| item["excerpt"] == "A walk."));
}

#[tokio::test]
async fn what_was_written_in_demo_mode_is_deleted_when_it_is_asked_for() {
    let home = Home::new();
    write(&home, 3).await;
    assert_eq!(home.json(&["demo", "discard"]), json!({ "entries": 3 }));
    assert_eq!(home.json(&["demo", "discard"]), json!({ "entries": 0 }));
    assert_eq!(owned(&home.store().await).await, (0, 0, 0));
}
