//! The extractor of routes that are about the very session that asks: an access token for scripts has none.

use std::ops::Deref;
use std::sync::Arc;

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use http::header;
use http::request::Parts;
use jiff::Timestamp;
use store::Change;

use super::claims::Verified;
use super::model::{Roles, Scopes};
use super::signed_in::{Credential, SignedIn, session_required};
use super::{live, scopes_of, store as sessions};
use crate::App;
use crate::http::{Error, Result, unauthenticated, unavailable};
use crate::id::{AccountId, SessionId};

/// Somebody signed in, in a session that lives.
#[derive(Clone, Debug)]
pub struct InSession {
    caller: SignedIn,
    /// The session.
    pub session: SessionId,
    claims: Arc<Verified>,
}

impl InSession {
    /// When the token that came with the request runs out.
    pub fn expires_at(&self) -> Timestamp {
        Timestamp::from_second(self.claims.exp).unwrap_or(Timestamp::MIN)
    }

    /// Makes a list of changes wait for, and depend on, the session; a conflict (`session`) when it is over.
    pub fn still(&self, app: &App) -> Change {
        lives(app, self.account, self.session)
    }

    /// The changes to put before those of an act that touches somebody or something else than the caller's own: a
    /// conflict, which [`overtaken`] understands, when the session is over by now, or its account is closed or has
    /// other roles than the request was judged by. So nobody acts in the very moment in which they are stopped.
    pub fn still_may(&self, app: &App) -> [Change; 2] {
        [self.still(app), sessions::still_has(self.account, &self.roles)]
    }

    /// The account's roles and the caller's scopes as they are now; `None` when the session is over.
    pub async fn standing_now(&self, app: &App) -> Result<Option<(Roles, Scopes)>, store::Error> {
        let found = live::find(app, self.account, self.session, self.claims.r#gen).await?;
        let Some(live) = found.filter(|live| !live.is_over && app.clock.now() < live.until) else {
            return Ok(None);
        };
        let scopes = scopes_of(app, &live.roles).await? & self.claims.scopes;
        Ok(Some((live.roles, scopes)))
    }
}

/// Makes a list of changes wait for, and depend on, a session; a conflict (`session`) when it is over.
pub fn lives(app: &App, account: AccountId, session: SessionId) -> Change {
    sessions::still(account, session, app.clock.now())
}

/// 401 or 503 for a conflict of [`InSession::still_may`], nothing for another one. Whoever tries again is judged by what
/// they are now.
pub fn overtaken(error: &store::Error) -> Option<Error> {
    match error.conflict() {
        Some("session") => Some(unauthenticated()),
        Some("giver") => Some(unavailable(1)),
        _ => None,
    }
}

impl Deref for InSession {
    type Target = SignedIn;

    fn deref(&self) -> &SignedIn {
        &self.caller
    }
}

impl FromRequestParts<App> for InSession {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let caller = SignedIn::from_request_parts(parts, app).await?;
        match caller.credential.clone() {
            Credential::Session(session, claims) => Ok(Self { caller, session, claims }),
            Credential::Token(_) => Err(session_required()),
        }
    }
}

/// `None` where no token is shown; one that is shown must hold, and be of a session.
impl OptionalFromRequestParts<App> for InSession {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Option<Self>> {
        if !parts.headers.contains_key(header::AUTHORIZATION) {
            return Ok(None);
        }
        <Self as FromRequestParts<App>>::from_request_parts(parts, app).await.map(Some)
    }
}
