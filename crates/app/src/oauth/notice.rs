//! What the owner of an account is told about its providers: each notice carries a link that says "this was not me".

use store::Change;

use crate::App;
use crate::account::Account;
use crate::http::Client;
use crate::mail::{self, Message};
use crate::onetime::{self, Purpose};

/// The changes that tell the owner that a provider opens the account now.
pub(super) fn connected(app: &App, account: &Account, label: &str, client: &Client) -> [Change; 2] {
    tell(app, account, |not_me| Message::ProviderConnected {
        at: app.clock.now(),
        address: client.address.to_string(),
        provider: label.to_owned(),
        link: format!("{}/account/providers", app.settings.public_url),
        not_me,
    })
}

/// The changes that tell the owner that a provider opens the account no more.
pub(super) fn disconnected(app: &App, account: &Account, label: &str, client: &Client) -> [Change; 2] {
    tell(app, account, |not_me| Message::ProviderDisconnected {
        at: app.clock.now(),
        address: client.address.to_string(),
        provider: label.to_owned(),
        not_me,
    })
}

fn tell(app: &App, account: &Account, notice: impl FnOnce(String) -> Message) -> [Change; 2] {
    let not_me = onetime::issue(app, Purpose::NotMe, account.id, Some(&account.email));
    let notice = notice(not_me.link);
    [not_me.stored, mail::queue(app, account.id, &account.email, &notice, app.clock.now())]
}
