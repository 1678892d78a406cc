//! The extractor of routes that ask for more than a session that lives: it has proved again, a short while ago, who
//! holds it. Otherwise 403 `reauthentication_required` says by which `methods` it can.

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use http::header;
use http::request::Parts;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::in_session::InSession;
use super::store as sessions;
use crate::App;
use crate::http::{Error, Result, forbidden, unauthenticated};

/// How long a proof counts.
const FRESH_FOR: SignedDuration = SignedDuration::from_mins(10);

/// Somebody who has proved within the last ten minutes who they are.
#[derive(Clone, Debug)]
pub struct FreshlySignedIn(pub InSession);

/// What a session and its account say of the proof.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is a way that there is or is not")]
pub(super) struct Proof {
    pub(super) authenticated_at: Timestamp,
    pub(super) has_password: bool,
    pub(super) has_passkey: bool,
    pub(super) has_totp: bool,
    pub(super) has_recovery_code: bool,
    pub(super) has_provider: bool,
}

impl FromRequestParts<App> for FreshlySignedIn {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let caller = <InSession as FromRequestParts<App>>::from_request_parts(parts, app).await?;
        demand_fresh(app, &caller).await?;
        Ok(Self(caller))
    }
}

/// Demands a fresh proof: 403 `reauthentication_required` where the last one is too old. For routes that ask for it in
/// some cases only; the others take [`FreshlySignedIn`].
pub async fn demand_fresh(app: &App, caller: &InSession) -> Result<()> {
    // Never from a memory: whoever has just proved it, perhaps at another node, is not asked twice.
    let found = app.store.get(sessions::proof(caller.account, caller.session)).await?;
    let proof = found.ok_or_else(unauthenticated)?;
    if app.clock.now() < fresh_until(proof.authenticated_at) {
        return Ok(());
    }
    let detail = "This needs a fresh proof. Confirm that it is you, and try again.";
    let methods = proof.methods(!app.settings.providers.is_empty());
    Err(forbidden("reauthentication_required", detail).with_member("methods", json!(methods)))
}

impl Proof {
    /// With what the owner can prove it again.
    fn methods(self, has_providers: bool) -> Vec<&'static str> {
        let all = [
            (self.has_password, "password"),
            (self.has_passkey, "passkey"),
            (self.has_totp, "totp"),
            (self.has_recovery_code, "recovery_code"),
            (self.has_provider && has_providers, "oauth"),
        ];
        all.into_iter().filter_map(|(has, word)| has.then_some(word)).collect()
    }
}

/// `None` where no token is shown; one that is shown must hold, and be fresh.
impl OptionalFromRequestParts<App> for FreshlySignedIn {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Option<Self>> {
        if !parts.headers.contains_key(header::AUTHORIZATION) {
            return Ok(None);
        }
        <Self as FromRequestParts<App>>::from_request_parts(parts, app).await.map(Some)
    }
}

/// Until when a proof counts.
pub fn fresh_until(authenticated_at: Timestamp) -> Timestamp {
    authenticated_at + FRESH_FOR
}
