use reqwest::Method;
use serde_json::json;
use testkit::TestApp;

use super::Writer;

#[tokio::test]
async fn a_reader_who_has_the_version_gets_304_without_a_body() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    let id = ada.page("Page").await;
    let path = format!("/api/entries/{id}");
    for known in ["\"1\"", "W/\"1\"", "\"0\", \"1\"", "*"] {
        let answer = ada.with_header((Method::GET, &path), ("if-none-match", known), None).await;
        assert_eq!((answer.status, answer.bytes.len(), answer.header("etag")), (304, 0, "\"1\""), "{known}");
    }
    for old in ["\"0\"", "1", "\"11\""] {
        let answer = ada.with_header((Method::GET, &path), ("if-none-match", old), None).await;
        assert_eq!((answer.status, answer.text("title")), (200, "Page"), "{old}");
    }
    ada.put(&id, &json!({"title": "Next", "expected_version": 1})).await;
    let answer = ada.with_header((Method::GET, &path), ("if-none-match", "\"1\""), None).await;
    assert_eq!((answer.status, answer.header("etag")), (200, "\"2\""));
}

/// ASVS 14.3.2
#[tokio::test]
async fn an_entry_is_never_kept_by_caches() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    let id = ada.page("Page").await;
    assert_eq!(ada.read(&id).await.header("cache-control"), "no-store");
    assert_eq!(ada.get("/api/entries").await.header("cache-control"), "no-store");
}

#[tokio::test]
async fn entries_outlive_a_restart() {
    let journal = TestApp::start().await;
    let (id, access) = {
        let ada = Writer::new(&journal, "ada@example.com").await;
        (ada.page("Page").await, ada.access.clone())
    };
    let journal = journal.restart().await;
    let answer = journal.call(Method::GET, &format!("/api/entries/{id}"), &access, None).await;
    assert_eq!((answer.status, answer.text("content")), (200, "Some words."));
}
