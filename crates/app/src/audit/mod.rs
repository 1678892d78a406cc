//! What happened to an account, for its owner and for operators.
//!
//! An event is a change like any other and is committed with what it tells of: there is no act without its event,
//! and no event of an act that did not happen. Events name accounts and sessions by id and clients by network; no
//! secret, no mail address and no text ever enters one.

mod store;

use ::store::Change;
use uuid::Uuid;

use crate::App;
use crate::http::Client;
use crate::id::AccountId;

pub use store::{Event, of_account};

/// What can happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An address was verified and its account made.
    AccountVerified,
    /// An operator made an account.
    AccountCreated,
    /// An account may no longer sign in.
    AccountDisabled,
    /// An account may sign in again.
    AccountEnabled,
    /// An account's profile changed.
    ProfileChanged,
    /// An account's role changed.
    RoleChanged,
    /// Somebody signed in.
    SignedIn,
    /// A right password was refused, because the account is disabled.
    SignInRefused,
    /// A session was signed out.
    SignedOut,
    /// The entries of demo mode were given to an account.
    DemoAdopted,
    /// The entries of demo mode were deleted.
    DemoDiscarded,
    /// Sessions were ended from another one, or by an operator.
    SessionsEnded,
    /// An old refresh token came back, and its session was ended.
    RefreshReused,
}

impl Kind {
    /// The stable word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AccountVerified => "account_verified",
            Self::AccountCreated => "account_created",
            Self::AccountDisabled => "account_disabled",
            Self::AccountEnabled => "account_enabled",
            Self::ProfileChanged => "profile_changed",
            Self::RoleChanged => "role_changed",
            Self::SignedIn => "signed_in",
            Self::SignInRefused => "sign_in_refused",
            Self::SignedOut => "signed_out",
            Self::DemoAdopted => "demo_adopted",
            Self::DemoDiscarded => "demo_discarded",
            Self::SessionsEnded => "sessions_ended",
            Self::RefreshReused => "refresh_reused",
        }
    }

    fn outcome(self) -> &'static str {
        match self {
            Self::SignInRefused | Self::RefreshReused => "refused",
            _ => "done",
        }
    }
}

/// Who did it.
#[derive(Clone, Copy, Debug)]
pub enum Actor<'a> {
    /// The client of a request.
    Client(&'a Client),
    /// The operator's command line.
    Operator,
}

/// The change that records an event.
pub fn record(app: &App, account: AccountId, session: Option<Uuid>, kind: Kind, actor: Actor<'_>) -> Change {
    let now = app.clock.now();
    let (actor, network) = match actor {
        Actor::Client(client) => ("client", Some(client.network())),
        Actor::Operator => ("operator", None),
    };
    let id = app.random.uuid_v7(now);
    store::insert(account, id, kind.as_str(), kind.outcome(), actor, session, network, now)
}
