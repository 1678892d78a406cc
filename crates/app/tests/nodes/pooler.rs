//! What a pooler that shares connections between transactions may not disturb. These hold on every engine; with
//! `JOURNAL_TEST_ENGINE=pooler` both nodes speak through a real one, as all tests beside this file do.

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::json;
use store::DatabaseUrl;
use testkit::TestApp;
use tokio_postgres::NoTls;

#[tokio::test]
async fn of_two_nodes_that_change_one_version_one_wins_and_the_other_sees_it() {
    let journal = TestApp::start().await;
    let other = journal.another_node().await;
    let ada = journal.person("ada@example.com").await;
    let body = json!({"title": "one", "content": "canary"});
    let made = journal.call(Method::POST, "/api/entries", &ada.tokens.access, Some(&body)).await;
    let path = format!("/api/entries/{}", made.text("id"));
    for version in 1..=5 {
        let change = json!({"title": format!("after {version}"), "expected_version": version});
        let token = &ada.tokens.access;
        let races = (0..10).map(|n| {
            if n % 2 == 0 { &journal } else { &other }.call(Method::PUT, &path, token, Some(&change))
        });
        let answers = join_all(races).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1, "{answers:?}");
        let lost = answers.iter().filter(|answer| answer.refusal() == (409, "version_conflict"));
        assert_eq!(lost.count(), 9, "{answers:?}");
    }
}

#[tokio::test]
async fn limits_of_a_transaction_stay_in_it() {
    let journal = TestApp::start().await;
    journal.person("ada@example.com").await;
    let DatabaseUrl::Postgres(url) = journal.database() else { return };
    let shared = url.replace("&pooler=transaction", "");
    // More connections than the pooler has of its own, so that each of those is looked at.
    for _ in 0..8 {
        let (client, connection) = tokio_postgres::connect(&shared, NoTls).await.expect("the cluster");
        tokio::spawn(connection);
        let shown = client.simple_query("show lock_timeout").await.expect("asked");
        let limit = shown.iter().find_map(|message| match message {
            tokio_postgres::SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
            _ => None,
        });
        assert_eq!(limit.as_deref(), Some("0"));
    }
}
