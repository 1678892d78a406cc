//! Looking at what an authenticator answered: whose passkey it is, and what follows when it is right.

use serde_json::Value;
use store::Change;
use uuid::Uuid;

use super::ceremony::{self, Browser};
use super::model::{Ceremony, Purpose, Stored};
use super::party::{Party, Wrong, credential_id};
use super::{notice, store as passkeys};
use crate::App;
use crate::access::InSession;
use crate::account::store as accounts;
use crate::audit::{self, Actor, Kind};
use crate::http::{Client, Error, Result, forbidden};

/// A passkey that was used rightly, and the changes that hold the answer to it: a conflict (`ceremony`, `passkey`)
/// means that it was answered already, or that the passkey was removed, set aside or used elsewhere meanwhile.
pub(super) struct Proven {
    pub(super) passkey: Stored,
    pub(super) changes: Vec<Change>,
}

/// Why an answer does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unproven {
    /// Nobody here knows such a credential. Its authenticator may forget it: an id is random, so that whoever knows one
    /// has held it, and this tells nothing of any account.
    Unknown,
    /// Anything else: the passkey may work the next time.
    Wrong,
}

/// Looks at the answer to a ceremony; when it does not hold, the ceremony is over.
pub(super) async fn evaluate(
    app: &App,
    ceremony: &Ceremony,
    credential: &Value,
    client: &Client,
) -> Result<Result<Proven, Unproven>> {
    let party = Party::of(app)?;
    let now = app.clock.now();
    let found = match credential_id(credential) {
        Some(id) => app.store.get(passkeys::by_credential(&id, now)).await?.ok_or(Unproven::Unknown),
        None => Err(Unproven::Wrong),
    };
    let is_own = |passkey: &Stored| ceremony.account.is_none_or(|account| account == passkey.account);
    let before = match found {
        Ok(passkey) if is_own(&passkey) => passkey,
        other => {
            ceremony::waste(app, ceremony).await?;
            return Ok(Err(other.err().unwrap_or(Unproven::Wrong)));
        }
    };
    let whose = (before.account.0, ceremony.account.is_some());
    match party.assert(&ceremony.challenge, whose, &before.credential, credential) {
        Ok(used) => {
            let after = Stored {
                credential: used.credential,
                is_synced: used.is_synced,
                sign_count: used.sign_count,
                ..before.clone()
            };
            let changes = vec![passkeys::take(ceremony.id), passkeys::used(&before, &after, now)];
            Ok(Ok(Proven { passkey: before, changes }))
        }
        Err(Wrong::Cloned) => {
            cloned(app, ceremony, &before, client).await?;
            Ok(Err(Unproven::Wrong))
        }
        Err(wrong) => {
            tracing::debug!(%wrong, "a passkey was refused");
            ceremony::waste(app, ceremony).await?;
            Ok(Err(Unproven::Wrong))
        }
    }
}

/// Its signature is right and its counter is not: there may be two of this authenticator. It opens nothing, and its
/// owner hears of it.
async fn cloned(app: &App, ceremony: &Ceremony, passkey: &Stored, client: &Client) -> Result<()> {
    let mut changes = vec![
        passkeys::take(ceremony.id),
        audit::record(app, passkey.account, None, Kind::PasskeyCloned, Actor::Client(client)),
    ];
    if let Some(account) = app.store.get(accounts::by_id(passkey.account)).await? {
        changes.extend(notice::cloned(app, &account, &passkey.name, client));
        app.mail_waiting.notify_one();
    }
    match app.store.commit(changes).await {
        Err(error) if error.is_conflict() => Ok(()),
        other => Ok(other?),
    }
}

/// Looks at the proof of whoever is signed in: the changes to commit with what follows from it, or 403
/// `passkey_refused`.
pub async fn prove(
    app: &App,
    caller: &InSession,
    (ceremony_id, credential): (Uuid, &Value),
    client: &Client,
) -> Result<Vec<Change>> {
    let browser = Browser::answering(app, Some(caller), &http::HeaderMap::new());
    let ceremony = ceremony::find(app, ceremony_id, Purpose::Prove, browser).await?;
    let ceremony = ceremony.ok_or_else(passkey_refused)?;
    let proven = evaluate(app, &ceremony, credential, client).await?;
    let proven = proven.ok().filter(|proven| proven.passkey.unconfirmed_at.is_none());
    proven.map(|proven| proven.changes).ok_or_else(passkey_refused)
}

/// 403: that passkey proves nothing.
pub fn passkey_refused() -> Error {
    forbidden("passkey_refused", "That passkey did not prove that it is you. Try again, or use another way.")
}
