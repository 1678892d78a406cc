//! What a registration asks of its invitation.

use store::Change;
use uuid::Uuid;

use super::model::{Code, free_slot};
use super::store as invites;
use crate::App;
use crate::http::{Error, Result, forbidden};
use crate::id::AccountId;
use jiff::Timestamp;

/// The invitation with that code, if somebody may still register with it; 403 `invite_invalid` otherwise.
pub async fn find(app: &App, code: Option<Code>) -> Result<Uuid> {
    let digest = code.ok_or_else(refused)?.digest(&app.keys.salt);
    let found = app.store.get(invites::by_digest(digest, app.clock.now())).await?.ok_or_else(refused)?;
    free(app, &found).await?;
    Ok(found.id)
}

/// The changes that hold one use for a registration. A conflict (`invite`) means that somebody else was faster: ask
/// again. 403 `invite_invalid` when no use is left.
pub async fn hold(app: &App, invite: Uuid, registration: AccountId, until: Timestamp) -> Result<[Change; 2]> {
    let now = app.clock.now();
    let found = app.store.get(invites::by_id(invite, now)).await?.ok_or_else(refused)?;
    let slot = free(app, &found).await?;
    Ok([invites::still_holds(invite, now), invites::hold(invite, slot, registration, until, now)])
}

/// The change that makes a registration's use one for good; a conflict (`invite`) when it was withdrawn or has lapsed.
pub fn spend(app: &App, invite: Uuid, registration: AccountId) -> Change {
    invites::spend(invite, registration, app.clock.now())
}

async fn free(app: &App, invite: &invites::Holding) -> Result<u32> {
    let taken = app.store.all(invites::taken(invite.id, app.clock.now())).await?;
    free_slot(invite.uses, &taken, &app.random).ok_or_else(refused)
}

fn refused() -> Error {
    forbidden("invite_invalid", "This invitation does not hold. Ask for another one.")
}
