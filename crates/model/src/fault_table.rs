//! The seeded faults, each with the promise that it breaks. Together they touch every row of the rule.

use app::session::{Refusal, Rotation, Session};
use jiff::SignedDuration;

use crate::fault::{Fault, Input, STORE, StoreRules};
use crate::scene::Promise::{Final, Kept, MovesOn, OneLineage, TheftEnds};
use crate::scene::SMALL;

const TABS: crate::Scene = SMALL[0];
const THIEF: crate::Scene = SMALL[1];
const LIMITS: crate::Scene = SMALL[2];
const BACKUP: crate::Scene = SMALL[3];

const LONG: SignedDuration = SignedDuration::from_hours(24);

/// Rules that are wrong in one point each.
pub static FAULTS: [Fault; 41] = [
    // The windows.
    Fault::seeded("the window is a tick shorter than a message may live", Kept, TABS)
        .told(|input| input.windows.window -= SignedDuration::from_secs(10)),
    Fault::seeded("there is no window", Kept, TABS).told(|input| input.windows.window = SignedDuration::ZERO),
    Fault::seeded("the window is twice as long", TheftEnds, THIEF).told(|input| input.windows.window *= 2),
    Fault::seeded("every use rotates", Kept, TABS).told(|input| input.session.answered_at -= LONG),
    Fault::seeded("quiet is counted from the rotation, not from the last answer", Kept, TABS)
        .told(|input| input.session.answered_at = input.session.made_at),
    Fault::seeded("a token is repeated for ever", MovesOn, TABS)
        .told(|input| input.session.made_at = input.now),
    Fault::seeded("nothing ever rotates", MovesOn, TABS).turned(|input, verdict| {
        if let Rotation::Rotate(_) = verdict {
            *verdict = Rotation::Repeat(answered(input));
        }
    }),
    // When a generation was seen.
    Fault::seeded("the retry window is counted from the rotation", Kept, TABS).told(|input| {
        input.session.seen_at = input.session.seen_at.or(Some(input.session.answered_at));
    }),
    Fault::seeded("nothing is ever seen", TheftEnds, THIEF).told(|input| input.session.seen_at = None),
    Fault::seeded("a token that comes back does not count as seen", TheftEnds, THIEF).turned(
        |input, verdict| {
            if let Rotation::Repeat(after) = verdict {
                after.seen_at = input.session.seen_at;
            }
        },
    ),
    Fault::seeded("a new generation counts as seen already", Kept, TABS).turned(|input, verdict| {
        if let Rotation::Rotate(after) = verdict {
            after.seen_at = Some(input.now);
        }
    }),
    Fault::seeded("a new generation keeps when its parent was seen", Kept, TABS).turned(|input, verdict| {
        if let Rotation::Rotate(after) = verdict {
            after.seen_at = input.session.seen_at;
        }
    }),
    Fault::seeded("a retry counts as seen", Kept, TABS).turned(|input, verdict| {
        if let Rotation::Retry(after) = verdict {
            after.seen_at = after.seen_at.or(Some(input.now));
        }
    }),
    Fault::seeded("each use opens the retry window again", TheftEnds, THIEF)
        .turned(|input, verdict| {
            if let Rotation::Repeat(after) = verdict {
                after.seen_at = Some(input.now);
            }
        })
        .stored(StoreRules { keeps_first_seen: false, ..STORE }),
    Fault::seeded("access tokens show nothing", TheftEnds, THIEF)
        .stored(StoreRules { marks: |_| false, ..STORE }),
    Fault::seeded("old access tokens show that the new one arrived", Kept, TABS)
        .stored(StoreRules { marks: |_| true, ..STORE }),
    // When it was answered.
    Fault::seeded("a rotation does not count as an answer", Kept, TABS).turned(|input, verdict| {
        if let Rotation::Rotate(after) = verdict {
            after.answered_at = input.session.answered_at;
        }
    }),
    Fault::seeded("a repeat does not count as an answer", Kept, TABS).turned(|input, verdict| {
        if let Rotation::Repeat(after) = verdict {
            after.answered_at = input.session.answered_at;
        }
    }),
    Fault::seeded("a retry does not count as an answer", Kept, TABS).turned(|input, verdict| {
        if let Rotation::Retry(after) = verdict {
            after.answered_at = input.session.answered_at;
        }
    }),
    Fault::seeded("an access token alone counts as an answer", MovesOn, TABS).turned(|input, verdict| {
        if let Rotation::Later(after) = verdict {
            after.answered_at = input.now;
        }
    }),
    // The verdict.
    Fault::seeded("a token works once", Kept, TABS).turned(|input, verdict| {
        if let Rotation::Repeat(_) = verdict {
            *verdict = Rotation::Reuse(ended(input));
        }
    }),
    Fault::seeded("a lost answer is never given again", Kept, TABS).turned(|input, verdict| {
        if let Rotation::Retry(_) = verdict {
            *verdict = Rotation::Reuse(ended(input));
        }
    }),
    Fault::seeded("a lost answer is refused without ending anything", Kept, TABS).turned(|_, verdict| {
        if let Rotation::Retry(_) = verdict {
            *verdict = Rotation::Refuse(Refusal::Unknown);
        }
    }),
    Fault::seeded("a retry gives the old token again", OneLineage, TABS).turned(|input, verdict| {
        if let Rotation::Retry(after) = verdict {
            after.generation = input.presented;
        }
    }),
    Fault::seeded("a retry makes a new generation", OneLineage, TABS).turned(|_, verdict| {
        if let Rotation::Retry(after) = verdict {
            after.generation += 1;
            after.seen_at = None;
        }
    }),
    Fault::seeded("the token before the current one is taken for the current one", OneLineage, TABS)
        .told(|input| input.presented = input.presented.max(input.session.generation - 1) + 1),
    Fault::seeded("a rotation skips a generation", OneLineage, TABS).turned(|_, verdict| {
        if let Rotation::Rotate(after) = verdict {
            after.generation += 1;
        }
    }),
    Fault::seeded("the token before the current one is always retried", TheftEnds, THIEF).turned(
        |input, verdict| {
            if matches!(verdict, Rotation::Reuse(_)) && input.presented + 1 == input.session.generation {
                *verdict = Rotation::Retry(answered(input));
            }
        },
    ),
    Fault::seeded("the token two before the current one is retried", TheftEnds, THIEF).turned(
        |input, verdict| {
            if matches!(verdict, Rotation::Reuse(_)) && input.presented + 2 == input.session.generation {
                *verdict = Rotation::Retry(answered(input));
            }
        },
    ),
    Fault::seeded("reuse is refused and ends nothing", TheftEnds, THIEF).turned(|_, verdict| {
        if let Rotation::Reuse(_) = verdict {
            *verdict = Rotation::Refuse(Refusal::Unknown);
        }
    }),
    // Ends and limits.
    Fault::seeded("an ended session is not looked at", Final, LIMITS)
        .told(|input| input.session.ended_at = None)
        .stored(StoreRules { guards_end: false, ..STORE }),
    Fault::seeded("the idle limit is not looked at", Final, LIMITS)
        .told(|input| input.session.idle_until = input.now + LONG),
    Fault::seeded("the absolute limit is not looked at", Final, LIMITS)
        .told(|input| input.session.absolute_until = input.now + LONG),
    Fault::seeded("use does not move the idle limit", Kept, LIMITS).turned(|input, verdict| {
        if let Rotation::Rotate(after) | Rotation::Repeat(after) | Rotation::Retry(after) = verdict {
            after.idle_until = input.session.idle_until;
        }
    }),
    // The backup.
    Fault::seeded("a token from the future is taken for reuse", Kept, BACKUP).turned(|input, verdict| {
        if let Rotation::Adopt(..) = verdict {
            *verdict = Rotation::Reuse(ended(input));
        }
    }),
    Fault::seeded("a token from the future rotates the old generation", OneLineage, BACKUP)
        .told(|input| input.presented = input.presented.min(input.session.generation)),
    // The store.
    Fault::seeded("a commit does not look whether the generation moved on", OneLineage, TABS)
        .stored(StoreRules { guards_generation: false, guards_answer: false, ..STORE }),
    Fault::seeded("a rotation does not look whether the old token was given once more", Kept, TABS)
        .stored(StoreRules { guards_answer: false, ..STORE }),
    Fault::seeded("a commit does not look whether the session was ended", Final, LIMITS)
        .stored(StoreRules { guards_end: false, ..STORE }),
    Fault::seeded("a lost race is answered as it was decided", Final, THIEF)
        .stored(StoreRules { reads_again: false, ..STORE }),
    Fault::seeded("a slow commit brings back an earlier time of answering", Kept, TABS)
        .stored(StoreRules { keeps_latest_answer: false, ..STORE }),
];

fn answered(input: &Input) -> Session {
    Session {
        answered_at: input.now,
        seen_at: input.session.seen_at.or(Some(input.now)),
        idle_until: input.now + input.windows.idle,
        ..input.session.clone()
    }
}

fn ended(input: &Input) -> Session {
    Session { ended_at: Some(input.now), ..input.session.clone() }
}
