//! What a demanded second factor asks of somebody who has signed in.
//!
//! Whoever has none must set one up. Whoever has one must have proved it in this very session, since a session that was
//! begun by a password alone, before the demand or beside it, is worth no more than that password.

use serde_json::json;

use super::book::scopes_of;
use super::model::Roles;
use crate::App;
use crate::http::{Error, forbidden};

/// The second factors of an account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Factors {
    /// Codes of an authenticator app.
    pub(super) has_app: bool,
    /// A passkey that opens the account.
    pub(super) has_passkey: bool,
    /// A passkey that was set aside when the account was recovered. It counts for nothing, and yet nobody gets past it
    /// by the password alone: the mailbox that can replace the password would otherwise be enough.
    pub(super) has_set_aside: bool,
}

/// What is still missing where a second factor is demanded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// There is none yet.
    Enrolment,
    /// It was not proved in this session.
    Proof {
        /// Whether codes of an app could prove it, too.
        by_code: bool,
    },
}

impl Factors {
    /// What a session of such an account lacks, in which both factors are proved or are not.
    pub fn lack(self, is_proved: bool) -> Option<Lack> {
        let Self { has_app, has_passkey, has_set_aside } = self;
        match (has_app || has_passkey, has_set_aside) {
            (true, _) if is_proved => None,
            (true, _) | (false, true) if !is_proved => Some(Lack::Proof { by_code: has_app }),
            _ => Some(Lack::Enrolment),
        }
    }
}

/// Whether a second factor is demanded of somebody with these roles. The one user of demo mode is nobody's account.
pub async fn is_factor_demanded(app: &App, roles: &Roles) -> Result<bool, store::Error> {
    let granted = scopes_of(app, roles).await?;
    Ok(app.settings.demo.is_none() && app.settings.require_mfa.is_demanded_of(roles, granted))
}

impl Lack {
    /// The refusal of whatever has to wait.
    pub(super) fn refusal(self) -> Error {
        let methods: &[&str] = match self {
            Self::Enrolment => {
                let detail = "This journal asks for a second factor. Set one up, and everything opens again.";
                return forbidden("mfa_enrolment_required", detail);
            }
            Self::Proof { by_code: true } => &["passkey", "totp", "recovery_code"],
            Self::Proof { by_code: false } => &["passkey"],
        };
        let detail =
            "This journal asks for both factors, and this sign-in was by one. Show the other one, too.";
        forbidden("reauthentication_required", detail).with_member("methods", json!(methods))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: Factors = Factors { has_app: false, has_passkey: false, has_set_aside: false };

    #[test]
    fn whoever_has_a_factor_must_have_proved_it_and_whoever_has_none_sets_one_up() {
        let app = Factors { has_app: true, ..NONE };
        let passkey = Factors { has_passkey: true, ..NONE };
        let set_aside = Factors { has_set_aside: true, ..NONE };
        for (factors, unproved, proved) in [
            (NONE, Some(Lack::Enrolment), Some(Lack::Enrolment)),
            (app, Some(Lack::Proof { by_code: true }), None),
            (passkey, Some(Lack::Proof { by_code: false }), None),
            (set_aside, Some(Lack::Proof { by_code: false }), Some(Lack::Enrolment)),
            (Factors { has_set_aside: true, ..passkey }, Some(Lack::Proof { by_code: false }), None),
        ] {
            assert_eq!((factors.lack(false), factors.lack(true)), (unproved, proved), "{factors:?}");
        }
    }
}
