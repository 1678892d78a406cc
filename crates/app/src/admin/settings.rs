//! `GET /api/admin/settings`: what the operator decided, and where each value came from.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::App;
use crate::access::SignedIn;
use crate::http::Problem;
use crate::settings::ShownSetting;

/// The settings as they hold on the node that answers.
#[derive(Serialize, ToSchema)]
pub(super) struct SettingList {
    items: Vec<ShownSetting>,
}

/// Lists the settings; of a secret only that it is there.
#[utoipa::path(
    get, path = "/api/admin/settings", tag = "admin", security(("bearer" = [])),
    responses(
        (status = 200, description = "The settings", body = SettingList),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`forbidden`, `insufficient_scope`", body = Problem),
    )
)]
pub(super) async fn settings(State(app): State<App>, _: SignedIn) -> Json<SettingList> {
    Json(SettingList { items: app.settings.shown.clone() })
}
