use futures_util::future::join_all;
use reqwest::Method;
use serde_json::json;
use testkit::{Answer, OTHER_PASSWORD, PASSWORD, TestApp};

async fn change(journal: &TestApp, access: &str, current: &str, new: &str) -> Answer {
    let body = json!({"current_password": current, "new_password": new});
    journal.call(Method::POST, "/api/auth/change-password", access, Some(&body)).await
}

/// ASVS 6.2.2, 6.2.3, 7.4.3
#[tokio::test]
async fn a_change_keeps_this_session_and_ends_all_others() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let other = journal.sign_in(&ada.email, PASSWORD).await;
    assert_eq!(change(&journal, &ada.tokens.access, PASSWORD, OTHER_PASSWORD).await.status, 204);
    assert!(journal.works(&ada.tokens.access).await);
    assert_eq!(journal.refresh(&ada.tokens.refresh).await.status, 200);
    assert!(!journal.works(&other.access).await);
    assert_eq!(journal.refresh(&other.refresh).await.refusal(), (401, "session_revoked"));
    assert_eq!(journal.mails_to(&ada.email).await[0].subject, "Your password was changed");
    journal.sign_in(&ada.email, OTHER_PASSWORD).await;
    let old = journal.post("/api/auth/login", &json!({"email": ada.email, "password": PASSWORD})).await;
    assert_eq!(old.refusal(), (401, "invalid_credentials"));
}

/// ASVS 6.2.3
#[tokio::test]
async fn a_wrong_or_a_weak_password_changes_nothing() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let mails = journal.mails_to(&ada.email).await.len();
    let wrong = change(&journal, &ada.tokens.access, OTHER_PASSWORD, OTHER_PASSWORD).await;
    assert_eq!(wrong.refusal(), (403, "wrong_password"));
    let weak = change(&journal, &ada.tokens.access, PASSWORD, "password").await;
    assert_eq!(weak.refusal(), (422, "validation_failed"));
    assert_eq!(weak.json["errors"][0]["field"], "new_password");
    assert_eq!(
        change(&journal, "nonsense", PASSWORD, OTHER_PASSWORD).await.refusal(),
        (401, "unauthenticated")
    );
    journal.sign_in(&ada.email, PASSWORD).await;
    assert_eq!(journal.mails_to(&ada.email).await.len(), mails + 1, "the new device alone was told");
}

/// ASVS 6.3.1
#[tokio::test]
async fn guesses_share_one_counter_with_the_login() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let guess = json!({"email": ada.email, "password": OTHER_PASSWORD});
    for _ in 0..5 {
        assert_eq!(journal.post("/api/auth/login", &guess).await.status, 401);
    }
    let guesses = (0..10).map(|_| change(&journal, &ada.tokens.access, OTHER_PASSWORD, OTHER_PASSWORD));
    let answers = join_all(guesses).await;
    let evaluated = answers.iter().filter(|answer| answer.refusal() == (403, "wrong_password")).count();
    assert_eq!(evaluated, 5);
    let step_up = json!({"password": PASSWORD});
    let refused =
        journal.call(Method::POST, "/api/auth/reauthenticate", &ada.tokens.access, Some(&step_up)).await;
    assert_eq!(refused.refusal(), (429, "too_many_attempts"));
    assert!(!refused.header("retry-after").is_empty());
}

#[tokio::test]
async fn of_many_changes_at_once_one_holds() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let new = |n: usize| format!("canary-copper-walrus-{n}-meadow");
    let passwords: Vec<String> = (0..10).map(new).collect();
    let changes = passwords.iter().map(|new| change(&journal, &ada.tokens.access, PASSWORD, new));
    let answers = join_all(changes).await;
    let done: Vec<usize> = (0..10).filter(|n| answers[*n].status == 204).collect();
    assert_eq!(done.len(), 1, "{answers:?}");
    assert!(answers.iter().all(|answer| answer.status == 204 || answer.refusal() == (403, "wrong_password")));
    journal.sign_in(&ada.email, &passwords[done[0]]).await;
}

#[tokio::test]
async fn a_foreign_page_changes_no_password() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let body = json!({"current_password": PASSWORD, "new_password": OTHER_PASSWORD});
    let request = journal.request(Method::POST, "/api/auth/change-password").json(&body);
    let request = request.bearer_auth(&ada.tokens.access).header("origin", "https://evil.example");
    assert_eq!(journal.send(request).await.refusal(), (403, "csrf_failed"));
}
