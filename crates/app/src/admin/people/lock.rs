//! `POST /api/admin/people/{id}/lock` and `…/unlock`: whether somebody may sign in.

use axum::extract::State;
use http::StatusCode;

use super::super::act::{self, Admin, By};
use super::{Id, ReasonBody, lost, must_be_another, named, reason};
use crate::App;
use crate::access::FreshlySignedIn;
use crate::http::{Client, Json, Problem, Result};

/// Locks a person out: nobody can sign in to the account, and all sessions are over.
#[utoipa::path(
    post, path = "/api/admin/people/{id}/lock", tag = "admin", request_body = ReasonBody,
    security(("bearer" = [])), params(("id" = Uuid, Path, description = "The account")),
    responses(
        (status = 204, description = "Locked"),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`forbidden`, `insufficient_scope`, `reauthentication_required`", body = Problem),
        (status = 404, description = "No account has that id", body = Problem),
        (status = 409, description = "`own_account`, `last_admin`", body = Problem),
        (status = 422, description = "`validation_failed`: a reason is missing", body = Problem),
    )
)]
pub(super) async fn lock(
    State(app): State<App>,
    FreshlySignedIn(caller): FreshlySignedIn,
    client: Client,
    id: Id,
    Json(body): Json<ReasonBody>,
) -> Result<StatusCode> {
    let account = named(&app, id).await?;
    let reason = reason(&body.reason)?;
    must_be_another(&caller, &account)?;
    let by = By::Admin(Admin { caller: &caller, client: &client, reason: &reason });
    app.store.commit(act::lock(&app, &account, by)).await.map_err(lost)?;
    app.mail_waiting.notify_one();
    metrics::counter!("journal_auth_revocations_total", "reason" => "disabled").increment(1);
    Ok(StatusCode::NO_CONTENT)
}

/// Lets a person sign in again.
#[utoipa::path(
    post, path = "/api/admin/people/{id}/unlock", tag = "admin", request_body = ReasonBody,
    security(("bearer" = [])), params(("id" = Uuid, Path, description = "The account")),
    responses(
        (status = 204, description = "Unlocked"),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`forbidden`, `insufficient_scope`, `reauthentication_required`", body = Problem),
        (status = 404, description = "No account has that id", body = Problem),
        (status = 422, description = "`validation_failed`: a reason is missing", body = Problem),
    )
)]
pub(super) async fn unlock(
    State(app): State<App>,
    FreshlySignedIn(caller): FreshlySignedIn,
    client: Client,
    id: Id,
    Json(body): Json<ReasonBody>,
) -> Result<StatusCode> {
    let account = named(&app, id).await?;
    let reason = reason(&body.reason)?;
    let by = By::Admin(Admin { caller: &caller, client: &client, reason: &reason });
    app.store.commit(act::unlock(&app, &account, by)).await.map_err(lost)?;
    app.mail_waiting.notify_one();
    Ok(StatusCode::NO_CONTENT)
}
