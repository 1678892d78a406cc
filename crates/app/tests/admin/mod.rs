mod act;
mod canary;
mod factor;
mod import;
mod moment;
mod outbox;
mod people;
mod role;
mod server;
mod set_up;

use app::access::Role;
use app::admin::{self, Error};
use reqwest::Method;
use testkit::{PASSWORD, TestApp};

#[tokio::test]
async fn ping_answers_admins_alone() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    admin::create(&journal.app, "root@example.com", PASSWORD, Role::Admin).await.expect("made");
    let root = journal.sign_in("root@example.com", PASSWORD).await;
    assert_eq!(journal.call(Method::GET, "/api/admin/ping", &root.access, None).await.status, 200);
    let user = journal.call(Method::GET, "/api/admin/ping", &ada.tokens.access, None).await;
    assert_eq!(user.refusal(), (403, "forbidden"));
    assert_eq!(journal.get("/api/admin/ping").await.refusal(), (401, "unauthenticated"));
}

#[tokio::test]
async fn an_operator_makes_accounts_that_can_sign_in_at_once() {
    let journal = TestApp::start().await;
    assert!(!admin::has_admin(&journal.app).await.expect("asked"));
    let made = admin::create(&journal.app, "Root@example.com", PASSWORD, Role::Admin).await.expect("made");
    assert!(made.is_verified && made.roles.contains(&Role::Admin));
    assert!(admin::has_admin(&journal.app).await.expect("asked"));
    journal.sign_in("root@example.com", PASSWORD).await;
    let twice = admin::create(&journal.app, "ROOT@example.com", PASSWORD, Role::User).await;
    assert!(matches!(twice, Err(Error::Exists(_))));
    let weak = admin::create(&journal.app, "other@example.com", "password", Role::User).await;
    assert!(matches!(weak, Err(Error::Invalid(_))));
    let unknown = admin::disable(&journal.app, "nobody@example.com").await;
    assert!(matches!(unknown, Err(Error::Unknown(_))));
}

/// ASVS 7.4.5
#[tokio::test]
async fn an_operator_ends_sessions() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    admin::end_sessions(&journal.app, &ada.email).await.expect("ended");
    assert!(!journal.works(&ada.tokens.access).await);
    assert_eq!(journal.refresh(&ada.tokens.refresh).await.refusal(), (401, "session_revoked"));
}
