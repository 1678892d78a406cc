//! `PUT /api/admin/people/{id}/role`: what somebody may do here.

use axum::extract::State;
use http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::act::{self, By, Reason};
use super::model::parse_role;
use super::{Id, lost, named};
use crate::App;
use crate::access::{FreshlySignedIn, may_grant};
use crate::http::{Client, Fields, Json, Problem, Result, forbidden};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RoleBody {
    /// `user` or `admin`.
    role: String,
    /// Why: one line of at most 300 characters, which the person reads.
    reason: String,
}

/// Gives a person a role in place of the one they have.
#[utoipa::path(
    put, path = "/api/admin/people/{id}/role", tag = "admin", request_body = RoleBody,
    security(("bearer" = [])), params(("id" = Uuid, Path, description = "The account")),
    responses(
        (status = 204, description = "It holds at the next request"),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`forbidden`, `insufficient_scope`, `reauthentication_required`", body = Problem),
        (status = 404, description = "No account has that id", body = Problem),
        (status = 409, description = "`last_admin`", body = Problem),
        (status = 422, description = "`validation_failed`: no such role, or no reason", body = Problem),
    )
)]
pub(super) async fn set_role(
    State(app): State<App>,
    FreshlySignedIn(caller): FreshlySignedIn,
    client: Client,
    id: Id,
    Json(body): Json<RoleBody>,
) -> Result<StatusCode> {
    let account = named(&app, id).await?;
    let mut fields = Fields::default();
    let reason = fields.take("reason", Reason::parse(&body.reason));
    let role = fields.take("role", parse_role(&body.role));
    let (Some(reason), Some(role)) = (reason, role) else { return Err(fields.refusal()) };
    if !may_grant(&caller.roles, role) {
        return Err(forbidden("forbidden", "Nobody can give a role that allows more than their own."));
    }
    let by = By::Admin(caller.account, &client, &reason);
    app.store.commit(act::set_role(&app, &account, role, by)).await.map_err(lost)?;
    app.mail_waiting.notify_one();
    Ok(StatusCode::NO_CONTENT)
}
