//! `DELETE /api/auth/sessions`: ending one's other sessions, one or all.

use axum::Json;
use axum::extract::{Path, State};
use crypto::refresh::Presented;
use http::StatusCode;
use jiff::SignedDuration;
use serde::Serialize;
use store::Change;
use utoipa::ToSchema;
use uuid::Uuid;

use super::store as sessions;
use crate::App;
use crate::access::{InSession, Scope, SignedIn};
use crate::audit::{self, Actor, Kind};
use crate::http::{Client, Problem, Result, not_found};
use crate::id::AccountId;
use crate::id::SessionId;

/// How long a session that is over is kept, so that its token is told why.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 30);

#[derive(Serialize, ToSchema)]
pub(super) struct Ended {
    /// How many were ended.
    ended: usize,
}

/// Ends one of the caller's sessions.
#[utoipa::path(
    delete, path = "/api/auth/sessions/{id}", tag = "sessions", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The session")),
    responses(
        (status = 204, description = "Ended"),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 404, description = "No live session of the caller's has that id", body = Problem),
    )
)]
pub(super) async fn end_one(
    State(app): State<App>,
    caller: SignedIn,
    client: Client,
    id: Result<Path<Uuid>, axum::extract::rejection::PathRejection>,
) -> Result<StatusCode> {
    caller.may(Scope::SessionsWrite)?;
    let Path(id) = id.map_err(|_| not_found())?;
    let now = app.clock.now();
    let ended = sessions::end(caller.account, SessionId(id), "ended", now);
    let event = audit::record(&app, caller.account, Some(id), Kind::SessionsEnded, Actor::Client(&client));
    match app.store.commit([ended, event]).await {
        Err(error) if error.conflict() == Some("session") => Err(not_found()),
        other => {
            other?;
            metrics::counter!("journal_auth_revocations_total", "reason" => "ended").increment(1);
            Ok(StatusCode::NO_CONTENT)
        }
    }
}

/// Ends all of the caller's sessions but the one that asks.
#[utoipa::path(
    delete, path = "/api/auth/sessions", tag = "sessions", security(("bearer" = [])),
    responses(
        (status = 200, description = "How many were ended", body = Ended),
        (status = 401, description = "`unauthenticated`", body = Problem),
    )
)]
pub(super) async fn end_others(
    State(app): State<App>,
    caller: SignedIn,
    client: Client,
) -> Result<Json<Ended>> {
    caller.may(Scope::SessionsWrite)?;
    let now = app.clock.now();
    let live = app.store.all(sessions::live(caller.account, now)).await?;
    let ended = live.iter().filter(|listed| Some(listed.session.id) != caller.session()).count();
    // An access token for scripts has no session of its own: to it, all are others.
    let others = match caller.session() {
        Some(session) => sessions::end_others(caller.account, session, "ended", now),
        None => sessions::end_all(caller.account, "ended", now),
    };
    let event = audit::record_by(&app, &caller, Kind::SessionsEnded, &client);
    app.store.commit([others, event]).await?;
    metrics::counter!("journal_auth_revocations_total", "reason" => "ended").increment(ended as u64);
    Ok(Json(Ended { ended }))
}

/// The change that ends all sessions of an account; `reason` is a stable word.
pub fn end_all(app: &App, account: AccountId, reason: &'static str) -> Change {
    sessions::end_all(account, reason, app.clock.now())
}

/// The change that ends all sessions of the caller's account but the one that asks; `reason` is a stable word.
pub fn end_all_but(app: &App, caller: &InSession, reason: &'static str) -> Change {
    sessions::end_others(caller.account, caller.session, reason, app.clock.now())
}

/// The change that ends the session of a refresh token whose place a new one takes, if it still lives.
pub(super) fn replace(app: &App, presented: &Presented) -> Change {
    sessions::replace(AccountId(presented.account), SessionId(presented.session), app.clock.now())
}

/// Ends the sessions of the mode that is not on; called at every start.
pub async fn end_of_the_other_mode(app: &App) -> Result<(), store::Error> {
    let now = app.clock.now();
    let change = if app.settings.demo.is_some() {
        sessions::end_of_everybody_but(AccountId::DEMO, now)
    } else {
        sessions::end_all(AccountId::DEMO, "mode", now)
    };
    app.store.commit([change]).await
}

/// The change that forgets sessions that have long been over.
pub fn sweep(app: &App) -> Change {
    sessions::sweep(app.clock.now() - KEPT)
}
