//! One session, and all that acts on it, at one moment.

use crate::scene::{Promise, Scene};

/// Ticks since something happened. Negative when a clock that runs ahead stamped it.
pub(crate) type Age = i8;

/// Halves of the idle limit that a use gives.
pub(crate) const IDLE: u8 = 2;

/// The session's row, with times as ages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Record {
    pub(crate) generation: u8,
    /// Whether the generation was made more than twenty windows ago. This comes true at any moment, sooner than real
    /// time would have it: the rule must hold then too.
    pub(crate) is_stale: bool,
    pub(crate) answered: Age,
    pub(crate) seen: Option<Age>,
    /// Halves of the idle limit that are left.
    pub(crate) idle: u8,
    pub(crate) is_past_limit: bool,
    pub(crate) is_ended: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Who {
    Owner,
    Thief,
}

/// A request, from its sending to the arrival of its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Message {
    pub(crate) who: Who,
    pub(crate) token: u8,
    pub(crate) age: Age,
    pub(crate) leg: Leg,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Leg {
    /// On its way to a server, or about to be read again.
    Asked,
    /// A server has read and decided, and has not committed.
    Decided(Plan),
    /// The answer is on its way with this token.
    Answered(u8),
}

/// What a server is about to commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Plan {
    /// The generation that it read.
    pub(crate) guard: u8,
    /// Since the last answer that it read of.
    pub(crate) answered: Age,
    /// The row as it shall stand; `None` ends the session for reuse.
    pub(crate) after: Option<Record>,
    /// The refresh token in the answer; `None` gives an access token alone.
    pub(crate) token: Option<u8>,
    /// By the promise, the session must end.
    pub(crate) must_end: bool,
    /// By the promise, the token must be replaced.
    pub(crate) must_rotate: bool,
    /// By the promise, the token must not be given again.
    pub(crate) must_not_repeat: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Backup {
    None,
    Taken(Record),
    Restored,
}

/// What really happened, whatever the row says. The promises are judged by it, never by what the rule wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Truth {
    /// Since a refresh token was last given.
    pub(crate) quiet: Age,
    /// Since the current generation first proved to have arrived.
    pub(crate) seen: Option<Age>,
    pub(crate) is_stale: bool,
    /// Halves of the idle limit since a refresh token was last given.
    pub(crate) idle: u8,
    /// Ended by the owner, for reuse, or by a limit.
    pub(crate) is_over: bool,
    pub(crate) has_thief_acted: bool,
}

/// One state of the model.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct World {
    pub(crate) record: Record,
    /// The browser's cookie, shared by all tabs; the answer that arrives last stays, whatever it holds.
    pub(crate) jar: u8,
    /// The generation of the newest access token that a tab holds.
    pub(crate) held: u8,
    /// The thief's token.
    pub(crate) loot: Option<u8>,
    /// What is under way, sorted, because its order means nothing.
    pub(crate) wire: Vec<Message>,
    pub(crate) backup: Backup,
    pub(crate) truth: Truth,
    pub(crate) breach: Option<Promise>,
}

impl World {
    /// Just signed in.
    pub(crate) fn start() -> Self {
        Self {
            record: Record {
                generation: 1,
                is_stale: false,
                answered: 0,
                seen: None,
                idle: IDLE,
                is_past_limit: false,
                is_ended: false,
            },
            jar: 1,
            held: 1,
            loot: None,
            wire: Vec::new(),
            backup: Backup::None,
            truth: Truth {
                quiet: 0,
                seen: None,
                is_stale: false,
                idle: IDLE,
                is_over: false,
                has_thief_acted: false,
            },
            breach: None,
        }
    }

    /// One tick passes; what is older than a message can get has been given up by everybody.
    pub(crate) fn tick(&mut self, scene: &Scene) {
        self.record.grow_older(scene);
        for message in &mut self.wire {
            message.age += 1;
            if let Leg::Decided(plan) = &mut message.leg {
                plan.answered = (scene.window + 1).min(plan.answered + 1);
                plan.after.iter_mut().for_each(|after| after.grow_older(scene));
            }
        }
        self.wire.retain(|message| message.age <= scene.life);
        let longest = scene.window + scene.skew + 1;
        self.truth.quiet = longest.min(self.truth.quiet + 1);
        self.truth.seen = self.truth.seen.map(|age| longest.min(age + 1));
    }

    /// A time that no message and no window outlasts.
    pub(crate) fn rest(&mut self, scene: &Scene) {
        self.wire.clear();
        self.record.forget(scene);
        let longest = scene.window + scene.skew + 1;
        self.truth.quiet = longest;
        self.truth.seen = self.truth.seen.map(|_| longest);
    }

    /// Counts generations from the oldest that matters. Two generations behind is as good as any number.
    pub(crate) fn normalise(&mut self) {
        self.wire.sort_unstable();
        let base = match self.backup {
            Backup::Taken(record) => record.generation.min(self.record.generation),
            _ => self.record.generation,
        };
        // The first generation is special, the second and third are neighbours of it; all later ones are alike.
        let Some(shift) = base.checked_sub(3).filter(|shift| *shift > 0) else { return };
        let move_down = |token: &mut u8| *token = (*token).max(shift + 1) - shift;
        move_down(&mut self.record.generation);
        move_down(&mut self.jar);
        move_down(&mut self.held);
        self.loot.iter_mut().for_each(move_down);
        if let Backup::Taken(record) = &mut self.backup {
            move_down(&mut record.generation);
        }
        for message in &mut self.wire {
            move_down(&mut message.token);
            match &mut message.leg {
                Leg::Asked => {}
                Leg::Answered(token) => move_down(token),
                Leg::Decided(plan) => {
                    move_down(&mut plan.guard);
                    plan.after.iter_mut().for_each(|after| move_down(&mut after.generation));
                    plan.token.iter_mut().for_each(move_down);
                }
            }
        }
        self.wire.sort_unstable();
    }
}

impl Record {
    fn grow_older(&mut self, scene: &Scene) {
        let longest = scene.window + 1;
        self.answered = longest.min(self.answered + 1);
        self.seen = self.seen.map(|age| longest.min(age + 1));
    }

    /// As it is when all its times have long passed.
    pub(crate) fn forget(&mut self, scene: &Scene) {
        self.answered = scene.window + 1;
        self.seen = self.seen.map(|_| scene.window + 1);
    }
}
