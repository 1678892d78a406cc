//! `GET /api/auth/registration`: who may register here, so that the page asks for a code where one is needed.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::App;
use crate::settings::Registration;

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Mode {
    Open,
    Invite,
    Closed,
}

#[derive(Serialize, ToSchema)]
pub(super) struct RegistrationMode {
    /// `open`: anybody; `invite`: whoever gives an `invite_code`; `closed`: nobody.
    registration: Mode,
}

/// Tells who may register.
#[utoipa::path(
    get, path = "/api/auth/registration", tag = "accounts",
    responses((status = 200, description = "Who may register", body = RegistrationMode))
)]
pub(super) async fn registration_mode(State(app): State<App>) -> Json<RegistrationMode> {
    let registration = match app.settings.registration {
        Registration::Open => Mode::Open,
        Registration::Invite => Mode::Invite,
        Registration::Closed => Mode::Closed,
    };
    Json(RegistrationMode { registration })
}
