//! `GET /api/admin/invites`: the invitations there are.

use axum::Json;
use axum::extract::State;

use super::model::{Invite, Invites};
use super::store as invites;
use crate::App;
use crate::access::SignedIn;
use crate::http::{Problem, Result};

/// Lists invitations, the newest first; codes are never shown again.
#[utoipa::path(
    get, path = "/api/admin/invites", tag = "admin", security(("bearer" = [])),
    responses(
        (status = 200, description = "The newest 500", body = Invites),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`forbidden`, `insufficient_scope`", body = Problem),
    )
)]
pub(super) async fn invites(State(app): State<App>, _: SignedIn) -> Result<Json<Invites>> {
    Ok(Json(Invites { items: all(&app).await? }))
}

/// The newest invitations, newest first, at most 500.
pub async fn all(app: &App) -> std::result::Result<Vec<Invite>, ::store::Error> {
    let now = app.clock.now();
    let found = app.store.all(invites::newest(now)).await?;
    Ok(found.into_iter().map(|stands| Invite::at(now, stands)).collect())
}
