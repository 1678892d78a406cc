//! What is done to somebody, as the changes that do it, for the console and the command line alike.
//!
//! An operator at the command line owns the machine: they act without a reason, and nobody is told but the person's own
//! trail, but for a second factor that is gone. An admin acts over HTTP with a reason, which the trail keeps with their
//! name and a mail carries to the person; they still may act when it is committed, and cannot take away the last admin.

use store::Change;

use crate::access::InSession;
use crate::account::{Account, AccountId, last_admin, store as accounts};
use crate::audit::{self, Actor, Kind};
use crate::http::{Client, Complaint};
use crate::mail::{self, AdminAct, Message};
use crate::onetime::{self, Purpose};
use crate::token::TokenItem;
use crate::{App, mfa, passkey, recovery, session, token};

/// Characters of a reason.
const LONGEST_REASON: usize = 300;

/// Why an admin does something to somebody; the person reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reason(String);

impl Reason {
    /// One line of at most 300 characters, with something in it.
    pub(super) fn parse(text: &str) -> Result<Self, Complaint> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Complaint::new("required", "Say why. The person will read it."));
        }
        if text.chars().count() > LONGEST_REASON || text.chars().any(char::is_control) {
            return Err(Complaint::new("invalid_reason", "A reason is one line of at most 300 characters."));
        }
        Ok(Self(text.to_owned()))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// An admin in the console: who it is, with what, and why.
#[derive(Clone, Copy, Debug)]
pub(super) struct Admin<'a> {
    pub(super) caller: &'a InSession,
    pub(super) client: &'a Client,
    pub(super) reason: &'a Reason,
}

/// Who acts.
#[derive(Clone, Copy, Debug)]
pub(super) enum By<'a> {
    /// The command line.
    Operator,
    /// An admin in the console.
    Admin(Admin<'a>),
}

impl By<'_> {
    /// What comes before an act: whoever acts still may.
    fn begin(self, app: &App) -> Vec<Change> {
        match self {
            Self::Operator => Vec::new(),
            Self::Admin(admin) => admin.caller.still_may(app).into(),
        }
    }

    /// The same for an act that may cost an admin: one stays. The turn comes first, so that two admins who act on each
    /// other wait for it and not for each other.
    fn begin_keeping_an_admin(self, app: &App, account: AccountId) -> Vec<Change> {
        let mut changes = match self {
            Self::Operator => Vec::new(),
            Self::Admin(_) => last_admin::keep(account).into(),
        };
        changes.extend(self.begin(app));
        changes
    }

    fn record(self, app: &App, account: AccountId, kind: Kind) -> Change {
        match self {
            Self::Operator => audit::record(app, account, None, kind, Actor::Operator),
            Self::Admin(admin) => admin.record(app, account, kind, admin.reason.as_str().to_owned()),
        }
    }

    /// The mail that tells the person, when an admin acts.
    fn notice(self, app: &App, account: &Account, act: AdminAct) -> Option<Change> {
        let Self::Admin(admin) = self else { return None };
        Some(admin.notice(app, account, act, None))
    }
}

impl Admin<'_> {
    fn record(self, app: &App, account: AccountId, kind: Kind, about: String) -> Change {
        audit::record_about(app, account, kind, Actor::Admin(self.client, self.caller.account), about)
    }

    /// The same of one of several things, which the trail names by its id: what its owner calls it is not for there.
    fn record_one(self, app: &App, account: AccountId, kind: Kind, id: uuid::Uuid) -> Change {
        self.record(app, account, kind, format!("{} ({id})", self.reason.as_str()))
    }

    /// The mail that tells the person; `name` is what they call the thing that it is about.
    fn notice(self, app: &App, account: &Account, act: AdminAct, name: Option<String>) -> Change {
        let (at, reason) = (app.clock.now(), self.reason.as_str().to_owned());
        let message = Message::AdminActed { act, at, reason, name, link: None, until: None };
        mail::queue(app, account.id, &account.email, &message, at)
    }
}

/// Keeps somebody from signing in, ends their sessions, and drops what was mailed to them.
pub(super) fn lock(app: &App, account: &Account, by: By<'_>) -> Vec<Change> {
    let mut changes = by.begin_keeping_an_admin(app, account.id);
    changes.extend([
        accounts::set_disabled(account.id, Some(app.clock.now())),
        session::end_all(app, account.id, "disabled"),
        onetime::drop_pending(account.id),
        by.record(app, account.id, Kind::AccountDisabled),
    ]);
    changes.extend(by.notice(app, account, AdminAct::Locked));
    changes
}

/// Lets somebody sign in again. A session that began in the very moment of locking is ended now.
pub(super) fn unlock(app: &App, account: &Account, by: By<'_>) -> Vec<Change> {
    let mut changes = by.begin(app);
    changes
        .extend([accounts::set_disabled(account.id, None), by.record(app, account.id, Kind::AccountEnabled)]);
    if account.disabled_at.is_some() {
        changes.push(session::end_all(app, account.id, "disabled"));
    }
    changes.extend(by.notice(app, account, AdminAct::Unlocked));
    changes
}

/// Signs somebody out everywhere.
pub(super) fn end_sessions(app: &App, account: &Account, by: By<'_>) -> Vec<Change> {
    let mut changes = by.begin(app);
    changes.push(session::end_all(app, account.id, "operator"));
    changes.push(by.record(app, account.id, Kind::SessionsEnded));
    changes.extend(by.notice(app, account, AdminAct::SessionsEnded));
    changes
}

/// Removes somebody's authenticator app with its recovery codes, and tells them whoever does it; a conflict (`factor`)
/// when they have none.
pub(super) fn remove_factors(app: &App, account: &Account, by: By<'_>) -> Vec<Change> {
    let mut changes = by.begin(app);
    changes.extend(mfa::remove(account.id));
    changes.push(by.record(app, account.id, Kind::SecondFactorRemoved));
    match by {
        By::Operator => changes.extend(mfa::tell_removed(app, account)),
        By::Admin(_) => changes.extend(by.notice(app, account, AdminAct::SecondFactorRemoved)),
    }
    changes
}

/// Removes one of somebody's passkeys.
pub(super) fn remove_passkey(
    app: &App,
    account: &Account,
    (id, removal): (uuid::Uuid, passkey::Removal),
    admin: Admin<'_>,
) -> Vec<Change> {
    let mut changes = By::Admin(admin).begin(app);
    changes.extend(removal.changes);
    changes.push(admin.record_one(app, account.id, Kind::PasskeyRemoved, id));
    changes.push(admin.notice(app, account, AdminAct::PasskeyRemoved, Some(removal.name)));
    changes
}

/// Revokes one of somebody's access tokens for scripts.
pub(super) fn revoke_token(app: &App, account: &Account, token: &TokenItem, admin: Admin<'_>) -> Vec<Change> {
    let mut changes = By::Admin(admin).begin(app);
    changes.extend([
        token::revoke(account.id, token.id),
        admin.record_one(app, account.id, Kind::TokenRevoked, token.id.0),
        admin.notice(app, account, AdminAct::TokenRevoked, Some(token.name.clone())),
    ]);
    changes
}

/// Mails somebody a link to choose a new password, with the reason.
pub(super) fn send_reset(app: &App, account: &Account, admin: Admin<'_>) -> Vec<Change> {
    let at = app.clock.now();
    let issued = onetime::issue(app, Purpose::Reset, account.id, None);
    let message = Message::AdminActed {
        act: AdminAct::ResetSent,
        at,
        reason: admin.reason.as_str().to_owned(),
        name: None,
        link: Some(issued.link),
        until: Some(issued.expires_at),
    };
    let by = By::Admin(admin);
    let mut changes = by.begin(app);
    changes.extend([
        issued.stored,
        mail::queue(app, account.id, &account.email, &message, at),
        by.record(app, account.id, Kind::ResetSent),
    ]);
    changes
}

/// Plans somebody's deletion in 14 days, as their own wish would; the mailed link undoes it. Gives when it happens, too.
pub(super) fn plan_deletion(
    app: &App,
    account: &Account,
    admin: Admin<'_>,
) -> (Vec<Change>, jiff::Timestamp) {
    let (planned, on) = recovery::plan_deletion(app, account, |undo, on| Message::AdminActed {
        act: AdminAct::DeletionPlanned,
        at: app.clock.now(),
        reason: admin.reason.as_str().to_owned(),
        name: None,
        link: Some(undo),
        until: Some(on),
    });
    let by = By::Admin(admin);
    let mut changes = by.begin_keeping_an_admin(app, account.id);
    changes.extend(planned);
    changes.push(by.record(app, account.id, Kind::DeletionPlanned));
    (changes, on)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_one_line_with_something_in_it() {
        assert_eq!(Reason::parse(" lost phone ").map(|reason| reason.0).as_deref(), Ok("lost phone"));
        assert!(Reason::parse(&"x".repeat(300)).is_ok());
        for wrong in ["", "  ", "a\nb", "a\u{0}b", &"x".repeat(301)] {
            assert!(Reason::parse(wrong).is_err(), "{wrong:?}");
        }
    }
}
