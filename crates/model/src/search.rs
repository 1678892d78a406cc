//! Runs a search and tells what it found.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use stateright::{Checker, HasDiscoveries, Model, Path};

use crate::fault::{Fault, NONE};
use crate::scene::{Promise, Scene};
use crate::server::SAID;
use crate::step::{Refreshing, Step};
use crate::world::World;

/// How a search went.
pub struct Report {
    /// Different worlds.
    pub worlds: usize,
    /// Events that were followed; many lead to a world that was known.
    pub events: usize,
    /// The most events from the sign-in to any world.
    pub depth: usize,
    /// How long it took.
    pub took: Duration,
    /// How often the rule said what, and at the end how often a commit lost a race.
    pub said: Vec<(&'static str, u64)>,
    /// The promises that were broken, and how.
    pub broken: Vec<(Promise, Story)>,
}

/// The shortest way to a broken promise, an event to a line.
pub struct Story(pub Vec<String>);

/// Explores every world of a scene under the rule as it is.
pub fn prove(scene: Scene, threads: usize) -> Report {
    search(Refreshing { scene, fault: &NONE, tally: Arc::default() }, HasDiscoveries::AnyFailures, threads)
}

/// Looks for the shortest story in which a fault breaks its promise.
pub fn find(fault: &'static Fault) -> Report {
    let until = HasDiscoveries::AnyOf(BTreeSet::from([fault.broken.name()]));
    search(Refreshing { scene: fault.scene, fault, tally: Arc::default() }, until, 1)
}

#[allow(clippy::disallowed_methods, reason = "how long a search took is told, and decides nothing")]
fn search(model: Refreshing, until: HasDiscoveries, threads: usize) -> Report {
    let (began, tally) = (Instant::now(), model.tally.clone());
    let checker = model.checker().threads(threads).finish_when(until).spawn_bfs().join();
    let mut discoveries = checker.discoveries();
    let broken = Promise::ALL
        .into_iter()
        .filter_map(|promise| Some((promise, story(discoveries.remove(promise.name())?))))
        .collect();
    let count = |counter: &std::sync::atomic::AtomicU64| counter.load(Ordering::Relaxed);
    let mut said: Vec<_> = SAID.into_iter().zip(tally.said.iter().map(count)).collect();
    said.push(("conflict", count(&tally.conflicts)));
    Report {
        worlds: checker.unique_state_count(),
        events: checker.state_count(),
        depth: checker.max_depth(),
        took: began.elapsed(),
        said,
        broken,
    }
}

fn story(path: Path<World, Step>) -> Story {
    let steps = path.into_vec().into_iter();
    Story(steps.filter_map(|(world, step)| Some(world.tell(step?))).collect())
}
