//! Roles: names that grant scopes. `user` and `admin` are built in and stay as they are; operators add others.
//!
//! Roles are made and given over HTTP by whoever has `admin:write`, and on the command line. What a role grants, and
//! who has it, is looked up at every request, so a change holds at the next one.
//!
//! What must always hold: nobody gives or takes, and nobody puts into a role, what they may not do themselves at that
//! moment, and the role `admin` only by an admin; there is always an admin who can sign in; a role that somebody has
//! is not deleted. All of it is guarded within the commit, whatever else goes on at the same time. Whose roles change
//! is told by mail, with the reason; whoever has a role that grants something else is told too (`tell.rs`).

mod change;
mod create;
mod delete;
mod grant;
mod list;
mod model;
mod operate;
mod store;
mod tell;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;

pub use model::RoleItem;
pub use operate::{create_role, delete_role, roles, set_role_scopes, set_roles};
pub use tell::work;

/// What exists only where people have accounts.
pub(super) fn account_routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::list_roles, create::create_role))
        .routes(routes!(change::change_role, delete::delete_role))
        .routes(routes!(grant::set_roles))
}
