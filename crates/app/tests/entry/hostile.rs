use reqwest::Method;
use reqwest::header::CONTENT_TYPE;
use serde_json::json;
use testkit::{Answer, TestApp};

use super::{Writer, assert_complaint};

async fn raw(ada: &Writer<'_>, body: &str) -> Answer {
    let request = ada.journal.request(Method::POST, "/api/entries").bearer_auth(&ada.access);
    ada.journal.send(request.header(CONTENT_TYPE, "application/json").body(body.to_owned())).await
}

/// ASVS 2.2.1, 15.3.3
#[tokio::test]
async fn bodies_of_another_shape_are_refused_and_change_nothing() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    for (body, field, code) in [
        (r#"{"title":"a"}"#, "content", "required"),
        (r#"{"content":"a"}"#, "title", "required"),
        (r#"{"title":["a"],"content":""}"#, "title", "invalid_type"),
        (r#"{"title":null,"content":""}"#, "title", "invalid_type"),
        (r#"{"title":"","content":7}"#, "content", "invalid_type"),
        (r#"{"title":"","content":"","tags":"one"}"#, "tags", "invalid_type"),
        (r#"{"title":"","content":"","tags":["a",1]}"#, "tags[1]", "invalid_type"),
        (r#"{"title":"","content":"","is_favorite":"yes"}"#, "is_favorite", "invalid_type"),
        (r#"{"title":"","content":"","happened_at":"yesterday"}"#, "happened_at", "invalid_type"),
        (r#"{"title":"","content":"","happened_at":1700000000}"#, "happened_at", "invalid_type"),
        (r#"{"title":"","content":"","happened_at":null}"#, "happened_at", "invalid_type"),
        (r#"{"title":"","content":"","time_zone":null}"#, "time_zone", "invalid_type"),
        (r#"{"title":"","content":"","author_id":"x"}"#, "author_id", "unknown_field"),
        (r#"{"title":"","content":"","version":7}"#, "version", "unknown_field"),
        (r#"{"title":"a","title":"b","content":""}"#, "title", "duplicate_field"),
        (r#"["a","b"]"#, "", "invalid_type"),
    ] {
        let answer = raw(&ada, body).await;
        assert_complaint(&answer, field, code);
    }
    for body in ["", "{", r#"{"title":"\ud800","content":""}"#, r#"{"title":"","content":"\udc00\ud800"}"#] {
        assert_eq!(raw(&ada, body).await.refusal(), (400, "malformed_json"), "{body}");
    }
    assert_eq!(ada.get("/api/entries").await.json["items"], json!([]));
}

#[tokio::test]
async fn an_id_that_is_none_names_nothing() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    for id in ["1", "nonsense", "%00", "00000000-0000-0000-0000-000000000000", "..%2Ftrash"] {
        assert_eq!(ada.read(id).await.refusal(), (404, "not_found"), "{id}");
        assert_eq!(
            ada.put(id, &json!({"title": "x", "expected_version": 1})).await.refusal(),
            (404, "not_found")
        );
        assert_eq!(ada.delete(id, 1).await.refusal(), (404, "not_found"));
        assert_eq!(ada.restore(id).await.refusal(), (404, "not_found"));
    }
}

/// ASVS 1.4.2
#[tokio::test]
async fn versions_that_are_no_numbers_are_refused() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    let id = ada.page("Page").await;
    for version in [json!("1"), json!(1.5), json!(null), json!(true), json!([1])] {
        let answer = ada.put(&id, &json!({"title": "x", "expected_version": version})).await;
        assert_complaint(&answer, "expected_version", "invalid_type");
    }
    let path = format!("/api/entries/{id}?expected_version=one");
    let answer = ada.call(Method::DELETE, &path, None).await;
    assert_complaint(&answer, "expected_version", "invalid_type");
    assert_eq!(ada.read(&id).await.json["version"], 1);
}

#[tokio::test]
async fn a_method_that_is_not_there_is_405_and_a_body_that_is_no_json_415() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    let id = ada.page("Page").await;
    let patch = ada.call(Method::PATCH, &format!("/api/entries/{id}"), Some(&json!({}))).await;
    assert_eq!(patch.refusal(), (405, "method_not_allowed"));
    let form = journal.request(Method::POST, "/api/entries").bearer_auth(&ada.access);
    let form = form.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body("title=a");
    assert_eq!(journal.send(form).await.refusal(), (415, "unsupported_media_type"));
}
