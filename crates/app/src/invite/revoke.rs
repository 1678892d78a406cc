//! `DELETE /api/admin/invites/{id}`: withdraws an invitation, with the registrations that wait under it.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use http::StatusCode;
use uuid::Uuid;

use super::store as invites;
use crate::App;
use crate::access::FreshlySignedIn;
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
    let was_there = withdraw(&app, id, caller.account, Actor::Client(&client)).await?;
    if was_there { Ok(StatusCode::NO_CONTENT) } else { Err(not_found()) }
}

/// Withdraws an invitation and the uses that registrations hold; `false` when there is none of that id.
pub async fn withdraw(
    app: &App,
    id: Uuid,
    by: AccountId,
    actor: Actor<'_>,
) -> std::result::Result<bool, ::store::Error> {
    let event = audit::record(app, by, None, Kind::InviteRevoked, actor);
    // The invitation first: whoever registers with it at this moment waits for its row.
    let changes = [invites::revoke(id, app.clock.now()), invites::release_held(id), event];
    match app.store.commit(changes).await {
        Err(error) if error.conflict() == Some("invite") => Ok(false),
        other => other.map(|()| true),
    }
}
