//! What password managers and browsers look for at well-known addresses.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::App;

/// Where passkeys are made and looked after.
#[derive(Serialize, ToSchema)]
pub(super) struct PasskeyEndpoints {
    enroll: String,
    manage: String,
}

/// Which origins may use the passkeys of this host.
#[derive(Serialize, ToSchema)]
pub(super) struct RelatedOrigins {
    origins: Vec<String>,
}

/// Where password managers find the page for passkeys (W3C, "A Well-Known URL for Relying Party Passkey Endpoints").
#[utoipa::path(
    get, path = "/.well-known/passkey-endpoints", tag = "passkeys",
    responses((status = 200, description = "The page", body = PasskeyEndpoints))
)]
pub(super) async fn passkey_endpoints(State(app): State<App>) -> Json<PasskeyEndpoints> {
    let page = format!("{}/account/passkeys", app.settings.public_url);
    Json(PasskeyEndpoints { enroll: page.clone(), manage: page })
}

/// The origins that may use the same passkeys (WebAuthn Level 3, section 5.11).
#[utoipa::path(
    get, path = "/.well-known/webauthn", tag = "passkeys",
    responses((status = 200, description = "This one, and those that the operator has named", body = RelatedOrigins))
)]
pub(super) async fn related_origins(State(app): State<App>) -> Json<RelatedOrigins> {
    let own = std::iter::once(app.settings.origin().to_owned());
    Json(RelatedOrigins { origins: own.chain(app.settings.related_origins.iter().cloned()).collect() })
}
