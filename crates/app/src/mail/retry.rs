//! How an attempt to deliver a mail ended, and when it is tried again.

use jiff::{SignedDuration, Timestamp};

/// How one attempt to deliver a mail ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The server has taken it over.
    Accepted,
    /// The server will not take it, or not yet; or the connection broke before it said so.
    Refused {
        /// The server said that trying again is of no use (a reply of 5xx about the recipient or the content).
        is_final: bool,
        /// Why, without an address: a reply code, or the kind of failure.
        reason: String,
    },
}

/// What becomes of a mail after an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// It is where it should be.
    Done,
    /// It is tried again then.
    Retry(Timestamp),
    /// It stays where it is and nobody tries again.
    GiveUp,
}

/// A mail that is still not accepted after this long is given up, but only when it was tried so often: the days in
/// which no server could be reached do not count, nor does anybody's first greylisting after them.
pub(super) const GIVEN_UP_AFTER: SignedDuration = SignedDuration::from_hours(4 * 24);
/// As many attempts as fit between the two with the longest pauses; with the shortest they take three days.
const TRIED_AT_LEAST: u32 = 97;
/// The longest pause between two attempts.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_hours(1);
const FIRST_PAUSE: SignedDuration = SignedDuration::from_secs(30);
/// Final refusals after which a mail is given up. More than one, because a server that is being set up refuses too.
const FINAL_REFUSALS: u32 = 3;

/// Decides what becomes of a mail that was written at `created`, after its attempt number `attempts`.
/// `chance` is any number; it spreads the retries of many mails.
pub(super) fn after(
    outcome: &Outcome,
    attempts: u32,
    created: Timestamp,
    now: Timestamp,
    chance: u64,
) -> Next {
    match outcome {
        Outcome::Accepted => Next::Done,
        Outcome::Refused { .. }
            if attempts >= TRIED_AT_LEAST && now.duration_since(created) >= GIVEN_UP_AFTER =>
        {
            Next::GiveUp
        }
        Outcome::Refused { is_final: true, .. } if attempts >= FINAL_REFUSALS => Next::GiveUp,
        Outcome::Refused { is_final: true, .. } => Next::Retry(now + LONGEST_PAUSE),
        Outcome::Refused { is_final: false, .. } => {
            Next::Retry(now + pause(attempts, FIRST_PAUSE, LONGEST_PAUSE, chance))
        }
    }
}

/// A pause that doubles with each failure from `first` to `longest`, less up to a quarter by chance.
pub(super) fn pause(
    failures: u32,
    first: SignedDuration,
    longest: SignedDuration,
    chance: u64,
) -> SignedDuration {
    let doubled = first.as_micros().saturating_mul(1_i128 << failures.saturating_sub(1).min(40));
    let full = i64::try_from(doubled.min(longest.as_micros())).expect("an hour fits");
    let spread = chance % (full.unsigned_abs() / 4).max(1);
    SignedDuration::from_micros(full.saturating_sub_unsigned(spread))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn time(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn refused(is_final: bool) -> Outcome {
        Outcome::Refused { is_final, reason: "550 5.1.1".to_owned() }
    }

    #[test]
    fn a_mail_that_was_put_off_is_tried_again_ever_later_but_each_hour() {
        let start = time("2026-11-22T16:00:00Z");
        let retry = |attempts| match after(&refused(false), attempts, start, start, 0) {
            Next::Retry(at) => at.duration_since(start).as_secs(),
            other => panic!("{other:?}"),
        };
        assert_eq!([1, 2, 3, 7, 8, 50, u32::MAX].map(retry), [30, 60, 120, 1920, 3600, 3600, 3600]);
    }

    #[test]
    fn a_mail_is_given_up_after_four_days_or_three_final_refusals() {
        let start = time("2026-11-22T16:00:00Z");
        let late = start + GIVEN_UP_AFTER;
        assert_eq!(after(&refused(false), 97, start, late, 0), Next::GiveUp);
        assert!(matches!(after(&refused(false), 97, start, start, 0), Next::Retry(_)));
        assert_eq!(after(&Outcome::Accepted, 9, start, late, 0), Next::Done);
        let hour = SignedDuration::from_hours(1);
        assert_eq!(after(&refused(true), 1, start, start, 0), Next::Retry(start + hour));
        assert_eq!(after(&refused(true), 2, start, start + hour, 0), Next::Retry(start + hour * 2));
        assert_eq!(after(&refused(true), 3, start, start + hour * 2, 0), Next::GiveUp);
    }

    #[test]
    fn a_mail_that_waited_for_a_server_for_days_has_days_of_attempts_before_it() {
        let start = time("2026-11-22T16:00:00Z");
        let (mut now, mut attempts) = (start + GIVEN_UP_AFTER * 10, 1);
        let back = now;
        while let Next::Retry(at) = after(&refused(false), attempts, start, now, u64::MAX) {
            (now, attempts) = (at, attempts + 1);
        }
        assert!(now.duration_since(back) >= SignedDuration::from_hours(2 * 24), "{attempts} attempts");
    }

    proptest! {
        #[test]
        fn a_pause_is_never_longer_than_allowed_nor_shorter_than_three_quarters(failures: u32, chance: u64) {
            let (first, longest) = (SignedDuration::from_secs(5), SignedDuration::from_mins(5));
            let full = pause(failures, first, longest, 0);
            let spread = pause(failures, first, longest, chance);
            prop_assert!(full >= first && full <= longest);
            prop_assert!(spread <= full && spread * 4 >= full * 3);
        }
    }
}
