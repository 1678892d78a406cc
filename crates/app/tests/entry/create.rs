use serde_json::json;
use testkit::TestApp;

use super::{Writer, assert_complaint, complaints};

#[tokio::test]
async fn a_new_entry_is_answered_whole_with_its_place_and_version() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    let body = json!({
        "title": "First day", "content": "# Hello\n\nIt's *raining*.", "tags": ["Rain", " home "], "is_favorite": true,
        "happened_at": "2026-02-28T21:30:00+01:00", "time_zone": "Europe/Zurich",
    });
    let answer = ada.post(&body).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    let entry = &answer.json;
    assert_eq!(entry["title"], "First day");
    assert_eq!(entry["content"], "# Hello\n\nIt's *raining*.");
    assert_eq!(entry["tags"], json!(["Rain", "home"]));
    assert_eq!(entry["is_favorite"], true);
    assert_eq!((&entry["word_count"], &entry["char_count"]), (&json!(3), &json!(24)));
    assert_eq!(entry["version"], 1);
    assert_eq!(entry["author_id"], ada.id.as_str());
    assert_eq!(entry["happened_at"], "2026-02-28T20:30:00Z");
    assert_eq!(entry["time_zone"], "Europe/Zurich");
    assert_eq!(entry["created_at"], "2026-03-01T09:00:00Z");
    assert_eq!(entry["updated_at"], "2026-03-01T09:00:00Z");
    assert_eq!(entry.as_object().map(serde_json::Map::len), Some(13));
    let id = entry["id"].as_str().unwrap_or_default();
    assert_eq!(answer.header("location"), format!("/api/entries/{id}"));
    assert_eq!(answer.header("etag"), "\"1\"");
    assert_eq!(ada.read(id).await.json, answer.json);
}

#[tokio::test]
async fn what_is_left_out_is_now_here_and_nothing() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    let entry = ada.write(&json!({"title": "", "content": ""})).await;
    assert_eq!(entry["happened_at"], "2026-03-01T09:00:00Z");
    assert_eq!((&entry["time_zone"], &entry["tags"]), (&json!("UTC"), &json!([])));
    assert_eq!(
        (&entry["is_favorite"], &entry["word_count"], &entry["char_count"]),
        (&json!(false), &json!(0), &json!(0))
    );

    let profile = json!({"time_zone": "Asia/Kathmandu"});
    let changed = journal.call(reqwest::Method::PATCH, "/api/auth/me", &ada.access, Some(&profile)).await;
    assert_eq!(changed.status, 200);
    assert_eq!(ada.write(&json!({"title": "", "content": ""})).await["time_zone"], "Asia/Kathmandu");
}

#[tokio::test]
async fn content_comes_back_byte_for_byte() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    for content in [
        "line\r\nline\rline\n",
        "\u{feff}with a mark",
        "Cafe\u{301} and Café",
        "🦦👩‍👩‍👧‍👦 \u{200b}\u{202e}abc",
        "  spaces \t\n\n\n",
        "\u{1}\u{8}\u{b}\u{1f}\u{7f}\u{85}\u{2028}\u{2029}",
        "\"quotes\\\" </script> ${x} {{y}}",
        "\u{10ffff}\u{fffe}",
    ] {
        let entry = ada.write(&json!({"title": content.lines().next(), "content": content})).await;
        let read = ada.read(entry["id"].as_str().unwrap_or_default()).await;
        assert_eq!(read.text("content"), content);
    }
}

#[tokio::test]
async fn a_mebibyte_is_taken_even_when_all_of_it_is_escaped() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    let content = "\u{1}".repeat(1024 * 1024);
    let entry = ada.write(&json!({"title": "long", "content": content})).await;
    assert_eq!(entry["char_count"], 1024 * 1024);
    let read = ada.read(entry["id"].as_str().unwrap_or_default()).await;
    assert_eq!(read.text("content"), content);
}

#[tokio::test]
async fn what_is_too_much_is_named_and_nothing_is_written() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    let too_long = ada.post(&json!({"title": "", "content": "é".repeat(512 * 1024 + 1)})).await;
    assert_complaint(&too_long, "content", "too_long");
    assert_complaint(&ada.post(&json!({"title": "a".repeat(301), "content": ""})).await, "title", "too_long");
    let tags: Vec<String> = (0..21).map(|number| number.to_string()).collect();
    assert_complaint(&ada.post(&json!({"title": "", "content": "", "tags": tags})).await, "tags", "too_many");
    let body_too_large = ada.post(&json!({"title": "", "content": "a".repeat(8 * 1024 * 1024)})).await;
    assert_eq!(body_too_large.refusal(), (413, "payload_too_large"));
    assert_eq!(ada.get("/api/entries").await.json["items"], json!([]));
}

#[tokio::test]
async fn all_complaints_come_at_once() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    let body = json!({
        "title": "a\u{0}b", "content": "\u{0}", "tags": [" "], "time_zone": "Mars/Olympus",
        "happened_at": "0999-01-01T00:00:00Z",
    });
    let answer = ada.post(&body).await;
    assert_eq!(answer.refusal(), (422, "validation_failed"));
    let expected = [
        ("title", "invalid_character"),
        ("content", "invalid_character"),
        ("tags", "empty_tag"),
        ("happened_at", "out_of_range"),
        ("time_zone", "unknown_time_zone"),
    ];
    let expected: Vec<_> =
        expected.iter().map(|(field, code)| ((*field).to_owned(), (*code).to_owned())).collect();
    assert_eq!(complaints(&answer), expected);
}
