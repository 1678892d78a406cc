//! `POST /api/admin/people/{id}/remove-factors`: the way out for whoever has lost app and codes.
//!
//! Whoever asks for it may be a thief who has the password alone, so an admin makes sure of them first; that is not for a
//! program to judge. The person is told, and an account of which a factor is demanded sets one up at the next sign-in.

use axum::extract::State;
use http::StatusCode;

use super::super::act::{self, Admin, By};
use super::{Id, ReasonBody, lost, must_be_another, named, reason};
use crate::App;
use crate::access::FreshlySignedIn;
use crate::http::{Client, Json, Problem, Result};

/// Removes a person's authenticator app together with their recovery codes, and tells them.
#[utoipa::path(
    post, path = "/api/admin/people/{id}/remove-factors", tag = "admin", request_body = ReasonBody,
    security(("bearer" = [])), params(("id" = Uuid, Path, description = "The account")),
    responses(
        (status = 204, description = "Gone; passkeys stay"),
        (status = 404, description = "No account has that id", body = Problem),
        (status = 409, description = "`own_account`; `mfa_not_enabled`: there is none", body = Problem),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`forbidden`, `insufficient_scope`, `reauthentication_required`", body = Problem),
        (status = 422, description = "`validation_failed`: a reason is missing", body = Problem),
    )
)]
pub(super) async fn remove_factors(
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
    app.store.commit(act::remove_factors(&app, &account, by)).await.map_err(lost)?;
    app.mail_waiting.notify_one();
    Ok(StatusCode::NO_CONTENT)
}
