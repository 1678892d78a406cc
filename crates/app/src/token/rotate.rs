//! `POST /api/auth/tokens/{id}/rotate`: another secret for the same token. The old one stops at once.

use axum::Json as Answer;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use crypto::personal;
use http::StatusCode;
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::create::lost;
use super::model::{self, MadeToken, TokenItem};
use super::store as tokens;
use crate::App;
use crate::access::{FreshlySignedIn, Scope};
use crate::audit::{self, Actor, Kind};
use crate::http::{Client, Error, Fields, OptionalJson, Problem, Result, forbidden, not_found};
use crate::id::TokenId;

#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RotateBody {
    /// Until when the new one holds, within 366 days; as long as the old one was given when left out.
    expires_at: Option<Timestamp>,
}

/// Rotates an access token: id, name and scopes stay, the secret and the end are new. Also revives one that ran out.
#[utoipa::path(
    post, path = "/api/auth/tokens/{id}/rotate", tag = "tokens", request_body = Option<RotateBody>,
    security(("bearer" = [])), params(("id" = Uuid, Path, description = "The token")),
    responses(
        (status = 201, description = "The token with its new secret, shown once", body = MadeToken),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`reauthentication_required` with `methods`; `insufficient_scope`, also when the \
                                      token has a scope that the caller has not", body = Problem),
        (status = 404, description = "The caller has no such token", body = Problem),
        (status = 409, description = "`token_changed`: a parallel request rotated it", body = Problem),
        (status = 422, description = "`validation_failed` with `errors[]`", body = Problem),
    )
)]
pub(super) async fn rotate_token(
    State(app): State<App>,
    FreshlySignedIn(caller): FreshlySignedIn,
    client: Client,
    id: Result<Path<Uuid>, PathRejection>,
    OptionalJson(body): OptionalJson<RotateBody>,
) -> Result<(StatusCode, Answer<MadeToken>)> {
    caller.may(Scope::SessionsWrite)?;
    let Path(id) = id.map_err(|_| not_found())?;
    let before = app.store.get(tokens::by_id(caller.account, TokenId(id))).await?.ok_or_else(not_found)?;
    if !caller.scopes().contain_all(before.item.scopes) {
        let detail = "This token may do more than you may now. Make a new one instead.";
        return Err(forbidden("insufficient_scope", detail));
    }
    let now = app.clock.now();
    let mut fields = Fields::default();
    let ends = body.expires_at.unwrap_or_else(|| model::end_after_rotation(&before.item, now));
    let ends = fields.take("expires_at", model::check_end(ends, now)).ok_or_else(|| fields.refusal())?;
    let (token, digest) = personal::new(&app.random);
    let [still, may] = caller.still_may(&app);
    let changes = [
        still,
        may,
        tokens::rotate(&before, caller.account, digest, (now, ends)),
        audit::record_about(&app, caller.account, Kind::TokenRotated, Actor::Client(&client), id.to_string()),
    ];
    app.store.commit(changes).await.map_err(if_changed)?;
    let item = TokenItem { issued_at: now, expires_at: ends, ..before.item };
    Ok((StatusCode::CREATED, Answer(MadeToken { token: token.expose().clone(), item })))
}

fn if_changed(error: store::Error) -> Error {
    if error.conflict() != Some("token") {
        return lost(error);
    }
    let detail = "This token was rotated or revoked a moment ago. Look at the list again.";
    Error::new(StatusCode::CONFLICT, "token_changed", detail)
}
