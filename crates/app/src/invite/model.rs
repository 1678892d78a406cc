//! What an invitation is, and what may be asked of one.

use crypto::keys::Key;
use crypto::{Random, Secret};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::Complaint;
use crate::id::AccountId;

/// Crockford's letters: no I, L, O and U, so that a code survives being read aloud.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Letters of a code: 140 bits, so that nobody guesses one whatever the limits (128 are asked of what must not be guessed).
const LENGTH: usize = 28;
/// Letters between two hyphens.
const GROUP: usize = 4;
/// The most that one invitation may be used.
const MOST_USES: u32 = 1_000;
/// The longest that one may hold.
const LONGEST: SignedDuration = SignedDuration::from_hours(24 * 366);
/// How long one holds when nothing is said.
pub(super) const USUAL: SignedDuration = SignedDuration::from_hours(24 * 14);

/// A code as it is given to somebody: seven groups of four letters.
pub struct Code(Secret<String>);

impl Code {
    pub(super) fn generate(random: &Random) -> Self {
        let letter = |byte: u8| char::from(LETTERS[usize::from(byte % 32)]);
        let mut text = String::with_capacity(LENGTH + LENGTH / GROUP);
        for (at, byte) in random.bytes::<LENGTH>().into_iter().enumerate() {
            if at > 0 && at % GROUP == 0 {
                text.push('-');
            }
            text.push(letter(byte));
        }
        Self(Secret::new(text))
    }

    /// Reads a code as a person types it: any case, hyphens and spaces anywhere, and letters that look alike.
    /// `None` for what cannot be one.
    pub fn parse(typed: &str) -> Option<Self> {
        if typed.len() > 4 * LENGTH {
            return None;
        }
        let plain = typed.chars().filter(|letter| !letter.is_whitespace() && *letter != '-');
        let letters: Option<String> = plain.map(canonical).collect();
        let letters = letters.filter(|letters| letters.len() == LENGTH)?;
        let groups: Vec<&str> = (0..LENGTH).step_by(GROUP).map(|at| &letters[at..at + GROUP]).collect();
        Some(Self(Secret::new(groups.join("-"))))
    }

    /// The code itself, to be shown to who asked for it.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// What the database knows of it.
    pub(super) fn digest(&self, key: &Key) -> [u8; 32] {
        crypto::keyed_digest(key, "invite code", self.expose().as_bytes())
    }
}

fn canonical(letter: char) -> Option<char> {
    let letter = match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        letter => letter,
    };
    LETTERS.iter().any(|known| char::from(*known) == letter).then_some(letter)
}

/// What somebody wants of a new invitation.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// How many accounts it may make.
    pub uses: u32,
    /// Until when.
    pub expires_at: Timestamp,
    /// What it is for, for those who made it; may be empty.
    pub note: String,
}

impl Wanted {
    pub(super) fn check_uses(uses: u32) -> Result<u32, Complaint> {
        if (1..=MOST_USES).contains(&uses) {
            return Ok(uses);
        }
        Err(Complaint::new("out_of_range", "An invitation is for 1 to 1,000 people."))
    }

    pub(super) fn check_end(at: Timestamp, now: Timestamp) -> Result<Timestamp, Complaint> {
        if now < at && at <= now + LONGEST {
            return Ok(at);
        }
        Err(Complaint::new("out_of_range", "An invitation ends in the future, within a year."))
    }

    pub(super) fn check_note(note: &str) -> Result<String, Complaint> {
        let note = note.trim();
        if note.chars().count() <= 200 && !note.chars().any(char::is_control) {
            return Ok(note.to_owned());
        }
        Err(Complaint::new("invalid_note", "A note is one line of at most 200 characters."))
    }
}

/// Whether an invitation still lets somebody in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Somebody may still register with it.
    Open,
    /// All its uses are taken or held.
    UsedUp,
    /// Its time is over.
    Expired,
    /// Somebody took it back.
    Revoked,
}

/// An invitation, as those who may make them see it; never its code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Invite {
    /// Its id, which opens nothing.
    pub id: Uuid,
    /// What it is for.
    pub note: String,
    /// Whether it still lets somebody in.
    pub state: State,
    /// How many accounts it may make.
    pub uses: u32,
    /// How many it has made.
    pub used: u32,
    /// How many registrations wait to be verified under it.
    pub pending: u32,
    /// The admin who made it; none when it was made on the command line.
    pub created_by: Option<AccountId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Until when it holds.
    pub expires_at: Timestamp,
}

/// An invitation as it stands in the database, with its uses at some time.
pub(super) struct Standing {
    pub(super) id: Uuid,
    pub(super) note: String,
    pub(super) is_revoked: bool,
    pub(super) uses: u32,
    pub(super) used: u32,
    pub(super) pending: u32,
    pub(super) created_by: Option<AccountId>,
    pub(super) created_at: Timestamp,
    pub(super) expires_at: Timestamp,
}

impl Invite {
    /// What an invitation is at the time at which its uses were counted.
    pub(super) fn at(now: Timestamp, stands: Standing) -> Self {
        let taken = stands.used + stands.pending;
        Self {
            id: stands.id,
            note: stands.note,
            state: state(stands.is_revoked, stands.expires_at, (stands.uses, taken), now),
            uses: stands.uses,
            used: stands.used,
            pending: stands.pending,
            created_by: stands.created_by,
            created_at: stands.created_at,
            expires_at: stands.expires_at,
        }
    }
}

/// The newest invitations.
#[derive(Serialize, ToSchema)]
pub struct Invites {
    /// The newest first, at most 500.
    pub items: Vec<Invite>,
}

/// What the numbers of an invitation come to.
fn state(is_revoked: bool, ends: Timestamp, (uses, taken): (u32, u32), now: Timestamp) -> State {
    if is_revoked {
        State::Revoked
    } else if ends <= now {
        State::Expired
    } else if taken >= uses {
        State::UsedUp
    } else {
        State::Open
    }
}

/// A use that nobody has, out of all those that are free, so that many who come at once seldom want the same one.
pub(super) fn free_slot(uses: u32, taken: &[u32], random: &Random) -> Option<u32> {
    let free: Vec<u32> = (0..uses).filter(|slot| !taken.contains(slot)).collect();
    let count = u64::try_from(free.len()).ok().filter(|count| *count > 0)?;
    free.get(usize::try_from(random.below(count)).ok()?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ASVS 11.5.1
    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let code = Code::generate(&Random::seeded(7));
        assert_eq!(code.expose().len(), 34);
        let read = |typed: &str| Code::parse(typed).map(|code| code.expose().to_owned());
        let own = Some(code.expose().to_owned());
        assert_eq!(read(code.expose()), own);
        assert_eq!(read(&format!("  {} ", code.expose().to_lowercase().replace('-', " "))), own);
        let alike = code.expose().replace('0', "O").replace('1', "l");
        assert_eq!(read(&alike), own);
        for wrong in
            ["", "nonsense", &code.expose()[1..], &format!("{}7", code.expose()), &"U".repeat(LENGTH)]
        {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_free_use_is_found_while_there_is_one() {
        let random = Random::seeded(7);
        assert_eq!(free_slot(1, &[], &random), Some(0));
        assert_eq!(free_slot(3, &[0, 2], &random), Some(1));
        assert_eq!(free_slot(2, &[0, 1], &random), None);
    }

    #[test]
    fn the_state_is_told_by_what_came_first() {
        let (now, past) = (Timestamp::from_second(100).unwrap(), Timestamp::from_second(99).unwrap());
        let later = Timestamp::from_second(200).unwrap();
        assert_eq!(state(false, later, (1, 0), now), State::Open);
        assert_eq!(state(false, later, (1, 1), now), State::UsedUp);
        assert_eq!(state(false, past, (1, 1), now), State::Expired);
        assert_eq!(state(true, later, (1, 0), now), State::Revoked);
    }

    /// ASVS 2.2.3
    #[test]
    fn what_is_asked_for_has_bounds() {
        let now = Timestamp::from_second(100).unwrap();
        assert!(Wanted::check_uses(1).is_ok() && Wanted::check_uses(1_000).is_ok());
        assert!(Wanted::check_uses(0).is_err() && Wanted::check_uses(1_001).is_err());
        assert!(Wanted::check_end(now, now).is_err() && Wanted::check_end(now + USUAL, now).is_ok());
        assert!(Wanted::check_note("a\nb").is_err() && Wanted::check_note(&"x".repeat(201)).is_err());
        assert_eq!(Wanted::check_note(" choir ").as_deref(), Ok("choir"));
    }
}
