use serde_json::json;
use testkit::TestApp;

use super::{Writer, all, assert_complaint};

/// Follows the cursors to the end.
async fn walk(ada: &Writer<'_>, query: &str) -> Vec<String> {
    let (mut ids, mut cursor) = (Vec::new(), String::new());
    loop {
        let answer = ada.get(&format!("/api/entries?{query}{cursor}")).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        ids.extend(all(&answer, "id"));
        match answer.json["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return ids,
        }
    }
}

#[tokio::test]
async fn pages_hold_every_entry_once_also_of_the_same_moment() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    for number in 0..23 {
        let time = if number % 3 == 0 { "2026-02-01T00:00:00Z" } else { "2026-02-02T00:00:00Z" };
        let tags = if number % 2 == 0 { json!(["even"]) } else { json!([]) };
        ada.write(&json!({"title": "", "content": "", "happened_at": time, "tags": tags})).await;
    }
    let whole = all(&ada.get("/api/entries?limit=100").await, "id");
    assert_eq!(whole.len(), 23);
    for limit in [1, 5, 22, 23, 24] {
        assert_eq!(walk(&ada, &format!("limit={limit}")).await, whole, "{limit}");
    }
    assert_eq!(walk(&ada, "").await, whole, "twenty by default");
    assert_eq!(all(&ada.get("/api/entries").await, "id").len(), 20);
    assert_eq!(walk(&ada, "tag=even&limit=5").await.len(), 12);
    assert_eq!(walk(&ada, "from=2026-02-02&limit=4").await.len(), 15);
}

#[tokio::test]
async fn what_is_written_between_two_pages_neither_repeats_nor_hides_an_entry() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    for hour in 10..16 {
        ada.write(&json!({"title": hour.to_string(), "content": "", "happened_at": format!("2026-02-01T{hour}:00:00Z")})).await;
    }
    let first = ada.get("/api/entries?limit=3").await;
    assert_eq!(all(&first, "title"), ["15", "14", "13"]);
    for hour in ["09", "12", "20"] {
        let body = json!({"title": format!("new {hour}"), "content": "", "happened_at": format!("2026-02-01T{hour}:30:00Z")});
        ada.write(&body).await;
    }
    let gone = first.json["items"][2]["id"].as_str().unwrap_or_default().to_owned();
    ada.delete(&gone, 1).await;
    let rest = ada.get(&format!("/api/entries?limit=10&cursor={}", first.text("next_cursor"))).await;
    assert_eq!(all(&rest, "title"), ["new 12", "12", "11", "10", "new 09"]);
}

/// ASVS 8.2.2
#[tokio::test]
async fn a_cursor_is_of_one_list_and_one_person() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    let eve = Writer::new(&journal, "eve@example.com").await;
    for _ in 0..3 {
        ada.page("Page").await;
        eve.page("Page").await;
    }
    let cursor = ada.get("/api/entries?limit=1").await.text("next_cursor").to_owned();
    assert_eq!(ada.get(&format!("/api/entries?cursor={cursor}")).await.status, 200);
    for answer in [
        eve.get(&format!("/api/entries?cursor={cursor}")).await,
        ada.get(&format!("/api/entries/trash?cursor={cursor}")).await,
        ada.get(&format!("/api/entries?cursor={}", &cursor[..50])).await,
        ada.get("/api/entries?cursor=").await,
    ] {
        assert_complaint(&answer, "cursor", "invalid_cursor");
    }
}

#[tokio::test]
async fn a_cursor_holds_after_a_restart() {
    let journal = TestApp::start().await;
    let (access, cursor) = {
        let ada = Writer::new(&journal, "ada@example.com").await;
        ada.page("One").await;
        ada.page("Two").await;
        (ada.access.clone(), ada.get("/api/entries?limit=1").await.text("next_cursor").to_owned())
    };
    let journal = journal.restart().await;
    let path = format!("/api/entries?limit=1&cursor={cursor}");
    let answer = journal.call(reqwest::Method::GET, &path, &access, None).await;
    assert_eq!(all(&answer, "id").len(), 1);
    assert!(answer.json["next_cursor"].is_null());
}
