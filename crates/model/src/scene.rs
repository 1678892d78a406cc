//! What is promised, and within which bounds it is looked for.

use crate::world::Age;

/// What must hold in every world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Promise {
    /// An honest client is never logged out, as long as nobody else presents one of its tokens.
    Kept,
    /// Every token handed out is the current one, and every generation has one parent.
    OneLineage,
    /// Whoever presents a token outside the windows, the session ends.
    TheftEnds,
    /// A session that was ended or ran out gives nothing any more, whatever was in flight.
    Final,
    /// After a quiet window the current token is replaced, and none is repeated for ever.
    MovesOn,
}

impl Promise {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Kept, Self::OneLineage, Self::TheftEnds, Self::Final, Self::MovesOn];

    /// In words.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kept => "an honest client is never logged out",
            Self::OneLineage => "never two live lineages",
            Self::TheftEnds => "outside the windows, a thief ends the session",
            Self::Final => "what is over stays over",
            Self::MovesOn => "tokens move on",
        }
    }
}

/// Who and what takes part, and how much of it at once.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each takes part or not, whoever else does")]
pub struct Scene {
    /// What it is called.
    pub name: &'static str,
    /// How many requests and answers are under way at once.
    pub messages: usize,
    /// The window of the rule, in ticks.
    pub window: Age,
    /// The longest life of a request and its answer together, in ticks.
    pub life: Age,
    /// How far two clocks disagree at most, in ticks. The rule needs `2 * life + skew <= window`: an answer takes a
    /// life to replace the token, and a request that set out just before takes another to be read.
    pub skew: Age,
    /// Whether somebody copies the cookie jar.
    pub has_thief: bool,
    /// Whether the owner ends the session.
    pub has_revocation: bool,
    /// Whether the idle and the absolute limit come.
    pub has_limits: bool,
    /// Whether the database comes back from a backup.
    pub has_backup: bool,
}

const TABS: Scene = Scene {
    name: "tabs",
    messages: 3,
    window: 2,
    life: 1,
    skew: 0,
    has_thief: false,
    has_revocation: false,
    has_limits: false,
    has_backup: false,
};
const THIEF: Scene =
    Scene { name: "thief and revocation", messages: 2, has_thief: true, has_revocation: true, ..TABS };
const LIMITS: Scene =
    Scene { name: "limits and revocation", messages: 2, has_revocation: true, has_limits: true, ..TABS };
const BACKUP: Scene =
    Scene { name: "backup and thief", messages: 1, has_thief: true, has_backup: true, ..TABS };

/// What every run of the tests explores, and where the faults are looked for.
pub const SMALL: [Scene; 4] = [TABS, THIEF, LIMITS, BACKUP];

/// What is explored when somebody asks for all of it: finer time, clocks that disagree, more at once.
pub const FULL: [Scene; 6] = [
    Scene { name: "tabs, finer time", window: 4, life: 2, ..TABS },
    Scene { name: "tabs, two clocks", window: 3, skew: 1, ..TABS },
    Scene { name: "thief, two clocks", window: 3, skew: 1, ..THIEF },
    Scene { name: "limits, two clocks", window: 3, skew: 1, ..LIMITS },
    Scene { name: "backup, two at once", messages: 2, ..BACKUP },
    Scene {
        name: "everything, two clocks",
        window: 3,
        skew: 1,
        has_revocation: true,
        has_limits: true,
        ..BACKUP
    },
];

/// Clocks that disagree by more than the window has left: here an honest client must be found logged out, or the
/// search sees too little.
pub const TOO_TIGHT: Scene = Scene { name: "a window that is too short", skew: 1, ..TABS };
