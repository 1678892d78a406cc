//! The extractor that every route of a person's own goes through.

use std::sync::Arc;

use axum::extract::{FromRequestParts, MatchedPath};
use http::request::Parts;
use http::{Method, header};
use serde_json::json;

use super::claims::{Verified, bearer, claims};
use super::factors::{Factors, Lack, is_factor_demanded};
use super::model::{Role, Roles, Scope, Scopes};
use super::permission::{self, Asks, Row};
use super::script::LiveToken;
use super::{live, scopes_of, script};
use crate::App;
use crate::http::{Asker, Error, Result, forbidden, unauthenticated};
use crate::id::{AccountId, SessionId, TokenId};

/// Somebody who has proved who they are: in a session that lives, or by an access token that holds.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who it is.
    pub account: AccountId,
    /// The account's roles now, whatever was true when the credential was made.
    pub roles: Roles,
    /// What they lack of a second factor that is demanded of them.
    pub lack: Option<Lack>,
    /// By what.
    pub credential: Credential,
    granted: Scopes,
    scopes: Scopes,
}

/// What somebody has shown.
#[derive(Clone, Debug)]
pub enum Credential {
    /// The access token of a session, fifteen minutes at most.
    Session(SessionId, Arc<Verified>),
    /// An access token for scripts.
    Token(TokenId),
}

impl SignedIn {
    /// Demands a scope: 403 `forbidden` when no role of the account grants it, 403 `insufficient_scope` when merely
    /// what was shown does not carry it.
    pub fn may(&self, scope: Scope) -> Result<()> {
        if self.scopes.contains(scope) {
            return Ok(());
        }
        if self.granted.contains(scope) {
            let detail = "This sign-in may not do that. Sign in again, or use another token.";
            return Err(forbidden("insufficient_scope", detail));
        }
        Err(no_role())
    }

    /// Demands a role: 403 `forbidden` without it.
    pub fn must_be(&self, role: Role) -> Result<()> {
        if self.roles.contains(&role) { Ok(()) } else { Err(no_role()) }
    }

    /// The scopes that this request has: what was shown carries them, and the present roles grant them.
    pub fn scopes(&self) -> Scopes {
        self.scopes
    }

    /// The session, when it is by one.
    pub fn session(&self) -> Option<SessionId> {
        match self.credential {
            Credential::Session(session, _) => Some(session),
            Credential::Token(_) => None,
        }
    }

    fn is_script(&self) -> bool {
        matches!(self.credential, Credential::Token(_))
    }

    /// Whether a second factor is demanded of them, whether they have one or not.
    pub fn needs_second_factor(&self, app: &App) -> bool {
        app.settings.require_mfa.is_demanded_of(&self.roles, self.granted)
    }

    /// Refuses when a second factor is demanded that has yet to be set up or proved. Routes that are open before ask for it
    /// where they do more.
    pub fn lacks_nothing(&self) -> Result<()> {
        self.lack.map_or(Ok(()), |lack| Err(lack.refusal()))
    }

    /// Demands what a route's row says.
    fn may_use(&self, row: &Row) -> Result<()> {
        if let Some(lack) = self.lack.filter(|lack| !row.is_open_without(*lack)) {
            return Err(lack.refusal());
        }
        if let Some(role) = row.who.role() {
            self.must_be(role)?;
        }
        row.who.scope().map_or(Ok(()), |scope| self.may(scope))?;
        match row.asks {
            Asks::Fresh if self.is_script() => Err(never_fresh()),
            Asks::Session if self.is_script() => Err(session_required()),
            _ => Ok(()),
        }
    }
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let token = bearer(&parts.headers).ok_or_else(unauthenticated)?;
        let shown = if token.starts_with(crypto::personal::PREFIX) {
            script::present(app, parts, token).await?.map(Shown::from)
        } else {
            in_session(app, token).await?
        };
        let shown = shown.ok_or_else(invalid_token)?;
        if let Some(asker) = parts.extensions.get::<Asker>() {
            asker.is(shown.account);
        }
        let caller = shown.judged(app).await?;
        caller.may_use(route(parts)?)?;
        Ok(caller)
    }
}

/// A credential that holds, and what its account is now.
struct Shown {
    account: AccountId,
    roles: Roles,
    factors: Factors,
    /// Whether both factors were proved. Whatever made an access token had to have proved what was demanded then.
    is_proved: bool,
    credential: Credential,
    scopes: Scopes,
}

impl Shown {
    /// What it allows now.
    async fn judged(self, app: &App) -> Result<SignedIn, store::Error> {
        let Self { account, roles, factors, is_proved, credential, scopes } = self;
        let granted = scopes_of(app, &roles).await?;
        let is_demanded = is_factor_demanded(app, &roles).await?;
        let lack = if is_demanded { factors.lack(is_proved) } else { None };
        Ok(SignedIn { account, roles, lack, credential, granted, scopes: granted & scopes })
    }
}

impl From<LiveToken> for Shown {
    fn from(token: LiveToken) -> Self {
        let LiveToken { account, id, scopes, roles, factors, .. } = token;
        Self { account, roles, factors, is_proved: true, credential: Credential::Token(id), scopes }
    }
}

/// Who shows the access token of a session that lives.
async fn in_session(app: &App, token: &str) -> Result<Option<Shown>> {
    let Some(claims) = claims(app, token) else { return Ok(None) };
    let (account, session) = (AccountId(claims.sub), SessionId(claims.sid));
    let found = live::find(app, account, session, claims.r#gen).await?;
    let found = found.filter(|live| !live.is_over && app.clock.now() < live.until && app.admits(account));
    let Some(live) = found else { return Ok(None) };
    if !live.is_seen && claims.r#gen == live.generation {
        // On a full disk one can still read: an unseen generation only keeps its retry open.
        if let Err(error) = live::mark_seen(app, account, session, &live).await {
            tracing::warn!(%error, "a session's first use could not be recorded");
        }
    }
    let scopes = claims.scopes;
    let (roles, factors, is_proved) = (live.roles, live.factors, live.is_proved);
    let credential = Credential::Session(session, claims);
    Ok(Some(Shown { account, roles, factors, is_proved, credential, scopes }))
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

fn no_role() -> Error {
    forbidden("forbidden", "Your account does not have the role that this needs. Ask who runs this journal.")
}

/// 403 for an access token where a session is needed.
pub(super) fn session_required() -> Error {
    forbidden("session_required", "An access token cannot do this. Sign in to do it.")
}

/// 403 for an access token where a fresh proof is needed, which it can never give.
fn never_fresh() -> Error {
    let detail = "An access token cannot do this. It needs a sign-in within the last ten minutes.";
    forbidden("reauthentication_required", detail).with_member("methods", json!([]))
}

/// 401 for a token that is forged, has run out or belongs to a session that is over (RFC 6750, section 3.1).
fn invalid_token() -> Error {
    let challenge = http::HeaderValue::from_static("Bearer error=\"invalid_token\"");
    Error::new(http::StatusCode::UNAUTHORIZED, "unauthenticated", "Sign in to go on.")
        .with_header(header::WWW_AUTHENTICATE, challenge)
}
