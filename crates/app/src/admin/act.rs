//! What is done to somebody, as the changes that do it, for the console and the command line alike.
//!
//! An operator at the command line owns the machine: they act without a reason, and nobody is told but the person's own
//! trail. An admin acts over HTTP with a reason, which the trail keeps with their name and a mail carries to the person;
//! and an admin cannot take away the last one.

use store::Change;

use super::role;
use crate::App;
use crate::access::{Role, Roles};
use crate::account::{Account, AccountId, last_admin, store as accounts};
use crate::audit::{self, Actor, Kind};
use crate::http::{Client, Complaint};
use crate::mail::{self, AdminAct, Message};
use crate::onetime::{self, Purpose};
use crate::{recovery, session};

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

/// Who acts.
#[derive(Clone, Copy, Debug)]
pub(super) enum By<'a> {
    /// The command line.
    Operator,
    /// An admin in the console: their account, their client, and why.
    Admin(AccountId, &'a Client, &'a Reason),
}

impl By<'_> {
    fn record(self, app: &App, account: AccountId, kind: Kind) -> Change {
        match self {
            Self::Operator => audit::record(app, account, None, kind, Actor::Operator),
            Self::Admin(admin, client, reason) => {
                let actor = Actor::Admin(client, admin);
                audit::record_about(app, account, kind, actor, reason.as_str().to_owned())
            }
        }
    }

    /// The mail that tells the person, when an admin acts.
    fn notice(self, app: &App, account: &Account, act: AdminAct) -> Option<Change> {
        let Self::Admin(_, _, reason) = self else { return None };
        let (at, reason) = (app.clock.now(), reason.as_str().to_owned());
        let message = Message::AdminActed { act, at, reason, link: None, until: None };
        Some(mail::queue(app, account.id, &account.email, &message, at))
    }

    /// What holds an act that may cost an admin to the rule that one stays.
    fn keeping_an_admin(self, account: AccountId) -> Vec<Change> {
        match self {
            Self::Operator => Vec::new(),
            Self::Admin(..) => last_admin::keep(account).into(),
        }
    }
}

/// Keeps somebody from signing in, ends their sessions, and drops what was mailed to them.
pub(super) fn lock(app: &App, account: &Account, by: By<'_>) -> Vec<Change> {
    let mut changes = by.keeping_an_admin(account.id);
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
    let mut changes =
        vec![accounts::set_disabled(account.id, None), by.record(app, account.id, Kind::AccountEnabled)];
    if account.disabled_at.is_some() {
        changes.push(session::end_all(app, account.id, "disabled"));
    }
    changes.extend(by.notice(app, account, AdminAct::Unlocked));
    changes
}

/// Signs somebody out everywhere.
pub(super) fn end_sessions(app: &App, account: &Account, by: By<'_>) -> Vec<Change> {
    let ended = session::end_all(app, account.id, "operator");
    let mut changes = vec![ended, by.record(app, account.id, Kind::SessionsEnded)];
    changes.extend(by.notice(app, account, AdminAct::SessionsEnded));
    changes
}

/// Gives somebody roles in place of those they have: those of an admin, or of somebody who is none any more.
pub(super) fn set_roles(app: &App, account: &Account, after: &Roles, by: By<'_>) -> Vec<Change> {
    let act = if after.contains(&Role::Admin) { AdminAct::MadeAdmin } else { AdminAct::MadeUser };
    let mut changes = role::replace(account, after);
    changes.push(by.record(app, account.id, Kind::RoleChanged));
    changes.extend(by.notice(app, account, act));
    changes
}

/// Mails somebody a link to choose a new password, with the reason.
pub(super) fn send_reset(
    app: &App,
    account: &Account,
    (admin, client, reason): (AccountId, &Client, &Reason),
) -> Vec<Change> {
    let at = app.clock.now();
    let issued = onetime::issue(app, Purpose::Reset, account.id, None);
    let message = Message::AdminActed {
        act: AdminAct::ResetSent,
        at,
        reason: reason.as_str().to_owned(),
        link: Some(issued.link),
        until: Some(issued.expires_at),
    };
    vec![
        issued.stored,
        mail::queue(app, account.id, &account.email, &message, at),
        By::Admin(admin, client, reason).record(app, account.id, Kind::ResetSent),
    ]
}

/// Plans somebody's deletion in 14 days, as their own wish would; the mailed link undoes it. Gives when it happens, too.
pub(super) fn plan_deletion(
    app: &App,
    account: &Account,
    (admin, client, reason): (AccountId, &Client, &Reason),
) -> (Vec<Change>, jiff::Timestamp) {
    let (planned, on) = recovery::plan_deletion(app, account, |undo, on| Message::AdminActed {
        act: AdminAct::DeletionPlanned,
        at: app.clock.now(),
        reason: reason.as_str().to_owned(),
        link: Some(undo),
        until: Some(on),
    });
    let by = By::Admin(admin, client, reason);
    let mut changes = by.keeping_an_admin(account.id);
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
