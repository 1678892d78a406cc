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
    let is_ready = match app.readiness.recall(&app) {
        Some(remembered) => remembered,
        None => app.readiness.ask(&app).await,
    };
    if is_ready { Ok("ready\n") } else { Err(unavailable(5)) }
}

/// Whether the database could be written when it was last tried. Trying costs a durable write, so the answer holds
/// for a second.
#[derive(Default)]
pub struct Readiness(Mutex<Option<(Instant, bool)>>);

impl Readiness {
    fn recall(&self, app: &App) -> Option<bool> {
        let found = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_fresh = |at: Instant| app.clock.instant().duration_since(at) < Duration::from_secs(1);
        found.filter(|(at, _)| is_fresh(*at)).map(|(_, is_ready)| is_ready)
    }

    async fn ask(&self, app: &App) -> bool {
        let tried = app.store.check_writable().await;
        if let Err(error) = &tried {
            tracing::warn!(%error, "not ready: the database cannot be written");
        }
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((app.clock.instant(), tried.is_ok()));
        tried.is_ok()
    }
}
