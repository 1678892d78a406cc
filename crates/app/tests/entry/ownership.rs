use reqwest::Method;
use serde_json::{Value, json};
use testkit::{Answer, TestApp};

use super::Writer;

/// Every verb on one entry.
async fn every_verb(journal: &TestApp, access: &str, id: &str) -> Vec<Answer> {
    let one = format!("/api/entries/{id}");
    let change = json!({"title": "mine now", "expected_version": 1});
    let calls: [(Method, String, Option<&Value>); 6] = [
        (Method::GET, one.clone(), None),
        (Method::PUT, one.clone(), Some(&change)),
        (Method::PUT, one.clone(), Some(&json!({}))),
        (Method::DELETE, format!("{one}?expected_version=1"), None),
        (Method::DELETE, one.clone(), None),
        (Method::POST, format!("{one}/restore"), None),
    ];
    let mut answers = Vec::new();
    for (method, path, body) in calls {
        answers.push(journal.call(method, &path, access, body).await);
    }
    answers
}

/// ASVS 8.2.2, 8.4.1
#[tokio::test]
async fn somebody_elses_entry_is_403_for_every_verb_also_in_the_trash() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    let eve = Writer::new(&journal, "eve@example.com").await;
    let id = ada.page("Private").await;
    for answer in every_verb(&journal, &eve.access, &id).await {
        assert_eq!(answer.refusal(), (403, "not_owner"), "{answer:?}");
        assert!(!String::from_utf8_lossy(&answer.bytes).contains("Private"));
    }
    assert_eq!(ada.read(&id).await.text("title"), "Private");
    assert_eq!(ada.delete(&id, 1).await.status, 204);
    for answer in every_verb(&journal, &eve.access, &id).await {
        assert_eq!(answer.refusal(), (403, "not_owner"), "{answer:?}");
    }
    assert_eq!(ada.restore(&id).await.status, 200);
}

#[tokio::test]
async fn an_entry_that_nobody_has_is_404_for_every_verb() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    for answer in every_verb(&journal, &ada.access, "019ca8a0-3e80-7f98-b298-41cabab0c368").await {
        assert_eq!(answer.refusal(), (404, "not_found"), "{answer:?}");
    }
}

/// ASVS 8.3.1
#[tokio::test]
async fn without_a_token_everything_is_401_whoevers_it_is() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    let id = ada.page("Private").await;
    for (method, path) in [
        (Method::GET, "/api/entries".to_owned()),
        (Method::POST, "/api/entries".to_owned()),
        (Method::GET, "/api/entries/trash".to_owned()),
        (Method::GET, format!("/api/entries/{id}")),
        (Method::PUT, format!("/api/entries/{id}")),
        (Method::DELETE, format!("/api/entries/{id}")),
        (Method::POST, format!("/api/entries/{id}/restore")),
        (Method::GET, "/api/stats".to_owned()),
    ] {
        let answer = journal.send(journal.request(method.clone(), &path)).await;
        assert_eq!(answer.refusal(), (401, "unauthenticated"), "{method} {path}");
        let forged = journal.call(method.clone(), &path, "e30.e30.e30", None).await;
        assert_eq!(forged.refusal(), (401, "unauthenticated"), "{method} {path}");
    }
}

/// ASVS 8.4.1
#[tokio::test]
async fn lists_and_numbers_hold_only_ones_own() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    let eve = Writer::new(&journal, "eve@example.com").await;
    ada.write(&json!({"title": "Private", "content": "", "tags": ["secret"]})).await;
    let id = ada.page("Gone").await;
    ada.delete(&id, 1).await;
    for path in ["/api/entries", "/api/entries?tag=secret", "/api/entries/trash"] {
        assert_eq!(eve.get(path).await.json["items"], json!([]), "{path}");
    }
    assert_eq!(eve.get("/api/stats").await.json["total_entries"], 0);
}

/// ASVS 10.3.2
#[tokio::test]
async fn a_token_without_the_scope_may_not() {
    let journal = TestApp::start().await;
    let ada = Writer::new(&journal, "ada@example.com").await;
    let id = ada.page("Page").await;
    let token = |scope: &str| {
        let keys = &journal.app.keys;
        let mut claims = keys.verifier.verify(&ada.access, journal.clock.now()).expect("a good token");
        scope.clone_into(&mut claims.scope);
        keys.signing.sign(&claims)
    };
    let (reader, writer) = (token("entries:read"), token("entries:write"));
    let body = json!({"title": "", "content": ""});
    assert_eq!(journal.call(Method::GET, "/api/entries", &reader, None).await.status, 200);
    assert_eq!(journal.call(Method::POST, "/api/entries", &writer, Some(&body)).await.status, 201);
    let refused = (403, "insufficient_scope");
    for path in [
        "/api/entries".to_owned(),
        "/api/entries/trash".to_owned(),
        format!("/api/entries/{id}"),
        "/api/stats".to_owned(),
    ] {
        assert_eq!(journal.call(Method::GET, &path, &writer, None).await.refusal(), refused, "{path}");
    }
    assert_eq!(journal.call(Method::POST, "/api/entries", &reader, Some(&body)).await.refusal(), refused);
    let one = format!("/api/entries/{id}");
    let change = json!({"title": "x", "expected_version": 1});
    assert_eq!(journal.call(Method::PUT, &one, &reader, Some(&change)).await.refusal(), refused);
    assert_eq!(
        journal.call(Method::DELETE, &format!("{one}?expected_version=1"), &reader, None).await.refusal(),
        refused
    );
    assert_eq!(journal.call(Method::POST, &format!("{one}/restore"), &reader, None).await.refusal(), refused);
}
