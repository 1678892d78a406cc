use serde_json::json;
use store::{Change, Query};
use testkit::TestApp;
use uuid::Uuid;

use super::Writer;

const CANARY: &str = "canary-otter-in-the-river";

#[derive(Debug)]
struct Row {
    id: Uuid,
    head: Vec<u8>,
    content: Vec<u8>,
}

async fn rows(journal: &TestApp) -> Vec<Row> {
    let all = Query::new("select id, head, content from entries order by created_at", [], |row| {
        Ok(Row { id: row.get("id")?, head: row.get("head")?, content: row.get("content")? })
    });
    journal.app.store.all(all).await.expect("rows")
}

/// ASVS 14.2.4
#[tokio::test]
async fn no_row_and_no_file_holds_what_was_written() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    let entry = ada.write(&json!({"title": format!("title {CANARY}"), "content": format!("content {CANARY}"), "tags": [CANARY]})).await;
    let id = entry["id"].as_str().unwrap_or_default();
    let change = json!({"content": format!("changed {CANARY}"), "expected_version": 1});
    assert_eq!(ada.put(id, &change).await.status, 200);
    let found = |bytes: &[u8]| bytes.windows(CANARY.len()).any(|window| window == CANARY.as_bytes());
    for row in rows(&journal).await {
        assert!(!found(&row.head) && !found(&row.content));
    }
    let digests = Query::new("select tag_digest from entry_tags", [], |row| row.get::<Vec<u8>>("tag_digest"));
    for digest in journal.app.store.all(digests).await.expect("digests") {
        assert!(digest.len() == 32 && !found(&digest));
    }
    for file in std::fs::read_dir(journal.folder()).expect("the data folder") {
        let bytes = std::fs::read(file.expect("a file").path()).expect("its bytes");
        assert!(!found(&bytes));
    }
}

#[tokio::test]
async fn the_same_tag_of_two_people_shows_nothing_in_common() {
    let journal = TestApp::start().await;
    for email in ["ada@example.com", "eve@example.com"] {
        Writer::new(&journal, email)
            .await
            .write(&json!({"title": "", "content": "", "tags": ["secret"]}))
            .await;
    }
    let digests = Query::new("select tag_digest from entry_tags", [], |row| row.get::<Vec<u8>>("tag_digest"));
    let digests = journal.app.store.all(digests).await.expect("digests");
    assert_eq!(digests.len(), 2);
    assert_ne!(digests[0], digests[1]);
}

/// ASVS 11.3.3
#[tokio::test]
async fn a_box_that_was_changed_or_moved_to_another_entry_does_not_open() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    let (one, two) = (ada.page("One").await, ada.page("Two").await);
    let before = rows(&journal).await;
    let find = |id: &str| before.iter().find(|row| row.id.to_string() == id).expect("its row");
    let put = async |id: &str, content: Vec<u8>| {
        let id: Uuid = id.parse().expect("an id");
        let change =
            Change::new("update entries set content = $2 where id = $1", [id.into(), content.into()]);
        journal.app.store.commit([change]).await.expect("changed");
    };
    put(&one, find(&two).content.clone()).await;
    assert_eq!(ada.read(&one).await.refusal(), (500, "internal"), "another entry's");
    put(&one, find(&one).head.clone()).await;
    assert_eq!(ada.read(&one).await.refusal(), (500, "internal"), "another part");
    let mut flipped = find(&one).content.clone();
    *flipped.last_mut().expect("a byte") ^= 1;
    put(&one, flipped).await;
    assert_eq!(ada.read(&one).await.refusal(), (500, "internal"), "a flipped bit");
    put(&one, find(&one).content.clone()).await;
    assert_eq!(ada.read(&one).await.status, 200);
    ada.put(&one, &json!({"content": "newer", "expected_version": 1})).await;
    put(&one, find(&one).content.clone()).await;
    assert_eq!(ada.read(&one).await.refusal(), (500, "internal"), "an earlier version");
}
