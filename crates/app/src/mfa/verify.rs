//! `POST /api/auth/mfa/verify`: the second proof of a sign-in.

use axum::extract::State;
use axum::response::Response;
use crypto::Secret;
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use utoipa::ToSchema;

use super::check::{Factor, invalid_code, prove};
use crate::App;
use crate::account::{WithPassword, store as accounts};
use crate::http::{Client, Json, OwnOrigin, Problem, Result};
use crate::session::{self, TokenAnswer, over};
use crate::throttle::Device;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SecondStepBody {
    /// From the refusal that asked for a second factor.
    mfa_token: String,
    /// Which factor the code is of.
    method: Factor,
    #[schema(value_type = String)]
    code: Secret<String>,
}

/// Finishes a sign-in with a second factor.
#[utoipa::path(
    post, path = "/api/auth/mfa/verify", tag = "sessions", request_body = SecondStepBody,
    responses(
        (status = 200, description = "Signed in", body = TokenAnswer),
        (status = 401, description = "`invalid_code`; `token_invalid`: the sign-in took longer than ten minutes, was \
         finished, comes from another browser, or does not hold any more: begin anew", body = Problem),
        (status = 403, description = "`account_disabled`; `csrf_failed`", body = Problem),
        (status = 429, description = "`too_many_attempts`", body = Problem),
    )
)]
#[tracing::instrument(level = "debug", skip_all)]
pub(super) async fn verify(
    State(app): State<App>,
    _: OwnOrigin,
    (client, device, headers): (Client, Device, HeaderMap),
    Json(body): Json<SecondStepBody>,
) -> Result<Response> {
    let attempt = session::attempt(&app, &body.mfa_token, &device).await?.ok_or_else(over)?;
    let found = app.store.get(accounts::with_password_by_id(attempt.account)).await?;
    let has_codes = |found: &WithPassword| found.account.second_factor_since.is_some();
    let found = found.filter(|found| attempt.holds(found) && has_codes(found)).ok_or_else(over)?;
    let from = (&client, &device);
    let proved = prove(&app, &found.account, from, (body.method, &body.code)).await?;
    let (guess, used) = proved.ok_or_else(|| invalid_code(StatusCode::UNAUTHORIZED))?;
    let entering = attempt.resume(&app, (client, device, &headers), &found, (Some(guess), used));
    entering.refuse_closed(&app, &found.account).await?;
    match entering.take_in(&app, &found.account).await {
        Err(error) => Err(match error.conflict() {
            Some("code") => invalid_code(StatusCode::UNAUTHORIZED),
            Some("attempt" | "password") => over(),
            _ => error.into(),
        }),
        Ok(response) => Ok(response),
    }
}
