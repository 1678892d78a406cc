//! What an event says, and the digests that hold the trail together.

use crypto::keys::Key;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::id::AccountId;

/// What comes before the first event of a chain, and before the first checkpoint.
pub(super) const NOTHING: [u8; 32] = [0; 32];

/// What an event says: sealed, and gone when it is erased.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Payload {
    pub(super) kind: String,
    pub(super) outcome: String,
    pub(super) actor: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) by: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) session: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) network: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) browser: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) os: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) about: Option<String>,
}

/// Which event this is, and of when: what never changes and is never erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Label {
    pub(super) account: AccountId,
    pub(super) id: Uuid,
    pub(super) happened_at: Timestamp,
}

impl Label {
    fn bytes(&self) -> Vec<u8> {
        let at = self.happened_at.as_microsecond().to_be_bytes();
        [self.account.0.as_bytes().as_slice(), self.id.as_bytes(), &at].concat()
    }

    /// Where the payload's box belongs.
    pub(super) fn context(&self) -> Vec<u8> {
        [b"audit event ".as_slice(), &self.bytes()].concat()
    }
}

/// The digest of an event and its sealed payload, made when it is recorded.
pub(super) fn mark(key: &Key, label: &Label, sealed: &[u8]) -> [u8; 32] {
    crypto::keyed_digest(key, "audit event", &[label.bytes().as_slice(), sealed].concat())
}

/// The digest of an event in its chain. The payload is in it by its mark alone, and may go.
pub(super) fn link(key: &Key, label: &Label, mark: &[u8], position: i64, previous: &[u8]) -> [u8; 32] {
    let place = position.to_be_bytes();
    let message = [label.bytes().as_slice(), &place, &length(mark), mark, previous].concat();
    crypto::keyed_digest(key, "audit link", &message)
}

/// The digest of a checkpoint over the links that it anchors, in the order of account and position.
pub(super) fn checkpoint<'a>(
    key: &Key,
    (number, made_at): (i64, Timestamp),
    previous: &[u8],
    links: impl ExactSizeIterator<Item = &'a [u8]>,
) -> [u8; 32] {
    let mut message = [
        number.to_be_bytes().as_slice(),
        &made_at.as_microsecond().to_be_bytes(),
        &length(previous),
        previous,
        &(links.len() as u64).to_be_bytes(),
    ]
    .concat();
    for link in links {
        message.extend(length(link));
        message.extend(link);
    }
    crypto::keyed_digest(key, "audit checkpoint", &message)
}

/// The digest that allows payloads of an account to be missing until then.
pub(super) fn erasure(key: &Key, account: AccountId, until: Timestamp) -> [u8; 32] {
    let at = until.as_microsecond().to_be_bytes();
    crypto::keyed_digest(key, "audit erasure", &[account.0.as_bytes().as_slice(), &at].concat())
}

fn length(bytes: &[u8]) -> [u8; 8] {
    (bytes.len() as u64).to_be_bytes()
}

/// The first id that could be given at a time: ids are UUIDs of version 7, which begin with the millisecond.
pub(super) fn first_id(at: Timestamp) -> Uuid {
    let millisecond = u128::try_from(at.as_millisecond()).unwrap_or_default();
    Uuid::from_u128(millisecond << 80)
}

/// A kind in words for people: `signed_in` reads as "Signed in".
pub(super) fn describe(kind: &str) -> String {
    let words = kind.replace('_', " ");
    let mut letters = words.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(account: u128, id: u128, second: i64) -> Label {
        let happened_at = Timestamp::from_second(second).expect("a time");
        Label { account: AccountId(Uuid::from_u128(account)), id: Uuid::from_u128(id), happened_at }
    }

    #[test]
    fn a_link_depends_on_everything_that_it_binds() {
        let key = Key::from_bytes([7; 32]);
        let of = |label: &Label, mark: &[u8], position, previous| link(&key, label, mark, position, previous);
        let first = of(&label(1, 2, 3), b"mark", 1, &NOTHING);
        assert_eq!(first, of(&label(1, 2, 3), b"mark", 1, &NOTHING));
        let others = [
            of(&label(9, 2, 3), b"mark", 1, &NOTHING),
            of(&label(1, 9, 3), b"mark", 1, &NOTHING),
            of(&label(1, 2, 9), b"mark", 1, &NOTHING),
            of(&label(1, 2, 3), b"mork", 1, &NOTHING),
            of(&label(1, 2, 3), b"mark", 2, &NOTHING),
            of(&label(1, 2, 3), b"mark", 1, &first),
            link(&Key::from_bytes([8; 32]), &label(1, 2, 3), b"mark", 1, &NOTHING),
        ];
        assert!(others.iter().all(|other| *other != first));
    }

    #[test]
    fn a_checkpoint_knows_where_one_link_ends_and_the_next_begins() {
        let key = Key::from_bytes([7; 32]);
        let place = (1, Timestamp::UNIX_EPOCH);
        let of = |links: &[&[u8]]| checkpoint(&key, place, &NOTHING, links.iter().copied());
        assert_ne!(of(&[b"ab", b"c"]), of(&[b"a", b"bc"]));
        assert_ne!(of(&[b"ab"]), of(&[b"ab", b""]));
    }

    #[test]
    fn the_first_id_of_a_moment_is_below_all_ids_given_then() {
        let at: Timestamp = "2026-03-01T09:00:00.123Z".parse().expect("a time");
        let given = crypto::Random::system().uuid_v7(at);
        assert!(first_id(at) < given);
        assert!(given < first_id(at + jiff::SignedDuration::from_millis(1)));
    }

    #[test]
    fn a_kind_reads_as_words() {
        assert_eq!(describe("signed_in"), "Signed in");
        assert_eq!(describe(""), "");
    }
}
