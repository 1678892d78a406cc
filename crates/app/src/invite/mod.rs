//! Invitations: who may register where that is by invitation.
//!
//! Admins make them; whoever holds the code may begin a registration. A use is taken when a registration begins and is
//! for good when its address is verified; a registration that lapses gives it back after its day. So an invitation
//! for one makes one account, however many try at once, and a mistyped address costs a day and not the invitation.
//!
//! What must always hold: no more accounts than uses; the database knows a code's digest and never the code; a used
//! up, withdrawn or expired code is refused in the same words as one that never was. Withdrawing an invitation also
//! stops the registrations that wait under it. A use that made an account does not say which.

mod create;
mod list;
mod model;
mod registering;
mod revoke;
mod store;

use ::store::Change;
use jiff::{SignedDuration, Timestamp};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;

pub use create::{Made, make};
pub use list::all;
pub use model::{Code, Invite, Invites, State, Wanted};
pub use registering::{find, hold, spend};
pub use revoke::withdraw;

/// How long an invitation that is over stays in the list.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 90);

/// What exists only where people have accounts.
pub fn account_routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::invites, create::create_invite))
        .routes(routes!(revoke::revoke_invite))
}

/// The changes that forget lapsed holds, and invitations that have been over for long.
pub fn sweep(now: Timestamp) -> [Change; 3] {
    store::sweep(now, now - KEPT)
}
