//! The extractor that every route of a person's own goes through.

use std::sync::Arc;

use axum::extract::{FromRequestParts, MatchedPath};
use http::request::Parts;
use http::{Method, header};
use serde_json::json;

use super::claims::{Verified, bearer, claims};
use super::model::{Role, Roles, Scope, Scopes};
use super::permission::{self, Asks, Row};
use super::script::LiveToken;
use super::{live, role_book, script};
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
    /// Whether a second factor is demanded of them that they do not have yet.
    pub must_enrol: bool,
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

    /// 403 `mfa_enrolment_required` when a second factor is demanded that has yet to be set up. Routes that are open
    /// before ask for it where they do more.
    pub fn must_be_enrolled(&self) -> Result<()> {
        if self.must_enrol {
            let detail = "This journal asks for a second factor. Set one up, and everything opens again.";
            return Err(forbidden("mfa_enrolment_required", detail));
        }
        Ok(())
    }

    /// Demands what a route's row says.
    fn may_use(&self, row: &Row) -> Result<()> {
        if !row.before_enrolment {
            self.must_be_enrolled()?;
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
    is_enrolled: bool,
    credential: Credential,
    scopes: Scopes,
}

impl Shown {
    /// What it allows now.
    async fn judged(self, app: &App) -> Result<SignedIn, store::Error> {
        let Self { account, roles, is_enrolled, credential, scopes } = self;
        let granted = role_book(app).await?.scopes_of(&roles);
        // The one user of demo mode is nobody's account.
        let is_demanded =
            app.settings.demo.is_none() && app.settings.require_mfa.is_demanded_of(&roles, granted);
        let (must_enrol, scopes) = (is_demanded && !is_enrolled, granted & scopes);
        Ok(SignedIn { account, roles, must_enrol, credential, granted, scopes })
    }
}

impl From<LiveToken> for Shown {
    fn from(token: LiveToken) -> Self {
        let LiveToken { account, id, scopes, roles, is_enrolled, .. } = token;
        Self { account, roles, is_enrolled, credential: Credential::Token(id), scopes }
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
    let (roles, is_enrolled) = (live.roles, live.is_enrolled);
    Ok(Some(Shown { account, roles, is_enrolled, credential: Credential::Session(session, claims), scopes }))
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
