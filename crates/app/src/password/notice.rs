//! What the owner of an account is told about its password: each notice carries a link that says "this was not me".

use store::Change;

use crate::App;
use crate::account::Account;
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
