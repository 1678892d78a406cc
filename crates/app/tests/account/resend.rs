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

#[tokio::test]
async fn of_several_registrations_only_the_one_that_is_named_gets_its_link_again() {
    let journal = TestApp::start().await;
    let register = async |password: &str| {
        let body = json!({"email": "ada@example.com", "password": password});
        journal.post("/api/auth/register", &body).await.json["registration"].clone()
    };
    let own = register(PASSWORD).await;
    register(testkit::OTHER_PASSWORD).await;
    let unnamed = journal.post("/api/auth/resend-verification", &json!({"email": "ada@example.com"})).await;
    let dummy = json!({"token": unnamed.text("dev_verify_token")});
    assert_eq!(journal.post("/api/auth/verify-email", &dummy).await.refusal(), (400, "token_invalid"));
    journal.advance(61);
    let body = json!({"email": "ada@example.com", "registration": own});
    let named = journal.post("/api/auth/resend-verification", &body).await;
    let token = json!({"token": named.text("dev_verify_token")});
    assert_eq!(journal.post("/api/auth/verify-email", &token).await.status, 204);
    journal.sign_in("ada@example.com", PASSWORD).await;
}
