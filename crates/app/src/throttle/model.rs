//! How failures add up and how long one waits. No I/O: a ledger and the time go in, a ledger or a wait comes out.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// A guess that was reserved and never settled, because its node died, counts as wrong after this long.
const SETTLED_WITHIN: SignedDuration = SignedDuration::from_secs(30);
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Count {
    /// Each failure. Once the limit was reached without a success between, each further one doubles a wait, from one
    /// minute to the length of the window.
    Failures,
    /// Failures in a row, however slow; at the limit one waits a day.
    Streak,
    /// Different things that failed: many wrong guesses at one account count once.
    Different,
}

/// A limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rule {
    /// For metrics and headers.
    pub(super) name: &'static str,
    /// What is counted.
    pub(super) count: Count,
    /// How many are allowed.
    pub(super) limit: u32,
    /// Within how long.
    pub(super) window: SignedDuration,
}

/// One thing that happened, or is about to be known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Mark {
    /// Microseconds since 1970.
    at: i64,
    /// Which guess.
    id: u64,
    /// What it was aimed at.
    target: u64,
}

/// What is known of one subject under one rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Ledger {
    failed: Vec<Mark>,
    pending: Vec<Mark>,
    streak: u32,
    wait_until: i64,
}

/// Whether one more may be evaluated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Yes; the ledger holds its reservation.
    Granted(Ledger),
    /// Perhaps: it depends on guesses that are being evaluated right now.
    Undecided,
    /// Not before then.
    Wait(Timestamp),
}

/// How a guess ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It was right.
    Right,
    /// It told nothing about the account: it failed for a reason of our own, was right for something else, or was
    /// the first half of a proof.
    Nothing,
    /// It was wrong.
    Wrong,
}

/// What a wrong guess came to, beyond being one more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consequence {
    /// Whoever guesses has to wait for minutes.
    Wait,
    /// One network has guessed at so many accounts that it has to wait.
    Stuffing,
    /// From anywhere but a known browser the account takes no guess for a day.
    Lock,
}

impl Ledger {
    /// Reserves a guess.
    pub(super) fn reserve(&self, rule: &Rule, id: u64, target: u64, now: Timestamp) -> Verdict {
        let mut ledger = self.as_of(rule, now);
        let (failed, with_pending) = ledger.counted(rule, target);
        // The ladder and the window both hold; what is told is the longer wait.
        let mut until = time(ledger.wait_until);
        if failed >= rule.limit as usize {
            let oldest = ledger.failed.iter().map(|mark| mark.at).min();
            until = until.max(oldest.map_or(now, |oldest| time(oldest) + rule.window));
        }
        if until > now {
            return Verdict::Wait(until);
        }
        if with_pending >= rule.limit as usize {
            return Verdict::Undecided;
        }
        ledger.pending.push(Mark { at: now.as_microsecond(), id, target });
        Verdict::Granted(ledger)
    }

    /// Settles a reserved guess.
    #[must_use]
    pub(super) fn settle(&self, rule: &Rule, id: u64, outcome: Outcome, now: Timestamp) -> Self {
        let mut ledger = self.as_of(rule, now);
        let found =
            ledger.pending.iter().position(|mark| mark.id == id).map(|at| ledger.pending.swap_remove(at));
        match outcome {
            Outcome::Nothing => {}
            Outcome::Right if rule.count == Count::Different => {}
            Outcome::Right => (ledger.streak, ledger.wait_until) = (0, 0),
            Outcome::Wrong => {
                if let Some(mark) = found {
                    ledger.fail(rule, mark.target, id, now.as_microsecond());
                }
            }
        }
        ledger
    }

    /// Counts something that needs no evaluation, such as a registration; `Err` says until when to wait.
    pub(super) fn take(&self, rule: &Rule, id: u64, now: Timestamp) -> Result<Self, Timestamp> {
        match self.reserve(rule, id, id, now) {
            Verdict::Granted(ledger) => Ok(ledger.settle(rule, id, Outcome::Wrong, now)),
            Verdict::Undecided => Err(now),
            Verdict::Wait(until) => Err(until),
        }
    }

    /// What a guess that was settled since `before` came to, under this rule.
    pub(super) fn consequence_since(
        &self,
        rule: &Rule,
        before: &Self,
        now: Timestamp,
    ) -> Option<Consequence> {
        let is_full = |ledger: &Self| ledger.as_of(rule, now).failed.len() >= rule.limit as usize;
        let waits_longer = self.wait_until > before.wait_until;
        let has_filled = is_full(self) && !is_full(before);
        match rule.count {
            Count::Failures => (waits_longer || has_filled).then_some(Consequence::Wait),
            Count::Streak => waits_longer.then_some(Consequence::Lock),
            Count::Different => has_filled.then_some(Consequence::Stuffing),
        }
    }

    /// When it will not limit anything any more.
    pub(super) fn lapses_at(&self, rule: &Rule, now: Timestamp) -> Timestamp {
        let longest = if rule.count == Count::Streak { DAY * 2 } else { rule.window * 2 };
        time(self.wait_until).max(now) + longest
    }

    fn as_of(&self, rule: &Rule, now: Timestamp) -> Self {
        let mut ledger = self.clone();
        let lost = (now - SETTLED_WITHIN).as_microsecond();
        let (pending, dead): (Vec<Mark>, Vec<Mark>) =
            ledger.pending.into_iter().partition(|mark| mark.at > lost);
        ledger.pending = pending;
        for mark in dead {
            ledger.fail(rule, mark.target, mark.id, mark.at);
        }
        let past = (now - rule.window).as_microsecond();
        ledger.failed.retain(|mark| mark.at > past);
        ledger
    }

    fn fail(&mut self, rule: &Rule, target: u64, id: u64, at: i64) {
        self.streak = self.streak.saturating_add(1);
        match rule.count {
            Count::Failures => {
                self.failed.push(Mark { at, id, target });
                if let Some(rung) = self.streak.checked_sub(rule.limit) {
                    let minutes = SignedDuration::from_mins(1_i64 << rung.min(20));
                    self.wait_until = (time(at) + minutes.min(rule.window)).as_microsecond();
                }
            }
            Count::Streak if self.streak >= rule.limit => {
                self.wait_until = (time(at) + DAY).as_microsecond();
                self.streak = 0;
            }
            Count::Streak => {}
            Count::Different => {
                self.failed.retain(|mark| mark.target != target);
                self.failed.push(Mark { at, id, target });
            }
        }
    }

    /// How many count already, and how many may, once all that is pending has failed.
    fn counted(&self, rule: &Rule, target: u64) -> (usize, usize) {
        match rule.count {
            Count::Failures => (self.failed.len(), self.failed.len() + self.pending.len()),
            Count::Streak => (self.streak as usize, self.streak as usize + self.pending.len()),
            Count::Different => {
                let other =
                    |marks: &[Mark]| marks.iter().map(|mark| mark.target).filter(|t| *t != target).collect();
                let failed: std::collections::HashSet<u64> = other(&self.failed);
                let pending: std::collections::HashSet<u64> = other(&self.pending);
                // A target that is counted already costs nothing more.
                if self.failed.iter().chain(&self.pending).any(|mark| mark.target == target) {
                    return (failed.len().min(rule.limit.saturating_sub(1) as usize), 0);
                }
                (failed.len(), failed.union(&pending).count())
            }
        }
    }
}

fn time(microseconds: i64) -> Timestamp {
    Timestamp::from_microsecond(microseconds).unwrap_or(Timestamp::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GUESSES: Rule =
        Rule { name: "guesses", count: Count::Failures, limit: 10, window: SignedDuration::from_mins(15) };
    const DAILY: Rule = Rule { name: "daily", count: Count::Streak, limit: 100, window: DAY };
    const STUFFING: Rule =
        Rule { name: "stuffing", count: Count::Different, limit: 30, window: SignedDuration::from_hours(1) };

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + seconds).expect("a time")
    }

    fn wrong(ledger: &Ledger, rule: &Rule, target: u64, seconds: i64) -> Result<Ledger, Verdict> {
        let id = u64::try_from(seconds).expect("positive") * 1_000 + target;
        match ledger.reserve(rule, id, target, at(seconds)) {
            Verdict::Granted(ledger) => Ok(ledger.settle(rule, id, Outcome::Wrong, at(seconds))),
            other => Err(other),
        }
    }

    #[test]
    fn ten_wrong_guesses_are_evaluated_in_any_fifteen_minutes() {
        let mut ledger = Ledger::default();
        let mut evaluated = Vec::new();
        for second in 0..7_200 {
            if let Ok(after) = wrong(&ledger, &GUESSES, 1, second) {
                ledger = after;
                evaluated.push(second);
            }
        }
        for window in evaluated.windows(11) {
            assert!(window[10] - window[0] >= 900, "{window:?}");
        }
        assert!(evaluated.len() > 10, "one is not locked out for ever");
    }

    #[test]
    fn each_further_failure_doubles_the_wait_up_to_a_quarter_of_an_hour() {
        let mut ledger = Ledger::default();
        for second in 0..10 {
            ledger = wrong(&ledger, &GUESSES, 1, second).expect("evaluated");
        }
        let mut now = 2_000;
        let mut waits = Vec::new();
        for _ in 0..6 {
            ledger = wrong(&ledger, &GUESSES, 1, now).expect("evaluated");
            let Err(Verdict::Wait(until)) = wrong(&ledger, &GUESSES, 1, now) else { panic!("not refused") };
            waits.push(until.duration_since(at(now)).as_secs() / 60);
            now = until.duration_since(at(0)).as_secs();
        }
        assert_eq!(waits, [2, 4, 8, 15, 15, 15]);
    }

    #[test]
    fn what_is_being_evaluated_counts_until_it_is_known() {
        let mut ledger = Ledger::default();
        for id in 0..10 {
            let Verdict::Granted(after) = ledger.reserve(&GUESSES, id, 1, at(0)) else {
                panic!("not granted")
            };
            ledger = after;
        }
        assert_eq!(ledger.reserve(&GUESSES, 10, 1, at(0)), Verdict::Undecided);
        for id in 0..10 {
            ledger = ledger.settle(&GUESSES, id, Outcome::Right, at(0));
        }
        assert!(matches!(ledger.reserve(&GUESSES, 10, 1, at(0)), Verdict::Granted(_)));
    }

    #[test]
    fn what_told_nothing_leaves_streak_and_ladder_as_they_were() {
        let mut ledger = Ledger::default();
        for second in 0..9 {
            ledger = wrong(&ledger, &GUESSES, 1, second).expect("evaluated");
        }
        let Verdict::Granted(reserved) = ledger.reserve(&GUESSES, 1, 1, at(9)) else { panic!("not granted") };
        assert_eq!(reserved.settle(&GUESSES, 1, Outcome::Nothing, at(9)), ledger);
        for second in 0..99 {
            let Verdict::Granted(half) = ledger.reserve(&DAILY, 1, 1, at(100 + second)) else { break };
            ledger = half.settle(&DAILY, 1, Outcome::Nothing, at(100 + second));
            ledger = wrong(&ledger, &DAILY, 1, 100 + second).unwrap_or(ledger);
        }
        assert!(matches!(wrong(&ledger, &DAILY, 1, 300), Err(Verdict::Wait(_))), "{ledger:?}");
    }

    #[test]
    fn a_guess_whose_node_died_counts_as_wrong() {
        let mut ledger = Ledger::default();
        for id in 0..10 {
            let Verdict::Granted(after) = ledger.reserve(&GUESSES, id, 1, at(0)) else {
                panic!("not granted")
            };
            ledger = after;
        }
        assert!(matches!(ledger.reserve(&GUESSES, 10, 1, at(31)), Verdict::Wait(_)));
    }

    #[test]
    fn a_right_answer_ends_the_ladder_and_the_streak() {
        let mut ledger = Ledger::default();
        for second in 0..99 {
            ledger = wrong(&ledger, &DAILY, 1, second).expect("evaluated");
        }
        let Verdict::Granted(reserved) = ledger.reserve(&DAILY, 7, 1, at(99)) else { panic!("not granted") };
        assert!(wrong(&reserved.settle(&DAILY, 7, Outcome::Right, at(99)), &DAILY, 1, 100).is_ok());
        let locked = reserved.settle(&DAILY, 7, Outcome::Wrong, at(99));
        assert_eq!(wrong(&locked, &DAILY, 1, 100), Err(Verdict::Wait(at(99) + DAY)));
        assert!(wrong(&locked, &DAILY, 1, 99 + 86_400).is_ok());
    }

    #[test]
    fn stuffing_counts_accounts_and_not_guesses() {
        let mut ledger = Ledger::default();
        for target in 0..30 {
            for second in 0..5 {
                ledger = wrong(&ledger, &STUFFING, target, second).expect("evaluated");
            }
        }
        assert!(matches!(wrong(&ledger, &STUFFING, 99, 10), Err(Verdict::Wait(_))));
        assert!(
            wrong(&ledger, &STUFFING, 3, 10).is_ok(),
            "an account that is counted already costs nothing more"
        );
        assert!(wrong(&ledger, &STUFFING, 99, 3_700).is_ok());
    }

    #[test]
    fn what_a_wrong_guess_comes_to_is_told_once() {
        let told = |rule: &Rule, guesses: i64| {
            let mut ledger = Ledger::default();
            let mut told = Vec::new();
            for second in 0..guesses {
                let target = u64::try_from(second).expect("positive");
                let Ok(after) = wrong(&ledger, rule, target, second) else { break };
                told.extend(after.consequence_since(rule, &ledger, at(second)).map(|came| (second, came)));
                ledger = after;
            }
            told
        };
        assert_eq!(told(&GUESSES, 50), [(9, Consequence::Wait)]);
        assert_eq!(told(&DAILY, 150), [(99, Consequence::Lock)]);
        assert_eq!(told(&STUFFING, 50), [(29, Consequence::Stuffing)]);
    }

    #[test]
    fn a_quota_lets_so_many_through_in_its_window() {
        let rule = Rule {
            name: "registrations",
            count: Count::Different,
            limit: 3,
            window: SignedDuration::from_hours(1),
        };
        let mut ledger = Ledger::default();
        for id in 0..3 {
            ledger = ledger.take(&rule, id, at(0)).expect("let through");
        }
        assert_eq!(ledger.take(&rule, 4, at(1)), Err(at(3_600)));
        assert!(ledger.take(&rule, 4, at(3_600)).is_ok());
    }
}
