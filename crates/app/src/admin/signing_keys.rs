//! `GET /api/admin/keys` and `POST /api/admin/keys/rotate`: the keys that sign access tokens. Never a key itself.

use axum::Json as Answer;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::keys::{self, Rotated};
use super::operate;
use crate::App;
use crate::access::{FreshlySignedIn, SignedIn, overtaken};
use crate::audit::Actor;
use crate::http::{Client, Error, OptionalJson, Problem, Result, conflict, internal};
use crate::key::SigningKeyView;

/// The signing keys.
#[derive(Serialize, ToSchema)]
pub(super) struct SigningKeys {
    /// The oldest first.
    items: Vec<SigningKeyView>,
}

#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RotateBody {
    /// Whether the keys before verify nothing any more: everybody's page renews its token at once.
    #[serde(default)]
    drop_old: bool,
}

/// Lists the keys that sign access tokens.
#[utoipa::path(
    get, path = "/api/admin/keys", tag = "admin", security(("bearer" = [])),
    responses(
        (status = 200, description = "The keys, without what they are made of", body = SigningKeys),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`forbidden`, `insufficient_scope`", body = Problem),
    )
)]
pub(super) async fn keys(State(app): State<App>, _: SignedIn) -> Result<Answer<SigningKeys>> {
    Ok(Answer(SigningKeys { items: keys::signing_keys(&app).await.map_err(failed)? }))
}

/// Makes a new signing key; the old ones verify what they signed until it has run out.
#[utoipa::path(
    post, path = "/api/admin/keys/rotate", tag = "admin", request_body = RotateBody, security(("bearer" = [])),
    responses(
        (status = 200, description = "The new key", body = Rotated),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`forbidden`, `insufficient_scope`, `reauthentication_required`", body = Problem),
        (status = 409, description = "`not_rotated`: a shared secret signs, or others were faster", body = Problem),
    )
)]
pub(super) async fn rotate_key(
    State(app): State<App>,
    FreshlySignedIn(caller): FreshlySignedIn,
    client: Client,
    OptionalJson(body): OptionalJson<RotateBody>,
) -> Result<Answer<Rotated>> {
    let (actor, still) = (Actor::Admin(&client, caller.account), caller.still_may(&app));
    Ok(Answer(keys::rotate_signing_by(&app, body.drop_old, (actor, &still)).await.map_err(failed)?))
}

fn failed(error: operate::Error) -> Error {
    match error {
        operate::Error::Invalid(_) => conflict(
            "not_rotated",
            "Either JOURNAL_JWT_SECRET signs access tokens and is changed there, or others rotate right now.",
        ),
        operate::Error::Store(error) => overtaken(&error).unwrap_or_else(|| error.into()),
        other => internal(other),
    }
}
