//! Keys, as the command line looks after them: the ones that sign, and the master key that wraps all others.

use serde::Serialize;
use store::Change;

use super::operate::Error;
use crate::App;
use crate::access::overtaken;
use crate::account::key as account_keys;
use crate::audit::{self, Actor, Kind, NOBODY};
use crate::key::{self, SigningKeyView};

/// How often a rotation that met another one is tried.
const ROUNDS: usize = 8;
/// How often all keys are looked at, until none is found under the previous master key: accounts are made meanwhile.
const PASSES: usize = 10;

/// The new signing key.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Rotated {
    /// The id that its tokens carry.
    pub kid: String,
    /// When it begins to sign.
    pub signs_from: jiff::Timestamp,
}

/// What a rotation of the master key has done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MasterRotated {
    /// Keys of the program that were wrapped anew.
    pub server_keys: usize,
    /// Keys of accounts that were wrapped anew.
    pub account_keys: usize,
    /// Keys that were wrapped by the current master key before.
    pub already: usize,
}

/// All signing keys, the oldest first.
pub async fn signing_keys(app: &App) -> Result<Vec<SigningKeyView>, Error> {
    Ok(key::list(app).await?)
}

/// Makes a new signing key. The old ones verify what they signed until it has run out, or nothing with `drop_old`.
pub async fn rotate_signing(app: &App, drop_old: bool) -> Result<Rotated, Error> {
    rotate_signing_by(app, drop_old, (Actor::Operator, &[])).await
}

/// The same by whoever it is, with the changes that hold the rotation to them.
pub(super) async fn rotate_signing_by(
    app: &App,
    drop_old: bool,
    (actor, still): (Actor<'_>, &[Change]),
) -> Result<Rotated, Error> {
    if app.settings.jwt_secret.is_some() {
        let sentence = "access tokens are signed with JOURNAL_JWT_SECRET; set another one there and restart";
        return Err(Error::Invalid(sentence.to_owned()));
    }
    for _ in 0..ROUNDS {
        let key::Successor { kid, signs_from, mut changes } = key::successor(app, drop_old).await?;
        changes.splice(0..0, still.iter().cloned());
        changes.push(audit::record_about(app, NOBODY, Kind::SigningKeyRotated, actor, kid.clone()));
        match app.store.commit(changes).await {
            Err(error) if error.is_conflict() && overtaken(&error).is_none() => {}
            other => {
                other?;
                key::reload(app).await?;
                return Ok(Rotated { kid, signs_from });
            }
        }
    }
    Err(Error::Invalid("other rotations were faster; look at the keys and try again".to_owned()))
}

/// Wraps every key that the previous master key wraps by the current one. Broken off, it goes on where it stopped.
pub async fn rotate_master(app: &App) -> Result<MasterRotated, Error> {
    let mut all = MasterRotated::default();
    for _ in 0..PASSES {
        let pass = match pass(app).await {
            Err(Error::Store(error)) if error.is_conflict() => continue,
            other => other?,
        };
        all.server_keys += pass.server_keys;
        all.account_keys += pass.account_keys;
        if pass.server_keys + pass.account_keys == 0 {
            all.already = pass.already - all.server_keys - all.account_keys;
            let about = format!("{} keys wrapped anew", all.server_keys + all.account_keys);
            let event = audit::record_about(app, NOBODY, Kind::MasterKeyRotated, Actor::Operator, about);
            app.store.commit([event]).await?;
            return Ok(all);
        }
    }
    Err(Error::Invalid(
        "keys under the previous master key keep appearing: some node still uses it".to_owned(),
    ))
}

async fn pass(app: &App) -> Result<MasterRotated, Error> {
    let (changes, already, lost) = key::rewrap(app).await?;
    let server_keys = changes.len();
    app.store.commit(changes).await?;
    let mut done = MasterRotated { server_keys, account_keys: 0, already };
    let mut lost: Vec<String> = lost.into_iter().map(|purpose| format!("the key for {purpose}")).collect();
    let mut after = None;
    while let Some(page) = account_keys::rewrap_after(app, after).await? {
        done.account_keys += page.changes.len();
        done.already += page.already;
        lost.extend(page.lost.iter().map(|account| format!("the key of account {}", account.0)));
        app.store.commit(page.changes).await?;
        after = Some(page.last);
    }
    match lost.first() {
        None => Ok(done),
        Some(first) => Err(Error::Invalid(format!(
            "{first} opens with neither master key, and {} others; all others were wrapped anew",
            lost.len() - 1
        ))),
    }
}
