//! Sessions: a sign-in on one device, kept by a rotating refresh token, seen and ended by its owner.
//!
//! A session lives in one row. Its refresh token is derived from account, session and generation and stored nowhere;
//! `refresh.rs` is where it rotates, by the rule in `model.rs`. Access tokens carry the session's id, and every
//! request looks whether the session still lives, so that ending it ends them too.
//!
//! What must always hold: one lineage of refresh tokens to a session; an ended session never lives again; a refresh
//! decides from the database, never from a cache, and commits only on the generation that it read.

mod answer;
mod attempt;
mod csrf;
mod end;
mod enter;
mod list;
mod logout;
mod model;
mod notice;
mod refresh;
mod start;
mod store;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;

pub use crate::id::SessionId;
pub use answer::{Delivery, TokenAnswer};
pub use attempt::{Attempt, attempt, drop_attempts, over, sweep as sweep_attempts};
pub use end::{end_all, end_all_but, end_of_the_other_mode, sweep};
pub use enter::{By, Entering, Method, replaced};
pub use list::{SessionItem, of_account};
pub use model::{Refusal, Rotation, Session, Windows, rotate};
pub use notice::consequences;
pub use start::{Started, prove, prove_both, proved, start};

/// What is reachable in every mode.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(refresh::refresh))
        .routes(routes!(logout::logout))
        .routes(routes!(csrf::csrf))
}

/// What exists only where people have accounts.
pub fn account_routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list::list, end::end_others)).routes(routes!(end::end_one))
}
