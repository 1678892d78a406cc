//! Linking: events that were committed since the last time are put in their chains and anchored by a checkpoint.
//!
//! Any node may do it, also several at once: a checkpoint's number can be taken once only, and whoever loses reads
//! again. It costs the acts that the events tell of nothing, because it happens after them.

use std::collections::HashMap;
use std::time::Duration;

use jiff::SignedDuration;
use store::Change;
use tokio::sync::watch;

use super::anchor::Keeper;
use super::check::Checkpoint;
use super::model::{self, NOTHING};
use super::store::{self as events, Waiting};
use super::{Actor, Kind, NOBODY, record_about};
use crate::App;
use crate::id::AccountId;

/// How often a node looks for events of others, and of commands.
const EVERY: Duration = Duration::from_secs(1);
/// How long events are gathered before they are linked together.
const GATHER: Duration = Duration::from_millis(50);
/// Events linked by one checkpoint.
const AT_ONCE: usize = 250;
/// Events looked at for that; so many forged ones would have to be there before the true ones wait.
const LOOKED_AT: i64 = 2_000;
/// How often the place after the last checkpoint is tried for.
const ROUNDS: usize = 16;
/// An event that was committed so long ago and cannot be found is gone.
const PATIENCE: Duration = Duration::from_secs(3);
/// An event that waits for longer than this is one that nobody links.
pub(super) const LATEST: SignedDuration = SignedDuration::from_secs(10);

/// Links events until told to stop, and once more then.
pub async fn work(app: App, mut stopping: watch::Receiver<bool>) {
    let mut has_failed = false;
    let mut keeper = Keeper::default();
    loop {
        let is_last = *stopping.borrow();
        match tend(&app, &mut keeper, is_last).await {
            Ok(()) => has_failed = false,
            Err(error) if !has_failed => {
                has_failed = true;
                tracing::warn!(%error, "the audit trail could not be linked; it is tried again");
            }
            Err(_) => {}
        }
        if is_last {
            break;
        }
        tokio::select! {
            _ = stopping.changed() => {}
            () = tokio::time::sleep(EVERY) => {}
            () = app.trail.waiting.notified() => tokio::time::sleep(GATHER).await,
        }
    }
}

async fn tend(app: &App, keeper: &mut Keeper, is_last: bool) -> Result<(), store::Error> {
    link(app).await?;
    keeper.keep(app, is_last).await?;
    find_vanished(app).await
}

/// Links all events that wait; how many that were.
pub async fn link(app: &App) -> Result<usize, store::Error> {
    let mut linked = 0;
    let mut rounds = 0;
    loop {
        match link_some(app).await {
            Ok(0) => return Ok(linked),
            Ok(some) => (linked, rounds) = (linked + some, 0),
            Err(error) if error.is_conflict() && rounds < ROUNDS => rounds += 1,
            Err(error) => return Err(error),
        }
    }
}

async fn link_some(app: &App) -> Result<usize, store::Error> {
    // What was seen is recalled first: whoever links beside this may see a newer checkpoint than the one that is read.
    let seen = app.trail.seen();
    // The checkpoint is read before the events: whatever was linked before it is linked in what is read next.
    let last = app.store.get(events::newest_checkpoint()).await?;
    notice_cut(app, seen, last.as_ref()).await?;
    let waiting = app.store.all(events::waiting(LOOKED_AT)).await?;
    let is_own = |event: &Waiting| {
        let of = |sealed: &Vec<u8>| model::mark(&app.keys.audit_digest, &event.label, sealed);
        event.is_loose && event.sealed.as_ref().is_some_and(|sealed| crypto::equal(&of(sealed), &event.mark))
    };
    let own: Vec<Waiting> = waiting.into_iter().filter(is_own).take(AT_ONCE).collect();
    if own.is_empty() {
        return Ok(0);
    }
    let (checkpoint, changes) = chain(app, &own, last.as_ref());
    app.store.commit(changes).await?;
    app.trail.see(checkpoint.number, &checkpoint.digest);
    for event in &own {
        app.trail.forget(event.label.account.0, event.label.id);
    }
    Ok(own.len())
}

/// The changes that link these events behind what stands, and the checkpoint over them.
fn chain(app: &App, waiting: &[Waiting], last: Option<&Checkpoint>) -> (Checkpoint, Vec<Change>) {
    let key = &app.keys.audit_digest;
    let (number, made_at) = (last.map_or(1, |last| last.number + 1), app.clock.now());
    let mut ends: HashMap<AccountId, (i64, Vec<u8>)> = HashMap::new();
    let mut links = Vec::with_capacity(waiting.len());
    for event in waiting {
        let (account, stands) = (event.label.account, event.last_position.unwrap_or_default());
        let end = ends.entry(account).or_insert_with(|| match stands {
            0 => (0, NOTHING.to_vec()),
            stands => (stands, event.last_digest.clone().unwrap_or_default()),
        });
        let position = end.0 + 1;
        let digest = model::link(key, &event.label, &event.mark, position, &end.1);
        *end = (position, digest.to_vec());
        links.push((event.label, position, digest));
    }
    let mut in_order: Vec<_> = links
        .iter()
        .map(|(label, position, digest)| (label.account.0, *position, digest.as_slice()))
        .collect();
    in_order.sort_unstable_by_key(|(account, position, _)| (*account, *position));
    let previous = last.map_or(NOTHING.as_slice(), |last| &last.digest);
    let digests = in_order.iter().map(|(.., digest)| *digest);
    let digest = model::checkpoint(key, (number, made_at), previous, digests).to_vec();
    let count = i64::try_from(links.len()).expect("a checkpoint links a few hundred events");
    let checkpoint = Checkpoint { number, made_at, events: count, digest };
    let mut changes = vec![events::add_checkpoint(&checkpoint)];
    changes.extend(
        links.iter().map(|(label, position, digest)| events::link(label, *position, *digest, number)),
    );
    (checkpoint, changes)
}

/// Records it when a checkpoint that this node saw is not there any more, or is another one now.
async fn notice_cut(
    app: &App,
    seen: Option<(i64, Vec<u8>)>,
    last: Option<&Checkpoint>,
) -> Result<(), store::Error> {
    if let Some((number, digest)) = seen {
        let stands = match last {
            Some(last) if last.number == number => Some(last.digest.clone()),
            Some(last) if last.number > number => {
                app.store.get(events::checkpoint_by_number(number)).await?.map(|found| found.digest)
            }
            _ => None,
        };
        if stands.is_none_or(|stands| stands != digest) {
            tracing::error!(checkpoint = number, "the audit trail was cut off or replaced");
            let about = format!("checkpoint {number}");
            let event = record_about(app, NOBODY, Kind::AuditTrailCut, Actor::Program, about);
            app.store.commit([event]).await?;
        }
    }
    let (number, digest) = last.map_or((0, NOTHING.as_slice()), |last| (last.number, last.digest.as_slice()));
    if number > 0 || app.trail.seen().is_some() {
        app.trail.see(number, digest);
    }
    Ok(())
}

/// Looks for what this node committed and did not link: linked by another one, still there, or gone.
async fn find_vanished(app: &App) -> Result<(), store::Error> {
    for (account, id) in app.trail.older_than(PATIENCE, app.clock.instant()) {
        match app.store.get(events::is_linked(account, id)).await? {
            Some(false) => {}
            Some(true) => app.trail.forget(account, id),
            None => {
                tracing::error!(%account, event = %id, "an audit event vanished before it was linked");
                let about = format!("event {id} of {account}");
                let event = record_about(app, NOBODY, Kind::AuditEventVanished, Actor::Program, about);
                app.store.commit([event]).await?;
                app.trail.forget(account, id);
            }
        }
    }
    Ok(())
}
