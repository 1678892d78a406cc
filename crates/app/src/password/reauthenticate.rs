//! `POST /api/auth/reauthenticate`: whoever holds a session proves again who they are, and goes on in it.

use axum::Json as Answer;
use axum::extract::State;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::confirm;
use crate::App;
use crate::access::{SignedIn, fresh_until};
use crate::audit::{self, Actor, Kind};
use crate::http::{Client, Error, FieldError, Json, OwnOrigin, Problem, Result, invalid, unauthenticated};
use crate::throttle::Device;
use crate::{passkey, session};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReauthenticateBody {
    /// The password; or a passkey, below.
    password: Option<String>,
    /// Of the options for a passkey, asked for while signed in.
    ceremony_id: Option<Uuid>,
    /// `AuthenticationResponseJSON` of the specification, as the browser gives it.
    #[schema(value_type = Option<Object>)]
    credential: Option<Value>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct ReauthenticateAnswer {
    /// Until when routes that ask for it take the session for freshly signed in.
    fresh_until: Timestamp,
}

/// Makes the caller's session as fresh as a sign-in, for ten minutes.
#[utoipa::path(
    post, path = "/api/auth/reauthenticate", tag = "sessions", request_body = ReauthenticateBody,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "Fresh for ten minutes", body = ReauthenticateAnswer),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`wrong_password`; `passkey_refused`; `csrf_failed`", body = Problem),
        (status = 429, description = "`too_many_attempts`", body = Problem),
    )
)]
pub(super) async fn reauthenticate(
    State(app): State<App>,
    _: OwnOrigin,
    caller: SignedIn,
    (client, device): (Client, Device),
    Json(body): Json<ReauthenticateBody>,
) -> Result<Answer<ReauthenticateAnswer>> {
    let session = Some(caller.session.0);
    let event = audit::record(&app, caller.account, session, Kind::Reauthenticated, Actor::Client(&client));
    let mut changes = vec![session::prove(&app, &caller), event];
    match (&body.password, body.ceremony_id, &body.credential) {
        (Some(password), None, None) => {
            let (guess, _) = confirm::of_caller(&app, &caller, (&client, &device), password).await?;
            confirm::settled(&app, &guess, guess.right(&app, changes).await).await?;
        }
        (None, Some(ceremony), Some(credential)) => {
            changes.extend(passkey::prove(&app, &caller, (ceremony, credential), &client).await?);
            app.store.commit(changes).await.map_err(lost)?;
        }
        _ => return Err(invalid(vec![FieldError::new("password", "required", "Enter your password.")])),
    }
    Ok(Answer(ReauthenticateAnswer { fresh_until: fresh_until(app.clock.now()) }))
}

/// A conflict of a proof by passkey: it was used up meanwhile, or the session is over.
fn lost(error: store::Error) -> Error {
    match error.conflict() {
        Some("session") => unauthenticated(),
        Some(_) => passkey::passkey_refused(),
        None => error.into(),
    }
}
