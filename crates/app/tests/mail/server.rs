use testkit::{MailServer, Manner};

use super::{Postman, outbox, queue, without_a_server};

#[tokio::test]
async fn tls_is_used_when_it_is_offered() {
    let (journal, server) = (without_a_server().await, MailServer::start_with_tls().await);
    queue(&journal, "ada@example.com").await;
    Postman::to(&journal, &format!("smtp://{}", server.address())).pass(&journal.app).await;
    assert_eq!(server.received().len(), 1);
    assert!(server.received()[0].is_encrypted);
}

/// ASVS 12.3.2
#[tokio::test]
async fn required_tls_takes_no_certificate_that_nobody_signed() {
    let (journal, server) = (without_a_server().await, MailServer::start_with_tls().await);
    queue(&journal, "ada@example.com").await;
    let url = format!("smtp://{}?tls=required", server.address());
    Postman::to(&journal, &url).pass(&journal.app).await;
    assert!(server.connections() > 0 && server.received().is_empty());
    assert_eq!(outbox(&journal).await.len(), 1);
}

#[tokio::test]
async fn required_tls_never_falls_back_to_the_clear() {
    let (journal, server) = (without_a_server().await, MailServer::start().await);
    queue(&journal, "ada@example.com").await;
    let url = format!("smtp://{}?tls=required", server.address());
    Postman::to(&journal, &url).pass(&journal.app).await;
    assert!(server.connections() > 0 && server.received().is_empty());
}

#[tokio::test]
async fn the_password_of_the_url_lets_us_in_and_a_wrong_one_loses_no_mail() {
    let journal = without_a_server().await;
    let server = MailServer::start_with_login("journal", "p:/% word").await;
    queue(&journal, "ada@example.com").await;
    let address = server.address();
    Postman::to(&journal, &format!("smtp://journal:wrong@{address}")).pass(&journal.app).await;
    assert_eq!((server.received().len(), outbox(&journal).await[0].attempts), (0, 0));
    Postman::to(&journal, &format!("smtp://journal:p%3A%2F%25%20word@{address}")).pass(&journal.app).await;
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn a_server_that_does_not_even_greet_is_left_alone_for_a_while() {
    let (journal, server) = (without_a_server().await, MailServer::start().await);
    queue(&journal, "ada@example.com").await;
    server.becomes(Manner::NeverGreet);
    let mut postman = Postman::to(&journal, &format!("smtp://{}", server.address()));
    postman.pass(&journal.app).await;
    postman.pass(&journal.app).await;
    assert_eq!(server.connections(), 1);
    assert_eq!(outbox(&journal).await[0].attempts, 0);
    server.becomes(Manner::Polite);
    journal.advance(6);
    postman.pass(&journal.app).await;
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn an_operator_can_check_the_server_and_send_a_test() {
    let server = MailServer::start().await;
    let journal = testkit::TestApp::with(|settings| {
        settings.mail.smtp_url = Some(crypto::Secret::new(format!("smtp://{}", server.address())));
        settings.mail.from = Some("Our diary <diary@example.org>".to_owned());
    })
    .await;
    app::mail::check(&journal.app.settings).await.expect("the server answers");
    app::mail::send_test(&journal.app, "ada@example.com").await.expect("sent");
    let mail = server.received().remove(0);
    assert!(mail.data.contains("From: \"Our diary\" <diary@example.org>\r\n"), "{}", mail.data);
    server.becomes(Manner::RefuseRecipient("550 5.1.1 no such user"));
    let refused = app::mail::send_test(&journal.app, "ada@example.com").await.expect_err("refused");
    assert_eq!(refused.to_string(), "the mail server refused the mail: 550 5.1.1");
    server.stop().await;
    let away = app::mail::check(&journal.app.settings).await.expect_err("gone");
    assert!(away.to_string().starts_with("the mail server does not answer as it should"), "{away}");
}
