use app::admin;
use reqwest::Method;
use serde_json::json;
use testkit::{Answer, OTHER_PASSWORD, PASSWORD, TestApp};

async fn forgot(journal: &TestApp, email: &str) -> Answer {
    journal.post("/api/auth/forgot-password", &json!({"email": email})).await
}

async fn reset(journal: &TestApp, token: &str, password: &str) -> Answer {
    journal.post("/api/auth/reset-password", &json!({"token": token, "password": password})).await
}

#[tokio::test]
async fn a_link_is_mailed_to_the_stored_address_and_a_newer_one_does_not_void_an_older_one() {
    let journal = TestApp::start().await;
    journal.person("Ada@example.com").await;
    let first = forgot(&journal, "ADA@EXAMPLE.com").await;
    assert_eq!(first.status, 202);
    let mail = &journal.mails_to("ada@example.com").await[0];
    assert_eq!(mail.to, "Ada@example.com");
    let link = format!("{}/reset-password#token={}", journal.url, first.text("dev_reset_token"));
    assert_eq!(mail.links, [link]);
    journal.advance(61);
    let second = forgot(&journal, "ada@example.com").await;
    assert_ne!(first.text("dev_reset_token"), second.text("dev_reset_token"));
    assert_eq!(reset(&journal, first.text("dev_reset_token"), OTHER_PASSWORD).await.status, 204);
    let late = reset(&journal, second.text("dev_reset_token"), PASSWORD).await;
    assert_eq!(late.refusal(), (400, "token_invalid"), "a reset drops what else is pending");
}

/// ASVS 6.3.8
#[tokio::test]
async fn nothing_tells_an_account_from_none_whatever_its_state() {
    let journal = TestApp::with(|settings| settings.limits.registrations = 0).await;
    for name in ["known", "disabled", "closing", "asked"] {
        journal.person(&format!("{name}@example.com")).await;
    }
    let body = json!({"email": "unverified@example.com", "password": PASSWORD});
    journal.post("/api/auth/register", &body).await;
    admin::disable(&journal.app, "disabled@example.com").await.expect("disabled");
    let closing = journal.sign_in("closing@example.com", PASSWORD).await;
    assert_eq!(journal.call(Method::DELETE, "/api/auth/me", &closing.access, None).await.status, 202);
    forgot(&journal, "asked@example.com").await;
    let nobody = forgot(&journal, "nobody@example.com").await;
    let names: Vec<String> = nobody.headers.keys().map(ToString::to_string).collect();
    for name in ["known", "disabled", "closing", "asked", "unverified"] {
        let answer = forgot(&journal, &format!("{name}@example.com")).await;
        assert_eq!((answer.status, answer.text("message")), (202, nobody.text("message")), "{name}");
        assert_eq!(answer.bytes.len(), nobody.bytes.len(), "{name}");
        let headers: Vec<String> = answer.headers.keys().map(ToString::to_string).collect();
        assert_eq!(headers, names, "{name}");
        let opened = reset(&journal, answer.text("dev_reset_token"), OTHER_PASSWORD).await;
        let expected = if name == "known" { 204 } else { 400 };
        assert_eq!(opened.status, expected, "{name}");
    }
    assert!(journal.mails_to("nobody@example.com").await.is_empty());
    let mails = journal.mails_to("disabled@example.com").await;
    assert!(mails.iter().all(|mail| mail.token_for("/reset-password").is_none()), "{mails:?}");
}

#[tokio::test]
async fn mails_are_limited_silently_and_a_malformed_address_is_told() {
    let journal = TestApp::start().await;
    journal.person("ada@example.com").await;
    let before = journal.mails_to("ada@example.com").await.len();
    for _ in 0..3 {
        assert_eq!(forgot(&journal, "ada@example.com").await.status, 202);
    }
    assert_eq!(journal.mails_to("ada@example.com").await.len(), before + 1, "at most one a minute");
    for _ in 0..10 {
        journal.advance(61);
        forgot(&journal, "ada@example.com").await;
    }
    assert!(journal.mails_to("ada@example.com").await.len() <= before + 5, "at most five an hour");
    assert_eq!(forgot(&journal, "nonsense").await.refusal(), (422, "validation_failed"));
}

#[tokio::test]
async fn a_journal_that_will_be_deleted_gets_the_link_that_keeps_it() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    journal.call(Method::DELETE, "/api/auth/me", &ada.tokens.access, None).await;
    journal.advance(3_600);
    let planned = journal.mails_to(&ada.email).await.len();
    forgot(&journal, &ada.email).await;
    let mails = journal.mails_to(&ada.email).await;
    assert_eq!(mails.len(), planned + 1);
    let token = mails[0].token_for("/undo-deletion").expect("the link that keeps it");
    assert_eq!(journal.post("/api/auth/undo-deletion", &json!({"token": token})).await.status, 204);
    journal.sign_in(&ada.email, PASSWORD).await;
}
