//! `POST /api/auth/reauthenticate`: whoever holds a session proves again who they are, and goes on in it.

use axum::Json as Answer;
use axum::extract::State;
use crypto::Secret;
use http::StatusCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::confirm;
use crate::access::{InSession, fresh_until};
use crate::account::store as accounts;
use crate::audit::{self, Actor, Kind};
use crate::http::{Client, FieldError, Json, OwnOrigin, Problem, Result, invalid, unauthenticated};
use crate::mfa::{self, Factor};
use crate::throttle::Device;
use crate::{App, session};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReauthenticateBody {
    /// The password; or a factor and its code.
    password: Option<String>,
    method: Option<Factor>,
    #[schema(value_type = Option<String>)]
    code: Option<Secret<String>>,
}

/// With what somebody proves once more who they are.
enum Proof {
    Password(String),
    Code(Factor, Secret<String>),
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
        (status = 403, description = "`wrong_password`, `invalid_code`; `csrf_failed`; `session_required`",
         body = Problem),
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
    let (guess, mut changes) = match body.proof()? {
        Proof::Password(password) => {
            let (guess, _) = confirm::of_caller(&app, &caller, (&client, &device), &password).await?;
            (guess, Vec::new())
        }
        Proof::Code(factor, code) => {
            let account =
                app.store.get(accounts::by_id(caller.account)).await?.ok_or_else(unauthenticated)?;
            let proved = mfa::prove(&app, &account, (&client, &device), (factor, &code)).await?;
            proved.ok_or_else(|| mfa::invalid_code(StatusCode::FORBIDDEN))?
        }
    };
    let session = Some(caller.session.0);
    let event = audit::record(&app, caller.account, session, Kind::Reauthenticated, Actor::Client(&client));
    changes.extend([session::prove(&app, &caller), event]);
    confirm::settled(&app, &guess, guess.right(&app, changes).await).await?;
    Ok(Answer(ReauthenticateAnswer { fresh_until: fresh_until(app.clock.now()) }))
}

impl ReauthenticateBody {
    /// One proof, and one alone.
    fn proof(self) -> Result<Proof> {
        let complain = |field, code, message| Err(invalid(vec![FieldError::new(field, code, message)]));
        match (self.password, self.method, self.code) {
            (Some(password), None, None) => Ok(Proof::Password(password)),
            (None, Some(factor), Some(code)) => Ok(Proof::Code(factor, code)),
            (None, None, None) => complain("password", "required", "Enter your password."),
            (None, None, Some(_)) => complain("method", "required", "Say what the code is of."),
            (None, Some(_), None) => complain("code", "required", "Enter the code."),
            _ => complain("password", "ambiguous", "Give the password or a code, not both."),
        }
    }
}
