//! Where a list goes on: the last item's place, opaque and authenticated.
//!
//! A list is ordered by a time and then by id, newest first. The next page holds what comes after that place, so what
//! is written meanwhile neither repeats an item nor leaves one out. A cursor is bound to its account and its list.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use crypto::keys::Key;
use jiff::Timestamp;
use uuid::Uuid;

use crate::http::Complaint;
use crate::id::AccountId;

const PLACE: usize = 24;
const TAG: usize = 16;

/// A place in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cursor {
    pub(super) at: Timestamp,
    pub(super) id: Uuid,
}

/// Which list of an account a cursor belongs to.
#[derive(Clone, Copy)]
pub(super) struct List {
    pub(super) account: AccountId,
    pub(super) name: &'static str,
}

impl Cursor {
    /// Before everything that was written at `latest` or earlier.
    pub(super) fn start(latest: Timestamp) -> Self {
        Self { at: latest, id: Uuid::max() }
    }

    /// As a client gets it: 54 characters that are fine in a URL.
    pub(super) fn write(self, key: &Key, list: List) -> String {
        let place = [self.at.as_microsecond().to_be_bytes().as_slice(), self.id.as_bytes()].concat();
        let tag = tag(key, list, &place);
        URL_SAFE_NO_PAD.encode([place, tag.to_vec()].concat())
    }

    /// As a client gives it back.
    pub(super) fn read(text: &str, key: &Key, list: List) -> Result<Self, Complaint> {
        Self::parse(text, key, list).ok_or_else(|| {
            Complaint::new("invalid_cursor", "This is not a place in this list. Start from its beginning.")
        })
    }

    fn parse(text: &str, key: &Key, list: List) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok().filter(|bytes| bytes.len() == PLACE + TAG)?;
        let (place, given) = bytes.split_at(PLACE);
        if !crypto::equal(&tag(key, list, place), given) {
            return None;
        }
        let (at, id) = place.split_at(8);
        let at = Timestamp::from_microsecond(i64::from_be_bytes(at.try_into().ok()?)).ok()?;
        Some(Self { at, id: Uuid::from_slice(id).ok()? })
    }
}

fn tag(key: &Key, list: List, place: &[u8]) -> [u8; TAG] {
    let message = [list.account.0.as_bytes(), place, list.name.as_bytes()].concat();
    let digest = crypto::keyed_digest(key, "entry cursor", &message);
    std::array::from_fn(|at| digest[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(account: u128, name: &'static str) -> List {
        List { account: AccountId(Uuid::from_u128(account)), name }
    }

    #[test]
    fn a_cursor_comes_back_as_it_was_and_fits_a_url() {
        let key = Key::from_bytes([7; 32]);
        let cursor = Cursor { at: "1999-12-31T23:59:59.999999Z".parse().unwrap(), id: Uuid::from_u128(5) };
        let text = cursor.write(&key, list(1, "entries"));
        assert_eq!(text.len(), 54);
        assert!(text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'));
        assert_eq!(Cursor::read(&text, &key, list(1, "entries")), Ok(cursor));
    }

    #[test]
    fn a_cursor_that_is_forged_or_of_another_list_is_refused() {
        let key = Key::from_bytes([7; 32]);
        let cursor = Cursor { at: "1999-12-31T23:59:59Z".parse().unwrap(), id: Uuid::from_u128(5) };
        let text = cursor.write(&key, list(1, "entries"));
        assert!(Cursor::read(&text, &key, list(2, "entries")).is_err());
        assert!(Cursor::read(&text, &key, list(1, "trash")).is_err());
        assert!(Cursor::read(&text, &Key::from_bytes([8; 32]), list(1, "entries")).is_err());
        for at in 0..text.len() {
            let mut forged = text.clone().into_bytes();
            forged[at] = if forged[at] == b'A' { b'B' } else { b'A' };
            assert!(Cursor::read(&String::from_utf8(forged).unwrap(), &key, list(1, "entries")).is_err());
        }
        for nonsense in ["", "!", "AAAA", &text[1..], &format!("{text}A")] {
            assert!(Cursor::read(nonsense, &key, list(1, "entries")).is_err(), "{nonsense}");
        }
    }
}
