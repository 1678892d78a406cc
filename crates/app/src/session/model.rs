//! The rotation rule, as a function of what is stored, what is presented and what time it is.
//!
//! No I/O and no chance: the handler calls it, and a model checker can. Why the rule is as it is stands in
//! `doc/decision/0006-rotation-rule.md`: an honest client is never logged out by a lost, late or reordered answer; a
//! thief who presents a token outside the windows ends the session.

use jiff::{SignedDuration, Timestamp};

use crate::id::{AccountId, SessionId};

/// A token is repeated for at most this many windows after it was made.
const REPEATED_WINDOWS: i32 = 20;

/// What the rule needs to know of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Whose it is.
    pub account: AccountId,
    /// Its id.
    pub id: SessionId,
    /// The current generation of its refresh token; the login's is 1.
    pub generation: u64,
    /// When the current generation was made.
    pub made_at: Timestamp,
    /// When the current generation was last answered with.
    pub answered_at: Timestamp,
    /// When the current generation first came back, as a refresh token or with its access token.
    pub seen_at: Option<Timestamp>,
    /// Over when not used until then; moves with use.
    pub idle_until: Timestamp,
    /// Over then in any case; never moves.
    pub absolute_until: Timestamp,
    /// When it was ended, if it was.
    pub ended_at: Option<Timestamp>,
}

impl Session {
    /// Whether it can still be used at all.
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.ended_at.is_none() && now < self.expires_at()
    }

    /// When it is over, whichever limit comes first.
    pub fn expires_at(&self) -> Timestamp {
        self.idle_until.min(self.absolute_until)
    }
}

/// How long things may take.
#[derive(Clone, Copy, Debug)]
pub struct Windows {
    /// At least the longest life of a request and its answer together.
    pub window: SignedDuration,
    /// How far each use moves the idle limit.
    pub idle: SignedDuration,
}

/// What a refresh comes to. The session inside is as it shall stand afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rotation {
    /// A new generation is current and not seen yet.
    Rotate(Session),
    /// The current generation once more.
    Repeat(Session),
    /// An access token alone: the client keeps its refresh token until a quiet moment lets it rotate.
    Later(Session),
    /// The answer was lost: the same successor again, and no second lineage.
    Retry(Session),
    /// An old token came back: the session ends and its owner is told.
    Reuse(Session),
    /// The database is older than the token: the token's generation is taken over, then the rule applied.
    Adopt(Session, Box<Rotation>),
    /// 401, and nothing changes.
    Refuse(Refusal),
}

/// Why a refresh is refused without a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such session.
    Unknown,
    /// It was ended.
    Revoked,
    /// It outlived one of its limits.
    Expired,
}

/// Decides what a presented generation comes to. The caller has checked the token's signature.
pub fn rotate(session: Option<&Session>, presented: u64, now: Timestamp, windows: Windows) -> Rotation {
    let Some(session) = session else { return Rotation::Refuse(Refusal::Unknown) };
    if session.ended_at.is_some() {
        return Rotation::Refuse(Refusal::Revoked);
    }
    if !session.is_live(now) {
        return Rotation::Refuse(Refusal::Expired);
    }
    if presented > session.generation {
        let adopted = Session { generation: presented, made_at: now, seen_at: Some(now), ..session.clone() };
        let then = of_current(&adopted, now, windows);
        return Rotation::Adopt(adopted, Box::new(then));
    }
    if presented == session.generation {
        return of_current(session, now, windows);
    }
    let is_within = |at: Timestamp| now.duration_since(at) <= windows.window;
    if presented + 1 == session.generation && session.seen_at.is_none_or(is_within) {
        return Rotation::Retry(used(session, now, windows));
    }
    Rotation::Reuse(Session { ended_at: Some(now), ..session.clone() })
}

fn of_current(session: &Session, now: Timestamp, windows: Windows) -> Rotation {
    let seen = Session { seen_at: session.seen_at.or(Some(now)), ..session.clone() };
    let is_quiet = now.duration_since(session.answered_at) > windows.window;
    // Nothing older than the login's own token can be on the wire, so the first rotates at once.
    if is_quiet || session.generation == 1 {
        let next = Session { generation: session.generation + 1, made_at: now, seen_at: None, ..seen };
        Rotation::Rotate(used(&next, now, windows))
    } else if now.duration_since(session.made_at) <= windows.window * REPEATED_WINDOWS {
        Rotation::Repeat(used(&seen, now, windows))
    } else {
        Rotation::Later(seen)
    }
}

/// The session after it was answered with a refresh token.
fn used(session: &Session, now: Timestamp, windows: Windows) -> Session {
    Session { answered_at: now, idle_until: now + windows.idle, ..session.clone() }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const WINDOWS: Windows =
        Windows { window: SignedDuration::from_secs(30), idle: SignedDuration::from_hours(24 * 30) };

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + seconds).expect("a time")
    }

    fn session(generation: u64) -> Session {
        Session {
            account: AccountId(Uuid::nil()),
            id: SessionId(Uuid::nil()),
            generation,
            made_at: at(0),
            answered_at: at(0),
            seen_at: None,
            idle_until: at(0) + WINDOWS.idle,
            absolute_until: at(0) + SignedDuration::from_hours(24 * 90),
            ended_at: None,
        }
    }

    fn decide(session: &Session, presented: u64, seconds: i64) -> Rotation {
        rotate(Some(session), presented, at(seconds), WINDOWS)
    }

    #[test]
    fn the_token_of_the_login_rotates_at_once() {
        let Rotation::Rotate(next) = decide(&session(1), 1, 1) else { panic!("not rotated") };
        assert_eq!((next.generation, next.made_at, next.answered_at, next.seen_at), (2, at(1), at(1), None));
    }

    #[test]
    fn a_token_that_was_answered_lately_is_repeated_and_later_rotates() {
        let Rotation::Repeat(same) = decide(&session(5), 5, 30) else { panic!("not repeated") };
        assert_eq!((same.generation, same.answered_at, same.seen_at), (5, at(30), Some(at(30))));
        assert!(matches!(decide(&session(5), 5, 31), Rotation::Rotate(next) if next.generation == 6));
    }

    #[test]
    fn a_token_that_is_repeated_for_ever_is_told_to_wait_for_a_quiet_moment() {
        let busy = Session { answered_at: at(590), ..session(5) };
        assert!(matches!(decide(&busy, 5, 600), Rotation::Repeat(_)));
        assert!(matches!(decide(&busy, 5, 601), Rotation::Later(kept) if kept.answered_at == at(590)));
        assert!(matches!(decide(&busy, 5, 621), Rotation::Rotate(_)));
    }

    #[test]
    fn a_lost_answer_is_given_again_however_late_until_its_token_is_seen() {
        assert!(matches!(decide(&session(5), 4, 3_600), Rotation::Retry(same) if same.generation == 5));
        let seen = Session { seen_at: Some(at(10)), ..session(5) };
        assert!(matches!(decide(&seen, 4, 40), Rotation::Retry(_)));
        assert!(matches!(decide(&seen, 4, 41), Rotation::Reuse(ended) if ended.ended_at == Some(at(41))));
    }

    #[test]
    fn a_token_two_generations_old_ends_the_session_at_any_time() {
        assert!(matches!(decide(&session(5), 3, 0), Rotation::Reuse(_)));
        assert!(matches!(decide(&session(5), 1, 1), Rotation::Reuse(_)));
    }

    #[test]
    fn a_token_from_the_future_is_adopted_because_the_database_is_older_than_it() {
        let Rotation::Adopt(adopted, then) = decide(&session(5), 9, 100) else { panic!("not adopted") };
        assert_eq!((adopted.generation, adopted.seen_at), (9, Some(at(100))));
        assert!(matches!(*then, Rotation::Rotate(next) if next.generation == 10));
    }

    #[test]
    fn a_session_that_is_over_refuses_and_nothing_changes() {
        let ended = Session { ended_at: Some(at(1)), ..session(5) };
        assert_eq!(decide(&ended, 5, 2), Rotation::Refuse(Refusal::Revoked));
        assert_eq!(decide(&ended, 1, 2), Rotation::Refuse(Refusal::Revoked));
        assert_eq!(rotate(None, 1, at(0), WINDOWS), Rotation::Refuse(Refusal::Unknown));
        let idle = Session { idle_until: at(10), ..session(5) };
        assert_eq!(decide(&idle, 5, 10), Rotation::Refuse(Refusal::Expired));
        let old = Session { absolute_until: at(10), ..session(5) };
        assert_eq!(decide(&old, 5, 10), Rotation::Refuse(Refusal::Expired));
    }

    #[test]
    fn use_moves_the_idle_limit_and_never_the_absolute_one() {
        let Rotation::Rotate(next) = decide(&session(5), 5, 100) else { panic!("not rotated") };
        assert_eq!(next.idle_until, at(100) + WINDOWS.idle);
        assert_eq!(next.absolute_until, session(5).absolute_until);
    }
}
