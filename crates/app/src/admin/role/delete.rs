//! `DELETE /api/admin/roles/{name}`: the end of a role that nobody has.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use http::StatusCode;

use super::create::{has_all, if_own, lost};
use super::store as roles;
use crate::App;
use crate::access::{FreshlySignedIn, Role, Scope, role_book_now};
use crate::audit::{self, Actor, Kind, NOBODY};
use crate::http::{Client, Problem, Result, not_found};

/// Deletes a role.
#[utoipa::path(
    delete, path = "/api/admin/roles/{name}", tag = "admin", security(("bearer" = [])),
    params(("name" = String, Path, description = "The role")),
    responses(
        (status = 204, description = "There is no such role any more"),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`forbidden`, `insufficient_scope`; `reauthentication_required` with `methods`",
         body = Problem),
        (status = 404, description = "There is no such role", body = Problem),
        (status = 409, description = "`role_in_use`, `role_built_in`, `roles_changed`", body = Problem),
    )
)]
pub(super) async fn delete_role(
    State(app): State<App>,
    FreshlySignedIn(caller): FreshlySignedIn,
    client: Client,
    name: Result<Path<String>, PathRejection>,
) -> Result<StatusCode> {
    caller.may(Scope::AdminWrite)?;
    let Path(name) = name.map_err(|_| not_found())?;
    let role = Role::parse(&name).ok_or_else(not_found)?;
    let scopes = role_book_now(&app).await?.scopes(role).ok_or_else(not_found)?;
    if_own(role)?;
    has_all(&app, &caller, scopes).await?;
    let [still, may] = caller.still_may(&app);
    let changes = [
        still,
        may,
        roles::grants(role, scopes),
        roles::delete(role),
        audit::record_about(&app, NOBODY, Kind::RoleDeleted, Actor::Admin(&client, caller.account), name),
    ];
    app.store.commit(changes).await.map_err(lost)?;
    Ok(StatusCode::NO_CONTENT)
}
