use futures_util::future::join_all;
use reqwest::Method;
use serde_json::json;
use testkit::TestApp;

use super::{Writer, all, assert_complaint};

#[tokio::test]
async fn a_change_makes_the_next_version_and_leaves_the_rest() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    let before = ada
        .write(&json!({"title": "One", "content": "old words here", "tags": ["a"], "is_favorite": true}))
        .await;
    let id = before["id"].as_str().unwrap_or_default();
    journal.advance(60);
    let answer = ada.put(id, &json!({"content": "new", "expected_version": 1})).await;
    assert_eq!((answer.status, answer.header("etag")), (200, "\"2\""));
    let mut expected = before.clone();
    expected["content"] = json!("new");
    expected["word_count"] = json!(1);
    expected["char_count"] = json!(3);
    expected["version"] = json!(2);
    expected["updated_at"] = json!("2026-03-01T09:01:00Z");
    assert_eq!(answer.json, expected);
    assert_eq!(ada.read(id).await.json, expected);
}

#[tokio::test]
async fn every_field_can_change() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    let id = ada.page("Page").await;
    let changes = [
        json!({"title": "Other"}),
        json!({"content": "Other words"}),
        json!({"tags": ["b"]}),
        json!({"is_favorite": true}),
        json!({"happened_at": "2001-02-03T04:05:06Z"}),
        json!({"time_zone": "America/New_York"}),
    ];
    for (version, change) in (1..).zip(&changes) {
        let mut body = change.clone();
        body["expected_version"] = json!(version);
        let answer = ada.put(&id, &body).await;
        assert_eq!((answer.status, &answer.json["version"]), (200, &json!(version + 1)), "{answer:?}");
        for (field, value) in change.as_object().into_iter().flatten() {
            assert_eq!(&answer.json[field], value);
        }
    }
}

#[tokio::test]
async fn a_change_that_changes_nothing_makes_no_version() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    let entry = ada.write(&json!({"title": "One", "content": "words", "tags": ["A", "b"]})).await;
    let id = entry["id"].as_str().unwrap_or_default();
    journal.advance(60);
    for body in [
        json!({"expected_version": 1}),
        json!({"title": "One", "content": "words", "tags": [" A", "b", "a"], "is_favorite": false, "expected_version": 1}),
    ] {
        let answer = ada.put(id, &body).await;
        assert_eq!((answer.status, answer.header("etag")), (200, "\"1\""));
        assert_eq!(answer.json, entry);
    }
}

#[tokio::test]
async fn a_stale_version_is_409_with_the_entry_that_stands() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    let id = ada.page("One").await;
    let current = ada.put(&id, &json!({"title": "Two", "expected_version": 1})).await.json;
    for version in [1, 3, 0, -1] {
        let answer = ada.put(&id, &json!({"title": "Lost?", "expected_version": version})).await;
        assert_eq!(answer.refusal(), (409, "version_conflict"));
        assert_eq!(answer.json["current"], current);
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert_eq!(answer.header("etag"), "\"2\"");
    }
    assert_eq!(ada.read(&id).await.text("title"), "Two");
}

#[tokio::test]
async fn if_match_does_the_same_with_412() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    let id = ada.page("One").await;
    let path = format!("/api/entries/{id}");
    let put = async |tag: &str, title: &str| {
        let body = json!({"title": title});
        ada.with_header((Method::PUT, &path), ("if-match", tag), Some(&body)).await
    };
    assert_eq!(put("\"1\"", "Two").await.header("etag"), "\"2\"");
    for stale in ["\"1\"", "W/\"2\"", "2", "\"22\""] {
        let answer = put(stale, "Lost?").await;
        assert_eq!(answer.refusal(), (412, "version_conflict"), "{stale}");
        assert_eq!(answer.json["current"]["title"], "Two");
    }
    assert_eq!(put("\"1\", \"2\"", "Three").await.status, 200);
    assert_eq!(put("*", "Four").await.status, 200);
    let both = json!({"title": "Five", "expected_version": 3});
    let answer = ada.with_header((Method::PUT, &path), ("if-match", "\"4\""), Some(&both)).await;
    assert_eq!(answer.refusal(), (409, "version_conflict"), "both must hold");
}

#[tokio::test]
async fn a_change_that_says_no_version_is_428() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    let id = ada.page("One").await;
    assert_eq!(ada.put(&id, &json!({"title": "Two"})).await.refusal(), (428, "precondition_required"));
    assert_eq!(ada.put(&id, &json!({})).await.refusal(), (428, "precondition_required"));
    assert_eq!(ada.read(&id).await.text("title"), "One");
}

#[tokio::test]
async fn of_fifty_changes_to_one_version_exactly_one_is_taken() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    let id = ada.page("One").await;
    let bodies: Vec<_> =
        (0..50).map(|n| json!({"title": format!("Title {n}"), "expected_version": 1})).collect();
    let answers = join_all(bodies.iter().map(|body| ada.put(&id, body))).await;
    let taken: Vec<_> = answers.iter().filter(|answer| answer.status == 200).collect();
    assert_eq!(taken.len(), 1);
    for lost in answers.iter().filter(|answer| answer.status != 200) {
        assert_eq!(lost.refusal(), (409, "version_conflict"));
        assert_eq!(lost.json["current"], taken[0].json);
    }
    assert_eq!(ada.read(&id).await.json, taken[0].json);
}

#[tokio::test]
async fn new_tags_are_found_and_old_ones_are_not() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    let entry = ada.write(&json!({"title": "One", "content": "", "tags": ["old", "kept"]})).await;
    let id = entry["id"].as_str().unwrap_or_default();
    ada.put(id, &json!({"tags": ["kept", "new"], "expected_version": 1})).await;
    for (tag, found) in [("old", 0), ("kept", 1), ("new", 1)] {
        assert_eq!(all(&ada.get(&format!("/api/entries?tag={tag}")).await, "id").len(), found, "{tag}");
    }
}

#[tokio::test]
async fn a_change_beyond_the_limits_is_refused_whole() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    let id = ada.page("One").await;
    let answer = ada.put(&id, &json!({"title": "Two", "content": "\u{0}", "expected_version": 1})).await;
    assert_complaint(&answer, "content", "invalid_character");
    let answer = ada.put(&id, &json!({"title": "Two", "mood": "fine", "expected_version": 1})).await;
    assert_complaint(&answer, "mood", "unknown_field");
    assert_eq!(ada.read(&id).await.text("title"), "One");
}
