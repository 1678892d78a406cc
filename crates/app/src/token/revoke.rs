//! `DELETE /api/auth/tokens/{id}`: the end of an access token.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use http::StatusCode;
use uuid::Uuid;

use super::store as tokens;
use crate::App;
use crate::access::{Scope, SignedIn};
use crate::audit::{self, Actor, Kind};
use crate::http::{Client, Problem, Result, not_found};
use crate::id::TokenId;

/// Revokes one of the caller's access tokens. An access token may revoke itself, with `sessions:write`.
#[utoipa::path(
    delete, path = "/api/auth/tokens/{id}", tag = "tokens", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The token")),
    responses(
        (status = 204, description = "It opens nothing any more"),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`insufficient_scope`", body = Problem),
        (status = 404, description = "The caller has no such token", body = Problem),
    )
)]
pub(super) async fn revoke_token(
    State(app): State<App>,
    caller: SignedIn,
    client: Client,
    id: Result<Path<Uuid>, PathRejection>,
) -> Result<StatusCode> {
    caller.may(Scope::SessionsWrite)?;
    let Path(id) = id.map_err(|_| not_found())?;
    let actor = Actor::Client(&client);
    let event = audit::record_about(&app, caller.account, Kind::TokenRevoked, actor, id.to_string());
    match app.store.commit([tokens::revoke(caller.account, TokenId(id)), event]).await {
        Err(error) if error.conflict() == Some("token") => Err(not_found()),
        other => {
            other?;
            metrics::counter!("journal_auth_revocations_total", "reason" => "token").increment(1);
            Ok(StatusCode::NO_CONTENT)
        }
    }
}
