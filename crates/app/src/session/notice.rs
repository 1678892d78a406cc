//! What the owner of an account is told about sessions and guesses: each notice carries a link that says "this was not me".

use store::Change;

use super::start;
use super::store::WithAccount;
use crate::App;
use crate::account::Account;
use crate::audit::{self, Actor, Kind};
use crate::http::Client;
use crate::id::AccountId;
use crate::mail::{self, Message};
use crate::onetime::{self, Purpose};
use crate::throttle::Consequence;

/// The changes that tell the owner, at this address, that an unknown browser has signed in: to be
/// committed with the session, unless the account signs in for the first time.
pub(super) fn new_device(app: &App, account: AccountId, email: &str, client: &Client) -> [Change; 2] {
    let origin = start::origin("", client);
    let browser = described(origin.browser.as_deref(), origin.os.as_deref());
    let not_me = onetime::issue(app, Purpose::NotMe, account, Some(email));
    let notice = Message::NewDevice {
        at: app.clock.now(),
        address: client.address.to_string(),
        browser,
        link: devices(app),
        not_me: not_me.link,
    };
    [not_me.stored, mail::queue(app, account, email, &notice, app.clock.now())]
}

/// The changes that tell the owner of a session that an old token of it came back.
pub(super) fn refresh_reused(app: &App, found: &WithAccount, client: &Client) -> [Change; 2] {
    let (account, email) = (found.session.account, found.email.as_str());
    let not_me = onetime::issue(app, Purpose::NotMe, account, Some(email));
    let notice = Message::RefreshReused {
        at: app.clock.now(),
        address: client.address.to_string(),
        browser: described(found.browser.as_deref(), found.os.as_deref()),
        link: devices(app),
        not_me: not_me.link,
    };
    [not_me.stored, mail::queue(app, account, email, &notice, app.clock.now())]
}

/// The changes that record what a wrong guess came to, and tell the owner of an account that it closed.
pub fn consequences(
    app: &App,
    owner: Option<&Account>,
    client: &Client,
    came: &[Consequence],
) -> Vec<Change> {
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

fn devices(app: &App) -> String {
    format!("{}/account/devices", app.settings.public_url)
}

fn described(browser: Option<&str>, os: Option<&str>) -> String {
    match (browser, os) {
        (Some(browser), Some(os)) => format!("{browser} on {os}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => "a device that did not say what it is".to_owned(),
    }
}
