use std::time::Duration;

use app::access::Role;
use app::admin;
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::json;
use testkit::{PASSWORD, TestApp};

use super::{Made, get, happened, list, make, revoke, rotate};

const OTHER_PASSWORD: &str = "another horse with a battery";

/// ASVS 7.4.1
#[tokio::test]
async fn a_revoked_token_is_out_at_the_next_request_and_on_the_other_node_within_a_second() {
    let journal = TestApp::start().await;
    let node = journal.another_node().await;
    let ada = journal.person("ada@example.com").await;
    let Made { id, secret } = make(&journal, &ada, &["profile:read"]).await;
    assert!(journal.works(&secret).await && node.works(&secret).await);
    assert_eq!(revoke(&journal, &ada.tokens.access, &id).await.status, 204);
    assert!(!journal.works(&secret).await);
    let started = journal.clock.instant();
    while node.works(&secret).await {
        assert!(started.elapsed() < Duration::from_secs(1));
    }
    assert_eq!(revoke(&journal, &ada.tokens.access, &id).await.refusal(), (404, "not_found"));
    assert_eq!(happened(&journal, &ada.tokens.access, "token_revoked").await, 1);
}

#[tokio::test]
async fn of_many_who_revoke_one_does_and_a_rotation_at_the_same_time_revives_nothing() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    for _ in 0..5 {
        let made = make(&journal, &ada, &["profile:read"]).await;
        let ends = join_all((0..4).map(|_| revoke(&journal, &ada.tokens.access, &made.id)));
        let turns = join_all((0..4).map(|_| rotate(&journal, &ada, &made.id)));
        let (ends, turns) = tokio::join!(ends, turns);
        assert_eq!(ends.iter().filter(|answer| answer.status == 204).count(), 1, "{ends:?}");
        for turn in turns {
            assert!(
                [(201, ""), (404, "not_found"), (409, "token_changed")].contains(&turn.refusal()),
                "{turn:?}"
            );
            assert!(turn.status != 201 || !journal.works(turn.text("token")).await);
        }
        assert!(!journal.works(&made.secret).await && list(&journal, &ada.tokens.access).await.is_empty());
    }
}

#[tokio::test]
async fn nobody_reaches_anothers_tokens() {
    let journal = TestApp::start().await;
    let (ada, eve) = (journal.person("ada@example.com").await, journal.person("eve@example.com").await);
    let made = make(&journal, &ada, &["profile:read"]).await;
    assert_eq!(revoke(&journal, &eve.tokens.access, &made.id).await.refusal(), (404, "not_found"));
    assert_eq!(rotate(&journal, &eve, &made.id).await.refusal(), (404, "not_found"));
    assert!(list(&journal, &eve.tokens.access).await.is_empty());
    assert!(journal.works(&made.secret).await);
}

/// ASVS 7.4.2
#[tokio::test]
async fn a_token_stops_while_its_account_is_closed() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let token = make(&journal, &ada, &["profile:read"]).await.secret;
    assert!(journal.works(&token).await);
    admin::disable(&journal.app, &ada.email).await.expect("disabled");
    assert!(!journal.works(&token).await);
    admin::enable(&journal.app, &ada.email).await.expect("enabled");
    assert!(journal.works(&token).await, "a script goes on where its owner does");
    let tokens = journal.sign_in(&ada.email, PASSWORD).await;
    let planned = journal.call(Method::DELETE, "/api/auth/me", &tokens.access, None).await;
    assert_eq!(planned.status, 202);
    assert!(!journal.works(&token).await);
    let undo = journal.mailed(&ada.email, "/undo-deletion").await;
    assert_eq!(journal.post("/api/auth/undo-deletion", &json!({"token": undo})).await.status, 204);
    assert!(journal.works(&token).await);
}

#[tokio::test]
async fn a_new_password_by_mail_and_not_me_leave_no_token() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let token = make(&journal, &ada, &["profile:read"]).await.secret;
    let not_me = journal.mailed(&ada.email, "/not-me").await;
    let reset = journal.post("/api/auth/forgot-password", &json!({"email": ada.email})).await;
    let reset = json!({"token": reset.text("dev_reset_token"), "password": OTHER_PASSWORD});
    assert_eq!(journal.post("/api/auth/reset-password", &reset).await.status, 204);
    assert!(!journal.works(&token).await);

    let tokens = journal.sign_in(&ada.email, OTHER_PASSWORD).await;
    let ada = testkit::Person { tokens, ..ada };
    assert!(list(&journal, &ada.tokens.access).await.is_empty());
    let token = make(&journal, &ada, &["profile:read"]).await.secret;
    assert_eq!(journal.post("/api/auth/not-me", &json!({"token": not_me})).await.status, 204);
    assert!(!journal.works(&token).await);
}

#[tokio::test]
async fn signing_out_leaves_tokens_alone_and_a_changed_password_too() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let token = make(&journal, &ada, &["profile:read"]).await.secret;
    let change = json!({"current_password": PASSWORD, "new_password": OTHER_PASSWORD});
    let changed =
        journal.call(Method::POST, "/api/auth/change-password", &ada.tokens.access, Some(&change)).await;
    assert_eq!(changed.status, 204);
    journal.call(Method::POST, "/api/auth/logout", &ada.tokens.access, Some(&json!({"all": true}))).await;
    assert!(!journal.works(&ada.tokens.access).await);
    assert!(journal.works(&token).await);
    journal.call(Method::POST, "/api/auth/logout", &token, None).await;
    assert!(journal.works(&token).await, "a token is no session, so there is nothing to sign out of");
}

#[tokio::test]
async fn a_token_with_the_scope_ends_sessions_and_itself() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let reader = make(&journal, &ada, &["sessions:read"]).await;
    let writer = make(&journal, &ada, &["sessions:write"]).await;
    let listed = get(&journal, "/api/auth/sessions", &reader.secret).await;
    assert_eq!(listed.json["items"][0]["current"], false, "it has no session of its own");
    assert_eq!(list(&journal, &reader.secret).await.len(), 2);
    let end = async |token: &str| journal.call(Method::DELETE, "/api/auth/sessions", token, None).await;
    assert_eq!(end(&reader.secret).await.refusal(), (403, "insufficient_scope"));
    assert_eq!(end(&writer.secret).await.json["ended"], 1);
    assert!(!journal.works(&ada.tokens.access).await);
    assert_eq!(revoke(&journal, &reader.secret, &reader.id).await.refusal(), (403, "insufficient_scope"));
    assert_eq!(revoke(&journal, &writer.secret, &writer.id).await.status, 204);
    assert_eq!(end(&writer.secret).await.refusal(), (401, "unauthenticated"));
}

#[tokio::test]
async fn a_token_lives_over_a_restart_and_ends_on_time() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let token = make(&journal, &ada, &["profile:read"]).await.secret;
    let journal = journal.restart().await;
    assert!(journal.works(&token).await);
    journal.advance(90 * 24 * 3_600 - 1);
    assert!(journal.works(&token).await);
    journal.advance(1);
    assert!(!journal.works(&token).await);
    journal.advance(30 * 24 * 3_600);
    app::work::sweep(&journal.app).await.expect("swept");
    assert!(admin::tokens(&journal.app, &ada.email).await.expect("listed").is_empty());
}

#[tokio::test]
async fn an_operator_sees_and_revokes_all_tokens_of_an_account() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let token = make(&journal, &ada, &["profile:read"]).await.secret;
    make(&journal, &ada, &["entries:read"]).await;
    let command = journal.command().await;
    let found = admin::tokens(&command, &ada.email).await.expect("listed");
    assert_eq!(found.len(), 2);
    assert_eq!(admin::revoke_tokens(&command, &ada.email).await.expect("revoked"), 2);
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(!journal.works(&token).await && list(&journal, &ada.tokens.access).await.is_empty());
}

/// ASVS 8.3.1, 8.3.2
#[tokio::test]
async fn a_role_that_its_owner_loses_is_gone_from_the_token_at_the_next_request() {
    let journal = TestApp::start().await;
    admin::create(&journal.app, "root@example.com", PASSWORD, Role::Admin).await.expect("made");
    admin::create(&journal.app, "other@example.com", PASSWORD, Role::Admin).await.expect("made");
    let tokens = journal.sign_in("root@example.com", PASSWORD).await;
    let root = testkit::Person { email: "root@example.com".to_owned(), id: String::new(), tokens };
    let made = make(&journal, &root, &["admin:read", "profile:read"]).await;
    assert_eq!(get(&journal, "/api/admin/audit", &made.secret).await.status, 200);
    admin::set_role(&journal.app, &root.email, Role::User).await.expect("set");
    assert_eq!(get(&journal, "/api/admin/audit", &made.secret).await.refusal(), (403, "forbidden"));
    let me = get(&journal, "/api/auth/me", &made.secret).await;
    assert_eq!(me.json["scopes"], json!(["profile:read"]));
    let refused = rotate(&journal, &root, &made.id).await;
    assert_eq!(refused.refusal(), (403, "insufficient_scope"), "it would be more than the owner has");
}
