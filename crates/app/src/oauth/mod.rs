//! Sign-in providers: signing in and up through Google, GitHub or any `OpenID` provider, connecting one to an account,
//! proving through it once more who one is, and disconnecting it.
//!
//! A flow has two halves. `connect.rs` sends the browser away with a state, a PKCE challenge and a nonce; `callback.rs`
//! takes it back, once, within ten minutes, in the same browser and from the same provider, and asks the provider who
//! it was. What a provider calls somebody (issuer and subject) is who they are; an address is only what it says of
//! them. Its tokens are dropped as soon as they have told that.
//!
//! What must always hold: nobody gets into an account because a provider names its address, unless the operator trusts
//! the provider for addresses, the provider says that it is verified, and it is verified here as well; the last way into
//! an account stays; a second factor is asked for as after a password; requests go to configured hosts alone.

mod available;
mod callback;
mod confirm;
mod connect;
mod disconnect;
mod enter;
mod fetch;
mod flow;
mod github;
mod list;
mod model;
mod notice;
mod openid;
mod provider;
mod store;

use ::store::Change;
use jiff::Timestamp;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;
use crate::id::AccountId;

pub use list::of_account;
pub use model::Connection;
pub use provider::{Answering, Providers};

/// What exists only where people have accounts.
pub fn account_routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::providers))
        .routes(routes!(available::available))
        .routes(routes!(connect::connect))
        .routes(routes!(callback::callback))
        .routes(routes!(confirm::confirm_provider))
        .routes(routes!(disconnect::disconnect))
}

/// The changes of a recovery: flows of the account are over, and its connections open nothing until their owner has
/// confirmed each. One that somebody else has added in the meantime is among them.
pub fn set_aside(account: AccountId, now: Timestamp) -> [Change; 2] {
    [store::drop_flows(account), store::set_aside(account, now)]
}

/// The changes that forget flows that have lapsed, and connections of registrations that nothing came of.
pub fn sweep(now: Timestamp) -> [Change; 3] {
    store::sweep(now)
}
