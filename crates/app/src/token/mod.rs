//! Access tokens for scripts: what a program of the owner's shows instead of signing in.
//!
//! A token has a name, scopes and an end. It is shown once, when it is made or rotated; the database knows its digest,
//! when it was last used and from where. It does what its scopes say as far as its owner's roles grant that now; what
//! is about a session, or needs a fresh proof, it can never do, so no token makes another one. `access/script.rs` is
//! where a request's token is looked at; doc/design/tokens.md says what this holds against.
//!
//! What must always hold: a token carries no scope that its maker did not have in that moment; a rotated or revoked
//! one stops at the next request, and within a second on another node; a new password by mail and "this was not me"
//! leave none behind.

mod create;
mod list;
mod model;
mod noted;
mod revoke;
mod rotate;
mod store;

use ::store::Change;
use jiff::{SignedDuration, Timestamp};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;
use crate::id::{AccountId, TokenId};

pub use list::of_account;
pub use model::TokenItem;
pub use noted::note_uses;

/// How long a token that has run out stays in the list.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 30);

/// What exists only where people have accounts.
pub fn account_routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::tokens, create::create_token))
        .routes(routes!(revoke::revoke_token))
        .routes(routes!(rotate::rotate_token))
}

/// The change that revokes a token; a conflict (`token`) when the account has none of that id.
pub fn revoke(account: AccountId, id: TokenId) -> Change {
    store::revoke(account, id)
}

/// The change that revokes all tokens of an account.
pub fn revoke_all(account: AccountId) -> Change {
    store::revoke_all(account)
}

/// The change that forgets tokens that ran out long ago.
pub fn sweep(now: Timestamp) -> Change {
    store::sweep(now - KEPT)
}
