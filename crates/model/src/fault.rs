//! A rule that is wrong in one point: in what it is told, in what becomes of its verdict, or in the store under it.

use app::session::{Rotation, Session, Windows};
use jiff::Timestamp;

use crate::scene::{Promise, Scene};

/// The arguments of the rule.
pub(crate) struct Input {
    pub(crate) session: Session,
    pub(crate) presented: u64,
    pub(crate) now: Timestamp,
    pub(crate) windows: Windows,
}

/// What the store does with a verdict.
#[derive(Clone, Copy)]
#[allow(clippy::struct_excessive_bools, reason = "each is a habit of its own, broken alone")]
pub(crate) struct StoreRules {
    /// Commits only on the generation that was read.
    pub(crate) guards_generation: bool,
    /// Rotates only while nobody was answered since it was read.
    pub(crate) guards_answer: bool,
    /// Commits only while the session has not been ended.
    pub(crate) guards_end: bool,
    /// A lost race reads and decides again, instead of answering as decided.
    pub(crate) reads_again: bool,
    /// A slow commit does not bring back an earlier time of answering.
    pub(crate) keeps_latest_answer: bool,
    /// The first time that a generation was seen stays.
    pub(crate) keeps_first_seen: bool,
    /// Whether an access token marks the current generation as seen, told whether it is of that generation.
    pub(crate) marks: fn(bool) -> bool,
}

/// A rule, with at most one thing wrong.
pub struct Fault {
    /// What is wrong, in words.
    pub name: &'static str,
    /// The promise that it breaks first.
    pub broken: Promise,
    pub(crate) scene: Scene,
    pub(crate) input: fn(&mut Input),
    pub(crate) verdict: fn(&Input, &mut Rotation),
    pub(crate) store: StoreRules,
}

/// How the store really works.
pub(crate) const STORE: StoreRules = StoreRules {
    guards_generation: true,
    guards_answer: true,
    guards_end: true,
    reads_again: true,
    keeps_latest_answer: true,
    keeps_first_seen: true,
    marks: |is_current| is_current,
};

/// The rule as it is.
pub(crate) static NONE: Fault = Fault::seeded("nothing", Promise::Kept, crate::scene::SMALL[0]);

impl Fault {
    pub(crate) const fn seeded(name: &'static str, broken: Promise, scene: Scene) -> Self {
        Self { name, broken, scene, input: |_| {}, verdict: |_, _| {}, store: STORE }
    }

    pub(crate) const fn told(mut self, input: fn(&mut Input)) -> Self {
        self.input = input;
        self
    }

    pub(crate) const fn turned(mut self, verdict: fn(&Input, &mut Rotation)) -> Self {
        self.verdict = verdict;
        self
    }

    pub(crate) const fn stored(mut self, store: StoreRules) -> Self {
        self.store = store;
        self
    }
}
