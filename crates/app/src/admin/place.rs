//! Where a page of a list ended: opaque, authenticated, and good for the very list and search that gave it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use crypto::keys::Key;
use serde::{Deserialize, Serialize};

use crate::http::Complaint;

const TAG: usize = 16;

/// Behind whom a page goes on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Place {
    /// At which of the sources that the list is put together from.
    pub(super) at: usize,
    /// Behind which key there; none at its beginning.
    pub(super) after: Option<String>,
}

impl Place {
    pub(super) fn write(&self, key: &Key, list: &str) -> String {
        let place = serde_json::to_vec(self).expect("a place is a number and a text");
        URL_SAFE_NO_PAD.encode([tag(key, list, &place).as_slice(), &place].concat())
    }

    pub(super) fn read(text: &str, key: &Key, list: &str) -> Result<Self, Complaint> {
        let parse = || {
            let bytes = URL_SAFE_NO_PAD.decode(text).ok().filter(|bytes| bytes.len() > TAG)?;
            let (given, place) = bytes.split_at(TAG);
            crypto::equal(&tag(key, list, place), given).then(|| serde_json::from_slice(place).ok())?
        };
        parse().ok_or_else(|| {
            Complaint::new("invalid_cursor", "This is not a place in this list. Start from its beginning.")
        })
    }
}

fn tag(key: &Key, list: &str, place: &[u8]) -> [u8; TAG] {
    let length = (place.len() as u64).to_be_bytes();
    let message = [length.as_slice(), place, list.as_bytes()].concat();
    let digest = crypto::keyed_digest(key, "admin cursor", &message);
    std::array::from_fn(|at| digest[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_comes_back_as_it_was_and_only_in_its_own_search() {
        let key = Key::from_bytes([7; 32]);
        let place = Place { at: 1, after: Some("ada".to_owned()) };
        let text = place.write(&key, "people a");
        assert_eq!(Place::read(&text, &key, "people a"), Ok(place));
        assert!(Place::read(&text, &key, "people b").is_err());
        assert!(Place::read(&text, &Key::from_bytes([8; 32]), "people a").is_err());
        assert!(["", "!", &text[1..], "AAAA"].iter().all(|no| Place::read(no, &key, "people a").is_err()));
    }
}
