//! `POST /api/admin/people/{id}/send-reset`: a link to choose a new password, to whoever cannot ask for it.

use axum::extract::State;
use http::StatusCode;

use super::super::act::{self, Admin};
use super::{Id, ReasonBody, lost, named, reason};
use crate::App;
use crate::access::FreshlySignedIn;
use crate::http::{Client, Json, Problem, Result, conflict};

/// Mails a person a link to choose a new password; the old one holds until then.
#[utoipa::path(
    post, path = "/api/admin/people/{id}/send-reset", tag = "admin", request_body = ReasonBody,
    security(("bearer" = [])), params(("id" = Uuid, Path, description = "The account")),
    responses(
        (status = 204, description = "On its way"),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`forbidden`, `insufficient_scope`, `reauthentication_required`", body = Problem),
        (status = 404, description = "No account has that id", body = Problem),
        (status = 409, description = "`account_closed`: it is locked, or will be deleted", body = Problem),
        (status = 422, description = "`validation_failed`: a reason is missing", body = Problem),
    )
)]
pub(super) async fn send_reset(
    State(app): State<App>,
    FreshlySignedIn(caller): FreshlySignedIn,
    client: Client,
    id: Id,
    Json(body): Json<ReasonBody>,
) -> Result<StatusCode> {
    let account = named(&app, id).await?;
    let reason = reason(&body.reason)?;
    if account.disabled_at.is_some() || account.deletion_at.is_some() {
        return Err(conflict(
            "account_closed",
            "This account is locked or will be deleted, so a link opens nothing.",
        ));
    }
    let admin = Admin { caller: &caller, client: &client, reason: &reason };
    app.store.commit(act::send_reset(&app, &account, admin)).await.map_err(lost)?;
    app.mail_waiting.notify_one();
    Ok(StatusCode::NO_CONTENT)
}
