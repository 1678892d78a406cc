//! What is recorded of an account's password, and what its owner is told: each notice carries a link that says "this was
//! not me".

use store::Change;
use uuid::Uuid;

use crate::App;
use crate::account::Account;
use crate::audit::{self, Actor, Kind};
use crate::http::Client;
use crate::mail::{self, Message};
use crate::onetime::{self, Purpose};
use crate::throttle::Consequence;

/// The changes that tell the owner that the password is another one now.
pub(super) fn changed(app: &App, account: &Account, client: &Client) -> [Change; 2] {
    let not_me = onetime::issue(app, Purpose::NotMe, account.id, Some(&account.email));
    let address = client.address.to_string();
    let notice = Message::PasswordChanged { at: app.clock.now(), address, not_me: not_me.link };
    [not_me.stored, mail::queue(app, account.id, &account.email, &notice, app.clock.now())]
}

/// The changes that record a wrong password at a sign-in, and what it came to.
///
/// For a name that nobody has the same is written in the chain that concerns no account, without the name: the event
/// costs what it costs for an account, and an address that was mistyped stands nowhere.
pub(super) fn sign_in_failed(
    app: &App,
    owner: Option<&Account>,
    client: &Client,
    came: &[Consequence],
) -> Vec<Change> {
    let account = owner.map_or(audit::NOBODY, |owner| owner.id);
    let event = audit::record(app, account, None, Kind::SignInFailed, Actor::Client(client));
    std::iter::once(event).chain(consequences(app, owner, client, came)).collect()
}

/// The same for somebody who is signed in.
pub(super) fn proof_failed(
    app: &App,
    owner: &Account,
    session: Uuid,
    client: &Client,
    came: &[Consequence],
) -> Vec<Change> {
    let event = audit::record(app, owner.id, Some(session), Kind::ProofFailed, Actor::Client(client));
    std::iter::once(event).chain(consequences(app, Some(owner), client, came)).collect()
}

fn consequences(app: &App, owner: Option<&Account>, client: &Client, came: &[Consequence]) -> Vec<Change> {
    let account = owner.map_or(audit::NOBODY, |owner| owner.id);
    let record = |account, kind| vec![audit::record(app, account, None, kind, Actor::Client(client))];
    let of = |came: &Consequence| match (came, owner) {
        (Consequence::Wait, _) => record(account, Kind::GuessesLimited),
        // It is about the network, whosever name came last.
        (Consequence::Stuffing, _) => record(audit::NOBODY, Kind::StuffingStopped),
        (Consequence::Lock, Some(owner)) => locked(app, owner, client),
        (Consequence::Lock, None) => Vec::new(),
    };
    came.iter().flat_map(of).collect()
}

/// The changes that record that wrong guesses have closed an account for a day, and tell its owner.
fn locked(app: &App, account: &Account, client: &Client) -> Vec<Change> {
    let not_me = onetime::issue(app, Purpose::NotMe, account.id, Some(&account.email));
    let link = format!("{}/forgot-password", app.settings.public_url);
    let notice = Message::AccountLocked { at: app.clock.now(), link, not_me: not_me.link };
    app.mail_waiting.notify_one();
    vec![
        audit::record(app, account.id, None, Kind::AccountLocked, Actor::Client(client)),
        not_me.stored,
        mail::queue(app, account.id, &account.email, &notice, app.clock.now()),
    ]
}
