use reqwest::Method;
use serde_json::json;
use testkit::{PASSWORD, TestApp};

use super::{Writer, all};

#[tokio::test]
async fn the_trash_shows_what_was_deleted_last_first_and_until_when() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    for title in ["One", "Two", "Three"] {
        let id = ada.page(title).await;
        journal.advance(60);
        ada.delete(&id, 1).await;
    }
    let first = ada.get("/api/entries/trash?limit=2").await;
    assert_eq!(all(&first, "title"), ["Three", "Two"]);
    assert_eq!(first.json["items"][0]["deleted_at"], "2026-03-01T09:03:00Z");
    assert_eq!(first.json["items"][0]["gone_at"], "2026-03-31T09:03:00Z");
    assert_eq!(first.json["items"][0]["excerpt"], "Some words.");
    let rest = ada.get(&format!("/api/entries/trash?limit=2&cursor={}", first.text("next_cursor"))).await;
    assert_eq!(all(&rest, "title"), ["One"]);
    assert!(rest.json["next_cursor"].is_null());
}

#[tokio::test]
async fn a_restored_entry_is_as_it_was() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    let entry = ada.write(&json!({"title": "Back", "content": "words", "tags": ["a"]})).await;
    let id = entry["id"].as_str().unwrap_or_default();
    ada.delete(id, 1).await;
    let restored = ada.restore(id).await;
    assert_eq!((restored.status, restored.header("etag"), &restored.json), (200, "\"1\"", &entry));
    assert_eq!(ada.read(id).await.json, entry);
    assert_eq!(all(&ada.get("/api/entries?tag=a").await, "id"), [id]);
    assert_eq!(ada.get("/api/entries/trash").await.json["items"], json!([]));
    assert_eq!(ada.restore(id).await.status, 200, "once more does no harm");
}

#[tokio::test]
async fn after_thirty_days_the_trash_is_gone_for_good() {
    let journal = TestApp::start().await;
    let (email, id) = ("ada@example.com", {
        let ada = Writer::new(&journal, "ada@example.com").await;
        let entry = ada.write(&json!({"title": "Gone", "content": "", "tags": ["a"]})).await;
        let id = entry["id"].as_str().unwrap_or_default().to_owned();
        ada.page("Kept").await;
        ada.delete(&id, 1).await;
        id
    });
    let month = 30 * 24 * 3_600;
    journal.advance(month - 60);
    app::work::sweep(&journal.app).await.expect("swept");
    let access = journal.sign_in(email, PASSWORD).await.access;
    let path = format!("/api/entries/{id}/restore");
    assert_eq!(all(&journal.call(Method::GET, "/api/entries/trash", &access, None).await, "title"), ["Gone"]);
    journal.advance(60);
    assert_eq!(journal.call(Method::POST, &path, &access, None).await.refusal(), (404, "not_found"));
    assert_eq!(journal.call(Method::GET, "/api/entries/trash", &access, None).await.json["items"], json!([]));
    app::work::sweep(&journal.app).await.expect("swept");
    assert_eq!(journal.call(Method::GET, "/api/stats", &access, None).await.json["total_entries"], 1);
    let left = store::Query::new("select count(*) as n from entry_tags", [], |row| row.get::<i64>("n"));
    assert_eq!(journal.app.store.get(left).await.expect("counted"), Some(0));
}
