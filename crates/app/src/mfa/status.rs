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
use crate::id::AccountId;

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
    let AppFactor { totp_since, recovery_codes_left } = of_account(&app, caller.account).await?;
    let is_required = caller.needs_second_factor(&app);
    Ok(Json(SecondFactors { is_required, totp_since, recovery_codes_left }))
}

/// The authenticator app of an account and its recovery codes, as numbers: never a secret or a code.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct AppFactor {
    /// Since when an app counts; null: none does.
    pub totp_since: Option<Timestamp>,
    /// How many recovery codes are left.
    pub recovery_codes_left: usize,
}

/// What an account has of them.
pub async fn of_account(app: &App, account: AccountId) -> std::result::Result<AppFactor, ::store::Error> {
    let totp = app.store.get(factors::totp(account)).await?;
    let codes = app.store.all(factors::recovery_codes(account)).await?;
    Ok(AppFactor {
        totp_since: totp.map(|totp| totp.confirmed_at),
        recovery_codes_left: codes.iter().filter(|code| !code.is_used).count(),
    })
}
