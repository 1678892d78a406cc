//! Whether the program lives, and whether it can serve.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::State;
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
async fn readyz(State(app): State<App>) -> Result<&'static str> {
    if !app.readiness.is_fresh(&app) {
        if let Err(error) = app.store.check_writable().await {
            tracing::warn!(%error, "not ready: the database cannot be written");
            return Err(unavailable(5));
        }
        app.readiness.remember(&app);
    }
    Ok("ready\n")
}

/// When the database was last found writable. Asking costs a durable write, so a good answer holds for a second.
#[derive(Default)]
pub struct Readiness(Mutex<Option<Instant>>);

impl Readiness {
    fn is_fresh(&self, app: &App) -> bool {
        let found = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        found.is_some_and(|at| app.clock.instant().duration_since(at) < Duration::from_secs(1))
    }

    fn remember(&self, app: &App) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(app.clock.instant());
    }
}
