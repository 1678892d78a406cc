//! Who a person is: registration, verified address, profile.
//!
//! A registration is a pending row of its own, written in the same way whether or not the address has an account;
//! verifying turns that row alone into an account. So nothing tells who has an account, and nobody can plant a
//! password in one that is not theirs. Each account has a key of its own, which seals its entries.
//!
//! What must always hold: one account to an address and to a username; an address is verified by a token that was
//! mailed to it and to nowhere else; answers do not tell whether an account exists.

mod breach;
mod breach_build;
mod common_password;
mod erase;
mod judge;
pub mod key;
pub mod last_admin;
mod me;
mod model;
mod new_password;
mod profile;
mod register;
mod registration_mode;
mod resend;
pub mod store;
mod verify;
mod ways;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;

pub use crate::id::AccountId;
pub use breach::{BreachList, Broken};
pub use breach_build::{Unmade, build as build_breach_list};
pub use erase::erase_due;
pub use judge::{judge, judge_for};
pub use me::KnownAccounts;
pub use model::{Email, Identifier, Username, parse_display_name};
pub use new_password::{NewPassword, normalize};
pub use register::{PENDING, RegisterAnswer, admit, begin, hold_and_commit, salt_of};
pub use store::{Account, Profile, Registration, WithPassword};
pub use verify::{adopt, demo, make, open, promote, rename_demo};
pub use ways::{admitted, admitted_with_address, take_turn};

/// What is reachable in every mode.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(me::me))
}

/// What exists only where people have accounts.
pub fn account_routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(register::register))
        .routes(routes!(registration_mode::registration_mode))
        .routes(routes!(verify::verify_email))
        .routes(routes!(resend::resend_verification))
        .routes(routes!(profile::update_me))
}
