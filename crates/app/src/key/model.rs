//! How one signing key takes over from another: first every node knows it, then it signs, then the old one is needed
//! until the last token that it signed has run out.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

/// How long a new key is known before it signs. Nodes look for new keys every second.
pub(super) const LEAD: SignedDuration = SignedDuration::from_secs(2);
/// How much longer an old key is kept than its last token lives, because the clocks of nodes differ.
const MARGIN: SignedDuration = SignedDuration::from_mins(1);

/// What a signing key is at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Known, and about to sign.
    Next,
    /// Signs and verifies.
    Signing,
    /// Verifies what it signed, until then.
    Verifying(Timestamp),
    /// Does nothing any more.
    Retired,
    /// Not used, because tokens are signed with a shared secret.
    Resting,
}

impl State {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Next => "next",
            Self::Signing => "signing",
            Self::Verifying(_) => "verifying",
            Self::Retired => "retired",
            Self::Resting => "resting",
        }
    }
}

/// When a key was made, and whether it was retired.
#[derive(Clone, Copy, Debug)]
pub(super) struct Life {
    pub(super) made_at: Timestamp,
    pub(super) is_retired: bool,
}

/// Which key signs at `now`: the newest that all nodes know by then, or the first there is.
pub(super) fn signing(lives: &[Life], now: Timestamp) -> Option<usize> {
    let usable = || lives.iter().enumerate().filter(|(_, life)| !life.is_retired);
    let known = usable().rev().find(|(_, life)| life.made_at + LEAD <= now);
    known.or_else(|| usable().next()).map(|(at, _)| at)
}

/// What each key is at `now`, given in the order in which they were made.
pub(super) fn states(lives: &[Life], now: Timestamp, token_life: SignedDuration) -> Vec<State> {
    let signs = signing(lives, now);
    let state = |(at, life): (usize, &Life)| {
        if life.is_retired {
            return State::Retired;
        }
        match signs {
            Some(signs) if at > signs => State::Next,
            Some(signs) if at == signs => State::Signing,
            _ => {
                let successor = lives[at + 1..].iter().find(|life| !life.is_retired);
                let last_signed = successor.map_or(now, |successor| successor.made_at + LEAD);
                let until = last_signed + token_life + MARGIN;
                if now < until { State::Verifying(until) } else { State::Retired }
            }
        }
    };
    lives.iter().enumerate().map(state).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(second: i64) -> Life {
        Life { made_at: Timestamp::from_second(second).expect("a time"), is_retired: false }
    }

    fn at(lives: &[Life], second: i64) -> Vec<State> {
        states(lives, Timestamp::from_second(second).expect("a time"), SignedDuration::from_mins(15))
    }

    #[test]
    fn the_first_key_signs_at_once() {
        assert_eq!(at(&[made(1_000)], 1_000), [State::Signing]);
    }

    #[test]
    fn a_new_key_is_known_before_it_signs_and_the_old_one_verifies_until_its_last_token_died() {
        let keys = [made(0), made(1_000)];
        assert_eq!(at(&keys, 1_001), [State::Signing, State::Next]);
        let until = Timestamp::from_second(1_000 + 2 + 900 + 60).expect("a time");
        assert_eq!(at(&keys, 1_002), [State::Verifying(until), State::Signing]);
        assert_eq!(at(&keys, 1_961), [State::Verifying(until), State::Signing]);
        assert_eq!(at(&keys, 1_962), [State::Retired, State::Signing]);
    }

    #[test]
    fn a_key_signs_at_once_when_those_before_it_were_retired() {
        let retired = Life { is_retired: true, ..made(0) };
        assert_eq!(at(&[retired, made(1_000)], 1_000), [State::Retired, State::Signing]);
    }

    #[test]
    fn two_rotations_in_a_row_leave_one_key_that_signs() {
        let keys = [made(0), made(1_000), made(1_001)];
        assert_eq!(at(&keys, 1_001), [State::Signing, State::Next, State::Next]);
        let states = at(&keys, 1_010);
        assert_eq!(states.iter().filter(|state| **state == State::Signing).count(), 1);
        assert_eq!(states[2], State::Signing);
        assert!(matches!((states[0], states[1]), (State::Verifying(_), State::Verifying(_))));
    }
}
