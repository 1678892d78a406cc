use testkit::TestApp;

#[tokio::test]
async fn password_managers_find_the_page_for_passkeys() {
    let journal = TestApp::start().await;
    let answer = journal.get("/.well-known/passkey-endpoints").await;
    assert_eq!(answer.text("enroll"), format!("{}/account/passkeys", journal.url));
    assert_eq!(answer.text("manage"), format!("{}/account/passkeys", journal.url));
    assert_eq!(answer.header("content-type"), "application/json");
}

#[tokio::test]
async fn browsers_find_the_origins_that_may_use_the_same_passkeys() {
    let journal =
        TestApp::with(|settings| settings.related_origins = vec!["https://other.example".to_owned()]).await;
    let answer = journal.get("/.well-known/webauthn").await;
    assert_eq!(answer.json["origins"], serde_json::json!([journal.url, "https://other.example"]));
    assert_eq!(answer.header("content-type"), "application/json");
}
