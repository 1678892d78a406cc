//! Second factors: an authenticator app (TOTP, RFC 6238), and ten recovery codes for the day it is lost.
//!
//! An app counts only after it has given one right code. Its secret rests sealed with the account's key; a recovery
//! code rests as an Argon2id hash, since 80 bits are too few for a plain digest (ASVS 6.5.2). Signing in keeps the
//! first proof as an attempt (`session::attempt`), and `verify.rs` finishes it with any factor.
//!
//! What must always hold: a code opens once, however many come at the same time; every factor goes through
//! `throttle::guess` and shares the account's one counter with its password; time is the server's alone; whatever
//! turns a factor on or off, or uses a recovery code, is recorded and mailed. No reset, mailed link or other address
//! takes a factor away; who has lost everything asks an admin or the operator, and `remove.rs` is what they do.

mod check;
mod confirm;
mod model;
mod notice;
mod recovery;
mod remove;
mod set_up;
mod status;
mod store;
mod turn_off;
mod verify;

use ::store::Change;
use jiff::Timestamp;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;

pub use check::{Factor, invalid_code, prove};
pub use remove::{remove, tell_removed};
pub use status::{AppFactor, of_account};

/// What exists only where people have accounts.
pub fn account_routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(status::status))
        .routes(routes!(set_up::set_up, turn_off::turn_off))
        .routes(routes!(confirm::confirm))
        .routes(routes!(recovery::replace))
        .routes(routes!(verify::verify))
}

/// The change that forgets apps that nobody finished setting up.
pub fn sweep(now: Timestamp) -> Change {
    store::sweep(now)
}
