//! Whether the trail is whole, decided without I/O: chains, checkpoints, payloads, erasures.
//!
//! Batches come in the order of their checkpoints. A link is checked against the digest that stands before it, so one
//! change is found where it was made, and again by the checkpoint that anchored it.

use std::collections::HashMap;

use crypto::keys::Key;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use uuid::Uuid;

use super::model::{self, Label, NOTHING, Payload};
use super::{Kind, NOBODY};
use crate::id::AccountId;

/// What is linked in the very moment of its erasure is erased by the next sweep, which comes every hour.
const SWEPT: SignedDuration = SignedDuration::from_hours(2);

/// A linked event as it stands.
#[derive(Clone, Debug)]
pub(super) struct Linked {
    pub(super) label: Label,
    pub(super) mark: Vec<u8>,
    pub(super) sealed: Option<Vec<u8>>,
    pub(super) position: i64,
    pub(super) digest: Vec<u8>,
    pub(super) checkpoint: i64,
}

/// A checkpoint as it stands.
#[derive(Clone, Debug)]
pub(super) struct Checkpoint {
    pub(super) number: i64,
    pub(super) made_at: Timestamp,
    pub(super) events: i64,
    pub(super) digest: Vec<u8>,
}

/// What allows payloads to be missing.
#[derive(Clone, Debug)]
pub(super) struct Erasure {
    pub(super) account: AccountId,
    pub(super) until: Timestamp,
    pub(super) digest: Vec<u8>,
}

/// Something that is not as Journal left it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Finding {
    /// The stable word: `event_changed`, `event_removed`, `event_inserted`, `event_vanished`, `payload_removed`,
    /// `payload_returned`, `checkpoint_changed`, `checkpoint_removed`, `erasure_changed`, `not_linked`, `trail_cut`,
    /// `anchor_unread`.
    pub what: &'static str,
    /// Whose chain it is about; none for what concerns no account.
    pub account: Option<Uuid>,
    /// The event, where one can be named.
    pub event: Option<Uuid>,
    /// The checkpoint, where one can be named.
    pub checkpoint: Option<i64>,
    /// What it is about, beyond that.
    pub about: Option<String>,
}

impl Finding {
    pub(super) fn of_event(what: &'static str, label: &Label) -> Self {
        let account = (label.account != NOBODY).then_some(label.account.0);
        Self { what, account, event: Some(label.id), checkpoint: None, about: None }
    }

    pub(super) fn of_checkpoint(what: &'static str, number: i64) -> Self {
        Self { what, account: None, event: None, checkpoint: Some(number), about: None }
    }
}

/// The keys of the trail.
#[derive(Clone, Copy)]
pub(super) struct TrailKeys<'k> {
    pub(super) digest: &'k Key,
    pub(super) seal: &'k Key,
}

/// Reads the trail from its beginning and collects what is wrong.
pub(super) struct Checker<'k> {
    keys: TrailKeys<'k>,
    /// Where each chain stands: position and digest of its last event.
    chains: HashMap<AccountId, (i64, Vec<u8>)>,
    last: (i64, Vec<u8>),
    now: Timestamp,
    erased: HashMap<AccountId, Timestamp>,
    pub(super) events: u64,
    pub(super) findings: Vec<Finding>,
}

impl<'k> Checker<'k> {
    pub(super) fn new(keys: TrailKeys<'k>, erasures: &[Erasure], now: Timestamp) -> Self {
        let mut findings = Vec::new();
        let mut erased = HashMap::new();
        for erasure in erasures {
            let expected = model::erasure(keys.digest, erasure.account, erasure.until);
            if crypto::equal(&expected, &erasure.digest) {
                erased.insert(erasure.account, erasure.until);
            } else {
                let account = (erasure.account != NOBODY).then_some(erasure.account.0);
                let what = "erasure_changed";
                findings.push(Finding { what, account, event: None, checkpoint: None, about: None });
            }
        }
        let last = (0, NOTHING.to_vec());
        Self { keys, chains: HashMap::new(), last, now, erased, events: 0, findings }
    }

    /// A checkpoint with all events that name it, in the order of account and position.
    pub(super) fn batch(&mut self, checkpoint: &Checkpoint, events: &[Linked]) {
        for missing in self.last.0 + 1..checkpoint.number.min(self.last.0 + 100) {
            self.findings.push(Finding::of_checkpoint("checkpoint_removed", missing));
        }
        for event in events {
            self.event(event);
        }
        let links = events.iter().map(|event| event.digest.as_slice());
        let place = (checkpoint.number, checkpoint.made_at);
        let expected = model::checkpoint(self.keys.digest, place, &self.last.1, links);
        let is_whole = usize::try_from(checkpoint.events) == Ok(events.len());
        if !is_whole || !crypto::equal(&expected, &checkpoint.digest) {
            self.findings.push(Finding::of_checkpoint("checkpoint_changed", checkpoint.number));
        }
        self.last = (checkpoint.number, checkpoint.digest.clone());
    }

    /// Events of a checkpoint that does not exist.
    pub(super) fn stray(&mut self, events: &[Linked]) {
        for event in events {
            self.event(event);
            self.findings.push(Finding {
                checkpoint: Some(event.checkpoint),
                ..Finding::of_event("event_inserted", &event.label)
            });
        }
    }

    fn event(&mut self, event: &Linked) {
        self.events += 1;
        let (position, previous) = self
            .chains
            .get(&event.label.account)
            .map_or((0, NOTHING.as_slice()), |(position, digest)| (*position, digest.as_slice()));
        let expected = model::link(self.keys.digest, &event.label, &event.mark, event.position, previous);
        if event.position > position + 1 {
            let about = Some(format!("{} missing before it", event.position - position - 1));
            self.findings.push(Finding { about, ..Finding::of_event("event_removed", &event.label) });
        } else if event.position != position + 1 {
            self.findings.push(Finding::of_event("event_inserted", &event.label));
        } else if !crypto::equal(&expected, &event.digest) {
            self.findings.push(Finding::of_event("event_changed", &event.label));
        }
        self.payload(event);
        self.chains.insert(event.label.account, (event.position, event.digest.clone()));
    }

    fn payload(&mut self, event: &Linked) {
        let label = &event.label;
        let until = self.erased.get(&label.account).into_iter().chain(self.erased.get(&NOBODY)).max();
        let is_erased = until.is_some_and(|until| label.happened_at <= *until);
        let Some(sealed) = &event.sealed else {
            if !is_erased {
                self.findings.push(Finding::of_event("payload_removed", label));
            }
            return;
        };
        if is_erased && until.is_some_and(|until| *until + SWEPT < self.now) {
            self.findings.push(Finding::of_event("payload_returned", label));
        }
        if !crypto::equal(&model::mark(self.keys.digest, label, sealed), &event.mark) {
            self.findings.push(Finding::of_event("event_changed", label));
            return;
        }
        let told = open(self.keys.seal, label, sealed).filter(|_| label.account == NOBODY);
        let what = told.as_ref().and_then(|payload| match payload.kind.as_str() {
            kind if kind == Kind::AuditEventVanished.as_str() => Some("event_vanished"),
            kind if kind == Kind::AuditTrailCut.as_str() => Some("trail_cut"),
            _ => None,
        });
        if let Some(what) = what {
            let about = told.and_then(|payload| payload.about);
            self.findings.push(Finding { about, ..Finding::of_event(what, label) });
        }
    }

    /// Where the trail ends: the number and digest of its last checkpoint.
    pub(super) fn end(&self) -> (i64, &[u8]) {
        (self.last.0, &self.last.1)
    }
}

/// What an event says; `None` when it was not sealed by this program for this event.
pub(super) fn open(seal: &Key, label: &Label, sealed: &[u8]) -> Option<Payload> {
    let plain = crypto::sealed::open(seal, &label.context(), sealed).ok()?;
    serde_json::from_slice(&plain).ok()
}
