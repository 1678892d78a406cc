//! Who may do what, decided in one place for every request.
//!
//! An access token says who asks; the database says whether the session behind it still lives, whether the account is
//! enabled and which roles it has now. Both are looked at on every request, so that whatever ends a session or takes a
//! role away holds at the next one. A handler that takes [`SignedIn`] cannot forget it.
//!
//! What must always hold: every route has its row in `permission.rs`, and is closed without one; a token grants no scope that the account's present roles do not, and no cached answer
//! outlives a second.

mod fresh;
mod live;
mod model;
pub mod permission;
mod signed_in;
mod store;

pub use fresh::{FreshlySignedIn, fresh_until};
pub use live::LiveSessions;
pub use model::{Role, Scope, may_grant, scopes_of};
pub use signed_in::{SignedIn, TokenCache, bearer, claims};
