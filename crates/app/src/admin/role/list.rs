//! `GET /api/admin/roles`: the roles there are.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::model::RoleItem;
use super::store as roles;
use crate::App;
use crate::access::{Scope, SignedIn};
use crate::http::{Problem, Result};

#[derive(Serialize, ToSchema)]
pub(super) struct RoleList {
    items: Vec<RoleItem>,
}

/// Lists roles: those that are built in first, then by name.
#[utoipa::path(
    get, path = "/api/admin/roles", tag = "admin", security(("bearer" = [])),
    responses(
        (status = 200, description = "All roles", body = RoleList),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`forbidden`, `insufficient_scope`", body = Problem),
    )
)]
pub(super) async fn list_roles(State(app): State<App>, caller: SignedIn) -> Result<Json<RoleList>> {
    caller.may(Scope::AdminRead)?;
    Ok(Json(RoleList { items: all(&app).await? }))
}

/// All roles, with how many have each.
pub(super) async fn all(app: &App) -> std::result::Result<Vec<RoleItem>, ::store::Error> {
    let holders = app.store.all(roles::holders()).await?;
    let found = app.store.all(roles::all()).await?;
    let items = found.into_iter().filter_map(|standing| {
        let name = standing.name?;
        let people =
            holders.iter().filter(|(roles, _)| roles.contains(&name)).map(|(_, people)| people).sum();
        let (scopes, is_built_in, created_at) = (standing.scopes, standing.is_built_in, standing.created_at);
        Some(RoleItem { name, scopes, is_built_in, people, created_at })
    });
    Ok(items.collect())
}
