//! `GET /api/auth/oauth/{provider}/available`: whether a provider answers, so that a page can say so before anybody
//! leaves for it.

use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;
use utoipa::ToSchema;

use crate::App;
use crate::http::{Problem, Result, not_found};

#[derive(Serialize, ToSchema)]
pub(super) struct Availability {
    /// It answers, as of the last half minute.
    available: bool,
}

/// Tells whether a provider answers.
#[utoipa::path(
    get, path = "/api/auth/oauth/{provider}/available", tag = "providers",
    params(("provider" = String, Path, description = "The provider's name in the settings")),
    responses(
        (status = 200, description = "Whether it answers", body = Availability),
        (status = 404, description = "No provider has that name", body = Problem),
    )
)]
pub(super) async fn available(
    State(app): State<App>,
    Path(name): Path<String>,
) -> Result<Json<Availability>> {
    let provider = app.providers.named(&name).ok_or_else(not_found)?;
    Ok(Json(Availability { available: provider.answers(app.clock.instant()).await }))
}
