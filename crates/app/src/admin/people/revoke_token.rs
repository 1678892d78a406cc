//! `POST /api/admin/people/{id}/tokens/{token}/revoke`: the end of somebody's access token, such as one that leaked.

use axum::extract::State;
use http::StatusCode;

use super::super::act::{self, Admin};
use super::{ReasonBody, Two, lost, must_be_another, named_with, reason};
use crate::App;
use crate::access::FreshlySignedIn;
use crate::http::{Client, Json, Problem, Result, not_found};
use crate::token;

/// Revokes an access token of a person, and tells them.
#[utoipa::path(
    post, path = "/api/admin/people/{id}/tokens/{token}/revoke", tag = "admin", request_body = ReasonBody,
    security(("bearer" = [])), params(("id" = Uuid, Path, description = "The account"),
           ("token" = Uuid, Path, description = "The access token's id")),
    responses(
        (status = 204, description = "It opens nothing any more"),
        (status = 404, description = "No account has that id, or no such token", body = Problem),
        (status = 409, description = "`own_account`", body = Problem),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`forbidden`, `insufficient_scope`, `reauthentication_required`", body = Problem),
        (status = 422, description = "`validation_failed`: a reason is missing", body = Problem),
    )
)]
pub(super) async fn revoke_person_token(
    State(app): State<App>,
    FreshlySignedIn(caller): FreshlySignedIn,
    client: Client,
    ids: Two,
    Json(body): Json<ReasonBody>,
) -> Result<StatusCode> {
    let (account, id) = named_with(&app, ids).await?;
    let reason = reason(&body.reason)?;
    must_be_another(&caller, &account)?;
    let tokens = token::of_account(&app, account.id).await?;
    let item = tokens.iter().find(|item| item.id.0 == id).ok_or_else(not_found)?;
    let admin = Admin { caller: &caller, client: &client, reason: &reason };
    app.store.commit(act::revoke_token(&app, &account, item, admin)).await.map_err(lost)?;
    metrics::counter!("journal_auth_revocations_total", "reason" => "token").increment(1);
    app.mail_waiting.notify_one();
    Ok(StatusCode::NO_CONTENT)
}
