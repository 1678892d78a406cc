//! Giving all entries of one account to another, and forgetting them.
//!
//! A box names its account and opens with that account's key alone, so each entry is opened and sealed anew under the
//! other key, and its tags get the digests that the other account finds them by. An entry moves as a whole, in one
//! commit that is guarded by what was read: killed at any moment, every entry is in exactly one of the accounts, and
//! the next run goes on. One that is changed meanwhile is read again. Keys of repeated requests cannot move, because
//! only their digests are known, under the key of the account that they came from; they go with the old row.

mod store;

use ::store::Change;
use crypto::keys::Key;

use super::model::{Entry, EntryId};
use super::store::{self as entries, Stored};
use super::{seal, store::Outline};
use crate::App;
use crate::id::AccountId;

/// Entries that are read at once; each may hold a mebibyte.
const BATCH: i64 = 16;
/// How often all that is left is gone through, when somebody keeps changing it.
const ROUNDS: u32 = 10;

/// An account with its key.
pub struct Owner {
    /// The account.
    pub account: AccountId,
    /// What its entries are sealed with.
    pub key: Key,
}

/// What became of the entries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// Entries that belong to the other account now.
    pub entries: u64,
    /// Entries that do not open, and stay where they are.
    pub damaged: u64,
    /// Entries that were changed again and again, and stay where they are.
    pub busy: u64,
}

/// Gives every entry of `from` to `to`, the trash included. `told` is committed with the first that moves.
pub async fn adopt(
    app: &App,
    from: &Owner,
    to: &Owner,
    told: impl Fn() -> Change,
) -> Result<Moved, ::store::Error> {
    let mut moved = Moved::default();
    for _ in 0..ROUNDS {
        (moved.damaged, moved.busy) = (0, 0);
        let mut after = EntryId(uuid::Uuid::nil());
        loop {
            let batch = app.store.all(store::batch(from.account, after, BATCH)).await?;
            let Some(last) = batch.last() else { break };
            after = last.outline.id;
            for stored in batch {
                let event = (moved.entries == 0).then(&told);
                match hand_over(app, (from, to), stored, event).await? {
                    Step::Moved => moved.entries += 1,
                    Step::Damaged => moved.damaged += 1,
                    Step::Changed => moved.busy += 1,
                }
            }
        }
        if moved.busy == 0 {
            break;
        }
    }
    Ok(moved)
}

/// Forgets every entry of an account, the trash included, and says how many; `told` is committed with it.
pub async fn discard(
    app: &App,
    account: AccountId,
    told: impl Fn() -> Change,
) -> Result<i64, ::store::Error> {
    loop {
        let count = app.store.get(store::count(account)).await?.unwrap_or(0);
        if count == 0 {
            return Ok(0);
        }
        match app.store.commit([store::forget(account, count), told()]).await {
            // Somebody wrote meanwhile, and what is told would not be true.
            Err(error) if error.is_conflict() => {}
            done => return done.map(|()| count),
        }
    }
}

/// How an entry fared.
enum Step {
    Moved,
    Damaged,
    Changed,
}

async fn hand_over(
    app: &App,
    (from, to): (&Owner, &Owner),
    stored: Stored,
    event: Option<Change>,
) -> Result<Step, ::store::Error> {
    let Outline { id, version, deleted_at, .. } = stored.outline;
    let Ok(entry) = seal::open(&from.key, stored) else { return Ok(Step::Damaged) };
    let entry = Entry { author_id: to.account, ..entry };
    let sealed = seal::seal(&to.key, &app.random, &entry);
    let mut changes = vec![
        store::release(from.account, id, version, deleted_at),
        store::receive(&entry, sealed, deleted_at),
    ];
    let tags = entry.tags.iter().map(|tag| seal::tag_digest(&to.key, tag));
    changes.extend(tags.map(|digest| entries::add_tag(to.account, id, digest)));
    changes.extend(event);
    match app.store.commit(changes).await {
        Err(error) if error.conflict() == Some("as it was read") => Ok(Step::Changed),
        done => done.map(|()| Step::Moved),
    }
}
