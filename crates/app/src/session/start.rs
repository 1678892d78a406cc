//! Starting a session: what every way in ends with.

use store::Change;

use super::enter::Method;
use super::model::Session;
use super::store as sessions;
use crate::App;
use crate::access::InSession;
use crate::audit::{self, Actor, Kind};
use crate::http::Client;
use crate::id::AccountId;
use crate::id::SessionId;

/// A session about to live: its row and its event are in `changes`, for the caller to commit with its own.
pub struct Started {
    /// The session, in its first generation.
    pub session: Session,
    /// What makes it real.
    pub changes: Vec<Change>,
}

/// The change that makes the caller's session as fresh as a sign-in; a conflict (`session`) when it is over.
pub fn prove(app: &App, caller: &InSession) -> Change {
    sessions::prove(caller.account, caller.session, app.clock.now())
}

/// The change that says that the caller's session has the second factor, too: it was proved in it, or set up; a
/// conflict (`session`) when it is over.
pub fn prove_both(app: &App, caller: &InSession) -> Change {
    sessions::prove_both(caller.account, caller.session, app.clock.now())
}

/// The same as [`prove`], for a session that was named before the request came.
pub fn proved(app: &App, account: AccountId, session: SessionId) -> Change {
    sessions::prove(account, session, app.clock.now())
}

/// The change that says the same of a session that is about to live.
pub(super) fn both(app: &App, session: &Session) -> Change {
    sessions::prove_both(session.account, session.id, app.clock.now())
}

/// Prepares a session for somebody who has proved who they are; `method` says how. Ways in go through
/// [`Entering`](super::Entering), which asks more than this.
pub fn start(app: &App, account: AccountId, method: Method, client: &Client) -> Started {
    let now = app.clock.now();
    let session = Session {
        account,
        id: SessionId(app.random.uuid_v7(now)),
        generation: 1,
        made_at: now,
        answered_at: now,
        seen_at: None,
        idle_until: now + app.settings.session_idle,
        absolute_until: now + app.settings.session_max,
        ended_at: None,
    };
    let origin = origin(method.as_str(), client);
    let changes = vec![
        sessions::insert(&session, &origin, method.counts_as_both(), now),
        audit::record(app, account, Some(session.id.0), Kind::SignedIn, Actor::Client(client)),
    ];
    Started { session, changes }
}

pub(super) fn origin(method: &'static str, client: &Client) -> sessions::Origin {
    let parsed = woothee::parser::Parser::new().parse(&client.user_agent);
    let known = |word: &str| (!word.is_empty() && word != "UNKNOWN").then(|| word.to_owned());
    sessions::Origin {
        method,
        browser: parsed.as_ref().and_then(|agent| known(agent.name)),
        os: parsed.as_ref().and_then(|agent| known(agent.os)),
        device: parsed.as_ref().and_then(|agent| device(agent.category)),
        ip_address: client.address.to_string(),
    }
}

fn device(category: &str) -> Option<String> {
    match category {
        "pc" => Some("computer".to_owned()),
        "smartphone" | "mobilephone" => Some("phone".to_owned()),
        "appliance" => Some("appliance".to_owned()),
        _ => None,
    }
}
