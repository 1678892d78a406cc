//! The server itself, as admins see it: keys, settings, the audit trail.

use app::settings::ShownSetting;
use reqwest::Method;
use serde_json::json;
use testkit::{PASSWORD, TestApp};

use super::people::with_admin;

#[tokio::test]
async fn signing_keys_are_listed_and_rotated_without_showing_one() {
    let (journal, root) = with_admin().await;
    let listed = journal.call(Method::GET, "/api/admin/keys", &root, None).await;
    assert_eq!((&listed.json["items"][0]["state"], listed.status), (&json!("signing"), 200));
    let rotated = journal.call(Method::POST, "/api/admin/keys/rotate", &root, None).await;
    assert_eq!(rotated.status, 200, "{rotated:?}");
    let keys = journal.call(Method::GET, "/api/admin/keys", &root, None).await;
    let items = keys.json["items"].as_array().expect("keys");
    assert_eq!((items.len(), &items[1]["kid"]), (2, &rotated.json["kid"]));
    assert!(journal.works(&root).await, "what the old key signed holds");
    let events = journal.call(Method::GET, "/api/admin/audit?kind=signing_key_rotated", &root, None).await;
    assert_eq!(
        (&events.json["items"][0]["actor"], events.json["items"][0]["by"].is_string()),
        (&json!("admin"), true)
    );

    let dropped =
        journal.call(Method::POST, "/api/admin/keys/rotate", &root, Some(&json!({"drop_old": true}))).await;
    assert_eq!(dropped.status, 200, "{dropped:?}");
    assert!(!journal.works(&root).await);
}

#[tokio::test]
async fn a_shared_secret_is_not_rotated_here() {
    let secret = crypto::Secret::new(b"0123456789abcdef0123456789abcdef".to_vec());
    let journal = TestApp::with(|settings| settings.jwt_secret = Some(secret)).await;
    app::admin::create(&journal.app, "root@example.net", PASSWORD, app::access::Role::Admin)
        .await
        .expect("made");
    let root = journal.sign_in("root@example.net", PASSWORD).await.access;
    let refused = journal.call(Method::POST, "/api/admin/keys/rotate", &root, None).await;
    assert_eq!(refused.refusal(), (409, "not_rotated"));
}

#[tokio::test]
async fn settings_are_shown_with_their_origin() {
    let shown = ShownSetting {
        name: "JOURNAL_REGISTRATION".to_owned(),
        value: "open".to_owned(),
        origin: "default".to_owned(),
    };
    let journal = TestApp::with(|settings| settings.shown = vec![shown]).await;
    app::admin::create(&journal.app, "root@example.net", PASSWORD, app::access::Role::Admin)
        .await
        .expect("made");
    let root = journal.sign_in("root@example.net", PASSWORD).await.access;
    let answer = journal.call(Method::GET, "/api/admin/settings", &root, None).await;
    let expected = json!([{"name": "JOURNAL_REGISTRATION", "value": "open", "origin": "default"}]);
    assert_eq!(answer.json["items"], expected);
}

/// ASVS 16.4.2
#[tokio::test]
async fn the_audit_trail_is_verified_from_an_anchor_and_a_changed_event_is_found() {
    let (journal, root) = with_admin().await;
    let verify = async |body| journal.call(Method::POST, "/api/admin/audit/verify", &root, Some(&body)).await;
    let whole = verify(json!({})).await;
    assert_eq!((whole.status, &whole.json["ok"]), (200, &json!(true)), "{whole:?}");
    let anchored = verify(json!({"anchor": whole.text("anchor")})).await;
    assert_eq!(anchored.json["ok"], true);
    assert_eq!(verify(json!({"anchor": "1.ff"})).await.json["findings"][0]["what"], "trail_cut");
    journal.advance(3600);
    let change =
        store::Change::new("update audit_events set happened_at = $1", [journal.app.clock.now().into()]);
    journal.app.store.commit([change]).await.expect("changed");
    let root = journal.sign_in("root@example.net", PASSWORD).await.access;
    let found = journal.call(Method::POST, "/api/admin/audit/verify", &root, None).await;
    assert_eq!((found.status, &found.json["ok"]), (200, &json!(false)), "{found:?}");
}
