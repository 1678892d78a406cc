use super::{Home, refusal, stderr};
use testkit::MailServer;

#[tokio::test]
async fn a_test_mail_reaches_the_mail_server() {
    let server = MailServer::start().await;
    let url = format!("smtp://{}?tls=none", server.address());
    let home = Home::new();
    let output = tokio::task::spawn_blocking(move || {
        home.run(&["mail", "test", "ada@example.org"], &[("SMTP_URL", url.as_str())])
    });
    let output = output.await.unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(server.received()[0].to, "ada@example.org");
}

#[tokio::test]
async fn a_mail_server_that_is_missing_or_away_is_told() {
    let home = Home::new();
    let unset = refusal(&home.run(&["mail", "test", "ada@example.org"], &[]));
    assert!(unset.contains("JOURNAL_SMTP_URL"), "{unset}");
    let url = format!("smtp://{}", MailServer::nowhere().await);
    let away = refusal(&home.run(&["mail", "test", "ada@example.org"], &[("SMTP_URL", url.as_str())]));
    assert!(away.contains("does not answer"), "{away}");
}
