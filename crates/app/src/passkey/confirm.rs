//! `POST /api/auth/passkeys/{id}/confirm`: the owner says, after a recovery, that a passkey is theirs.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use http::StatusCode;
use uuid::Uuid;

use super::rename::gone;
use super::store as passkeys;
use crate::App;
use crate::access::{FreshlySignedIn, Scope};
use crate::audit::{self, Actor, Kind};
use crate::http::{Client, Problem, Result, not_found};

/// Confirms a passkey that was set aside when the account was recovered: it opens the account again.
#[utoipa::path(
    post, path = "/api/auth/passkeys/{id}/confirm", tag = "passkeys", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The passkey")),
    responses(
        (status = 204, description = "Confirmed, or it was all along"),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`reauthentication_required` with `methods`", body = Problem),
        (status = 404, description = "No passkey of the caller's has that id", body = Problem),
    )
)]
pub(super) async fn confirm_passkey(
    State(app): State<App>,
    FreshlySignedIn(caller): FreshlySignedIn,
    client: Client,
    id: Result<Path<Uuid>, PathRejection>,
) -> Result<StatusCode> {
    caller.may(Scope::ProfileWrite)?;
    let Path(id) = id.map_err(|_| not_found())?;
    let session = Some(caller.session.0);
    let event = audit::record(&app, caller.account, session, Kind::PasskeyConfirmed, Actor::Client(&client));
    app.store.commit([passkeys::confirm(caller.account, id), event]).await.map_err(gone)?;
    Ok(StatusCode::NO_CONTENT)
}
