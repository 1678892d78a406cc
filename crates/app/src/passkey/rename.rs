//! `PATCH /api/auth/passkeys/{id}`: another name for one of the caller's passkeys.

use axum::Json as Answer;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::list::PasskeyView;
use super::model::{Stored, parse_name};
use super::store as passkeys;
use crate::App;
use crate::access::{Scope, SignedIn};
use crate::audit::{self, Kind};
use crate::http::{Client, Error, Fields, Json, Problem, Result, not_found};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RenameBody {
    /// One line, 1 to 64 characters.
    name: String,
}

/// Calls a passkey something else.
#[utoipa::path(
    patch, path = "/api/auth/passkeys/{id}", tag = "passkeys", request_body = RenameBody,
    security(("bearer" = [])), params(("id" = Uuid, Path, description = "The passkey")),
    responses(
        (status = 200, description = "Renamed", body = PasskeyView),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 404, description = "No passkey of the caller's has that id", body = Problem),
        (status = 422, description = "`validation_failed` with `errors[]`", body = Problem),
    )
)]
pub(super) async fn rename_passkey(
    State(app): State<App>,
    caller: SignedIn,
    client: Client,
    id: Result<Path<Uuid>, PathRejection>,
    Json(body): Json<RenameBody>,
) -> Result<Answer<PasskeyView>> {
    caller.may(Scope::ProfileWrite)?;
    let Path(id) = id.map_err(|_| not_found())?;
    let before = app.store.get(passkeys::by_id(caller.account, id)).await?.ok_or_else(not_found)?;
    let mut fields = Fields::default();
    let Some(name) = fields.take("name", parse_name(&body.name)) else { return Err(fields.refusal()) };
    let event = audit::record_by(&app, &caller, Kind::PasskeyRenamed, &client);
    app.store.commit([passkeys::rename(caller.account, id, &name), event]).await.map_err(gone)?;
    Ok(Answer(PasskeyView::of(Stored { name, ..before })))
}

/// A conflict: it was removed a moment ago.
pub(super) fn gone(error: store::Error) -> Error {
    if error.is_conflict() { not_found() } else { error.into() }
}
