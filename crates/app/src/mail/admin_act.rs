//! What a person is told that an admin did.

use serde::Serialize;

/// What an admin can do to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AdminAct {
    /// The account may not sign in any more.
    Locked,
    /// It may again.
    Unlocked,
    /// All devices were signed out.
    SessionsEnded,
    /// A link to choose a new password is in this very mail.
    ResetSent,
    /// The authenticator app and its recovery codes were removed.
    SecondFactorRemoved,
    /// A passkey was removed.
    PasskeyRemoved,
    /// An access token for scripts was revoked.
    TokenRevoked,
    /// The account will be deleted; the link undoes it.
    DeletionPlanned,
}
