//! `POST /api/admin/people/{id}/end-sessions`: signs somebody out everywhere.

use axum::extract::State;
use http::StatusCode;

use super::super::act::{self, Admin, By};
use super::{Id, ReasonBody, lost, named, reason};
use crate::App;
use crate::access::FreshlySignedIn;
use crate::http::{Client, Json, Problem, Result};

/// Ends all sessions of a person, who is told.
#[utoipa::path(
    post, path = "/api/admin/people/{id}/end-sessions", tag = "admin", request_body = ReasonBody,
    security(("bearer" = [])), params(("id" = Uuid, Path, description = "The account")),
    responses(
        (status = 204, description = "Signed out everywhere"),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`forbidden`, `insufficient_scope`, `reauthentication_required`", body = Problem),
        (status = 404, description = "No account has that id", body = Problem),
        (status = 422, description = "`validation_failed`: a reason is missing", body = Problem),
    )
)]
pub(super) async fn end_sessions(
    State(app): State<App>,
    FreshlySignedIn(caller): FreshlySignedIn,
    client: Client,
    id: Id,
    Json(body): Json<ReasonBody>,
) -> Result<StatusCode> {
    let account = named(&app, id).await?;
    let reason = reason(&body.reason)?;
    let by = By::Admin(Admin { caller: &caller, client: &client, reason: &reason });
    app.store.commit(act::end_sessions(&app, &account, by)).await.map_err(lost)?;
    app.mail_waiting.notify_one();
    metrics::counter!("journal_auth_revocations_total", "reason" => "operator").increment(1);
    Ok(StatusCode::NO_CONTENT)
}
