//! What "undo" and "this was not me" come to: the account is given back to the address that was told.
//!
//! It has to work against somebody who holds the account in the meantime, with its sessions, its password, perhaps
//! another address, a passkey that was added. So everything that was handed out since the notice is dropped, whatever it
//! is for; what was handed out before it stays, since it may be the owner's own. An address that was left is restored as
//! long as it is held.

use store::Change;

use super::store as recoveries;
use crate::App;
use crate::account::{Email, store as accounts};
use crate::audit::{self, Actor, Kind};
use crate::http::{Client, Result};
use crate::mail::{self, Message};
use crate::onetime::{self, Presented, Purpose, token_invalid};
use crate::{oauth, passkey, session, throttle, token as access_tokens};

/// Redeems a token that was mailed to an address of the account's, and gives the account back to that address.
pub(super) async fn take_back(app: &App, token: &Presented, kind: Kind, client: &Client) -> Result<()> {
    let now = app.clock.now();
    let account = app.store.get(accounts::by_id(token.account)).await?.ok_or_else(token_invalid)?;
    let told = token.address.as_deref().and_then(|address| Email::parse(address).ok());
    let told = told.ok_or_else(token_invalid)?;
    let mut changes = vec![
        token.spend(now),
        recoveries::give_back(account.id, told.as_str(), now),
        session::end_all(app, account.id, "taken_back"),
        access_tokens::revoke_all(account.id),
        onetime::drop_pending(account.id),
        onetime::drop_since(account.id, token.created_at),
        audit::record(app, account.id, None, kind, Actor::Client(client)),
    ];
    let present = Email::parse(&account.email).map_err(|_| token_invalid())?;
    if present.folded() != told.folded() {
        changes.push(recoveries::regain(account.id, &told));
        changes.push(recoveries::release_later(account.id, &told, token.expires_at));
    }
    changes.extend(passkey::set_aside(account.id, now));
    changes.extend(oauth::set_aside(account.id, now));
    changes.extend(throttle::lift(account.id, now));
    changes.extend(reset(app, token, &told));
    app.store.commit(changes).await.map_err(onetime::lost)?;
    app.mail_waiting.notify_one();
    metrics::counter!("journal_auth_revocations_total", "reason" => "taken_back").increment(1);
    Ok(())
}

/// The link to choose a new password, on its way to the address that spoke.
fn reset(app: &App, token: &Presented, told: &Email) -> [Change; 2] {
    let issued = onetime::issue(app, Purpose::Reset, token.account, None);
    let again = format!("{}/forgot-password", app.settings.public_url);
    let message = Message::TakenBack { link: issued.link, expires: issued.expires_at, again };
    [issued.stored, mail::queue(app, token.account, told.as_str(), &message, app.clock.now())]
}
