//! `POST /api/admin/people/{id}/passkeys/{passkey}/remove`: takes a passkey from somebody, such as one on a device that
//! was stolen.
//!
//! It may be the last way in, which its owner could not remove themselves: a link that is mailed to the address of the
//! account opens it again, and an admin who takes the last one sends it.

use axum::extract::State;
use http::StatusCode;

use super::super::act::{self, Admin};
use super::{ReasonBody, Two, lost, must_be_another, named_with, reason};
use crate::App;
use crate::access::FreshlySignedIn;
use crate::http::{Client, Json, Problem, Result, not_found};
use crate::passkey;

/// Removes a passkey of a person, the last one too, and tells them.
#[utoipa::path(
    post, path = "/api/admin/people/{id}/passkeys/{passkey}/remove", tag = "admin", request_body = ReasonBody,
    security(("bearer" = [])), params(("id" = Uuid, Path, description = "The account"),
           ("passkey" = Uuid, Path, description = "The passkey")),
    responses(
        (status = 204, description = "It opens nothing any more"),
        (status = 404, description = "No account has that id, or no such passkey", body = Problem),
        (status = 409, description = "`own_account`", body = Problem),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`forbidden`, `insufficient_scope`, `reauthentication_required`", body = Problem),
        (status = 422, description = "`validation_failed`: a reason is missing", body = Problem),
    )
)]
pub(super) async fn remove_passkey(
    State(app): State<App>,
    FreshlySignedIn(caller): FreshlySignedIn,
    client: Client,
    ids: Two,
    Json(body): Json<ReasonBody>,
) -> Result<StatusCode> {
    let (account, id) = named_with(&app, ids).await?;
    let reason = reason(&body.reason)?;
    must_be_another(&caller, &account)?;
    let removal = passkey::removal(&app, account.id, id).await?.ok_or_else(not_found)?;
    let admin = Admin { caller: &caller, client: &client, reason: &reason };
    let changes = act::remove_passkey(&app, &account, (id, removal), admin);
    app.store.commit(changes).await.map_err(lost)?;
    app.mail_waiting.notify_one();
    Ok(StatusCode::NO_CONTENT)
}
