use app::settings::Registration;
use reqwest::Method;
use serde_json::json;
use testkit::{OTHER_PASSWORD, PASSWORD, TestApp};

/// ASVS 14.2.1
#[tokio::test]
async fn a_registration_is_answered_with_202_and_mails_a_link() {
    let journal = TestApp::start().await;
    let body = json!({"email": "Ada@Example.com", "password": PASSWORD, "username": "Ada"});
    let answer = journal.post("/api/auth/register", &body).await;
    assert_eq!(answer.status, 202);
    assert!(!answer.text("message").is_empty());
    let mail = &journal.mails_to("ada@example.com").await[0];
    assert_eq!(mail.to, "Ada@Example.com");
    assert!(mail.links[0].starts_with(&format!("{}/verify-email#token=", journal.url)));
    assert_eq!(mail.token(), answer.text("dev_verify_token"));
}

/// ASVS 6.3.8
#[tokio::test]
async fn a_taken_address_gets_the_same_answer_and_its_owner_a_mail_without_a_token() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let body = json!({"email": "ADA@example.com", "password": OTHER_PASSWORD});
    let known = journal.post("/api/auth/register", &body).await;
    let unknown = journal
        .post("/api/auth/register", &json!({"email": "new@example.com", "password": OTHER_PASSWORD}))
        .await;
    assert_eq!((known.status, known.text("message")), (unknown.status, unknown.text("message")));
    let mail = &journal.mails_to(&ada.email).await[0];
    assert!(mail.links.iter().all(|link| !link.contains("token=")), "{mail:?}");
    let dummy =
        journal.post("/api/auth/verify-email", &json!({"token": known.text("dev_verify_token")})).await;
    assert_eq!(dummy.refusal(), (400, "token_invalid"));
    journal.sign_in(&ada.email, PASSWORD).await;
}

/// ASVS 6.2.1
#[tokio::test]
async fn every_bad_field_is_told_at_once_and_nothing_is_kept() {
    let journal = TestApp::start().await;
    let body = json!({"email": "nonsense", "password": "short", "username": "a b"});
    let answer = journal.post("/api/auth/register", &body).await;
    assert_eq!(answer.refusal(), (422, "validation_failed"));
    let errors = answer.json["errors"].as_array().expect("errors by field");
    let fields: Vec<_> = errors.iter().filter_map(|error| error["field"].as_str()).collect();
    assert_eq!(fields, ["email", "username", "password"]);
    assert!(errors.iter().all(|error| error["message"].is_string() && error["code"].is_string()));
    assert!(journal.mails_to("nonsense").await.is_empty());
}

#[tokio::test]
async fn a_username_is_held_for_a_day_and_then_free_again() {
    let journal = TestApp::start().await;
    let body = |email: &str, name: &str| json!({"email": email, "password": PASSWORD, "username": name});
    assert_eq!(journal.post("/api/auth/register", &body("a@example.com", "countess")).await.status, 202);
    let taken = journal.post("/api/auth/register", &body("b@example.com", "COUNTESS")).await;
    assert_eq!(taken.refusal(), (409, "username_taken"));
    assert!(journal.mails_to("b@example.com").await.is_empty());
    journal.advance(24 * 3600 + 1);
    assert_eq!(journal.post("/api/auth/register", &body("b@example.com", "Countess")).await.status, 202);
    let late = journal.mails_to("a@example.com").await[0].token();
    let late = journal.post("/api/auth/verify-email", &json!({"token": late})).await;
    assert_eq!(late.refusal(), (400, "token_invalid"));
}

#[tokio::test]
async fn a_closed_journal_and_one_by_invitation_say_so() {
    let body = json!({"email": "ada@example.com", "password": PASSWORD});
    let with_code = json!({"email": "ada@example.com", "password": PASSWORD, "invite_code": "nonsense"});
    let closed = TestApp::with(|settings| settings.registration = Registration::Closed).await;
    assert_eq!(closed.post("/api/auth/register", &body).await.refusal(), (403, "registration_closed"));
    let invite = TestApp::with(|settings| settings.registration = Registration::Invite).await;
    assert_eq!(invite.post("/api/auth/register", &body).await.refusal(), (403, "invite_required"));
    assert_eq!(invite.post("/api/auth/register", &with_code).await.refusal(), (403, "invite_invalid"));
}

#[tokio::test]
async fn development_aids_are_for_the_developers_own_browser_alone() {
    let journal = TestApp::start().await;
    let body = json!({"email": "ada@example.com", "password": PASSWORD});
    let register = || journal.request(Method::POST, "/api/auth/register").json(&body);
    let mailbox = || journal.request(Method::GET, "/api/dev/mailbox");
    for (name, value) in [
        ("host", "evil.example"),
        ("x-forwarded-for", "127.0.0.1"),
        ("forwarded", "for=127.0.0.1"),
        ("x-real-ip", "127.0.0.1"),
        ("via", "1.1 proxy"),
        ("x-forwarded-host", "localhost"),
    ] {
        let answer = journal.send(register().header(name, value)).await;
        assert_eq!(answer.status, 202);
        assert!(answer.json.get("dev_verify_token").is_none(), "{name}");
        assert_eq!(journal.send(mailbox().header(name, value)).await.refusal(), (404, "not_found"), "{name}");
    }
    assert!(journal.send(register()).await.json.get("dev_verify_token").is_some());
    assert_eq!(journal.send(mailbox()).await.status, 200);
}

/// ASVS 13.4.2, 15.2.3
#[tokio::test]
async fn production_has_no_development_aids() {
    let journal =
        TestApp::with(|settings| settings.environment = app::settings::Environment::Production).await;
    let body = json!({"email": "ada@example.com", "password": PASSWORD});
    let answer = journal.post("/api/auth/register", &body).await;
    assert_eq!((answer.status, answer.json.get("dev_verify_token")), (202, None));
    assert_eq!(journal.get("/api/dev/mailbox").await.refusal(), (404, "not_found"));
}

/// ASVS 4.1.3
#[tokio::test]
async fn a_host_header_never_changes_a_mailed_link() {
    let journal = TestApp::start().await;
    let body = json!({"email": "ada@example.com", "password": PASSWORD});
    let request = journal.request(Method::POST, "/api/auth/register").json(&body);
    let request = request.header("host", "evil.example").header("x-forwarded-host", "evil.example");
    assert_eq!(journal.send(request).await.status, 202);
    assert!(journal.mails_to("ada@example.com").await[0].links[0].starts_with(&journal.url));
}

/// ASVS 15.2.2
#[tokio::test]
async fn a_password_made_to_be_hard_to_judge_holds_nobody_up() {
    let journal = TestApp::start().await;
    let hard: String = "4@8({[<69!1|i30$5+7%2z".repeat(40).chars().take(100).collect();
    let body = json!({"email": "x@example", "password": hard});
    let answers =
        futures_util::future::join_all((0..8).map(|_| journal.post("/api/auth/register", &body))).await;
    assert!(answers.iter().all(|answer| answer.status == 422 || answer.status == 503), "{answers:?}");
}
