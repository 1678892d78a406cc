//! `GET /api/admin/ping`: whether the caller is an admin.

use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::{Role, SignedIn};
use crate::http::{Problem, Result};

#[derive(Serialize, ToSchema)]
pub(super) struct Pong {
    message: &'static str,
}

/// Answers admins.
#[utoipa::path(
    get, path = "/api/admin/ping", tag = "admin", security(("bearer" = [])),
    responses(
        (status = 200, description = "The caller is an admin", body = Pong),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`forbidden`: the role is missing", body = Problem),
    )
)]
pub(super) async fn ping(caller: SignedIn) -> Result<Json<Pong>> {
    caller.must_be(Role::Admin)?;
    Ok(Json(Pong { message: "You may administer this journal." }))
}
