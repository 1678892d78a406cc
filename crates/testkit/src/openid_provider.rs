//! An `OpenID` provider that does as tests say: it signs people in without asking, and misbehaves where it is told to.
//!
//! It speaks what Journal asks of one: the description, the keys, the token endpoint with client authentication and
//! PKCE, and the user info. Nobody visits its authorization endpoint; [`OpenIdProvider::approve`] reads the address that
//! a browser would go to, and gives the query that the browser would come back with.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};

use app::clock::Clock;
use app::settings::{Provider, ProviderKind};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use crypto::{Random, Secret};
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// Who Journal is at the provider.
pub const CLIENT_ID: &str = "journal client";
/// How it proves that; with letters that have to be encoded.
pub const CLIENT_SECRET: &str = "canary: secret/of+client %";

/// A provider on the loopback.
pub struct OpenIdProvider {
    /// What it calls itself.
    pub issuer: String,
    place: Arc<Place>,
    server: JoinHandle<()>,
}

/// How it is to misbehave. Objects are merged into what it would say; `null` takes a member away.
#[derive(Clone, Default)]
pub struct Misconduct {
    /// Into the claims of the ID token, before it is signed.
    pub claims: Value,
    /// Into its header.
    pub header: Value,
    /// What is done to the token.
    pub forgery: Forgery,
    /// Into the answer of the token endpoint.
    pub tokens: Value,
    /// Into the user info.
    pub user_info: Value,
    /// Into its description.
    pub description: Value,
    /// In the place of its keys.
    pub keys: Option<Value>,
    /// What the token endpoint answers instead.
    pub answer: Option<Answered>,
}

/// A whole answer: status, headers, body.
pub type Answered = (u16, Vec<(&'static str, String)>, String);

/// What is done to an ID token.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum Forgery {
    /// Nothing.
    #[default]
    None,
    /// Signed by somebody else, under the same name.
    OtherKey,
    /// Without a signature.
    Unsigned,
    /// With half a signature.
    Half,
    /// Another subject after it was signed.
    Altered,
    /// With an HMAC whose secret is the public key.
    Hmac,
}

struct Place {
    issuer: String,
    key: SigningKey,
    clock: Clock,
    random: Random,
    state: Mutex<Standing>,
}

#[derive(Default)]
struct Standing {
    misconduct: Misconduct,
    codes: HashMap<String, Approved>,
    access: HashMap<String, Value>,
    asked: Vec<String>,
}

/// Whoever has signed in, and what the code that stands for them is bound to.
#[derive(Clone)]
struct Approved {
    claims: Value,
    nonce: String,
    challenge: String,
    redirect_uri: String,
}

impl OpenIdProvider {
    /// Starts one, whose clock is Journal's.
    pub async fn start(clock: &Clock) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let issuer = format!("http://{}", listener.local_addr().expect("an address"));
        let random = Random::system();
        let key = SigningKey::from_slice(&random.bytes::<32>()).expect("a key");
        let (clock, state) = (clock.clone(), Mutex::default());
        let place = Arc::new(Place { issuer: issuer.clone(), key, clock, random, state });
        let routes = Router::new()
            .route("/.well-known/openid-configuration", get(describe))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .route("/me", get(me))
            .with_state(place.clone());
        let server = tokio::spawn(async move { axum::serve(listener, routes).await.expect("it serves") });
        Self { issuer, place, server }
    }

    /// The settings that make it a provider of Journal's.
    pub fn settings(&self, name: &str) -> Provider {
        Provider {
            name: name.to_owned(),
            kind: ProviderKind::Oidc,
            label: "Our house".to_owned(),
            client_id: CLIENT_ID.to_owned(),
            client_secret: Secret::new(CLIENT_SECRET.to_owned()),
            issuer: self.issuer.clone(),
            hosts: Vec::new(),
            scopes: ["openid", "email"].map(str::to_owned).into(),
            trust_email: false,
        }
    }

    /// Signs somebody in who has these claims: the query that the browser comes back with.
    pub fn approve(&self, authorization_url: &str, claims: Value) -> String {
        let asked = query(authorization_url);
        assert_eq!(asked["response_type"], "code");
        assert_eq!(asked["client_id"], CLIENT_ID);
        assert_eq!(asked["code_challenge_method"], "S256");
        let code = URL_SAFE_NO_PAD.encode(self.place.random.bytes::<16>());
        let approved = Approved {
            claims,
            nonce: asked["nonce"].clone(),
            challenge: asked["code_challenge"].clone(),
            redirect_uri: asked["redirect_uri"].clone(),
        };
        self.place.lock().codes.insert(code.clone(), approved);
        format!("code={code}&state={}", asked["state"])
    }

    /// From now on it misbehaves like this.
    pub fn misbehave(&self, misconduct: Misconduct) {
        self.place.lock().misconduct = misconduct;
    }

    /// Which of its addresses were asked since the last time.
    pub fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.place.lock().asked)
    }

    /// Its public key, as it publishes it.
    pub fn jwk(&self) -> Value {
        self.place.jwk()
    }

    /// It answers no more.
    pub fn stop(&self) {
        self.server.abort();
    }
}

impl Drop for OpenIdProvider {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// The members of a URL's query.
pub fn query(url: &str) -> HashMap<String, String> {
    let url: reqwest::Url = url.parse().expect("a URL");
    url.query_pairs().into_owned().collect()
}

impl Place {
    fn lock(&self) -> MutexGuard<'_, Standing> {
        self.state.lock().expect("no test panics within")
    }

    fn ask(&self, path: &str) -> Misconduct {
        let mut standing = self.lock();
        standing.asked.push(path.to_owned());
        standing.misconduct.clone()
    }

    fn jwk(&self) -> Value {
        let point = self.key.verifying_key().to_sec1_point(false);
        let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let (x, y) = (&point.as_bytes()[1..33], &point.as_bytes()[33..]);
        json!({"kty": "EC", "crv": "P-256", "kid": "one", "use": "sig", "x": part(x), "y": part(y)})
    }

    fn id_token(&self, approved: &Approved, access_token: &str, misconduct: &Misconduct) -> String {
        let now = self.clock.now().as_second();
        let hash = Sha256::digest(access_token.as_bytes());
        let mut claims = json!({
            "iss": self.issuer, "aud": CLIENT_ID, "nonce": approved.nonce, "iat": now, "exp": now + 300,
            "auth_time": now, "at_hash": URL_SAFE_NO_PAD.encode(&hash[..16]),
        });
        merge(&mut claims, &approved.claims);
        merge(&mut claims, &misconduct.claims);
        let mut header = json!({"alg": "ES256", "typ": "JWT", "kid": "one"});
        merge(&mut header, &misconduct.header);
        let encoded = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", encoded(&header), encoded(&claims));
        let other = SigningKey::from_slice(&[7; 32]).expect("a key");
        let key = if misconduct.forgery == Forgery::OtherKey { &other } else { &self.key };
        let signature: Signature = key.sign(signed.as_bytes());
        let signature = match misconduct.forgery {
            Forgery::Unsigned => Vec::new(),
            Forgery::Half => signature.to_bytes()[..32].to_vec(),
            Forgery::Hmac => hmac(self.jwk()["x"].as_str().unwrap_or_default().as_bytes(), signed.as_bytes()),
            _ => signature.to_bytes().to_vec(),
        };
        let signed = if misconduct.forgery == Forgery::Altered {
            claims["sub"] = json!("somebody else");
            format!("{}.{}", encoded(&header), encoded(&claims))
        } else {
            signed
        };
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

/// HMAC-SHA-256, for a secret of at most a block.
fn hmac(secret: &[u8], message: &[u8]) -> Vec<u8> {
    let mut block = [0_u8; 64];
    block[..secret.len()].copy_from_slice(secret);
    let inner = Sha256::digest([block.map(|b| b ^ 0x36).as_slice(), message].concat());
    Sha256::digest([block.map(|b| b ^ 0x5c).as_slice(), &inner].concat()).to_vec()
}

/// Puts the members of one object into another; `null` takes one away.
fn merge(into: &mut Value, from: &Value) {
    let (Some(into), Some(from)) = (into.as_object_mut(), from.as_object()) else { return };
    for (name, value) in from {
        if value.is_null() {
            into.remove(name);
        } else {
            into.insert(name.clone(), value.clone());
        }
    }
}

async fn describe(State(place): State<Arc<Place>>) -> Response {
    let misconduct = place.ask("/.well-known/openid-configuration");
    let at = |path: &str| format!("{}{path}", place.issuer);
    let mut description = json!({
        "issuer": place.issuer, "authorization_endpoint": at("/authorize"), "token_endpoint": at("/token"),
        "jwks_uri": at("/keys"), "userinfo_endpoint": at("/me"),
        "id_token_signing_alg_values_supported": ["ES256"],
    });
    merge(&mut description, &misconduct.description);
    axum::Json(description).into_response()
}

async fn keys(State(place): State<Arc<Place>>) -> Response {
    let misconduct = place.ask("/keys");
    axum::Json(misconduct.keys.unwrap_or_else(|| json!({"keys": [place.jwk()]}))).into_response()
}

async fn token(State(place): State<Arc<Place>>, headers: HeaderMap, body: Bytes) -> Response {
    let misconduct = place.ask("/token");
    if let Some((status, headers, body)) = misconduct.answer {
        let mut response = (StatusCode::from_u16(status).expect("a status"), body).into_response();
        for (name, value) in headers {
            response.headers_mut().insert(name, value.parse().expect("a header"));
        }
        return response;
    }
    let form = query(&format!("http://form/?{}", String::from_utf8_lossy(&body)));
    let refused =
        |error: &str| (StatusCode::BAD_REQUEST, axum::Json(json!({"error": error}))).into_response();
    let encoded = |text: &str| reqwest::Url::parse_with_params("http://form/", [("", text)]).expect("a URL");
    let pair = |text: &str| encoded(text).query().unwrap_or_default().trim_start_matches('=').to_owned();
    let basic = format!("Basic {}", STANDARD.encode(format!("{}:{}", pair(CLIENT_ID), pair(CLIENT_SECRET))));
    let by_form = form.get("client_secret").is_some_and(|secret| secret == CLIENT_SECRET);
    if headers.get("authorization").is_none_or(|given| given != basic.as_str()) && !by_form {
        return refused("invalid_client");
    }
    let approved = form.get("code").and_then(|code| place.lock().codes.remove(code));
    let Some(approved) = approved else { return refused("invalid_grant") };
    let verifier = form.get("code_verifier").cloned().unwrap_or_default();
    let is_proven = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)) == approved.challenge;
    if !is_proven || form.get("redirect_uri") != Some(&approved.redirect_uri) {
        return refused("invalid_grant");
    }
    let access_token = URL_SAFE_NO_PAD.encode(place.random.bytes::<16>());
    place.lock().access.insert(access_token.clone(), approved.claims.clone());
    let id_token = place.id_token(&approved, &access_token, &misconduct);
    let mut tokens = json!({"access_token": access_token, "token_type": "Bearer", "id_token": id_token});
    merge(&mut tokens, &misconduct.tokens);
    axum::Json(tokens).into_response()
}

async fn me(State(place): State<Arc<Place>>, headers: HeaderMap) -> Response {
    let misconduct = place.ask("/me");
    let given = headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let found = given.strip_prefix("Bearer ").and_then(|token| place.lock().access.get(token).cloned());
    let Some(mut claims) = found else { return StatusCode::UNAUTHORIZED.into_response() };
    merge(&mut claims, &misconduct.user_info);
    axum::Json(claims).into_response()
}
