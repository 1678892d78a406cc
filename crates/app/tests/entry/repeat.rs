use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};
use testkit::{Answer, PASSWORD, TestApp};

use super::{Writer, all, assert_complaint};

async fn post(ada: &Writer<'_>, key: &str, body: &Value) -> Answer {
    ada.with_header((Method::POST, "/api/entries"), ("idempotency-key", key), Some(body)).await
}

#[tokio::test]
async fn the_same_key_and_body_make_one_entry_and_give_the_same_answer() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    let body = json!({"title": "Once", "content": "words", "tags": ["A", "a"]});
    let first = post(&ada, "key-1", &body).await;
    assert_eq!(first.status, 201);
    journal.advance(600);
    let again = post(&ada, "key-1", &body).await;
    assert_eq!((again.status, &again.json), (201, &first.json));
    assert_eq!(again.header("location"), first.header("location"));
    assert_eq!(again.header("etag"), first.header("etag"));
    assert_eq!(all(&ada.get("/api/entries").await, "id").len(), 1);
}

#[tokio::test]
async fn the_answer_stays_the_first_one_whatever_became_of_the_entry() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    let body = json!({"title": "Once", "content": "words"});
    let first = post(&ada, "key-1", &body).await;
    let id = first.text("id").to_owned();
    ada.put(&id, &json!({"title": "From elsewhere", "expected_version": 1})).await;
    assert_eq!(post(&ada, "key-1", &body).await.json, first.json);
    let next = ada.put(&id, &json!({"title": "Mine", "expected_version": 1})).await;
    assert_eq!(next.refusal(), (409, "version_conflict"), "whoever goes on from it overwrites nothing");
    ada.delete(&id, 2).await;
    assert_eq!(post(&ada, "key-1", &body).await.json, first.json);
    assert_eq!(ada.get("/api/entries").await.json["items"], json!([]));
}

#[tokio::test]
async fn the_same_key_with_another_body_is_refused() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    post(&ada, "key-1", &json!({"title": "Once", "content": "words"})).await;
    for body in [
        json!({"title": "Once", "content": "other words"}),
        json!({"title": "Once", "content": "words", "is_favorite": true}),
        json!({"title": "Once", "content": "words", "happened_at": "2026-03-01T09:00:00Z"}),
    ] {
        assert_eq!(post(&ada, "key-1", &body).await.refusal(), (422, "idempotency_key_reused"));
    }
    assert_eq!(all(&ada.get("/api/entries").await, "id").len(), 1);
}

/// ASVS 2.3.4
#[tokio::test]
async fn fifty_at_once_make_one_entry() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    let body = json!({"title": "Once", "content": "words"});
    let answers = join_all((0..50).map(|_| post(&ada, "key-1", &body))).await;
    for answer in &answers {
        assert_eq!((answer.status, &answer.json), (201, &answers[0].json));
    }
    assert_eq!(all(&ada.get("/api/entries").await, "id").len(), 1);
}

#[tokio::test]
async fn a_key_is_ones_own_and_lasts_a_day() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    let eve = Writer::new(&journal, "eve@example.com").await;
    let body = json!({"title": "Once", "content": "words"});
    let first = post(&ada, "key-1", &body).await;
    let hers = post(&eve, "key-1", &body).await;
    assert_ne!(first.text("id"), hers.text("id"));
    journal.advance(24 * 3_600 - 1);
    let access = journal.sign_in("ada@example.com", PASSWORD).await.access;
    let ada = Writer { access, ..ada };
    assert_eq!(post(&ada, "key-1", &body).await.text("id"), first.text("id"));
    journal.advance(1);
    let next_day = post(&ada, "key-1", &body).await;
    assert_eq!(next_day.status, 201);
    assert_ne!(next_day.text("id"), first.text("id"));
    assert_eq!(post(&ada, "key-1", &body).await.text("id"), next_day.text("id"));
}

#[tokio::test]
async fn a_refused_request_uses_no_key_and_nonsense_is_no_key() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    let refused = post(&ada, "key-1", &json!({"title": "a".repeat(301), "content": ""})).await;
    assert_complaint(&refused, "title", "too_long");
    let body = json!({"title": "Good", "content": ""});
    assert_eq!(post(&ada, "key-1", &body).await.status, 201);
    for key in ["", "two words", &"k".repeat(256)] {
        assert_complaint(&post(&ada, key, &body).await, "Idempotency-Key", "invalid_key");
    }
    assert_eq!(post(&ada, &"k".repeat(255), &body).await.status, 201);
}
