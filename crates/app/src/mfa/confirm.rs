//! `POST /api/auth/mfa/totp/confirm`: the app's first right code. From now on signing in asks for one.

use axum::Json as Answer;
use axum::extract::State;
use crypto::Secret;
use http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use super::check::invalid_code;
use super::model::{self, Judged};
use super::recovery::{self, Made, RecoveryCodes};
use super::{notice, store as factors};
use crate::access::{InSession, Scope};
use crate::account::{key, store as accounts};
use crate::audit::{self, Actor, Kind};
use crate::http::{Client, Error, Json, OwnOrigin, Problem, Result, unauthenticated};
use crate::throttle::{self, Device, Subject};
use crate::{App, session};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ConfirmBody {
    /// What the app shows; spaces and digits of any script are fine.
    #[schema(value_type = String)]
    code: Secret<String>,
}

/// Turns the second factor on. Other sessions, which were begun without it, are over.
#[utoipa::path(
    post, path = "/api/auth/mfa/totp/confirm", tag = "second factors", request_body = ConfirmBody,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "On; ten recovery codes, shown once", body = RecoveryCodes),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`invalid_code`; `csrf_failed`; `session_required`", body = Problem),
        (status = 409, description = "`mfa_not_started`: nothing is being set up, or for too long", body = Problem),
        (status = 429, description = "`too_many_attempts`", body = Problem),
    )
)]
pub(super) async fn confirm(
    State(app): State<App>,
    _: OwnOrigin,
    caller: InSession,
    (client, device): (Client, Device),
    Json(body): Json<ConfirmBody>,
) -> Result<Answer<RecoveryCodes>> {
    caller.may(Scope::ProfileWrite)?;
    let now = app.clock.now();
    let account = app.store.get(accounts::by_id(caller.account)).await?.ok_or_else(unauthenticated)?;
    let sealed = app.store.get(factors::pending(account.id, now)).await?.ok_or_else(not_started)?;
    let guess = throttle::guess(&app, &Subject::Account(account.id), &client, &device).await?;
    let (step, made) = match evaluate(&app, &caller, &sealed, &body.code).await {
        Ok(Some(right)) => right,
        Ok(None) => {
            guess.wrong(&app, |came| session::consequences(&app, Some(&account), &client, came)).await?;
            return Err(invalid_code(StatusCode::FORBIDDEN));
        }
        Err(error) => {
            guess.take_back(&app).await?;
            return Err(error);
        }
    };
    let (recovery_codes, stored) = made;
    let (session, kind) = (Some(caller.session.0), Kind::SecondFactorTurnedOn);
    let mut changes = vec![
        factors::take_pending(account.id, sealed.clone()),
        factors::confirm(account.id, sealed, step, now),
        factors::turn_on(account.id, now),
        session::prove_both(&app, &caller),
        session::end_all_but(&app, &caller, "second_factor"),
        audit::record(&app, account.id, session, kind, Actor::Client(&client)),
    ];
    changes.extend(stored);
    changes.extend(notice::turned_on(&app, &account, &client));
    match guess.right(&app, changes).await {
        Err(error) if error.is_conflict() => {
            guess.take_back(&app).await?;
            return Err(not_started());
        }
        other => other?,
    }
    app.mail_waiting.notify_one();
    Ok(Answer(RecoveryCodes { recovery_codes }))
}

/// The step whose code this is, and what replaces the recovery codes; `None` when the code is wrong. No code of a new
/// secret was ever used.
async fn evaluate(
    app: &App,
    caller: &InSession,
    sealed: &[u8],
    code: &Secret<String>,
) -> Result<Option<(i64, Made)>> {
    let Some(digits) = model::digits(code.expose()) else { return Ok(None) };
    let key = key::of(app, caller.account).await?;
    let secret = crypto::sealed::open(&key, &recovery::context(caller.account), sealed)?;
    match model::judge(&secret, &digits, i64::MIN, app.clock.now().as_second()) {
        Judged::Right(step) => Ok(Some((step, recovery::make(app, caller.account).await?))),
        Judged::Repeated | Judged::Wrong => Ok(None),
    }
}

fn not_started() -> Error {
    let detail = "There is nothing to confirm any more. Begin to set the app up once more.";
    Error::new(StatusCode::CONFLICT, "mfa_not_started", detail)
}
