//! The extractor of routes that are about the very session that asks: an access token for scripts has none.

use std::ops::Deref;
use std::sync::Arc;

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use http::header;
use http::request::Parts;
use jiff::Timestamp;

use super::claims::Verified;
use super::model::{Roles, Scopes};
use super::signed_in::{Credential, SignedIn, session_required};
use super::{live, scopes_of};
use crate::App;
use crate::http::{Error, Result};
use crate::id::SessionId;

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
