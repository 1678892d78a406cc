//! What the owner of an account is told about its second factors.

use ::store::Change;

use super::model::FEW;
use crate::App;
use crate::account::Account;
use crate::http::Client;
use crate::mail::{self, Message};
use crate::onetime::{self, Purpose};

/// The changes that tell the owner that signing in asks for a code of an app from now on.
pub(super) fn turned_on(app: &App, account: &Account, client: &Client) -> [Change; 2] {
    tell(app, account, |not_me| Message::SecondFactorOn {
        at: app.clock.now(),
        address: client.address.to_string(),
        not_me,
    })
}

/// The changes that tell the owner that a password is enough again; without a client it was the operator's doing.
pub(super) fn turned_off(app: &App, account: &Account, client: Option<&Client>) -> [Change; 2] {
    tell(app, account, |not_me| Message::SecondFactorOff {
        at: app.clock.now(),
        address: client.map(|client| client.address.to_string()),
        not_me,
    })
}

/// The changes that tell the owner that a recovery code was used, and whether it is time for new ones.
pub(super) fn recovery_code_used(app: &App, account: &Account, client: &Client, left: usize) -> [Change; 2] {
    tell(app, account, |not_me| Message::RecoveryCodeUsed {
        at: app.clock.now(),
        address: client.address.to_string(),
        left,
        is_few: left <= FEW,
        link: format!("{}/account", app.settings.public_url),
        not_me,
    })
}

fn tell(app: &App, account: &Account, message: impl FnOnce(String) -> Message) -> [Change; 2] {
    let not_me = onetime::issue(app, Purpose::NotMe, account.id, Some(&account.email));
    let mail = mail::queue(app, account.id, &account.email, &message(not_me.link), app.clock.now());
    [not_me.stored, mail]
}
