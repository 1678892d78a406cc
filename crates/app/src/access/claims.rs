//! The access tokens of sessions: JWTs, and what a good one says.

use std::ops::Deref;
use std::sync::Arc;

use crypto::access::Claims;
use http::{HeaderMap, header};
use quick_cache::sync::Cache;

use super::model::Scopes;
use crate::App;

/// Verified tokens that are remembered: one Ed25519 check costs as much as the rest of a request.
const REMEMBERED: usize = 4_096;
/// No token of ours is longer; what is longer is not looked at.
const LONGEST_TOKEN: usize = 4_096;

/// What a token says whose signature was found good.
#[derive(Debug)]
pub struct Verified {
    claims: Claims,
    /// What it may be used for.
    pub(super) scopes: Scopes,
}

impl Deref for Verified {
    type Target = Claims;

    fn deref(&self) -> &Claims {
        &self.claims
    }
}

/// Tokens whose signature was found good; bounded.
pub struct TokenCache(Cache<Box<str>, Arc<Verified>>);

impl Default for TokenCache {
    fn default() -> Self {
        Self(Cache::new(REMEMBERED))
    }
}

impl TokenCache {
    /// Forgets all, because a key that verified some may have been dropped.
    pub(crate) fn forget_all(&self) {
        self.0.clear();
    }
}

/// The token of an `Authorization: Bearer` header, when there is exactly one.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let value = values.next()?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    (values.next().is_none() && scheme.eq_ignore_ascii_case("bearer")).then(|| token.trim())
}

/// What an access token of a session says, when its signature holds and it has not run out.
pub fn claims(app: &App, token: &str) -> Option<Arc<Verified>> {
    if token.len() > LONGEST_TOKEN {
        return None;
    }
    let now = app.clock.now();
    if let Some(verified) = app.tokens.0.get(token) {
        return (verified.exp > now.as_second()).then_some(verified);
    }
    let claims = app.keys.verifier.verify(token, now).ok()?;
    let scopes = Scopes::parse(&claims.scope);
    let verified = Arc::new(Verified { claims, scopes });
    app.tokens.0.insert(token.into(), verified.clone());
    Some(verified)
}
