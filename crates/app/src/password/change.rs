//! `POST /api/auth/change-password`: another password, for whoever knows the present one.

use axum::extract::State;
use http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{confirm, notice, store as passwords};
use crate::App;
use crate::access::{InSession, Scope};
use crate::account::{self, store as accounts};
use crate::audit::{self, Actor, Kind};
use crate::http::{Client, Json, OwnOrigin, Problem, Result, unauthenticated};
use crate::throttle::Device;
use crate::{onetime, session};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeBody {
    current_password: String,
    /// 8 to 1,024 bytes, not easy to guess.
    new_password: String,
}

/// Changes the caller's password and ends all other sessions; links that were mailed stop working.
#[utoipa::path(
    post, path = "/api/auth/change-password", tag = "accounts", request_body = ChangeBody, security(("bearer" = [])),
    responses(
        (status = 204, description = "Changed; all other sessions are over"),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`wrong_password`; `csrf_failed`; `session_required`", body = Problem),
        (status = 422, description = "`validation_failed` with `errors[]`", body = Problem),
        (status = 429, description = "`too_many_attempts`", body = Problem),
    )
)]
pub(super) async fn change_password(
    State(app): State<App>,
    _: OwnOrigin,
    caller: InSession,
    (client, device): (Client, Device),
    Json(body): Json<ChangeBody>,
) -> Result<StatusCode> {
    caller.may(Scope::ProfileWrite)?;
    let account = app.store.get(accounts::by_id(caller.account)).await?.ok_or_else(unauthenticated)?;
    let password = account::judge(&app, &account, "new_password", body.new_password).await?;
    let from = (&client, &device);
    let (guess, found) = confirm::of_caller(&app, &caller, from, &body.current_password).await?;
    let hash = match app.hasher.hash(password.into_secret(), app.random.bytes()).await {
        Ok(hash) => hash,
        Err(error) => {
            guess.take_back(&app).await?;
            return Err(error.into());
        }
    };
    let session = Some(caller.session.0);
    let mut changes = vec![
        passwords::change(account.id, found.password_hash.as_deref(), hash),
        session::prove(&app, &caller),
        session::end_all_but(&app, &caller, "password_changed"),
        onetime::drop_pending(account.id),
        audit::record(&app, account.id, session, Kind::PasswordChanged, Actor::Client(&client)),
    ];
    changes.extend(notice::changed(&app, &account, &client));
    confirm::settled(&app, &guess, guess.right(&app, changes).await).await?;
    app.mail_waiting.notify_one();
    metrics::counter!("journal_auth_revocations_total", "reason" => "password_changed").increment(1);
    Ok(StatusCode::NO_CONTENT)
}
