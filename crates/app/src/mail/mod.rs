//! Placeholder until the slice is written.
mod model;
use crate::App;
use crate::id::AccountId;
use jiff::Timestamp;
pub use model::Message;
pub fn queue(_: &App, _: AccountId, _: &str, _: &Message, _: Timestamp) -> store::Change {
    unreachable!()
}
pub async fn deliver(_: App, _: tokio::sync::watch::Receiver<bool>) {}
pub fn routes() -> utoipa_axum::router::OpenApiRouter<App> {
    utoipa_axum::router::OpenApiRouter::new()
}
