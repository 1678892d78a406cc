//! What the owner of an account is told about its passkeys: each notice carries a link that says "this was not me".

use store::Change;

use crate::App;
use crate::account::Account;
use crate::http::Client;
use crate::mail::{self, Message};
use crate::onetime::{self, Purpose};

/// The changes that tell the owner that there is another passkey.
pub(super) fn added(app: &App, account: &Account, name: &str, client: &Client) -> [Change; 2] {
    tell(app, account, |not_me| Message::PasskeyAdded {
        at: app.clock.now(),
        address: client.address.to_string(),
        name: name.to_owned(),
        link: passkeys(app),
        not_me,
    })
}

/// The changes that tell the owner that a passkey was removed.
pub(super) fn removed(app: &App, account: &Account, name: &str, client: &Client) -> [Change; 2] {
    tell(app, account, |not_me| Message::PasskeyRemoved {
        at: app.clock.now(),
        address: client.address.to_string(),
        name: name.to_owned(),
        not_me,
    })
}

/// The changes that tell the owner that a passkey was refused, since there may be two of it.
pub(super) fn cloned(app: &App, account: &Account, name: &str, client: &Client) -> [Change; 2] {
    tell(app, account, |not_me| Message::PasskeyCloned {
        at: app.clock.now(),
        address: client.address.to_string(),
        name: name.to_owned(),
        link: passkeys(app),
        not_me,
    })
}

fn tell(app: &App, account: &Account, notice: impl FnOnce(String) -> Message) -> [Change; 2] {
    let not_me = onetime::issue(app, Purpose::NotMe, account.id, Some(&account.email));
    let notice = notice(not_me.link);
    [not_me.stored, mail::queue(app, account.id, &account.email, &notice, app.clock.now())]
}

fn passkeys(app: &App) -> String {
    format!("{}/account/passkeys", app.settings.public_url)
}
