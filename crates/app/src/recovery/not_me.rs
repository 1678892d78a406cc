//! `POST /api/auth/not-me`: the owner of an account says to a notice that it was somebody else.

use axum::extract::State;
use http::StatusCode;

use super::TokenBody;
use super::take_back::take_back;
use crate::App;
use crate::audit::Kind;
use crate::http::{Client, Json, Problem, Result};
use crate::onetime::{self, Purpose};

/// Ends every session, voids the password, and mails a reset to the address that the notice went to.
///
/// If the account has left that address meanwhile, it is restored; if it was to be deleted, it is kept.
#[utoipa::path(
    post, path = "/api/auth/not-me", tag = "accounts", request_body = TokenBody,
    responses(
        (status = 204, description = "Done; a mail with a link to choose a new password is on its way"),
        (status = 400, description = "`token_invalid`: unknown, used or older than 72 hours", body = Problem),
    )
)]
pub(super) async fn not_me(
    State(app): State<App>,
    client: Client,
    Json(body): Json<TokenBody>,
) -> Result<StatusCode> {
    let token = onetime::find(&app, Purpose::NotMe, &body.token).await?;
    take_back(&app, &token, Kind::Disowned, &client).await?;
    Ok(StatusCode::NO_CONTENT)
}
