//! What the owner of an account is told about its password: each notice carries a link that says "this was not me".

use store::Change;

use crate::App;
use crate::account::Account;
use crate::audit::{self, Actor, Kind};
use crate::http::Client;
use crate::mail::{self, Message};
use crate::onetime::{self, Purpose};

/// The changes that tell the owner that the password is another one now.
pub(super) fn changed(app: &App, account: &Account, client: &Client) -> [Change; 2] {
    let not_me = onetime::issue(app, Purpose::NotMe, account.id, Some(&account.email));
    let address = client.address.to_string();
    let notice = Message::PasswordChanged { at: app.clock.now(), address, not_me: not_me.link };
    [not_me.stored, mail::queue(app, account.id, &account.email, &notice, app.clock.now())]
}

/// The changes that record that wrong guesses have closed an account for a day, and tell its owner.
pub(super) fn locked(app: &App, account: &Account, client: &Client) -> Vec<Change> {
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
