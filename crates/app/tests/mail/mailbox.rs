use app::settings::Environment;
use reqwest::Method;
use testkit::TestApp;

use super::{outbox, queue};

#[tokio::test]
async fn mails_are_listed_newest_first_with_text_html_and_links() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    journal.advance(1);
    queue(&journal, "grace@example.com").await;
    let answer = journal.get("/api/dev/mailbox").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json["items"].as_array().map(Vec::len), Some(2));
    assert_eq!(answer.json["items"][0]["to"], "grace@example.com");
    let first = &answer.json["items"][1];
    assert_eq!(first["to"], ada.email);
    assert_eq!(first["subject"], "Confirm your address");
    assert_eq!(first["created_at"], "2026-03-01T09:00:00Z");
    let link = first["links"][0].as_str().unwrap_or_default();
    assert!(link.starts_with(&format!("{}/verify-email#token=", journal.url)), "{link}");
    assert!(first["text"].as_str().is_some_and(|text| text.contains(link)));
    assert!(first["html"].as_str().is_some_and(|html| html.contains(link)));
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[tokio::test]
async fn a_mail_is_found_by_its_recipient_in_any_case() {
    let journal = TestApp::start().await;
    queue(&journal, "Ada@Example.com").await;
    queue(&journal, "grace@example.com").await;
    for to in ["ada@example.com", "ADA@EXAMPLE.COM", " Ada@Example.com "] {
        let mails = journal.mails_to(to).await;
        assert_eq!(mails.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), ["Ada@Example.com"]);
    }
    assert!(journal.mails_to("ada@example.co").await.is_empty());
}

#[tokio::test]
async fn another_node_shows_the_same_mails() {
    let journal = TestApp::start().await;
    let other = journal.another_node().await;
    queue(&journal, "ada@example.com").await;
    assert_eq!(other.mails_to("ada@example.com").await.len(), 1);
}

#[tokio::test]
async fn nobody_but_the_developer_sees_the_mailbox() {
    let journal = TestApp::start().await;
    let ask = || journal.request(Method::GET, "/api/dev/mailbox");
    for request in [
        ask().header("x-forwarded-for", "127.0.0.1"),
        ask().header("forwarded", "for=127.0.0.1"),
        ask().header("host", "journal.example"),
    ] {
        assert_eq!(journal.send(request).await.refusal(), (404, "not_found"));
    }
    let production = TestApp::with(|settings| settings.environment = Environment::Production).await;
    assert_eq!(production.get("/api/dev/mailbox").await.refusal(), (404, "not_found"));
}

#[tokio::test]
async fn a_thousand_mails_are_kept_and_older_ones_forgotten() {
    let journal = TestApp::start().await;
    for _ in 0..1_010 {
        journal.advance(1);
        queue(&journal, "ada@example.com").await;
    }
    let shown = journal.mails_to("ada@example.com").await.len();
    assert_eq!(shown, 1_000);
    journal.advance(61);
    journal.app.mail_waiting.notify_one();
    super::eventually("the oldest are forgotten", async || outbox(&journal).await.len() == 1_000).await;
    assert_eq!(journal.mails_to("ada@example.com").await.len(), 1_000);
}
