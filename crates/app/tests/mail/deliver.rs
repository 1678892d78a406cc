use std::time::Duration;

use app::mail;
use crypto::Secret;
use serde_json::json;
use testkit::{MailServer, Manner, PASSWORD, TestApp};

use super::{Postman, eventually, outbox, queue, without_a_server};

fn smtp(address: std::net::SocketAddr) -> String {
    format!("smtp://{address}")
}

#[tokio::test]
async fn a_mail_goes_out_at_once_and_is_complete() {
    let server = MailServer::start().await;
    let url = Secret::new(smtp(server.address()));
    let journal = TestApp::with(|settings| settings.mail.smtp_url = Some(url)).await;
    let registered =
        journal.post("/api/auth/register", &json!({"email": "Ada@example.com", "password": PASSWORD})).await;
    eventually("the mail is delivered", async || !server.received().is_empty()).await;
    let mail = server.received().remove(0);
    assert_eq!(mail.to, "Ada@example.com");
    for line in [
        "To: Ada@example.com\r\n",
        "From: Journal <journal@localhost>\r\n",
        "Subject: Confirm your address\r\n",
        "Date: Sun, 01 Mar 2026 09:00:00 +0000\r\n",
        "Auto-Submitted: auto-generated\r\n",
        "Content-Type: multipart/alternative;",
        "Content-Type: text/plain; charset=utf-8\r\n",
        "Content-Type: text/html; charset=utf-8\r\n",
    ] {
        assert!(mail.data.contains(line), "{line} is missing in {}", mail.data);
    }
    assert!(mail.data.contains("\r\nMessage-ID: <") || mail.data.starts_with("Message-ID: <"));
    let link = format!("{}/verify-email#token={}", journal.url, registered.text("dev_verify_token"));
    assert!(mail.data.contains(&format!("\r\n{link}\r\n")), "{}", mail.data);
}

#[tokio::test]
async fn in_development_what_was_sent_stays_in_the_mailbox() {
    let server = MailServer::start().await;
    let url = Secret::new(smtp(server.address()));
    let journal = TestApp::with(|settings| settings.mail.smtp_url = Some(url)).await;
    queue(&journal, "ada@example.com").await;
    assert_eq!(journal.mails_to("ada@example.com").await.len(), 1, "before it is sent");
    journal.app.mail_waiting.notify_one();
    eventually("the mail is delivered", async || !server.received().is_empty()).await;
    assert_eq!(journal.mails_to("ada@example.com").await.len(), 1, "after it was sent");
}

#[tokio::test]
async fn in_production_nothing_is_left_of_a_delivered_mail() {
    let (journal, server) = (without_a_server().await, MailServer::start().await);
    queue(&journal, "ada@example.com").await;
    Postman::to(&journal, &smtp(server.address())).pass(&journal.app).await;
    assert_eq!(server.received().len(), 1);
    assert!(outbox(&journal).await.is_empty());
}

#[tokio::test]
async fn the_outbox_shows_neither_recipient_nor_text() {
    let journal = without_a_server().await;
    let body = json!({"email": "ada@example.com", "password": PASSWORD});
    assert_eq!(journal.post("/api/auth/register", &body).await.status, 202);
    let rows = outbox(&journal).await;
    assert_eq!(rows.len(), 1);
    for word in ["ada", "example", "verify-email", "token", "Confirm", "html"] {
        let found =
            rows[0].sealed.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word.as_bytes()));
        assert!(!found, "{word} stands in the row");
    }
}

/// ASVS 16.5.2
#[tokio::test]
async fn a_dead_server_slows_nobody_and_loses_nothing_over_a_restart() {
    let address = MailServer::nowhere().await;
    let url = Secret::new(smtp(address));
    let journal = TestApp::with(|settings| settings.mail.smtp_url = Some(url.clone())).await;
    let started = journal.clock.instant();
    let body = json!({"email": "ada@example.com", "password": PASSWORD});
    assert_eq!(journal.post("/api/auth/register", &body).await.status, 202);
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());

    let journal = journal.restart_with(|settings| settings.mail.smtp_url = Some(url)).await;
    let server = MailServer::start_at(address).await;
    journal.advance(301);
    journal.app.mail_waiting.notify_one();
    eventually("the mail is delivered", async || !server.received().is_empty()).await;

    let journal =
        journal.restart_with(|settings| settings.mail.smtp_url = Some(Secret::new(smtp(address)))).await;
    journal.advance(3_600);
    journal.app.mail_waiting.notify_one();
    queue(&journal, "grace@example.com").await;
    journal.app.mail_waiting.notify_one();
    eventually("the next mail is delivered", async || server.received().len() > 1).await;
    let to: Vec<String> = server.received().into_iter().map(|mail| mail.to).collect();
    assert_eq!(to, ["ada@example.com", "grace@example.com"], "each once");
}

#[tokio::test]
async fn while_the_server_is_away_the_outbox_rests_and_no_mail_loses_an_attempt() {
    let (journal, address) = (without_a_server().await, MailServer::nowhere().await);
    let mut postman = Postman::to(&journal, &smtp(address));
    for day in 0..5 {
        queue(&journal, &format!("ada{day}@example.com")).await;
        postman.pass(&journal.app).await;
        journal.advance(24 * 3_600);
    }
    let rows = outbox(&journal).await;
    assert_eq!(rows.iter().map(|row| (row.attempts, row.is_given_up)).collect::<Vec<_>>(), [(0, false); 5]);

    postman.pass(&journal.app).await;
    let server = MailServer::start_at(address).await;
    postman.pass(&journal.app).await;
    assert_eq!(server.connections(), 0, "it was away a moment ago");
    journal.advance(301);
    postman.pass(&journal.app).await;
    assert_eq!(server.received().len(), 5, "five minutes later all go out");
    assert!(outbox(&journal).await.is_empty());
}

#[tokio::test]
async fn many_mails_share_a_few_connections() {
    let (journal, server) = (without_a_server().await, MailServer::start().await);
    for number in 0..30 {
        queue(&journal, &format!("ada{number}@example.com")).await;
    }
    Postman::to(&journal, &smtp(server.address())).pass(&journal.app).await;
    assert_eq!(server.received().len(), 30);
    assert!(server.connections() <= 4, "{} connections", server.connections());
}

#[tokio::test]
async fn two_nodes_deliver_each_mail_once() {
    let (journal, server) = (without_a_server().await, MailServer::start().await);
    let other = journal.another_node().await;
    for number in 0..40 {
        queue(&journal, &format!("ada{number}@example.com")).await;
    }
    let url = smtp(server.address());
    let (mut here, mut there) = (Postman::to(&journal, &url), Postman::to(&journal, &url));
    tokio::join!(here.pass(&journal.app), there.pass(&other.app));
    let mut to: Vec<String> = server.received().into_iter().map(|mail| mail.to).collect();
    assert_eq!(to.len(), 40);
    to.sort();
    to.dedup();
    assert_eq!(to.len(), 40);
    journal.advance(4 * 3_600);
    tokio::join!(here.pass(&journal.app), there.pass(&other.app));
    assert_eq!(server.received().len(), 40);
}

#[tokio::test]
async fn what_a_dead_node_had_in_hand_goes_out_when_its_claim_has_run_out() {
    let (journal, server) = (without_a_server().await, MailServer::start().await);
    queue(&journal, "ada@example.com").await;
    let url = smtp(server.address());
    server.becomes(Manner::FallSilent);
    let mut dying = Postman::to(&journal, &url);
    let died = tokio::time::timeout(Duration::from_millis(300), dying.pass(&journal.app)).await;
    assert!(died.is_err(), "it died in the middle of the conversation");
    server.becomes(Manner::Polite);
    let mut other = Postman::to(&journal, &url);
    other.pass(&journal.app).await;
    assert!(server.received().is_empty(), "the claim still holds");
    journal.advance(601);
    other.pass(&journal.app).await;
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn without_a_server_production_lets_mail_wait_until_there_is_one() {
    let journal = without_a_server().await;
    queue(&journal, "ada@example.com").await;
    let server = MailServer::start().await;
    let url = Secret::new(smtp(server.address()));
    journal.advance(3 * 24 * 3_600);
    let _journal = journal
        .restart_with(|settings| {
            settings.environment = app::settings::Environment::Production;
            settings.mail.smtp_url = Some(url);
        })
        .await;
    eventually("the mail is delivered", async || !server.received().is_empty()).await;
}

#[tokio::test]
async fn mail_of_the_development_mailbox_is_never_sent_by_a_server_that_comes_later() {
    let journal = TestApp::start().await;
    queue(&journal, "a-real-person@example.com").await;
    let server = MailServer::start().await;
    let url = Secret::new(smtp(server.address()));
    let journal = journal.restart_with(|settings| settings.mail.smtp_url = Some(url)).await;
    queue(&journal, "ada@example.com").await;
    journal.app.mail_waiting.notify_one();
    eventually("the new mail is delivered", async || !server.received().is_empty()).await;
    assert_eq!(server.received()[0].to, "ada@example.com");
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn the_mails_of_an_account_can_be_deleted_with_it() {
    let journal = without_a_server().await;
    queue(&journal, "ada@example.com").await;
    journal.app.store.commit([mail::delete_of(app::id::AccountId::DEMO)]).await.expect("deleted");
    assert!(outbox(&journal).await.is_empty());
}
