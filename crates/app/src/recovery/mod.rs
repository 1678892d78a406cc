//! Changing what an account hangs on, and taking it back: its address, its deletion, and "this was not me".
//!
//! Whoever steals a session or a password will try to make the account their own. So a change of the address must be
//! confirmed by the new one, and the old one is told and can undo it for 72 hours, in which nobody else gets it.
//! Deleting waits for 14 days. Every notice carries a link that says "this was not me". All of these end in the same
//! place, [`take_back`]: every session is over, the password is void, and the address that the notice went to gets a
//! link to choose a new one.
//!
//! What must always hold: an address becomes an account's own only by a token that was mailed to it; no change that a
//! session can make outlives the word of the address that the account had before it.

mod cancel_email;
mod change_email;
mod confirm_email;
mod delete;
mod not_me;
mod store;
mod take_back;
mod undo_deletion;
mod undo_email;

pub use delete::plan_for as plan_deletion;

use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;

/// What exists only where people have accounts.
pub fn account_routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(change_email::change_email, cancel_email::cancel_email_change))
        .routes(routes!(confirm_email::confirm_email_change))
        .routes(routes!(undo_email::undo_email_change))
        .routes(routes!(not_me::not_me))
        .routes(routes!(delete::delete_me))
        .routes(routes!(undo_deletion::undo_deletion))
}

/// What a link's page posts.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TokenBody {
    /// From the link's fragment.
    token: String,
}
