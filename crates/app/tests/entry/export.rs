use reqwest::Method;
use serde_json::{Value, json};
use store::Change;
use testkit::TestApp;

use super::Writer;

fn entries(file: &Value) -> &[Value] {
    file["entries"].as_array().map_or(&[], Vec::as_slice)
}

#[tokio::test]
async fn the_file_holds_every_entry_byte_for_byte_also_what_is_in_the_trash() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    let bob = Writer::new(&journal, "bob@example.com").await;
    bob.page("Bob's").await;
    let mut written = Vec::new();
    for number in 0..40 {
        let content = format!("# {number}\r\n\u{1f4d4} \u{202e}\t\"quoted\" \\ \u{2028} e\u{301}");
        written.push(ada.write(&json!({"title": "", "content": content, "tags": ["a", "Ä"]})).await);
    }
    let gone = written[20]["id"].as_str().expect("an id");
    assert_eq!(ada.delete(gone, 1).await.status, 204);
    let file = ada.get("/api/export").await;
    assert_eq!(file.status, 200);
    assert_eq!((&file.json["format"], &file.json["version"]), (&json!("journal export"), &json!(1)));
    assert_eq!(file.json["exported_at"], "2026-03-01T09:00:00Z");
    written[20]["deleted_at"] = json!("2026-03-01T09:00:00Z");
    // Ids say in which millisecond something was made, and here all were in one.
    written.sort_by_key(|entry| entry["id"].to_string());
    assert_eq!(entries(&file.json), written);
}

/// ASVS 5.4.1, 5.4.2
#[tokio::test]
async fn the_file_is_to_be_saved_under_a_name_that_nobody_chose() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    let file = ada.get("/api/export").await;
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"journal-2026-03-01.json\"");
    assert_eq!(file.header("content-type"), "application/json");
    assert_eq!(
        (file.header("cache-control"), file.header("x-content-type-options")),
        ("no-store", "nosniff")
    );
    assert!(file.json.is_object() && entries(&file.json).is_empty(), "an empty journal is a whole file, too");
}

/// ASVS 7.5.3
#[tokio::test]
async fn it_is_given_only_to_somebody_who_has_proved_lately_who_they_are() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    journal.advance(11 * 60);
    assert_eq!(ada.get("/api/export").await.refusal(), (403, "reauthentication_required"));
}

#[tokio::test]
async fn its_owner_sees_in_their_activity_that_it_was_given_out() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    journal.advance(1);
    ada.get("/api/export").await;
    let activity = ada.get("/api/auth/activity").await;
    assert_eq!(activity.json["items"][0]["kind"], "journal_exported", "{activity:?}");
}

#[tokio::test]
async fn a_file_that_breaks_off_cannot_be_taken_for_a_whole_one() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    let mut last = String::new();
    for _ in 0..20 {
        last = ada.page("A day").await;
    }
    let id: uuid::Uuid = last.parse().expect("an id");
    let spoilt = Change::new("update entries set content = head where id = $1", [id.into()]);
    journal.app.store.commit([spoilt]).await.expect("spoilt");
    let asked = journal.request(Method::GET, "/api/export").bearer_auth(&ada.access);
    let is_whole = match asked.send().await {
        Ok(answer) => answer.bytes().await.is_ok(),
        Err(_) => false,
    };
    assert!(!is_whole);
}
