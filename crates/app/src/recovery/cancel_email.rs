//! `DELETE /api/auth/change-email`: the owner does not want the other address after all.

use axum::extract::State;
use http::StatusCode;

use crate::App;
use crate::access::{Scope, SignedIn};
use crate::audit::{self, Kind};
use crate::http::{Client, Problem, Result};
use crate::onetime;

/// Voids the link that would move the caller's account to another address; nothing happens when there is none.
#[utoipa::path(
    delete, path = "/api/auth/change-email", tag = "accounts", security(("bearer" = [])),
    responses(
        (status = 204, description = "The address stays as it is"),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`insufficient_scope`", body = Problem),
    )
)]
pub(super) async fn cancel_email_change(
    State(app): State<App>,
    caller: SignedIn,
    client: Client,
) -> Result<StatusCode> {
    caller.may(Scope::ProfileWrite)?;
    if onetime::awaited_address(&app, caller.account).await?.is_none() {
        return Ok(StatusCode::NO_CONTENT);
    }
    let changes = [
        onetime::drop_email_changes(caller.account).announces(caller.account.0),
        audit::record_by(&app, &caller, Kind::EmailChangeCancelled, &client),
    ];
    app.store.commit(changes).await?;
    Ok(StatusCode::NO_CONTENT)
}
