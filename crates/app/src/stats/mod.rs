//! What a journal amounts to: counts, streaks, and a year of days.
//!
//! Everything is counted by the day on which an entry happened, in the time zone of whoever asks, so that an entry
//! written at midnight counts where it was lived. Numbers are computed from rows that hold no text; nothing is cached.

mod model;
mod read;
mod store;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;

/// The routes of this slice.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read::stats))
}
