//! `DELETE /api/admin/invites/{id}`: withdraws an invitation, with the registrations that wait under it.

use ::store::Change;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use http::StatusCode;
use uuid::Uuid;

use super::store as invites;
use crate::App;
use crate::access::{FreshlySignedIn, overtaken};
use crate::audit::{self, Actor, Kind};
use crate::http::{Client, Problem, Result, not_found};
use crate::id::AccountId;

/// Withdraws an invitation.
#[utoipa::path(
    delete, path = "/api/admin/invites/{id}", tag = "admin", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The invitation")),
    responses(
        (status = 204, description = "It lets nobody in any more"),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`forbidden`, `insufficient_scope`, `reauthentication_required`", body = Problem),
        (status = 404, description = "There is no such invitation", body = Problem),
    )
)]
pub(super) async fn revoke_invite(
    State(app): State<App>,
    FreshlySignedIn(caller): FreshlySignedIn,
    client: Client,
    id: Result<Path<Uuid>, PathRejection>,
) -> Result<StatusCode> {
    let Path(id) = id.map_err(|_| not_found())?;
    let actor = Actor::Client(&client);
    let mut changes = Vec::from(caller.still_may(&app));
    changes.extend(withdrawal(&app, id, caller.account, actor));
    match app.store.commit(changes).await {
        Err(error) if error.conflict() == Some("invite") => Err(not_found()),
        Err(error) => Err(overtaken(&error).unwrap_or_else(|| error.into())),
        Ok(()) => Ok(StatusCode::NO_CONTENT),
    }
}

/// Withdraws an invitation and the uses that registrations hold; `false` when there is none of that id.
pub async fn withdraw(
    app: &App,
    id: Uuid,
    by: AccountId,
    actor: Actor<'_>,
) -> std::result::Result<bool, ::store::Error> {
    match app.store.commit(withdrawal(app, id, by, actor)).await {
        Err(error) if error.conflict() == Some("invite") => Ok(false),
        other => other.map(|()| true),
    }
}

fn withdrawal(app: &App, id: Uuid, by: AccountId, actor: Actor<'_>) -> [Change; 3] {
    let event = audit::record(app, by, None, Kind::InviteRevoked, actor);
    // The invitation first: whoever registers with it at this moment waits for its row.
    [invites::revoke(id, app.clock.now()), invites::release_held(id), event]
}
