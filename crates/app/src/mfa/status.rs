//! `GET /api/auth/mfa`: which second factors the caller has.

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::store as factors;
use crate::App;
use crate::access::{Scope, SignedIn};
use crate::http::{Problem, Result};

#[derive(Serialize, ToSchema)]
pub(super) struct SecondFactors {
    /// Whether this journal demands one of the caller.
    is_required: bool,
    /// Since when an authenticator app counts; null: none does.
    totp_since: Option<Timestamp>,
    /// How many recovery codes are left.
    recovery_codes_left: usize,
}

/// Tells which second factors there are.
#[utoipa::path(
    get, path = "/api/auth/mfa", tag = "second factors", security(("bearer" = [])),
    responses(
        (status = 200, description = "The caller's second factors", body = SecondFactors),
        (status = 401, description = "`unauthenticated`", body = Problem),
    )
)]
pub(super) async fn status(State(app): State<App>, caller: SignedIn) -> Result<Json<SecondFactors>> {
    caller.may(Scope::ProfileRead)?;
    let totp = app.store.get(factors::totp(caller.account)).await?;
    let codes = app.store.all(factors::recovery_codes(caller.account)).await?;
    Ok(Json(SecondFactors {
        is_required: caller.needs_second_factor(&app),
        totp_since: totp.map(|totp| totp.confirmed_at),
        recovery_codes_left: codes.iter().filter(|code| !code.is_used).count(),
    }))
}
