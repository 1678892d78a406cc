//! `OpenID` Connect (Core 1.0 and Discovery 1.0): the provider's description, the code for an ID token, and what it says.

use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use crypto::id_token::{self, Claims, Expected, KeySet, Rejected};
use http::{HeaderMap, HeaderValue, header};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Map, Value};
use url::Url;
use url::form_urlencoded::{Serializer, byte_serialize};

use super::fetch::Wrong;
use super::model::{Identity, identity};
use super::provider::{Answered, Asked, Provider};

/// How long a description and its keys are taken to be true.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(1);
/// How long a provider that did not answer is left alone.
const LEFT_ALONE: SignedDuration = SignedDuration::from_secs(1);
/// How soon keys are fetched again because a token names one that is not among them.
const KEYS_AGAIN: SignedDuration = SignedDuration::from_secs(60);

/// What is remembered of a provider.
#[derive(Debug, Default)]
pub(super) struct Known {
    memory: Mutex<Memory>,
    /// Lets those who need the description wait for one who fetches it.
    turn: tokio::sync::Mutex<()>,
}

#[derive(Clone, Debug, Default)]
struct Memory {
    description: Option<(Timestamp, Arc<Description>)>,
    keys: Option<(Timestamp, Arc<KeySet>)>,
    failed: Option<Timestamp>,
}

/// What a provider says of itself (Discovery 1.0, section 3), as far as it is needed.
#[derive(Debug, Deserialize)]
pub(super) struct Description {
    issuer: String,
    authorization_endpoint: Url,
    token_endpoint: Url,
    jwks_uri: Url,
    userinfo_endpoint: Option<Url>,
    #[serde(default)]
    id_token_signing_alg_values_supported: Vec<String>,
    #[serde(default)]
    token_endpoint_auth_methods_supported: Vec<String>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

#[derive(Deserialize)]
struct Tokens {
    access_token: String,
    id_token: String,
    token_type: String,
}

impl Known {
    fn recall(&self) -> Memory {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn description(&self, now: Timestamp) -> Option<Arc<Description>> {
        let (at, description) = self.recall().description?;
        (now.duration_since(at) < REMEMBERED).then_some(description)
    }

    fn note(&self, change: impl FnOnce(&mut Memory)) {
        change(&mut self.memory.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

pub(super) async fn authorization_url(
    provider: &Provider,
    asked: &Asked<'_>,
    now: Timestamp,
) -> Result<Url, Wrong> {
    let description = description(provider, now).await?;
    let mut url = description.authorization_endpoint.clone();
    let scopes = provider.settings.scopes.join(" ");
    let mut query = url.query_pairs_mut();
    query
        .append_pair("response_type", "code")
        .append_pair("client_id", &provider.settings.client_id)
        .append_pair("redirect_uri", asked.redirect_uri)
        .append_pair("scope", &scopes)
        .append_pair("state", asked.state)
        .append_pair("nonce", asked.nonce)
        .append_pair("code_challenge", asked.challenge)
        .append_pair("code_challenge_method", "S256");
    if asked.is_proof && provider.proves_afresh() {
        query.append_pair("prompt", "login").append_pair("max_age", "0");
    } else if asked.is_proof {
        query.append_pair("prompt", "select_account");
    }
    drop(query);
    Ok(url)
}

/// Redeems the code, and reads who it was from the ID token; from the user info when the token names no address.
pub(super) async fn identify(provider: &Provider, answered: &Answered<'_>) -> Result<Identity, Wrong> {
    let now = answered.now;
    let description = description(provider, now).await?;
    check_issuer(&description, answered.issuer)?;
    let tokens = redeem(provider, &description, answered).await?;
    let claims = claims(provider, &description, &tokens, answered).await?;
    // An address and whether it is verified are taken from one document, and never put together from two.
    let told = if claims.all.contains_key("email") {
        None
    } else {
        user_info(provider, &description, &tokens, &claims.subject).await?
    };
    Ok(identity(&description.issuer, &claims.subject, &told.unwrap_or(claims.all)))
}

/// An answer that another provider has made is not this one's, wherever the browser was led (RFC 9207).
fn check_issuer(description: &Description, named: Option<&str>) -> Result<(), Wrong> {
    match named {
        Some(named) if named == description.issuer => Ok(()),
        None if !description.authorization_response_iss_parameter_supported => Ok(()),
        _ => Err(Wrong::Refused("it comes from another issuer".to_owned())),
    }
}

async fn redeem(
    provider: &Provider,
    description: &Description,
    answered: &Answered<'_>,
) -> Result<Tokens, Wrong> {
    let (headers, form) = redemption(provider, description, answered)?;
    let fetched = provider.outgoing.post(&description.token_endpoint, headers, form).await?;
    let tokens: Tokens = fetched.json()?;
    if tokens.token_type.eq_ignore_ascii_case("bearer") {
        Ok(tokens)
    } else {
        Err(Wrong::Refused("its tokens are of another type".to_owned()))
    }
}

/// How the code is sent, and with which proof of who we are.
fn redemption(
    provider: &Provider,
    description: &Description,
    answered: &Answered<'_>,
) -> Result<(HeaderMap, String), Wrong> {
    let mut form = Serializer::new(String::new());
    form.append_pair("grant_type", "authorization_code")
        .append_pair("code", answered.code)
        .append_pair("redirect_uri", answered.redirect_uri)
        .append_pair("code_verifier", answered.verifier);
    let (id, secret) = (&provider.settings.client_id, provider.settings.client_secret.expose());
    let methods = &description.token_endpoint_auth_methods_supported;
    let takes = |method: &str| methods.iter().any(|one| one == method);
    let mut headers = HeaderMap::new();
    // Basic is what a provider takes that does not say (Discovery 1.0, section 3).
    if methods.is_empty() || takes("client_secret_basic") || !takes("client_secret_post") {
        headers.insert(header::AUTHORIZATION, basic(id, secret)?);
    } else {
        form.append_pair("client_id", id).append_pair("client_secret", secret);
    }
    Ok((headers, form.finish()))
}

/// RFC 6749, section 2.3.1: both are encoded as in a form before they are joined.
fn basic(id: &str, secret: &str) -> Result<HeaderValue, Wrong> {
    let encoded = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
    let pair = STANDARD.encode(format!("{}:{}", encoded(id), encoded(secret)));
    let mut value = HeaderValue::from_str(&format!("Basic {pair}"))
        .map_err(|_| Wrong::Refused("its client secret cannot be sent".to_owned()))?;
    value.set_sensitive(true);
    Ok(value)
}

/// The claims of the ID token; keys are fetched again, once, when it is signed with one that is not known.
async fn claims(
    provider: &Provider,
    description: &Description,
    tokens: &Tokens,
    answered: &Answered<'_>,
) -> Result<Claims, Wrong> {
    let expected = Expected {
        issuer: &description.issuer,
        client_id: &provider.settings.client_id,
        nonce: answered.nonce,
        algorithms: &description.id_token_signing_alg_values_supported,
        access_token: &tokens.access_token,
        signed_in_since: answered.proved_since.filter(|_| provider.proves_afresh()),
    };
    let now = answered.now;
    let refused = |rejected: Rejected| Wrong::Refused(rejected.to_string());
    let (keys, age) = keys(provider, description, now, REMEMBERED).await?;
    match id_token::verify(&tokens.id_token, &keys, &expected, now) {
        Err(Rejected::UnknownKey) if age >= KEYS_AGAIN => {
            let (keys, _) = self::keys(provider, description, now, KEYS_AGAIN).await?;
            id_token::verify(&tokens.id_token, &keys, &expected, now).map_err(refused)
        }
        other => other.map_err(refused),
    }
}

/// What the provider says besides, about the same subject (Core 1.0, section 5.3.2). A provider that says nothing more
/// has said enough.
async fn user_info(
    provider: &Provider,
    description: &Description,
    tokens: &Tokens,
    subject: &str,
) -> Result<Option<Map<String, Value>>, Wrong> {
    let Some(url) = &description.userinfo_endpoint else { return Ok(None) };
    let mut headers = HeaderMap::new();
    let mut bearer = HeaderValue::from_str(&format!("Bearer {}", tokens.access_token))
        .map_err(|_| Wrong::Refused("its access token cannot be sent back".to_owned()))?;
    bearer.set_sensitive(true);
    headers.insert(header::AUTHORIZATION, bearer);
    let said: Map<String, Value> = provider.outgoing.get(url, headers).await?.json()?;
    if said.get("sub").and_then(Value::as_str) != Some(subject) {
        return Err(Wrong::Refused("its user info is about somebody else".to_owned()));
    }
    Ok(Some(said))
}

/// The description, fetched at most once an hour.
async fn description(provider: &Provider, now: Timestamp) -> Result<Arc<Description>, Wrong> {
    if let Some(description) = provider.known.description(now) {
        return Ok(description);
    }
    let _turn = provider.known.turn.lock().await;
    if let Some(description) = provider.known.description(now) {
        return Ok(description);
    }
    let failed = provider.known.recall().failed;
    if failed.is_some_and(|at| now.duration_since(at) < LEFT_ALONE) {
        return Err(Wrong::Away("it did not a moment ago".to_owned()));
    }
    match describe(provider).await {
        Ok(description) => {
            let description = Arc::new(description);
            provider.known.note(|memory| memory.description = Some((now, description.clone())));
            Ok(description)
        }
        Err(wrong) => {
            provider.known.note(|memory| memory.failed = Some(now));
            Err(wrong)
        }
    }
}

/// Fetches the description, and holds it to the issuer that the operator has named.
pub(super) async fn describe(provider: &Provider) -> Result<Description, Wrong> {
    let issuer = provider.issuer();
    let refused = |why: &str| Wrong::Refused(why.to_owned());
    let url = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
    let url = Url::parse(&url).map_err(|_| refused("its issuer is no URL"))?;
    let described: Description = provider.outgoing.get(&url, HeaderMap::new()).await?.json()?;
    if described.issuer != issuer {
        return Err(refused("it calls itself otherwise than ISSUER does"));
    }
    let asked =
        [Some(&described.token_endpoint), Some(&described.jwks_uri), described.userinfo_endpoint.as_ref()];
    for endpoint in asked.into_iter().flatten() {
        if !provider.outgoing.may_ask(endpoint) {
            let host = endpoint.host_str().unwrap_or_default();
            return Err(Wrong::Refused(format!(
                "{host} is not among its hosts; HOSTS of the provider names more"
            )));
        }
    }
    // The browser goes there, and nobody else: any host, but no weaker a scheme than the issuer's.
    let scheme = described.authorization_endpoint.scheme();
    if scheme != "https" && Some(scheme) != issuer.split(':').next() {
        return Err(refused("it sends browsers to an address without https"));
    }
    Ok(described)
}

/// The keys, not older than `most`, and how old they are.
async fn keys(
    provider: &Provider,
    description: &Description,
    now: Timestamp,
    most: SignedDuration,
) -> Result<(Arc<KeySet>, SignedDuration), Wrong> {
    if let Some((at, keys)) = provider.known.recall().keys {
        let age = now.duration_since(at);
        if age < most {
            return Ok((keys, age));
        }
    }
    let fetched = provider.outgoing.get(&description.jwks_uri, HeaderMap::new()).await?;
    let set: Value = fetched.json()?;
    let keys = KeySet::parse(set.to_string().as_bytes());
    let keys = Arc::new(keys.ok_or_else(|| Wrong::Refused("its keys are no key set".to_owned()))?);
    provider.known.note(|memory| memory.keys = Some((now, keys.clone())));
    Ok((keys, SignedDuration::ZERO))
}
