//! What operators do: over HTTP behind the scopes `admin:read` and `admin:write`, and on the command line.
//!
//! This slice alone may look at all the others, and composes them. Every act is recorded with who did it.

mod act;
mod demo;
pub mod examine;
mod figures;
mod import;
mod keys;
mod operate;
mod outbox;
mod people;
mod ping;
mod place;
mod role;
mod set_up;
mod settings;
mod signing_keys;
mod tokens;
mod verify;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;

pub use demo::{Adopted, Discarded, adopt, discard};
pub use import::{Brought, Import, Newcomer};
pub use keys::{MasterRotated, Rotated, rotate_master, rotate_signing, signing_keys};
pub use operate::{
    AccountView, Error, check_role, create, disable, enable, end_sessions, has_admin, list, remove_factors,
    set_role, show,
};
pub use role::{
    RoleItem, create_role, delete_role, roles, set_role_scopes, set_roles, work as tell_of_roles,
};
pub use set_up::link as set_up_link;
pub use tokens::{revoke_tokens, tokens};

/// What exists only where people have accounts.
pub fn account_routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(ping::ping))
        .routes(routes!(set_up::set_up))
        .routes(routes!(signing_keys::keys))
        .routes(routes!(signing_keys::rotate_key))
        .routes(routes!(settings::settings))
        .routes(routes!(figures::figures))
        .routes(routes!(verify::verify_audit))
        .merge(people::routes())
        .merge(outbox::routes())
        .merge(role::account_routes())
}
