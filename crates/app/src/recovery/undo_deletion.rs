//! `POST /api/auth/undo-deletion`: keeps an account that was to be deleted.

use axum::extract::State;
use http::StatusCode;

use super::TokenBody;
use super::store as recoveries;
use crate::App;
use crate::audit::{self, Actor, Kind};
use crate::http::{Client, Json, Problem, Result};
use crate::onetime::{self, Purpose};

/// Keeps the account as it was; its owner signs in as before.
#[utoipa::path(
    post, path = "/api/auth/undo-deletion", tag = "accounts", request_body = TokenBody,
    responses(
        (status = 204, description = "Kept; sign in"),
        (status = 400, description = "`token_invalid`: unknown, used or older than 14 days", body = Problem),
    )
)]
pub(super) async fn undo_deletion(
    State(app): State<App>,
    client: Client,
    Json(body): Json<TokenBody>,
) -> Result<StatusCode> {
    let token = onetime::find(&app, Purpose::UndoDeletion, &body.token).await?;
    let changes = [
        token.spend(app.clock.now()),
        recoveries::cancel_deletion(token.account),
        audit::record(&app, token.account, None, Kind::DeletionUndone, Actor::Client(&client)),
    ];
    app.store.commit(changes).await.map_err(onetime::lost)?;
    Ok(StatusCode::NO_CONTENT)
}
