use reqwest::Method;
use serde_json::json;
use testkit::TestApp;

use super::{Writer, all};

#[tokio::test]
async fn a_deleted_entry_is_out_of_sight_and_in_the_trash() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    let entry = ada.write(&json!({"title": "Gone", "content": "", "tags": ["a"]})).await;
    let id = entry["id"].as_str().unwrap_or_default();
    let answer = ada.delete(id, 1).await;
    assert_eq!((answer.status, answer.bytes.len()), (204, 0));
    assert_eq!(ada.read(id).await.refusal(), (404, "not_found"));
    assert_eq!(
        ada.put(id, &json!({"title": "x", "expected_version": 1})).await.refusal(),
        (404, "not_found")
    );
    assert_eq!(ada.delete(id, 1).await.refusal(), (404, "not_found"));
    assert_eq!(ada.get("/api/entries").await.json["items"], json!([]));
    assert_eq!(ada.get("/api/entries?tag=a").await.json["items"], json!([]));
    assert_eq!(ada.get("/api/stats").await.json["total_entries"], 0);
    assert_eq!(all(&ada.get("/api/entries/trash").await, "id"), [id]);
}

#[tokio::test]
async fn what_was_changed_meanwhile_is_not_deleted() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    let id = ada.page("One").await;
    ada.put(&id, &json!({"title": "Two", "expected_version": 1})).await;
    let path = format!("/api/entries/{id}");
    let stale = ada.delete(&id, 1).await;
    assert_eq!(stale.refusal(), (409, "version_conflict"));
    assert_eq!(stale.json["current"]["title"], "Two");
    let stale = ada.with_header((Method::DELETE, &path), ("if-match", "\"1\""), None).await;
    assert_eq!(stale.refusal(), (412, "version_conflict"));
    assert_eq!(stale.json["current"]["title"], "Two");
    let silent = ada.call(Method::DELETE, &path, None).await;
    assert_eq!(silent.refusal(), (428, "precondition_required"));
    assert_eq!(ada.read(&id).await.status, 200);
    assert_eq!(ada.with_header((Method::DELETE, &path), ("if-match", "\"2\""), None).await.status, 204);
}
