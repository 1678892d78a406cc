//! Whether the program lives, and whether it can serve.

use axum::extract::State;
use http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;
use crate::http::{Problem, Result, unavailable};

/// The routes of this slice.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(healthz)).routes(routes!(readyz))
}

/// Answers while the process lives.
#[utoipa::path(get, path = "/healthz", tag = "health", responses((status = 200, description = "Alive")))]
async fn healthz() -> &'static str {
    "alive\n"
}

/// Answers whether the database can be written.
#[utoipa::path(
    get, path = "/readyz", tag = "health",
    responses(
        (status = 200, description = "Ready to serve"),
        (status = 503, description = "`unavailable`: the database cannot be written", body = Problem),
    )
)]
async fn readyz(State(app): State<App>) -> Result<(StatusCode, &'static str)> {
    if let Err(error) = app.store.check_writable().await {
        tracing::warn!(%error, "not ready: the database cannot be written");
        return Err(unavailable(5));
    }
    Ok((StatusCode::OK, "ready\n"))
}
