//! `POST /api/auth/change-password`: another password, for whoever knows the present one; a first one, where there is
//! none, for whoever has just signed in.

use axum::extract::State;
use http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{confirm, notice, store as passwords};
use crate::App;
use crate::access::{self, InSession, Scope};
use crate::account::{self, store as accounts};
use crate::audit::{self, Actor, Kind};
use crate::http::{Client, Error, FieldError, Json, OwnOrigin, Problem, Result, invalid, unauthenticated};
use crate::throttle::{Device, Guess};
use crate::{onetime, session};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeBody {
    /// The one that holds; left out where the account has none, which asks for a fresh sign-in instead.
    current_password: Option<String>,
    /// 8 to 1,024 bytes, not easy to guess.
    new_password: String,
}

/// On what strength a password is set: a right guess at the one before and its hash, or that there is none.
type Strength = Option<(Guess, Option<String>)>;

/// Changes the caller's password, or sets a first one, and ends all other sessions; links that were mailed stop working.
#[utoipa::path(
    post, path = "/api/auth/change-password", tag = "accounts", request_body = ChangeBody, security(("bearer" = [])),
    responses(
        (status = 204, description = "Changed; all other sessions are over"),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`wrong_password`; `reauthentication_required` with `methods`, for a first one; \
         `csrf_failed`; `session_required`", body = Problem),
        (status = 422, description = "`validation_failed` with `errors[]`", body = Problem),
        (status = 429, description = "`too_many_attempts`", body = Problem),
    )
)]
pub(super) async fn change_password(
    State(app): State<App>,
    _: OwnOrigin,
    caller: InSession,
    from: (Client, Device),
    Json(body): Json<ChangeBody>,
) -> Result<StatusCode> {
    caller.may(Scope::ProfileWrite)?;
    let account = app.store.get(accounts::by_id(caller.account)).await?.ok_or_else(unauthenticated)?;
    let password = account::judge(&app, &account, "new_password", body.new_password).await?;
    let strength = strength(&app, &caller, &from, body.current_password).await?;
    let hash = match app.hasher.hash(password.into_secret(), app.random.bytes()).await {
        Ok(hash) => hash,
        Err(error) => {
            if let Some((guess, _)) = strength {
                guess.take_back(&app).await?;
            }
            return Err(error.into());
        }
    };
    let (client, session) = (&from.0, Some(caller.session.0));
    let before = strength.as_ref().and_then(|(_, before)| before.as_deref());
    let mut changes = vec![
        passwords::change(account.id, before, hash),
        session::end_all_but(&app, &caller, "password_changed"),
        onetime::drop_pending(account.id),
        audit::record(&app, account.id, session, Kind::PasswordChanged, Actor::Client(client)),
    ];
    changes.extend(notice::changed(&app, &account, client));
    if let Some((guess, _)) = &strength {
        changes.push(session::prove(&app, &caller));
        confirm::settled(&app, guess, guess.right(&app, changes).await).await?;
    } else {
        // A recovery that ends this session at the same moment leaves no password of whoever held it.
        changes.push(caller.still(&app));
        app.store.commit(changes).await.map_err(lost)?;
    }
    app.mail_waiting.notify_one();
    metrics::counter!("journal_auth_revocations_total", "reason" => "password_changed").increment(1);
    Ok(StatusCode::NO_CONTENT)
}

/// Evaluates the password that was given. Where none was, there must be none, and the sign-in must be fresh: the
/// session is all that speaks for whoever asks.
async fn strength(
    app: &App,
    caller: &InSession,
    (client, device): &(Client, Device),
    current: Option<String>,
) -> Result<Strength> {
    if let Some(current) = current {
        let (guess, found) = confirm::of_caller(app, caller, (client, device), &current).await?;
        return Ok(Some((guess, found.password_hash)));
    }
    let found = app.store.get(accounts::with_password_by_id(caller.account)).await?;
    if found.ok_or_else(unauthenticated)?.password_hash.is_some() {
        return Err(current_required());
    }
    access::demand_fresh(app, caller).await?;
    Ok(None)
}

/// A conflict of a first password: another one was set meanwhile, or the session is over.
fn lost(error: store::Error) -> Error {
    match error.conflict() {
        Some("password") => current_required(),
        Some("session") => unauthenticated(),
        _ => error.into(),
    }
}

/// 422: there is a password, and it was not given.
fn current_required() -> Error {
    let message = "Enter the password you have now.";
    invalid(vec![FieldError::new("current_password", "required", message)])
}
