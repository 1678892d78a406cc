//! The event stream: a page hears at once that its session has ended, or that something was changed elsewhere.
//!
//! `hub.rs` knows who listens on this node and passes on what commits say, of this node and of others; `stream.rs` is
//! what one client reads. A stream is a hint and never a proof: it looks every second whether its session lives,
//! because what other nodes and commands do may reach it late or not at all, and a client that missed something asks
//! again as it would without a stream.
//!
//! What must always hold: nothing leaves for a session that is over, one slow reader holds up nobody, and no stream
//! keeps the program from stopping.

mod hub;
mod model;
mod stream;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;

pub use hub::Streams;

/// What exists only where people have accounts.
pub fn account_routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(stream::events))
}
