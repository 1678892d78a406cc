//! `POST /api/admin/people/{id}/delete`: plans somebody's deletion, as their own wish would.

use axum::Json as Answer;
use axum::extract::State;
use http::StatusCode;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::act::{self, Admin};
use super::{Id, ReasonBody, lost, must_be_another, named, reason};
use crate::App;
use crate::access::FreshlySignedIn;
use crate::http::{Client, Json, Problem, Result, conflict};

/// A planned deletion.
#[derive(Serialize, ToSchema)]
pub(super) struct Planned {
    /// When the account is deleted for good.
    deletion_at: Timestamp,
}

/// Plans the deletion of a person's account in 14 days; the link in their mail undoes it until then.
#[utoipa::path(
    post, path = "/api/admin/people/{id}/delete", tag = "admin", request_body = ReasonBody,
    security(("bearer" = [])), params(("id" = Uuid, Path, description = "The account")),
    responses(
        (status = 202, description = "Planned; the person is signed out everywhere", body = Planned),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`forbidden`, `insufficient_scope`, `reauthentication_required`", body = Problem),
        (status = 404, description = "No account has that id", body = Problem),
        (status = 409, description = "`own_account`, `last_admin`, `already_planned`", body = Problem),
        (status = 422, description = "`validation_failed`: a reason is missing", body = Problem),
    )
)]
pub(super) async fn delete_person(
    State(app): State<App>,
    FreshlySignedIn(caller): FreshlySignedIn,
    client: Client,
    id: Id,
    Json(body): Json<ReasonBody>,
) -> Result<(StatusCode, Answer<Planned>)> {
    let account = named(&app, id).await?;
    let reason = reason(&body.reason)?;
    must_be_another(&caller, &account)?;
    if account.deletion_at.is_some() {
        return Err(conflict("already_planned", "This account will be deleted already."));
    }
    let admin = Admin { caller: &caller, client: &client, reason: &reason };
    let (changes, deletion_at) = act::plan_deletion(&app, &account, admin);
    app.store.commit(changes).await.map_err(lost)?;
    app.mail_waiting.notify_one();
    metrics::counter!("journal_auth_revocations_total", "reason" => "deletion").increment(1);
    Ok((StatusCode::ACCEPTED, Answer(Planned { deletion_at })))
}
