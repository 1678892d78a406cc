//! `POST /api/auth/undo-email-change`: the address that an account has left takes it back.

use axum::extract::State;
use http::StatusCode;

use super::TokenBody;
use super::take_back::take_back;
use crate::App;
use crate::audit::Kind;
use crate::http::{Client, Json, Problem, Result};
use crate::onetime::{self, Purpose};

/// Restores the address that the token was mailed to, ends every session, voids the password and mails a reset.
#[utoipa::path(
    post, path = "/api/auth/undo-email-change", tag = "accounts", request_body = TokenBody,
    responses(
        (status = 204, description = "Done; a mail with a link to choose a new password is on its way"),
        (status = 400, description = "`token_invalid`: unknown, used or older than 72 hours", body = Problem),
    )
)]
pub(super) async fn undo_email_change(
    State(app): State<App>,
    client: Client,
    Json(body): Json<TokenBody>,
) -> Result<StatusCode> {
    let token = onetime::find(&app, Purpose::UndoEmail, &body.token).await?;
    take_back(&app, &token, Kind::EmailChangeUndone, &client).await?;
    Ok(StatusCode::NO_CONTENT)
}
