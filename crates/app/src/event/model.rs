//! What a stream says, and the words by which commits tell of it.

use serde_json::{Value, json};
use uuid::Uuid;

/// Something to tell a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// The session is over; nothing follows.
    SessionEnded(Uuid),
    /// An entry was written, changed, deleted or restored.
    EntryChanged(Uuid, i64),
    /// Something about the account changed: ask again what it is.
    AccountChanged(Uuid),
}

impl Told {
    /// Reads the word that a change spreads about an account; `None` for a word that a newer node may say.
    pub(super) fn parse(account: Uuid, word: &str) -> Option<Self> {
        match word.split(' ').collect::<Vec<_>>().as_slice() {
            ["account_changed"] => Some(Self::AccountChanged(account)),
            ["entry_changed", id, version] => {
                Some(Self::EntryChanged(id.parse().ok()?, version.parse().ok()?))
            }
            _ => None,
        }
    }

    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::SessionEnded(_) => "session_ended",
            Self::EntryChanged(..) => "entry_changed",
            Self::AccountChanged(_) => "account_changed",
        }
    }

    pub(super) fn data(&self) -> Value {
        match self {
            Self::SessionEnded(id) | Self::AccountChanged(id) => json!({ "id": id }),
            Self::EntryChanged(id, version) => json!({ "id": id, "version": version }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_and_unknown_ones_are_passed_over() {
        let (account, entry) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let read = |word: &str| Told::parse(account, word);
        assert_eq!(read("account_changed"), Some(Told::AccountChanged(account)));
        assert_eq!(read(&format!("entry_changed {entry} 7")), Some(Told::EntryChanged(entry, 7)));
        for other in ["", "weather_changed", "entry_changed", "entry_changed x 7", "entry_changed  7"] {
            assert_eq!(read(other), None, "{other}");
        }
    }
}
