//! A copy of the database is not the diary: neither entries nor mails nor tokens stand in it in the clear.

use reqwest::Method;
use serde_json::json;
use store::DatabaseUrl;
use testkit::{PASSWORD, TestApp};
use tokio_postgres::NoTls;

const CANARIES: [&str; 3] = ["canaryTitleQuince", "canaryTextMedlar", "canarytagdamson"];

/// ASVS 14.2.4
#[tokio::test]
async fn no_row_and_no_file_holds_what_was_written_mailed_or_handed_out() {
    let mut journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let [title, text, tag] = CANARIES;
    let entry = json!({"title": title, "content": text.repeat(300), "tags": [tag]});
    let saved = journal.call(Method::POST, "/api/entries", &ada.tokens.access, Some(&entry)).await;
    assert_eq!(saved.status, 201);
    let mail = journal.mails_to(&ada.email).await[0].clone();
    let secrets =
        [title, text, tag, PASSWORD, &mail.token(), &mail.subject, &ada.tokens.access, &ada.tokens.refresh];
    journal.stop().await;
    let kept = kept(&journal).await;
    assert!(holds(&kept, "ada@example.com"), "what is not sealed is found, so that looking means something");
    for secret in secrets {
        assert!(!holds(&kept, secret), "{secret}");
    }
}

/// Everything that the database keeps, with binary values as hexadecimal where the database prints them so.
async fn kept(journal: &TestApp) -> Vec<u8> {
    let DatabaseUrl::Postgres(url) = journal.database() else {
        let files = std::fs::read_dir(journal.folder()).expect("the folder");
        return files
            .flat_map(|file| std::fs::read(file.expect("a file").path()).expect("its bytes"))
            .collect();
    };
    let (client, connection) = tokio_postgres::connect(&url, NoTls).await.expect("the test cluster");
    tokio::spawn(connection);
    let tables = "select tablename from pg_tables where schemaname = current_schema()";
    let mut kept = String::new();
    for table in client.query(tables, &[]).await.expect("tables") {
        let rows = format!("select t::text from {} t", table.get::<_, String>(0));
        for row in client.query(&rows, &[]).await.expect("rows") {
            kept.push_str(row.get(0));
        }
    }
    kept.into_bytes()
}

/// In the clear or in hexadecimal.
fn holds(kept: &[u8], text: &str) -> bool {
    let hexadecimal = format!("{:02x?}", text.as_bytes()).replace(['[', ']', ',', ' '], "");
    let is_in = |needle: &[u8]| kept.windows(needle.len()).any(|window| window == needle);
    is_in(text.as_bytes()) || is_in(hexadecimal.as_bytes())
}
