//! What can happen next: the model as `stateright` sees it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use stateright::{Model, Property};

use crate::fault::Fault;
use crate::scene::{Promise, Scene};
use crate::world::{Backup, Leg, Message, Who, World};

/// How far the sessions may run on after a backup was taken.
const BEYOND_BACKUP: u8 = 2;

/// One event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// A refresh sets out with the token of the jar, or with the thief's.
    Send(Who),
    /// A message is lost, or the server that works on it dies, before or after its commit.
    Lose(usize),
    /// A server reads the row and decides.
    Read { at: usize, is_ahead: bool },
    /// A server commits what it decided.
    Commit(usize),
    /// An answer arrives and overwrites the jar.
    Deliver(usize),
    /// An access token of the current generation is used.
    Use { who: Who, is_ahead: bool },
    /// Time passes.
    Tick,
    /// Twenty windows have passed since the current generation was made.
    GrowStale,
    /// The jar is copied.
    Steal,
    /// The owner ends the session.
    Revoke,
    /// Half the idle limit passes without a word.
    Pause,
    /// The absolute limit comes.
    Expire,
    /// The database is saved.
    Save,
    /// The database comes back as it was saved.
    Restore,
}

/// How often the rule said what, over a whole search.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) said: [AtomicU64; 7],
    pub(crate) conflicts: AtomicU64,
}

/// A rule, right or wrong, in a scene.
#[derive(Clone)]
pub(crate) struct Refreshing {
    pub(crate) scene: Scene,
    pub(crate) fault: &'static Fault,
    pub(crate) tally: Arc<Tally>,
}

impl Model for Refreshing {
    type State = World;
    type Action = Step;

    fn init_states(&self) -> Vec<World> {
        vec![World::start()]
    }

    fn actions(&self, world: &World, steps: &mut Vec<Step>) {
        if world.breach.is_some() {
            return;
        }
        let clocks = if self.scene.skew > 0 { &[false, true][..] } else { &[false][..] };
        under_way(world, clocks, steps);
        self.people(world, clocks, steps);
        steps.push(Step::Tick);
        if !world.record.is_stale && !world.truth.is_over {
            steps.push(Step::GrowStale);
        }
        if world.truth.is_over {
            return;
        }
        if self.scene.has_limits {
            steps.push(Step::Pause);
            if !world.wire.iter().any(|message| matches!(message.leg, Leg::Decided(_))) {
                steps.push(Step::Expire);
            }
        }
        match world.backup {
            Backup::None if self.scene.has_backup => steps.push(Step::Save),
            // A backup that is older than the idle limit brings nobody back.
            Backup::Taken(record) if record.idle > 0 => steps.push(Step::Restore),
            _ => {}
        }
    }

    fn next_state(&self, world: &World, step: Step) -> Option<World> {
        let mut world = world.clone();
        self.apply(&mut world, step);
        world.normalise();
        Some(world)
    }

    fn within_boundary(&self, world: &World) -> bool {
        let Backup::Taken(record) = world.backup else { return true };
        world.record.generation <= record.generation + BEYOND_BACKUP
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always(Promise::Kept.name(), |_, world: &World| world.breach != Some(Promise::Kept)),
            Property::always(Promise::OneLineage.name(), |_, world: &World| {
                world.breach != Some(Promise::OneLineage)
            }),
            Property::always(Promise::TheftEnds.name(), |_, world: &World| {
                world.breach != Some(Promise::TheftEnds)
            }),
            Property::always(Promise::Final.name(), |_, world: &World| world.breach != Some(Promise::Final)),
            Property::always(Promise::MovesOn.name(), |_, world: &World| {
                world.breach != Some(Promise::MovesOn)
            }),
        ]
    }
}

impl Refreshing {
    fn people(&self, world: &World, clocks: &[bool], steps: &mut Vec<Step>) {
        let has_room = world.wire.len() < self.scene.messages;
        if has_room {
            steps.push(Step::Send(Who::Owner));
        }
        if has_room && world.loot.is_some() {
            steps.push(Step::Send(Who::Thief));
        }
        for who in [Who::Owner, Who::Thief] {
            let held = held(world, who);
            let counts = |held: u8| held == world.record.generation || (self.fault.store.marks)(false);
            if world.truth.seen.is_none() && !world.truth.is_over && held.is_some_and(counts) {
                steps.extend(clocks.iter().map(|&is_ahead| Step::Use { who, is_ahead }));
            }
        }
        if self.scene.has_thief && world.loot != Some(world.jar) {
            steps.push(Step::Steal);
        }
        if self.scene.has_revocation && !world.truth.is_over {
            steps.push(Step::Revoke);
        }
    }

    fn apply(&self, world: &mut World, step: Step) {
        let scene = &self.scene;
        match step {
            Step::Send(who) => {
                let token = if who == Who::Owner { world.jar } else { world.loot.unwrap_or(world.jar) };
                world.wire.push(Message { who, token, age: 0, leg: Leg::Asked });
            }
            Step::Lose(at) => drop(world.wire.remove(at)),
            Step::Read { at, is_ahead } => {
                let said = world.read(at, is_ahead, scene, self.fault);
                self.tally.said[said as usize].fetch_add(1, Ordering::Relaxed);
            }
            Step::Commit(at) => self.commit(world, at),
            Step::Deliver(at) => deliver(world, at),
            Step::Use { who, is_ahead } => {
                let held = held(world, who).unwrap_or(world.held);
                world.use_access(held, is_ahead, scene, self.fault);
            }
            Step::Tick => world.tick(scene),
            Step::GrowStale => grow_stale(world),
            Step::Steal => world.loot = Some(world.jar),
            Step::Revoke => {
                world.record.is_ended = true;
                world.truth.is_over = true;
            }
            Step::Pause => pause(world, scene),
            Step::Expire => {
                world.record.is_past_limit = true;
                world.truth.is_over = true;
            }
            Step::Save => {
                let mut saved = world.record;
                saved.forget(scene);
                world.backup = Backup::Taken(saved);
            }
            Step::Restore => restore(world, scene),
        }
    }

    fn commit(&self, world: &mut World, at: usize) {
        let Leg::Decided(plan) = world.wire[at].leg else { return };
        if !world.commit(at, plan, self.fault) {
            self.tally.conflicts.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// What can become of messages.
fn under_way(world: &World, clocks: &[bool], steps: &mut Vec<Step>) {
    for (at, message) in world.wire.iter().enumerate() {
        // Of two messages that are alike it is enough to follow one.
        if at > 0 && world.wire[at - 1] == *message {
            continue;
        }
        steps.push(Step::Lose(at));
        match message.leg {
            Leg::Asked => steps.extend(clocks.iter().map(|&is_ahead| Step::Read { at, is_ahead })),
            Leg::Decided(_) => steps.push(Step::Commit(at)),
            Leg::Answered(_) => steps.push(Step::Deliver(at)),
        }
    }
}

/// The generation of somebody's newest access token. The thief has one after an answer of his own.
fn held(world: &World, who: Who) -> Option<u8> {
    match who {
        Who::Owner => Some(world.held),
        Who::Thief => world.loot.filter(|_| world.truth.has_thief_acted),
    }
}

fn deliver(world: &mut World, at: usize) {
    let message = world.wire.remove(at);
    let Leg::Answered(token) = message.leg else { return };
    match message.who {
        Who::Owner => {
            world.jar = token;
            world.held = world.held.max(token);
        }
        Who::Thief => world.loot = Some(token),
    }
}

fn grow_stale(world: &mut World) {
    world.record.is_stale = true;
    world.truth.is_stale = true;
    for message in &mut world.wire {
        if let Leg::Decided(plan) = &mut message.leg
            && let Some(after) = &mut plan.after
            && after.generation == world.record.generation
        {
            after.is_stale = true;
        }
    }
}

fn pause(world: &mut World, scene: &Scene) {
    world.rest(scene);
    grow_stale(world);
    world.record.idle = world.record.idle.saturating_sub(1);
    world.truth.idle = world.truth.idle.saturating_sub(1);
    world.truth.is_over |= world.truth.idle == 0;
    if let Backup::Taken(saved) = &mut world.backup {
        saved.idle = saved.idle.saturating_sub(1);
        saved.is_stale = true;
    }
}

/// Bringing a database back takes longer than a message lives.
fn restore(world: &mut World, scene: &Scene) {
    let Backup::Taken(saved) = world.backup else { return };
    world.record = saved;
    world.backup = Backup::Restored;
    world.truth.seen = saved.seen;
    world.truth.is_stale = saved.is_stale;
    world.truth.idle = saved.idle;
    world.rest(scene);
}
