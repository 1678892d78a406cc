//! What a server does with a refresh: it reads and decides by the real rule, and commits later, guarded by what it
//! read.

use app::id::{AccountId, SessionId};
use app::session::{Rotation, Session, Windows, rotate};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::fault::{Fault, Input};
use crate::scene::{Promise, Scene};
use crate::world::{Age, IDLE, Leg, Message, Plan, Record, Who, World};

const TICK: SignedDuration = SignedDuration::from_secs(10);
const IDLE_HALF: SignedDuration = SignedDuration::from_hours(15 * 24);
/// Longer than twenty windows of any scene.
const LONG: SignedDuration = SignedDuration::from_hours(24);

/// What the rule said, for the tally.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    Rotate,
    Repeat,
    Later,
    Retry,
    Reuse,
    Adopt,
    Refuse,
}

/// The rows of the rule, as they are counted.
pub(crate) const SAID: [&str; 7] = ["rotate", "repeat", "later", "retry", "reuse", "adopt", "refuse"];

impl World {
    /// A server whose clock may run ahead reads the row and decides.
    pub(crate) fn read(&mut self, at: usize, is_ahead: bool, scene: &Scene, fault: &Fault) -> Said {
        let Message { who, token: presented, .. } = self.wire[at];
        if who == Who::Thief {
            self.truth.has_thief_acted = true;
        }
        let mut input = Input {
            session: session(self.record),
            presented: presented.into(),
            now: zero() + TICK * i32::from(if is_ahead { scene.skew } else { 0 }),
            windows: Windows { window: TICK * i32::from(scene.window), idle: IDLE_HALF * i32::from(IDLE) },
        };
        (fault.input)(&mut input);
        let mut verdict = rotate(Some(&input.session), input.presented, input.now, input.windows);
        (fault.verdict)(&input, &mut verdict);

        let mut plan = self.owed(presented, scene);
        let said = understand(&verdict, &mut plan, scene);
        if said == Said::Refuse {
            self.refused(who, &plan);
            self.wire.remove(at);
        } else {
            self.wire[at].leg = Leg::Decided(plan);
        }
        said
    }

    /// The list of changes is committed, or refused because somebody was faster. Returns whether it held.
    pub(crate) fn commit(&mut self, at: usize, plan: Plan, fault: &Fault) -> bool {
        let store = fault.store;
        // A token that was given again after this server read is too young to be replaced.
        let is_rotation = plan.after.is_some_and(|after| after.generation != self.record.generation);
        let holds = (!store.guards_generation || plan.guard == self.record.generation)
            && (!store.guards_answer || !is_rotation || self.record.answered >= plan.answered)
            && (!store.guards_end || !self.record.is_ended);
        if holds {
            let before = self.record;
            self.write(&plan, fault);
            self.judge(self.wire[at], &plan, before.generation);
            self.learn(self.wire[at].token, &plan, before.generation);
        } else if store.reads_again {
            self.wire[at].leg = Leg::Asked;
            return false;
        } else if plan.after.is_some() && self.truth.is_over {
            self.breach = Some(Promise::Final);
        } else if plan.token.is_some_and(|token| token != self.record.generation) {
            self.breach = Some(Promise::OneLineage);
        }
        match plan.token {
            Some(token) => self.wire[at].leg = Leg::Answered(token),
            None => drop(self.wire.remove(at)),
        }
        holds
    }

    /// An access token is used, which shows that its generation has arrived.
    pub(crate) fn use_access(&mut self, held: u8, is_ahead: bool, scene: &Scene, fault: &Fault) {
        let is_current = held == self.record.generation;
        if self.record.seen.is_none() && !self.record.is_ended && (fault.store.marks)(is_current) {
            self.record.seen = Some(if is_ahead { -scene.skew } else { 0 });
        }
        if is_current && self.truth.seen.is_none() {
            self.truth.seen = Some(0);
        }
    }

    /// What the promises demand of an answer to this token, clocks that disagree allowed for.
    fn owed(&self, presented: u8, scene: &Scene) -> Plan {
        let outside = scene.window + scene.skew;
        let is_current = presented == self.record.generation;
        Plan {
            guard: self.record.generation,
            answered: self.record.answered,
            after: None,
            token: None,
            must_end: presented + 1 < self.record.generation
                || (presented + 1 == self.record.generation
                    && self.truth.seen.is_some_and(|age| age > outside)),
            must_rotate: is_current && self.truth.quiet > outside,
            must_not_repeat: is_current && self.truth.is_stale,
        }
    }

    fn refused(&mut self, who: Who, plan: &Plan) {
        if self.truth.is_over {
            return;
        }
        if plan.must_end {
            self.breach = Some(Promise::TheftEnds);
        } else if who == Who::Owner && !self.truth.has_thief_acted {
            self.breach = Some(Promise::Kept);
        }
    }

    /// As the statement in `session/store.rs` has it.
    fn write(&mut self, plan: &Plan, fault: &Fault) {
        let Some(after) = plan.after else {
            self.record.is_ended = true;
            return;
        };
        let is_same = self.record.generation == after.generation;
        let kept = self.record.seen.filter(|_| is_same && fault.store.keeps_first_seen);
        self.record = Record {
            answered: if fault.store.keeps_latest_answer {
                self.record.answered.min(after.answered)
            } else {
                after.answered
            },
            seen: kept.or(after.seen),
            idle: self.record.idle.max(after.idle),
            is_ended: self.record.is_ended,
            ..after
        };
    }

    fn judge(&mut self, message: Message, plan: &Plan, before: u8) {
        let now = self.record.generation;
        let has_one_parent = now == before
            || (message.token == before && now == before + 1)
            || (message.token > before && (now == message.token || now == message.token + 1));
        let is_honest = message.who == Who::Owner && !self.truth.has_thief_acted;
        self.breach = if plan.after.is_some() && self.truth.is_over {
            Some(Promise::Final)
        } else if !has_one_parent || plan.token.is_some_and(|token| token != now) {
            Some(Promise::OneLineage)
        } else if plan.must_end && plan.after.is_some() {
            Some(Promise::TheftEnds)
        } else if plan.after.is_none() && is_honest && !self.truth.is_over {
            Some(Promise::Kept)
        } else if plan.after.is_some()
            && now == before
            && (plan.must_rotate || (plan.must_not_repeat && plan.token.is_some()))
        {
            Some(Promise::MovesOn)
        } else {
            None
        };
    }

    fn learn(&mut self, presented: u8, plan: &Plan, before: u8) {
        if plan.after.is_none() {
            self.truth.is_over = true;
            return;
        }
        if self.record.generation != before {
            self.truth.seen = None;
            self.truth.is_stale = false;
        }
        if presented == self.record.generation && self.truth.seen.is_none() {
            self.truth.seen = Some(0);
        }
        if plan.token.is_some() {
            self.truth.quiet = 0;
            self.truth.idle = IDLE;
        }
    }
}

/// What the handler makes of the verdict: what it writes, and what it answers with.
fn understand(verdict: &Rotation, plan: &mut Plan, scene: &Scene) -> Said {
    let mut give = |after: &Session, with_token: bool| {
        let after = record(after, scene);
        plan.after = Some(after);
        plan.token = with_token.then_some(after.generation);
    };
    match verdict {
        Rotation::Rotate(after) | Rotation::Repeat(after) | Rotation::Retry(after) => give(after, true),
        Rotation::Later(after) => give(after, false),
        Rotation::Adopt(_, then) => match &**then {
            Rotation::Rotate(after) | Rotation::Repeat(after) => give(after, true),
            Rotation::Later(after) => give(after, false),
            other => unreachable!("what was adopted is current: {other:?}"),
        },
        Rotation::Reuse(_) | Rotation::Refuse(_) => {}
    }
    match verdict {
        Rotation::Rotate(_) => Said::Rotate,
        Rotation::Repeat(_) => Said::Repeat,
        Rotation::Later(_) => Said::Later,
        Rotation::Retry(_) => Said::Retry,
        Rotation::Reuse(_) => Said::Reuse,
        Rotation::Adopt(..) => Said::Adopt,
        Rotation::Refuse(_) => Said::Refuse,
    }
}

/// The moment from which ages are counted back. It is always now.
fn zero() -> Timestamp {
    Timestamp::from_second(1_800_000_000).expect("a time within jiff's years")
}

fn session(record: Record) -> Session {
    let ago = |age: Age| zero() - TICK * i32::from(age);
    Session {
        account: AccountId(Uuid::nil()),
        id: SessionId(Uuid::nil()),
        generation: record.generation.into(),
        made_at: if record.is_stale { zero() - LONG } else { zero() },
        answered_at: ago(record.answered),
        seen_at: record.seen.map(ago),
        idle_until: zero() + IDLE_HALF * i32::from(record.idle),
        absolute_until: if record.is_past_limit { zero() } else { zero() + IDLE_HALF * 10 },
        ended_at: record.is_ended.then(zero),
    }
}

fn record(session: &Session, scene: &Scene) -> Record {
    let age = |at: Timestamp| {
        let ticks = zero().duration_since(at).as_secs() / TICK.as_secs();
        Age::try_from(ticks).unwrap_or(Age::MAX).min(scene.window + 1)
    };
    let left = session.idle_until.duration_since(zero()).as_secs();
    let halves = (left + IDLE_HALF.as_secs() / 2) / IDLE_HALF.as_secs();
    Record {
        generation: u8::try_from(session.generation).expect("generations are kept small"),
        is_stale: zero().duration_since(session.made_at) >= LONG,
        answered: age(session.answered_at),
        seen: session.seen_at.map(age),
        idle: u8::try_from(halves).unwrap_or(0).min(IDLE),
        is_past_limit: session.absolute_until <= zero(),
        is_ended: session.ended_at.is_some(),
    }
}
