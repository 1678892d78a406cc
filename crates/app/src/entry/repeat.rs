//! `Idempotency-Key`: a request that is sent again because its answer was lost is not done again.
//!
//! The key and a digest of the body are committed with the entry. The repeated answer is made from the repeated body,
//! which is the same one: it is what the first answer was, whatever has become of the entry since. So a writer who
//! goes on from it is in conflict with changes from elsewhere, as they should be, and does not overwrite them.

use crypto::keys::Key;
use http::{HeaderMap, StatusCode};
use jiff::{SignedDuration, Timestamp};
use store::Change;

use super::change::NewEntry;
use super::model::{Entry, refuse};
use super::store::{self as entries, First};
use crate::App;
use crate::http::{Complaint, Error, Result};
use crate::id::AccountId;

/// How long a key is remembered.
pub(super) const REMEMBERED: SignedDuration = SignedDuration::from_hours(24);
const HEADER: &str = "idempotency-key";
const LONGEST: usize = 255;

/// A key and the body that it stands for; the database sees digests of both.
pub(super) struct Once {
    key_digest: [u8; 32],
    body_digest: [u8; 32],
}

impl Once {
    /// What the header says; `None` when there is none, 422 when it is no key.
    pub(super) fn read(headers: &HeaderMap, key: &Key, body: &NewEntry) -> Result<Option<Self>> {
        let mut values = headers.get_all(HEADER).iter();
        let Some(value) = values.next() else { return Ok(None) };
        let is_key =
            (1..=LONGEST).contains(&value.len()) && value.as_bytes().iter().all(u8::is_ascii_graphic);
        if !is_key || values.next().is_some() {
            let message = "An Idempotency-Key is one value of 1 to 255 visible ASCII characters.";
            return Err(refuse("Idempotency-Key", Complaint::new("invalid_key", message)));
        }
        let body = serde_json::to_vec(body).expect("what was read from JSON is JSON");
        Ok(Some(Self {
            key_digest: crypto::keyed_digest(key, "idempotency key", value.as_bytes()),
            body_digest: crypto::keyed_digest(key, "idempotent body", &body),
        }))
    }

    /// What was made when the key came first; 422 when it came with another body.
    pub(super) async fn first(&self, app: &App, account: AccountId, now: Timestamp) -> Result<Option<First>> {
        let first = app.store.get(entries::first_of_key(account, self.key_digest, now - REMEMBERED)).await?;
        match first {
            Some(first) if first.body_digest != self.body_digest => Err(Error::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "idempotency_key_reused",
                "This Idempotency-Key was used for another entry. Make a new one for each.",
            )),
            other => Ok(other),
        }
    }

    /// The change that remembers the key with its new entry.
    pub(super) fn remember(&self, entry: &Entry) -> Change {
        entries::remember_key(entry, self.key_digest, self.body_digest, entry.created_at - REMEMBERED)
    }
}
