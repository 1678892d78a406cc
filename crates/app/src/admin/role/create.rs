//! `POST /api/admin/roles`: a role of the operator's own.

use axum::Json as Answer;
use axum::extract::State;
use http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use super::model::{self, RoleItem};
use super::store as roles;
use crate::App;
use crate::access::{FreshlySignedIn, InSession, Role, Scope, Scopes, overtaken, role_book_now};
use crate::account::last_admin;
use crate::audit::{self, Actor, Kind, NOBODY};
use crate::http::{Client, Error, Fields, Json, Problem, Result, conflict, forbidden};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RoleBody {
    /// 2 to 24 small letters, digits and hyphens, beginning with a letter.
    name: String,
    /// What it grants; each must be among the caller's own.
    scopes: Vec<String>,
}

/// Makes a role.
#[utoipa::path(
    post, path = "/api/admin/roles", tag = "admin", request_body = RoleBody, security(("bearer" = [])),
    responses(
        (status = 201, description = "The role", body = RoleItem),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`forbidden`, also for scopes that the caller has not; `insufficient_scope`; \
                                      `reauthentication_required` with `methods`", body = Problem),
        (status = 409, description = "`role_exists`", body = Problem),
        (status = 422, description = "`validation_failed` with `errors[]`", body = Problem),
    )
)]
pub(super) async fn create_role(
    State(app): State<App>,
    FreshlySignedIn(caller): FreshlySignedIn,
    client: Client,
    Json(body): Json<RoleBody>,
) -> Result<(StatusCode, Answer<RoleItem>)> {
    caller.may(Scope::AdminWrite)?;
    let mut fields = Fields::default();
    let name = fields.take("name", model::check_name(&body.name));
    let scopes = fields.take("scopes", model::check_scopes(&body.scopes));
    let (Some(name), Some(scopes)) = (name, scopes) else { return Err(fields.refusal()) };
    has_all(&app, &caller, scopes).await?;
    let now = app.clock.now();
    let about = format!("{}: {}", name.as_str(), scopes.stored());
    let [still, may] = caller.still_may(&app);
    let changes = [
        still,
        may,
        roles::insert(name, scopes, now),
        audit::record_about(&app, NOBODY, Kind::RoleCreated, Actor::Admin(&client, caller.account), about),
    ];
    app.store.commit(changes).await.map_err(lost)?;
    let item = RoleItem { name, scopes, is_built_in: false, people: 0, created_at: Some(now) };
    Ok((StatusCode::CREATED, Answer(item)))
}

/// 403 unless the caller has all of these scopes now, whatever was remembered of the roles.
pub(super) async fn has_all(app: &App, caller: &InSession, scopes: Scopes) -> Result<()> {
    let own = role_book_now(app).await?.scopes_of(&caller.roles) & caller.scopes();
    if own.contain_all(scopes) { Ok(()) } else { Err(beyond_own()) }
}

pub(super) fn beyond_own() -> Error {
    forbidden("forbidden", "Nobody can give or take what they may not do themselves.")
}

/// What a conflict means to whoever wanted to change roles.
pub(super) fn lost(error: store::Error) -> Error {
    if let Some(refusal) = last_admin::refused(&error).or_else(|| overtaken(&error)) {
        return refusal;
    }
    match error.conflict() {
        Some("exists") => conflict("role_exists", "There is a role of that name."),
        Some("in_use") => conflict("role_in_use", "Somebody has this role. Take it from everybody first."),
        Some("role" | "roles") => {
            conflict("roles_changed", "Roles were changed a moment ago. Look at them again.")
        }
        _ => error.into(),
    }
}

/// 409 for a role that is built in.
pub(super) fn if_own(role: Role) -> Result<Role> {
    match role {
        Role::Named(_) => Ok(role),
        _ => Err(conflict("role_built_in", "This role is built in and stays as it is.")),
    }
}
