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
use crate::session;
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
    std::iter::once(event).chain(session::consequences(app, owner, client, came)).collect()
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
    std::iter::once(event).chain(session::consequences(app, Some(owner), client, came)).collect()
}
