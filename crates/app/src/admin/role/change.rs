//! `PUT /api/admin/roles/{name}`: lets a role grant something else, at once for everybody who has it, and tells them.

use axum::Json as Answer;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use serde::Deserialize;
use utoipa::ToSchema;

use super::create::{has_all, if_own, lost};
use super::model::{self, RoleItem};
use super::{list, store as roles, tell};
use crate::App;
use crate::access::{FreshlySignedIn, Role, Scope};
use crate::admin::act::Reason;
use crate::audit::{self, Actor, Kind, NOBODY};
use crate::http::{Client, Fields, Json, Problem, Result, not_found};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ScopesBody {
    /// What it shall grant; what is added or taken must be among the caller's own.
    scopes: Vec<String>,
    /// Why: one line of at most 300 characters, which everybody who has the role reads.
    reason: String,
}

/// Changes what a role grants.
#[utoipa::path(
    put, path = "/api/admin/roles/{name}", tag = "admin", request_body = ScopesBody, security(("bearer" = [])),
    params(("name" = String, Path, description = "The role")),
    responses(
        (status = 200, description = "The role as it is now", body = RoleItem),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`forbidden`, also for scopes that the caller has not; `insufficient_scope`; \
                                      `reauthentication_required` with `methods`", body = Problem),
        (status = 404, description = "There is no such role", body = Problem),
        (status = 409, description = "`role_built_in`; `roles_changed`: by somebody else a moment ago", body = Problem),
        (status = 422, description = "`validation_failed` with `errors[]`", body = Problem),
    )
)]
pub(super) async fn change_role(
    State(app): State<App>,
    FreshlySignedIn(caller): FreshlySignedIn,
    client: Client,
    name: Result<Path<String>, PathRejection>,
    Json(body): Json<ScopesBody>,
) -> Result<Answer<RoleItem>> {
    caller.may(Scope::AdminWrite)?;
    let Path(name) = name.map_err(|_| not_found())?;
    let found = list::all(&app).await?.into_iter().find(|item| item.name.as_str() == name);
    let before = found.ok_or_else(not_found)?;
    let role: Role = if_own(before.name)?;
    let mut fields = Fields::default();
    let scopes = fields.take("scopes", model::check_scopes(&body.scopes));
    let reason = fields.take("reason", Reason::parse(&body.reason));
    let (Some(scopes), Some(reason)) = (scopes, reason) else { return Err(fields.refusal()) };
    has_all(&app, &caller, before.scopes.difference(scopes)).await?;
    let about = format!("{name}: {} ({})", scopes.stored(), reason.as_str());
    let [still, may] = caller.still_may(&app);
    let changes = [
        still,
        may,
        roles::set_scopes(role, before.scopes, scopes),
        audit::record_about(
            &app,
            NOBODY,
            Kind::RoleScopesChanged,
            Actor::Admin(&client, caller.account),
            about,
        ),
        tell::all_who_have(&app, role, scopes, reason.as_str(), Some(caller.account)),
    ];
    app.store.commit(changes).await.map_err(lost)?;
    if let Err(error) = tell::next_page(&app).await {
        tracing::warn!(%error, "those with a role that was changed are told later");
    }
    Ok(Answer(RoleItem { scopes, ..before }))
}
