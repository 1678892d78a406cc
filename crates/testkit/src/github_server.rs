//! A server that speaks the documented shapes of GitHub, as far as signing in goes: `POST /login/oauth/access_token`,
//! `GET /api/v3/user` and `GET /api/v3/user/emails` (REST API version 2022-11-28, GitHub Enterprise Server's paths).

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use app::settings::{Provider, ProviderKind};
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use crypto::{Random, Secret};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::openid_provider::query;

/// A GitHub on the loopback.
pub struct GithubServer {
    /// Its address.
    pub url: String,
    people: Arc<People>,
    server: JoinHandle<()>,
}

#[derive(Default)]
struct People {
    /// By code: the challenge, the user, and their addresses.
    codes: Mutex<HashMap<String, (String, Value, Value)>>,
    /// By access token.
    tokens: Mutex<HashMap<String, (Value, Value)>>,
}

impl GithubServer {
    /// Starts one.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let people = Arc::new(People::default());
        let routes = Router::new()
            .route("/login/oauth/authorize", get(|| async { StatusCode::FOUND }))
            .route("/login/oauth/access_token", post(redeem))
            .route("/api/v3/user", get(show))
            .route("/api/v3/user/emails", get(show))
            .with_state(people.clone());
        let server = tokio::spawn(async move { axum::serve(listener, routes).await.expect("it serves") });
        Self { url, people, server }
    }

    /// The settings that make it a provider of Journal's.
    pub fn settings(&self, name: &str) -> Provider {
        Provider {
            name: name.to_owned(),
            kind: ProviderKind::Github,
            label: "GitHub".to_owned(),
            client_id: "Iv1.0123456789abcdef".to_owned(),
            client_secret: Secret::new("canary-of-github".to_owned()),
            issuer: self.url.clone(),
            hosts: Vec::new(),
            scopes: ["read:user", "user:email"].map(str::to_owned).into(),
            trust_email: true,
        }
    }

    /// Signs somebody in: a number and a login, and addresses as `GET /user/emails` lists them.
    pub fn approve(&self, authorization_url: &str, (id, login): (u64, &str), emails: &Value) -> String {
        let asked = query(authorization_url);
        assert_eq!(asked["scope"], "read:user user:email");
        let code = URL_SAFE_NO_PAD.encode(Random::system().bytes::<10>());
        // More than is asked for, as the real one gives: `email` is what the person shows to everybody.
        let user = json!({"login": login, "id": id, "node_id": "MDQ6VXNlcjE=", "type": "User", "name": "Ada",
                          "email": "shown@example.com", "site_admin": false});
        let approved = (asked["code_challenge"].clone(), user, emails.clone());
        self.people.codes.lock().expect("no panic").insert(code.clone(), approved);
        format!("code={code}&state={}", asked["state"])
    }
}

impl Drop for GithubServer {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn redeem(State(people): State<Arc<People>>, headers: HeaderMap, body: Bytes) -> Response {
    // Without this header the real one answers in the form of a form.
    assert_eq!(headers.get("accept").and_then(|value| value.to_str().ok()), Some("application/json"));
    let form = query(&format!("http://form/?{}", String::from_utf8_lossy(&body)));
    let text = |name: &str| form.get(name).cloned().unwrap_or_default();
    let found = people.codes.lock().expect("no panic").remove(&text("code"));
    let found = found.filter(|(challenge, _, _)| {
        *challenge == URL_SAFE_NO_PAD.encode(Sha256::digest(text("code_verifier")))
            && text("client_secret") == "canary-of-github"
    });
    // A refusal is answered with 200, as the real one does.
    let Some((_, user, emails)) = found else {
        return Json(json!({
            "error": "bad_verification_code",
            "error_description": "The code passed is incorrect or expired.",
        }))
        .into_response();
    };
    let token = format!("gho_{}", URL_SAFE_NO_PAD.encode(Random::system().bytes::<20>()));
    people.tokens.lock().expect("no panic").insert(token.clone(), (user, emails));
    Json(json!({"access_token": token, "scope": "read:user,user:email", "token_type": "bearer"}))
        .into_response()
}

async fn show(State(people): State<Arc<People>>, request: Request) -> Response {
    let header =
        |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    // The real one refuses whoever does not say who asks.
    if header("user-agent").is_empty() {
        return StatusCode::FORBIDDEN.into_response();
    }
    let found = header("authorization").strip_prefix("Bearer ");
    let found = found.and_then(|token| people.tokens.lock().expect("no panic").get(token).cloned());
    let Some((user, emails)) = found else {
        return (StatusCode::UNAUTHORIZED, Json(json!({"message": "Bad credentials"}))).into_response();
    };
    Json(if request.uri().path().ends_with("/emails") { emails } else { user }).into_response()
}
