mod cast;
mod demanded;
mod matrix;
mod thing;

use std::time::Duration;

use app::access::Role;
use app::admin;
use jsonwebtoken::{EncodingKey, Header};
use reqwest::Method;
use serde_json::{Value, json};
use testkit::{PASSWORD, TestApp};

fn decoded(token: &str) -> Value {
    let claims = jsonwebtoken::dangerous::insecure_decode::<Value>(token).expect("a JWT");
    claims.claims
}

#[tokio::test]
async fn an_access_token_carries_what_the_contract_says() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let header = jsonwebtoken::decode_header(&ada.tokens.access).expect("a JWT");
    assert_eq!((header.typ.as_deref(), header.alg), (Some("at+jwt"), jsonwebtoken::Algorithm::EdDSA));
    let jwks = journal.get("/.well-known/jwks.json").await;
    assert_eq!(jwks.json["keys"][0]["kid"].as_str(), header.kid.as_deref());
    let claims = decoded(&ada.tokens.access);
    for claim in
        ["iss", "aud", "sub", "client_id", "sid", "gen", "scope", "roles", "iat", "nbf", "exp", "jti"]
    {
        assert!(!claims[claim].is_null(), "{claim}");
    }
    assert_eq!(claims["roles"], json!(["user"]));
}

/// ASVS 7.2.1, 9.1.1, 9.1.2, 9.2.1, 9.2.3, 10.3.1
#[tokio::test]
async fn what_is_no_access_token_of_ours_is_refused() {
    let secret = b"0123456789abcdef0123456789abcdef".to_vec();
    let set = secret.clone();
    let journal = TestApp::with(move |settings| settings.jwt_secret = Some(crypto::Secret::new(set))).await;
    let ada = journal.person("ada@example.com").await;
    let good = decoded(&ada.tokens.access);
    let sign = |change: &dyn Fn(&mut Value), typ: &str, key: &[u8]| {
        let mut claims = good.clone();
        change(&mut claims);
        let header = Header { typ: Some(typ.to_owned()), ..Header::new(jsonwebtoken::Algorithm::HS256) };
        jsonwebtoken::encode(&header, &claims, &EncodingKey::from_secret(key)).expect("signed")
    };
    assert!(journal.works(&sign(&|_| {}, "at+jwt", &secret)).await, "the test signs as the server does");
    let mut bad = vec![
        sign(&|_| {}, "JWT", &secret),
        sign(&|_| {}, "at+jwt", b"ffffffffffffffffffffffffffffffff"),
        sign(&|claims| claims["aud"] = json!("other"), "at+jwt", &secret),
        sign(&|claims| claims["iss"] = json!("other"), "at+jwt", &secret),
        sign(&|claims| claims["exp"] = claims["iat"].clone(), "at+jwt", &secret),
        sign(&|claims| claims["sub"] = json!("00000000-0000-0000-0000-000000000000"), "at+jwt", &secret),
        ada.tokens.refresh.clone(),
        "nonsense".to_owned(),
        "x".repeat(6_000),
    ];
    for claim in
        ["iss", "aud", "sub", "client_id", "sid", "gen", "scope", "roles", "iat", "nbf", "exp", "jti"]
    {
        let without = |claims: &mut Value| drop(claims.as_object_mut().expect("an object").remove(claim));
        bad.push(sign(&without, "at+jwt", &secret));
    }
    let payload = ada.tokens.access.split('.').nth(1).expect("a payload");
    bad.push(format!("eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0.{payload}."));
    for token in bad {
        assert!(!journal.works(&token).await, "{token}");
    }
}

#[tokio::test]
async fn a_token_runs_out_by_the_servers_clock() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    assert!(journal.works(&ada.tokens.access).await);
    journal.advance(15 * 60);
    assert!(!journal.works(&ada.tokens.access).await);
}

/// ASVS 7.4.2
#[tokio::test]
async fn a_disabled_account_is_out_at_the_next_request() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    assert!(journal.works(&ada.tokens.access).await);
    admin::disable(&journal.app, &ada.email).await.expect("disabled");
    assert!(!journal.works(&ada.tokens.access).await);
    assert_eq!(journal.refresh(&ada.tokens.refresh).await.status, 401);
    admin::enable(&journal.app, &ada.email).await.expect("enabled");
    assert!(!journal.works(&ada.tokens.access).await, "an ended session never lives again");
}

/// ASVS 8.3.1
#[tokio::test]
async fn a_role_that_is_taken_away_is_gone_at_the_next_request() {
    let journal = TestApp::start().await;
    admin::create(&journal.app, "root@example.com", PASSWORD, Role::Admin).await.expect("made");
    admin::create(&journal.app, "other@example.com", PASSWORD, Role::Admin).await.expect("made");
    let tokens = journal.sign_in("root@example.com", PASSWORD).await;
    let ping = async || journal.call(Method::GET, "/api/admin/ping", &tokens.access, None).await;
    assert_eq!(ping().await.status, 200);
    admin::set_role(&journal.app, "root@example.com", Role::User).await.expect("set");
    assert_eq!(ping().await.refusal(), (403, "forbidden"));
    let me = journal.call(Method::GET, "/api/auth/me", &tokens.access, None).await;
    assert_eq!(me.json["scopes"].as_array().map(Vec::len), Some(6));
}

/// ASVS 7.4.1
#[tokio::test]
async fn another_node_sees_a_revocation_within_a_second() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let other = journal.another_node().await;
    assert!(other.works(&ada.tokens.access).await);
    journal.call(Method::POST, "/api/auth/logout", &ada.tokens.access, None).await;
    assert!(!journal.works(&ada.tokens.access).await);
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(!other.works(&ada.tokens.access).await);
}

#[tokio::test]
async fn routes_that_are_not_built_yet_answer_404() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    for (method, path) in [
        (Method::GET, "/api/search"),
        (Method::GET, "/api/entries/00000000-0000-0000-0000-000000000000/versions"),
    ] {
        let answer = journal.call(method, path, &ada.tokens.access, None).await;
        assert_eq!(answer.refusal(), (404, "not_found"), "{path}");
    }
}
