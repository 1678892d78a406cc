//! Passwords: signing in with one, changing it, and getting a new one by mail.
//!
//! An unknown account costs the same as a known one, and a wrong password is told from nothing else: whoever guesses
//! learns no more than that the pair was wrong. Only after a right password does an answer say that an address is not
//! verified or that an account is closed. Every route that tells a right password from a wrong one goes through
//! `throttle::guess`, so all of them share one counter.
//!
//! What must always hold: a password that was replaced opens nothing, also not for a sign-in that was under way; the
//! owner hears of every change.

mod change;
mod confirm;
mod forgot;
mod login;
mod notice;
mod reauthenticate;
mod reset;
mod store;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;

/// What is reachable in every mode.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(login::login))
}

/// What exists only where people have accounts.
pub fn account_routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(forgot::forgot_password))
        .routes(routes!(reset::reset_password))
        .routes(routes!(change::change_password))
        .routes(routes!(reauthenticate::reauthenticate))
}
