//! What a person writes is on no disk in the clear: not in the database, not in its side files, nowhere in the
//! folder; a copy of the folder without its master key is not the diary.

use std::path::Path;

use serde_json::{Value, json};
use testkit::PASSWORD;

use crate::program::Home;

/// Letters that nothing but the entry holds.
const CANARIES: [&str; 3] = ["canaryTitleQuince", "canaryTextMedlar", "canarytagdamson"];
const ADDRESS: &str = "ada@example.org";

#[tokio::test]
async fn no_file_in_the_data_folder_holds_what_was_written() {
    let home = Home::new();
    home.create(ADDRESS, "user");
    let server = home.serve(&[]);
    let http = reqwest::Client::new();
    let login = json!({ "email": ADDRESS, "password": PASSWORD });
    let answer = http.post(format!("{}/api/auth/login", server.url)).json(&login).send().await.unwrap();
    let tokens: Value = answer.json().await.unwrap();
    let token = tokens["access_token"].as_str().unwrap();
    let [title, text, tag] = CANARIES;
    // Long enough to spill over several pages of the file.
    let entry = json!({ "title": title, "content": format!("{text} ").repeat(2_000), "tags": [tag] });
    let url = format!("{}/api/entries", server.url);
    let request = http.post(&url).bearer_auth(token).header("Idempotency-Key", text).json(&entry);
    assert_eq!(request.send().await.unwrap().status(), 201);
    let listed = http.get(format!("{url}?tag={tag}")).bearer_auth(token).send().await.unwrap();
    assert!(listed.text().await.unwrap().contains(title), "the entry is there and is found by its tag");
    let data = home.path().join("data");
    assert_sealed(&data);
    assert!(server.stop().success());
    assert_sealed(&data);
}

#[track_caller]
fn assert_sealed(folder: &Path) {
    assert!(holds(folder, ADDRESS), "what is not sealed is found, so that looking means something");
    for canary in CANARIES {
        assert!(!holds(folder, canary), "{canary} is in a file");
    }
}

/// Whether any file in the folder holds these bytes, in upper or lower case.
fn holds(folder: &Path, text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    folder.read_dir().unwrap().any(|file| {
        let bytes = std::fs::read(file.unwrap().path()).unwrap().to_ascii_lowercase();
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    })
}
