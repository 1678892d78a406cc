//! Placeholder until the slice is written.
use crate::App;
pub fn sweep(_: jiff::Timestamp) -> Vec<store::Change> {
    Vec::new()
}
pub fn routes() -> utoipa_axum::router::OpenApiRouter<App> {
    utoipa_axum::router::OpenApiRouter::new()
}
