//! Who may do what, decided in one place for every request.
//!
//! A credential says who asks: the access token of a session, or one for scripts. The database says whether it still
//! holds, whether the account is enabled, which roles it has now and what those grant. All are looked at on every
//! request, so that whatever ends a session, revokes a token or takes a role away holds at the next one. A handler
//! that takes [`SignedIn`] cannot forget it; one that takes [`InSession`] has refused access tokens for scripts.
//!
//! What must always hold: every route has its row in `permission.rs`, and is closed without one; no credential carries
//! a scope that the account's present roles do not grant, and no cached answer outlives a second.

mod book;
mod claims;
mod factors;
mod fresh;
mod in_session;
mod live;
mod model;
pub mod permission;
mod script;
mod signed_in;
mod store;

pub use book::{KnownRoles, RoleBook, role_book, role_book_now, scopes_now, scopes_of};
pub use claims::{TokenCache, Verified, bearer, claims};
pub use factors::{Factors, Lack, is_factor_demanded};
pub use fresh::{FreshlySignedIn, connected_provider, demand_fresh, fresh_until};
pub use in_session::{InSession, lives, overtaken};
pub use live::LiveSessions;
pub use model::{Role, RoleName, Roles, Scope, Scopes};
pub use script::{LiveTokens, NOTED_EVERY, Use, Uses};
pub use signed_in::{Credential, SignedIn};
