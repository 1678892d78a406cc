use serde_json::json;
use testkit::{PASSWORD, TestApp};

#[tokio::test]
async fn another_mail_with_another_token_comes_and_both_tokens_hold() {
    let journal = TestApp::start().await;
    let body = json!({"email": "ada@example.com", "password": PASSWORD});
    let first = journal.post("/api/auth/register", &body).await;
    journal.advance(61);
    let again = journal.post("/api/auth/resend-verification", &json!({"email": "Ada@example.com"})).await;
    assert_eq!(again.status, 202);
    assert_ne!(first.text("dev_verify_token"), again.text("dev_verify_token"));
    assert_eq!(journal.mails_to("ada@example.com").await.len(), 2);
    let token = json!({"token": again.text("dev_verify_token")});
    assert_eq!(journal.post("/api/auth/verify-email", &token).await.status, 204);
}

#[tokio::test]
async fn an_address_that_waits_for_nothing_gets_the_same_answer_and_no_mail() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let mails = journal.mails_to(&ada.email).await.len();
    for email in [ada.email.as_str(), "nobody@example.com"] {
        let answer = journal.post("/api/auth/resend-verification", &json!({"email": email})).await;
        assert_eq!(answer.status, 202);
        let dummy = json!({"token": answer.text("dev_verify_token")});
        assert_eq!(journal.post("/api/auth/verify-email", &dummy).await.refusal(), (400, "token_invalid"));
    }
    assert_eq!(journal.mails_to(&ada.email).await.len(), mails);
    assert!(journal.mails_to("nobody@example.com").await.is_empty());
}
