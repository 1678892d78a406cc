//! `POST /api/auth/reauthenticate`: whoever holds a session proves again who they are, and goes on in it.

use axum::Json as Answer;
use axum::extract::State;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::confirm;
use crate::App;
use crate::access::{InSession, fresh_until};
use crate::audit::{self, Actor, Kind};
use crate::http::{Client, Json, OwnOrigin, Problem, Result};
use crate::session;
use crate::throttle::Device;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReauthenticateBody {
    password: String,
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
        (status = 403, description = "`wrong_password`; `csrf_failed`; `session_required`", body = Problem),
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
    let (guess, found) = confirm::of_caller(&app, &caller, (&client, &device), &body.password).await?;
    let (account, session) = (found.account.id, Some(caller.session.0));
    let event = audit::record(&app, account, session, Kind::Reauthenticated, Actor::Client(&client));
    let changes = vec![session::prove(&app, &caller), event];
    confirm::settled(&app, &guess, guess.right(&app, changes).await).await?;
    Ok(Answer(ReauthenticateAnswer { fresh_until: fresh_until(app.clock.now()) }))
}
