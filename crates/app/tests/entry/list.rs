use serde_json::json;
use testkit::TestApp;

use super::{Writer, all, assert_complaint};

#[tokio::test]
async fn entries_come_newest_first_by_when_they_happened() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    for day in ["2026-02-02", "2026-02-04", "2026-02-01", "2026-02-03"] {
        ada.write(&json!({"title": day, "content": "", "happened_at": format!("{day}T12:00:00Z")})).await;
    }
    let answer = ada.get("/api/entries").await;
    assert_eq!(answer.status, 200);
    assert_eq!(all(&answer, "title"), ["2026-02-04", "2026-02-03", "2026-02-02", "2026-02-01"]);
    assert!(answer.json["next_cursor"].is_null());
}

#[tokio::test]
async fn an_item_has_an_excerpt_instead_of_the_content() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    let entry = ada
        .write(&json!({"title": "T", "content": format!("One\r\n\ttwo {}", "ü".repeat(400)), "tags": ["a"]}))
        .await;
    let item = &ada.get("/api/entries").await.json["items"][0];
    assert!(item["content"].is_null());
    let excerpt = item["excerpt"].as_str().unwrap_or_default();
    assert!(excerpt.starts_with("One two ü"), "{excerpt}");
    assert_eq!(excerpt.chars().count(), 300);
    for field in [
        "id",
        "author_id",
        "title",
        "tags",
        "is_favorite",
        "word_count",
        "char_count",
        "version",
        "happened_at",
        "time_zone",
        "created_at",
        "updated_at",
    ] {
        assert_eq!(item[field], entry[field], "{field}");
    }
}

#[tokio::test]
async fn tags_are_found_in_any_case_and_only_whole() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    ada.write(&json!({"title": "cafe", "content": "", "tags": ["Café au lait", "work"]})).await;
    ada.write(&json!({"title": "other", "content": "", "tags": ["Café"]})).await;
    for (tag, titles) in [
        ("caf%C3%A9%20au%20lait", vec!["cafe"]),
        ("CAFE%CC%81", vec!["other"]),
        ("WORK", vec!["cafe"]),
        ("wor", vec![]),
        ("", vec![]),
    ] {
        assert_eq!(all(&ada.get(&format!("/api/entries?tag={tag}")).await, "title"), titles, "{tag}");
    }
}

#[tokio::test]
async fn a_span_of_time_includes_both_its_ends() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    for time in [
        "2026-02-01T00:00:00Z",
        "2026-02-02T12:00:00Z",
        "2026-02-03T23:59:59.999999Z",
        "2026-02-04T00:00:00Z",
    ] {
        ada.write(&json!({"title": time, "content": "", "happened_at": time, "tags": ["a"]})).await;
    }
    for (span, found) in [
        ("from=2026-02-02T12:00:00Z", 3),
        ("to=2026-02-02T12:00:00Z", 2),
        ("from=2026-02-02T12:00:00Z&to=2026-02-02T12:00:00Z", 1),
        ("from=2026-02-02T13:00:00%2B01:00&to=2026-02-02T13:00:00+01:00", 1),
        ("from=2026-02-01&to=2026-02-03", 3),
        ("from=2026-02-04", 1),
        ("to=2026-01-31", 0),
        ("from=2026-02-03&to=2026-02-01", 0),
        ("from=-009998-01-01&to=9999-12-31", 4),
        ("from=-009998-01-01T00:00:00Z", 4),
    ] {
        assert_eq!(all(&ada.get(&format!("/api/entries?{span}")).await, "id").len(), found, "{span}");
        assert_eq!(all(&ada.get(&format!("/api/entries?{span}&tag=a")).await, "id").len(), found, "{span}");
    }
}

#[tokio::test]
async fn parameters_that_make_no_sense_are_named() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    for (query, field, code) in [
        ("limit=0", "limit", "out_of_range"),
        ("limit=101", "limit", "out_of_range"),
        ("limit=-1", "limit", "out_of_range"),
        ("limit=many", "limit", "out_of_range"),
        ("cursor=nonsense", "cursor", "invalid_cursor"),
        ("from=yesterday", "from", "invalid_time"),
        ("to=2026-02-30", "to", "invalid_time"),
        ("limit=1&limit=2", "", "invalid_type"),
    ] {
        assert_complaint(&ada.get(&format!("/api/entries?{query}")).await, field, code);
    }
    assert_complaint(&ada.get("/api/entries/trash?limit=0").await, "limit", "out_of_range");
}
