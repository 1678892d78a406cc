//! `journal audit verify`: reads the whole trail and tells what is not as Journal left it.

use serde::Serialize;

use super::anchor::written;
use super::check::{Checker, Finding, Linked, TrailKeys};
use super::model;
use super::store as events;
use crate::App;

/// Checkpoints that are read at once, with their events.
const PAGE: i64 = 50;
/// Findings that are told in full.
const TOLD: usize = 1_000;
/// Events that wait that are looked at.
const WAITING: i64 = 10_000;

/// What was found.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Report {
    /// Whether nothing is wrong.
    pub ok: bool,
    /// Linked events that were checked.
    pub events: u64,
    /// Where the trail ends: keep it elsewhere, and give it to a later verification, which then also finds whether
    /// everything since was thrown away.
    pub anchor: String,
    /// How many things are wrong.
    pub found: usize,
    /// The first thousand of them.
    pub findings: Vec<Finding>,
}

/// Links what waits, then checks everything. `anchor` is where the trail ended at an earlier time; the one that is kept
/// beside the database is looked for as well.
pub async fn verify(app: &App, anchor: Option<&str>) -> Result<Report, store::Error> {
    super::link(app).await?;
    let keys = TrailKeys { digest: &app.keys.audit_digest, seal: &app.keys.audit_seal };
    let erasures = app.store.all(events::erasures()).await?;
    let mut checker = Checker::new(keys, &erasures, app.clock.now());
    let mut sought: Vec<String> = anchor.map(str::to_owned).into_iter().collect();
    sought.extend(kept(app, &mut checker));
    sought.retain(|anchor| *anchor != written(checker.end()));
    loop {
        let after = checker.end().0;
        let checkpoints = app.store.all(events::checkpoints_after(after, PAGE)).await?;
        let Some(last) = checkpoints.last() else {
            let beyond = app.store.all(events::linked_between(after, i64::MAX)).await?;
            // Whoever links beside this may have added a checkpoint, and then its events are no strays.
            if app.store.all(events::checkpoints_after(after, 1)).await?.is_empty() {
                checker.stray(&beyond);
                break;
            }
            continue;
        };
        let linked = app.store.all(events::linked_between(after, last.number)).await?;
        let mut rest = linked.as_slice();
        for checkpoint in &checkpoints {
            let (stray, from) = split(rest, |event| event.checkpoint < checkpoint.number);
            let (own, next) = split(from, |event| event.checkpoint == checkpoint.number);
            checker.stray(stray);
            checker.batch(checkpoint, own);
            rest = next;
            if !sought.is_empty() {
                let end = written(checker.end());
                sought.retain(|anchor| *anchor != end);
            }
        }
    }
    checker.stray(&app.store.all(events::linked_between(i64::MIN, 0)).await?);
    loose(app, &mut checker).await?;
    for missing in sought {
        let about = Some(format!("anchor {missing} is not in it"));
        let end = checker.end().0;
        checker.findings.push(Finding { about, ..Finding::of_checkpoint("trail_cut", end) });
    }
    Ok(report(checker))
}

/// The anchor beside the database. It is read before the trail, so a server that goes on is never ahead of it.
fn kept(app: &App, checker: &mut Checker<'_>) -> Option<String> {
    let path = app.settings.audit_anchor.as_deref()?;
    match super::anchor::read(path) {
        Ok(anchor) => anchor.map(|(number, digest)| written((number, &digest))),
        Err(error) => {
            let about = Some(format!("{}: {error}", path.display()));
            checker.findings.push(Finding { about, ..Finding::of_checkpoint("anchor_unread", 0) });
            None
        }
    }
}

/// Whatever still waits was not written by this program, or was changed before it was linked.
async fn loose(app: &App, checker: &mut Checker<'_>) -> Result<(), store::Error> {
    for event in app.store.all(events::waiting(WAITING)).await? {
        let of = |sealed: &Vec<u8>| model::mark(&app.keys.audit_digest, &event.label, sealed);
        let is_own = event.sealed.as_ref().is_some_and(|sealed| crypto::equal(&of(sealed), &event.mark));
        match (is_own, event.is_loose) {
            // Committed since it was looked: the next one to look links it.
            (true, true) if event.label.happened_at > app.clock.now() - super::link::LATEST => {}
            (true, true) => checker.findings.push(Finding::of_event("not_linked", &event.label)),
            (true, false) => checker.findings.push(Finding::of_event("event_changed", &event.label)),
            (false, _) => checker.findings.push(Finding::of_event("event_inserted", &event.label)),
        }
    }
    Ok(())
}

fn split(events: &[Linked], belongs: impl Fn(&Linked) -> bool) -> (&[Linked], &[Linked]) {
    events.split_at(events.iter().take_while(|event| belongs(event)).count())
}

fn report(checker: Checker<'_>) -> Report {
    let anchor = written(checker.end());
    let Checker { events, mut findings, .. } = checker;
    let found = findings.len();
    findings.truncate(TOLD);
    Report { ok: found == 0, events, anchor, found, findings }
}
