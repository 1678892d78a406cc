//! Signing in with a password.
//!
//! An unknown account costs the same as a known one, and a wrong password is told from nothing else: whoever guesses
//! learns no more than that the pair was wrong. Only after a right password does an answer say that an address is not
//! verified or that an account is disabled.

mod login;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;

/// What is reachable in every mode.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(login::login))
}
