//! The extractor that every route of a person's own goes through.

use std::sync::Arc;

use axum::extract::{FromRequestParts, MatchedPath, OptionalFromRequestParts};
use crypto::access::Claims;
use http::request::Parts;
use http::{HeaderMap, Method, header};
use jiff::Timestamp;
use quick_cache::sync::Cache;

use super::live;
use super::model::{Role, Scope, has_scope};
use super::permission::{self, Row};
use crate::App;
use crate::http::{Error, Result, forbidden, unauthenticated};
use crate::id::AccountId;
use crate::id::SessionId;

/// Verified tokens that are remembered: one Ed25519 check costs as much as the rest of a request.
const REMEMBERED: usize = 4_096;
/// No token of ours is longer; what is longer is not looked at.
const LONGEST_TOKEN: usize = 4_096;

/// Somebody who has proved who they are, in a session that lives.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Whose session it is.
    pub account: AccountId,
    /// The session.
    pub session: SessionId,
    /// The account's roles now, whatever the token says.
    pub roles: Vec<Role>,
    claims: Arc<Claims>,
}

impl SignedIn {
    /// Demands a scope: 403 `insufficient_scope` without it.
    pub fn may(&self, scope: Scope) -> Result<()> {
        if has_scope(&self.claims.scope, &self.roles, scope) {
            return Ok(());
        }
        Err(forbidden(
            "insufficient_scope",
            "This sign-in may not do that. Sign in again, or use another token.",
        ))
    }

    /// Demands a role: 403 `forbidden` without it.
    pub fn must_be(&self, role: Role) -> Result<()> {
        if self.roles.contains(&role) {
            return Ok(());
        }
        Err(forbidden(
            "forbidden",
            "Your account does not have the role that this needs. Ask who runs this journal.",
        ))
    }

    /// When the token that came with the request runs out.
    pub fn expires_at(&self) -> Timestamp {
        Timestamp::from_second(self.claims.exp).unwrap_or(Timestamp::MIN)
    }

    /// The account's roles as they are now; `None` when the session is over.
    pub async fn roles_now(&self, app: &App) -> Result<Option<Vec<Role>>, store::Error> {
        let found = live::find(app, self.account, self.session, self.claims.r#gen).await?;
        Ok(found.filter(|live| !live.is_over && app.clock.now() < live.until).map(|live| live.roles))
    }

    /// Demands what a route's row says.
    fn may_use(&self, row: &Row) -> Result<()> {
        if let Some(role) = row.who.role() {
            self.must_be(role)?;
        }
        row.who.scope().map_or(Ok(()), |scope| self.may(scope))
    }

    /// The scopes that this request has: the token's, as far as the present roles still grant them.
    pub fn scopes(&self) -> Vec<&'static str> {
        let granted = super::scopes_of(&self.roles).into_iter();
        granted.filter(|scope| self.claims.scope.split(' ').any(|word| word == *scope)).collect()
    }
}

/// Tokens whose signature was found good; bounded.
pub struct TokenCache(Cache<Box<str>, Arc<Claims>>);

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

impl FromRequestParts<App> for SignedIn {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let token = bearer(&parts.headers).ok_or_else(unauthenticated)?;
        let claims = claims(app, token).ok_or_else(invalid_token)?;
        let (account, session) = (AccountId(claims.sub), SessionId(claims.sid));
        let found = live::find(app, account, session, claims.r#gen).await?;
        let found = found.filter(|live| !live.is_over && app.clock.now() < live.until && app.admits(account));
        let live = found.ok_or_else(invalid_token)?;
        if !live.is_seen && claims.r#gen == live.generation {
            // On a full disk one can still read: an unseen generation only keeps its retry open.
            if let Err(error) = live::mark_seen(app, account, session, &live).await {
                tracing::warn!(%error, "a session's first use could not be recorded");
            }
        }
        let caller = Self { account, session, roles: live.roles, claims };
        caller.may_use(route(parts)?)?;
        Ok(caller)
    }
}

/// `None` where no token is shown; one that is shown must hold.
impl OptionalFromRequestParts<App> for SignedIn {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Option<Self>> {
        if !parts.headers.contains_key(header::AUTHORIZATION) {
            return Ok(None);
        }
        <Self as FromRequestParts<App>>::from_request_parts(parts, app).await.map(Some)
    }
}

/// The row of the route that is asked for. A route that nobody entered in the table is closed, and logged as ours.
fn route(parts: &Parts) -> Result<&'static Row> {
    let path = parts.extensions.get::<MatchedPath>().map(MatchedPath::as_str).unwrap_or_default();
    // `HEAD` is answered by what answers `GET`.
    let method = if parts.method == Method::HEAD { "GET" } else { parts.method.as_str() };
    permission::row(method, path).ok_or_else(|| Unlisted.into())
}

#[derive(Debug, thiserror::Error)]
#[error("this route has no row in access/permission.rs")]
struct Unlisted;

/// The token of an `Authorization: Bearer` header, when there is exactly one.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let value = values.next()?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    (values.next().is_none() && scheme.eq_ignore_ascii_case("bearer")).then(|| token.trim())
}

/// What an access token says, when its signature holds and it has not run out.
pub fn claims(app: &App, token: &str) -> Option<Arc<Claims>> {
    if token.len() > LONGEST_TOKEN {
        return None;
    }
    let now = app.clock.now();
    if let Some(claims) = app.tokens.0.get(token) {
        return (claims.exp > now.as_second()).then_some(claims);
    }
    let claims = Arc::new(app.keys.verifier.verify(token, now).ok()?);
    app.tokens.0.insert(token.into(), claims.clone());
    Some(claims)
}

/// 401 for a token that is forged, has run out or belongs to a session that is over (RFC 6750, section 3.1).
fn invalid_token() -> Error {
    let challenge = http::HeaderValue::from_static("Bearer error=\"invalid_token\"");
    Error::new(http::StatusCode::UNAUTHORIZED, "unauthenticated", "Sign in to go on.")
        .with_header(header::WWW_AUTHENTICATE, challenge)
}
