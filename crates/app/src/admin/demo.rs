//! What becomes of what was written in demo mode: a real account gets it, or it is deleted. Both work while the server
//! runs, and whatever the mode.

use serde::Serialize;

use super::AccountView;
use super::operate::{Error, event, find};
use crate::App;
use crate::account::{AccountId, key};
use crate::audit::Kind;
use crate::entry::adopt::{self as entries, Moved, Owner};

/// What an account was given.
#[derive(Clone, Debug, Serialize)]
pub struct Adopted {
    /// The account.
    pub account: AccountView,
    /// How many entries it got.
    pub entries: u64,
    /// Entries that do not open, and stay where they are.
    pub damaged: u64,
    /// Entries that were changed again and again, and stay where they are.
    pub busy: u64,
}

/// What was deleted.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Discarded {
    /// How many entries there were.
    pub entries: i64,
}

/// Gives the demo user's entries to the account of that address.
pub async fn adopt(app: &App, email: &str) -> Result<Adopted, Error> {
    let account = find(app, email).await?;
    let from = Owner { account: AccountId::DEMO, key: demo_key(app).await? };
    let its_key = key::find(app, account.id).await?.ok_or_else(|| Error::Unknown(account.email.clone()))?;
    let to = Owner { account: account.id, key: its_key };
    let told = || event(app, account.id, Kind::DemoAdopted);
    let Moved { entries, damaged, busy } = entries::adopt(app, &from, &to, told).await?;
    Ok(Adopted { account: account.into(), entries, damaged, busy })
}

/// Deletes the demo user's entries. The user stays: a server in demo mode may hold their key, and what it sealed with
/// it would not open any more if a new one took its place.
pub async fn discard(app: &App) -> Result<Discarded, Error> {
    demo_key(app).await?;
    let told = || event(app, AccountId::DEMO, Kind::DemoDiscarded);
    Ok(Discarded { entries: entries::discard(app, AccountId::DEMO, told).await? })
}

async fn demo_key(app: &App) -> Result<crypto::keys::Key, Error> {
    key::find(app, AccountId::DEMO).await?.ok_or(Error::NoDemo)
}
