//! `DELETE /api/auth/mfa/totp`: signing in asks for no second factor any more.

use axum::extract::State;
use http::StatusCode;

use super::{notice, remove};
use crate::App;
use crate::access::{FreshlySignedIn, Scope};
use crate::account::store as accounts;
use crate::audit::{self, Actor, Kind};
use crate::http::{Client, Error, OwnOrigin, Problem, Result, unauthenticated};

/// Turns the second factor off, and drops app and recovery codes.
#[utoipa::path(
    delete, path = "/api/auth/mfa/totp", tag = "second factors", security(("bearer" = [])),
    responses(
        (status = 204, description = "Off"),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`reauthentication_required`; `csrf_failed`", body = Problem),
        (status = 409, description = "`mfa_not_enabled`", body = Problem),
    )
)]
pub(super) async fn turn_off(
    State(app): State<App>,
    _: OwnOrigin,
    FreshlySignedIn(caller): FreshlySignedIn,
    client: Client,
) -> Result<StatusCode> {
    caller.may(Scope::ProfileWrite)?;
    let account = app.store.get(accounts::by_id(caller.account)).await?.ok_or_else(unauthenticated)?;
    let (session, kind) = (Some(caller.session.0), Kind::SecondFactorTurnedOff);
    let mut changes = remove::remove(account.id);
    changes.push(audit::record(&app, account.id, session, kind, Actor::Client(&client)));
    changes.extend(notice::turned_off(&app, &account, Some(&client)));
    app.store.commit(changes).await.map_err(not_enabled)?;
    app.mail_waiting.notify_one();
    Ok(StatusCode::NO_CONTENT)
}

/// 409 for a conflict: there is no second factor.
pub(super) fn not_enabled(error: ::store::Error) -> Error {
    if error.conflict() != Some("factor") {
        return error.into();
    }
    Error::new(StatusCode::CONFLICT, "mfa_not_enabled", "This account asks for no second factor.")
}
