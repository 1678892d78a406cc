//! `PUT /api/admin/people/{id}/role`: what somebody may do here.

use axum::extract::State;
use http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::act::{self, By, Reason};
use super::model::parse_role;
use super::{Id, named};
use crate::App;
use crate::access::{FreshlySignedIn, Roles, role_book_now};
use crate::admin::role;
use crate::http::{Client, Fields, Json, Problem, Result};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonRoleBody {
    /// `user` or `admin`.
    role: String,
    /// Why: one line of at most 300 characters, which the person reads.
    reason: String,
}

/// Gives a person one of the built-in roles in place of all that they have.
#[utoipa::path(
    put, path = "/api/admin/people/{id}/role", tag = "admin", request_body = PersonRoleBody,
    security(("bearer" = [])), params(("id" = Uuid, Path, description = "The account")),
    responses(
        (status = 204, description = "It holds at the next request"),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`forbidden`, `insufficient_scope`, `reauthentication_required`", body = Problem),
        (status = 404, description = "No account has that id", body = Problem),
        (status = 409, description = "`last_admin`; `roles_changed`: by somebody else a moment ago", body = Problem),
        (status = 422, description = "`validation_failed`: no such role, or no reason", body = Problem),
    )
)]
pub(super) async fn set_role(
    State(app): State<App>,
    FreshlySignedIn(caller): FreshlySignedIn,
    client: Client,
    id: Id,
    Json(body): Json<PersonRoleBody>,
) -> Result<StatusCode> {
    let account = named(&app, id).await?;
    let mut fields = Fields::default();
    let reason = fields.take("reason", Reason::parse(&body.reason));
    let wanted = fields.take("role", parse_role(&body.role));
    let (Some(reason), Some(wanted)) = (reason, wanted) else { return Err(fields.refusal()) };
    let (after, by) = (Roles::given([wanted]), By::Admin(caller.account, &client, &reason));
    let moved = account.roles.changed(&after);
    if !moved.is_empty() {
        let mut changes = role::judged(&app, &caller, &role_book_now(&app).await?, &moved)?;
        changes.extend(act::set_roles(&app, &account, &after, by));
        app.store.commit(changes).await.map_err(role::lost)?;
        app.mail_waiting.notify_one();
    }
    Ok(StatusCode::NO_CONTENT)
}
