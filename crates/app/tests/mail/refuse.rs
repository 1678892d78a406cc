use testkit::{MailServer, Manner, TestApp};

use super::{Postman, outbox, queue, without_a_server};

async fn start() -> (TestApp, MailServer, Postman) {
    let (journal, server) = (without_a_server().await, MailServer::start().await);
    let postman = Postman::to(&journal, &format!("smtp://{}", server.address()));
    (journal, server, postman)
}

#[tokio::test]
async fn a_mail_that_was_put_off_is_tried_again_later_and_arrives_once() {
    let (journal, server, mut postman) = start().await;
    queue(&journal, "ada@example.com").await;
    server.becomes(Manner::RefuseRecipient("451 4.7.1 <ada@example.com> is greylisted, come back"));
    postman.pass(&journal.app).await;
    let row = outbox(&journal).await.remove(0);
    assert_eq!((row.attempts, row.last_error.as_deref()), (1, Some("451 4.7.1")));

    server.becomes(Manner::Polite);
    postman.pass(&journal.app).await;
    assert!(server.received().is_empty(), "not before the pause is over");
    journal.advance(31);
    postman.pass(&journal.app).await;
    postman.pass(&journal.app).await;
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn a_mail_that_nobody_takes_is_given_up_after_four_days_and_kept_for_thirty() {
    let (journal, server, mut postman) = start().await;
    queue(&journal, "ada@example.com").await;
    server.becomes(Manner::RefuseContent("452 4.2.2 mailbox full"));
    for _ in 0..4 * 24 {
        postman.pass(&journal.app).await;
        assert!(!outbox(&journal).await[0].is_given_up);
        journal.advance(3_600);
    }
    postman.pass(&journal.app).await;
    let row = outbox(&journal).await.remove(0);
    assert!(row.is_given_up);
    assert_eq!((row.attempts, row.last_error.as_deref()), (97, Some("452 4.2.2")));

    server.becomes(Manner::Polite);
    journal.advance(29 * 24 * 3_600);
    postman.pass(&journal.app).await;
    assert_eq!(outbox(&journal).await.len(), 1);
    journal.advance(2 * 24 * 3_600);
    postman.pass(&journal.app).await;
    assert!(outbox(&journal).await.is_empty());
    assert!(server.received().is_empty(), "nobody tried again");
}

#[tokio::test]
async fn a_mail_that_waited_for_days_for_a_server_is_not_given_up_when_that_puts_it_off() {
    let journal = without_a_server().await;
    let address = MailServer::nowhere().await;
    let mut postman = Postman::to(&journal, &format!("smtp://{address}"));
    queue(&journal, "ada@example.com").await;
    postman.pass(&journal.app).await;
    journal.advance(6 * 24 * 3_600);
    let server = MailServer::start_at(address).await;
    server.becomes(Manner::RefuseRecipient("451 4.7.1 greylisted, come back"));
    for attempts in 1..=3 {
        postman.pass(&journal.app).await;
        let row = outbox(&journal).await.remove(0);
        assert_eq!((row.attempts, row.is_given_up), (attempts, false));
        journal.advance(301);
    }
    server.becomes(Manner::Polite);
    postman.pass(&journal.app).await;
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn a_final_refusal_is_believed_the_third_time() {
    let (journal, server, mut postman) = start().await;
    queue(&journal, "nobody@example.com").await;
    queue(&journal, "ada@example.com").await;
    server.becomes(Manner::RefuseRecipient("550 5.1.1 <nobody@example.com>: no such user"));
    for attempts in 1..=3 {
        postman.pass(&journal.app).await;
        let row = outbox(&journal).await.remove(0);
        assert_eq!((row.attempts, row.is_given_up), (attempts, attempts == 3));
        assert_eq!(row.last_error.as_deref(), Some("550 5.1.1"));
        journal.advance(3_601);
    }
}

#[tokio::test]
async fn a_sender_that_is_refused_is_our_own_fault_and_gives_nothing_up() {
    let (journal, server, mut postman) = start().await;
    queue(&journal, "ada@example.com").await;
    server.becomes(Manner::RefuseSender("553 5.7.1 you may not write as that"));
    for _ in 0..5 {
        postman.pass(&journal.app).await;
        journal.advance(3_601);
    }
    assert!(!outbox(&journal).await[0].is_given_up);
    server.becomes(Manner::Polite);
    postman.pass(&journal.app).await;
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn a_connection_that_breaks_or_falls_silent_costs_an_attempt_and_no_mail() {
    for manner in [Manner::HangUp, Manner::FallSilent] {
        let (journal, server, mut postman) = start().await;
        queue(&journal, "ada@example.com").await;
        server.becomes(manner);
        postman.pass(&journal.app).await;
        let row = outbox(&journal).await.remove(0);
        assert_eq!((row.attempts, row.is_given_up), (1, false), "{manner:?}");
        assert!(row.last_error.is_some_and(|reason| !reason.contains("ada")), "{manner:?}");
        server.becomes(Manner::Polite);
        journal.advance(31);
        postman.pass(&journal.app).await;
        assert_eq!(server.received().len(), 1, "{manner:?}");
    }
}

#[tokio::test]
async fn one_mail_that_is_refused_does_not_hold_up_the_others() {
    let (journal, server, mut postman) = start().await;
    queue(&journal, "no address at all").await;
    queue(&journal, "ada@example.com").await;
    postman.pass(&journal.app).await;
    assert_eq!(server.received().len(), 1);
    assert_eq!(outbox(&journal).await.len(), 1);
}

/// ASVS 1.3.3, 1.3.11
#[tokio::test]
async fn nothing_in_an_address_adds_a_recipient_or_a_header() {
    let (journal, server, mut postman) = start().await;
    for to in [
        "ada@example.com\r\nBcc: eve@example.com",
        "ada@example.com, eve@example.com",
        "Ada <ada@example.com>",
        "ada@example.com>\r\nRCPT TO:<eve@example.com",
    ] {
        queue(&journal, to).await;
    }
    postman.pass(&journal.app).await;
    assert!(server.received().is_empty(), "{:?}", server.received());
    for row in outbox(&journal).await {
        assert_eq!(row.last_error.as_deref(), Some("no mail can be addressed to this"));
    }
}
