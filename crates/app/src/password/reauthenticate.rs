//! `POST /api/auth/reauthenticate`: whoever holds a session proves again who they are, and goes on in it.

use axum::Json as Answer;
use axum::extract::State;
use crypto::Secret;
use http::StatusCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::confirm;
use crate::access::{InSession, fresh_until};
use crate::account::store as accounts;
use crate::audit::{self, Actor, Kind};
use crate::http::{Client, Error, FieldError, Json, OwnOrigin, Problem, Result, invalid, unauthenticated};
use crate::mfa::{self, Factor};
use crate::throttle::Device;
use crate::{App, passkey, session};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReauthenticateBody {
    /// The password; or a factor and its code; or a passkey, below.
    password: Option<String>,
    method: Option<Factor>,
    #[schema(value_type = Option<String>)]
    code: Option<Secret<String>>,
    /// Of the options for a passkey, asked for while signed in.
    ceremony_id: Option<Uuid>,
    /// `AuthenticationResponseJSON` of the specification, as the browser gives it.
    #[schema(value_type = Option<Object>)]
    credential: Option<Value>,
}

/// With what somebody proves once more who they are.
enum Proof {
    Password(String),
    Code(Factor, Secret<String>),
    Passkey(Uuid, Value),
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
        (status = 403, description = "`wrong_password`, `invalid_code`, `passkey_refused`; `csrf_failed`; \
         `session_required`", body = Problem),
        (status = 422, description = "`validation_failed`: not one proof", body = Problem),
        (status = 429, description = "`too_many_attempts`", body = Problem),
    )
)]
pub(super) async fn reauthenticate(
    State(app): State<App>,
    _: OwnOrigin,
    caller: InSession,
    (client, device): (Client, Device),
    Json(body): Json<ReauthenticateBody>,
) -> Result<Answer<ReauthenticateAnswer>> {
    let proof = body.proof()?;
    let session = Some(caller.session.0);
    let event = audit::record(&app, caller.account, session, Kind::Reauthenticated, Actor::Client(&client));
    let mut changes = vec![session::prove(&app, &caller), event];
    match proof {
        Proof::Password(password) => {
            let (guess, _) = confirm::of_caller(&app, &caller, (&client, &device), &password).await?;
            confirm::settled(&app, &guess, guess.right(&app, changes).await).await?;
        }
        Proof::Code(factor, code) => {
            let account = app.store.get(accounts::by_id(caller.account)).await?;
            let account = account.ok_or_else(unauthenticated)?;
            let proved = mfa::prove(&app, &account, (&client, &device), (factor, &code)).await?;
            let (guess, used) = proved.ok_or_else(|| mfa::invalid_code(StatusCode::FORBIDDEN))?;
            changes.push(session::prove_both(&app, &caller));
            changes.extend(used);
            confirm::settled(&app, &guess, guess.right(&app, changes).await).await?;
        }
        Proof::Passkey(ceremony, credential) => {
            changes.push(session::prove_both(&app, &caller));
            changes.extend(passkey::prove(&app, &caller, (ceremony, &credential), &client).await?);
            app.store.commit(changes).await.map_err(lost)?;
        }
    }
    Ok(Answer(ReauthenticateAnswer { fresh_until: fresh_until(app.clock.now()) }))
}

impl ReauthenticateBody {
    /// One proof, and one alone.
    fn proof(self) -> Result<Proof> {
        let complain = |field, code, message| Err(invalid(vec![FieldError::new(field, code, message)]));
        match (self.password, (self.method, self.code), (self.ceremony_id, self.credential)) {
            (Some(password), (None, None), (None, None)) => Ok(Proof::Password(password)),
            (None, (Some(factor), Some(code)), (None, None)) => Ok(Proof::Code(factor, code)),
            (None, (None, None), (Some(id), Some(credential))) => Ok(Proof::Passkey(id, credential)),
            (None, (None, None), (None, None)) => complain("password", "required", "Enter your password."),
            (None, (None, Some(_)), (None, None)) => {
                complain("method", "required", "Say what the code is of.")
            }
            (None, (Some(_), None), (None, None)) => complain("code", "required", "Enter the code."),
            (None, (None, None), (None, Some(_))) => {
                complain("ceremony_id", "required", "Say what it answers.")
            }
            (None, (None, None), (Some(_), None)) => complain("credential", "required", "Use your passkey."),
            _ => complain("password", "ambiguous", "Give the password, a code or a passkey, and one alone."),
        }
    }
}

/// A conflict of a proof by passkey: it was used up meanwhile, or the session is over.
fn lost(error: store::Error) -> Error {
    match error.conflict() {
        Some("session") => unauthenticated(),
        Some(_) => passkey::passkey_refused(),
        None => error.into(),
    }
}
