//! Reading events: opened, newest first, page by page. A page goes on at an id, opaque and authenticated.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use crypto::keys::Key;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::check::open;
use super::model::{Payload, describe};
use super::store::{self as events, Kept};
use crate::App;
use crate::http::{Complaint, Error, FieldError, Fields, Result, invalid};
use crate::id::AccountId;

const TAG: usize = 16;

/// Something that happened.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Event {
    /// The event's own id.
    pub id: Uuid,
    /// The stable word for what happened.
    pub kind: String,
    /// The same in words.
    pub description: String,
    /// `done` or `refused`.
    pub outcome: String,
    /// Who did it: `client`, `admin`, `operator` (on the command line) or `program`.
    pub actor: String,
    /// The session that it happened in or to.
    pub session_id: Option<Uuid>,
    /// The client's network.
    pub network: Option<String>,
    /// The client's browser.
    pub browser: Option<String>,
    /// The client's operating system.
    pub os: Option<String>,
    /// What it was about, beyond that.
    pub about: Option<String>,
    /// When.
    pub happened_at: Timestamp,
}

impl Event {
    pub(super) fn of(label: &super::Label, payload: Payload) -> Self {
        Self {
            id: label.id,
            description: describe(&payload.kind),
            kind: payload.kind,
            outcome: payload.outcome,
            actor: payload.actor,
            session_id: payload.session,
            network: payload.network,
            browser: payload.browser,
            os: payload.os,
            about: payload.about,
            happened_at: label.happened_at,
        }
    }
}

/// An account's newest events, newest first, at most `limit`.
pub async fn of_account(app: &App, account: AccountId, limit: i64) -> Result<Vec<Event>, store::Error> {
    let found = app.store.all(events::of_account(account, (Uuid::nil(), Uuid::max()), limit)).await?;
    Ok(found
        .iter()
        .filter_map(|kept| opened(app, kept))
        .map(|(label, said)| Event::of(label, said))
        .collect())
}

/// What an event says; `None` for one that this program never wrote, which verifying tells.
pub(super) fn opened<'e>(app: &App, kept: &'e Kept) -> Option<(&'e super::Label, Payload)> {
    open(&app.keys.audit_seal, &kept.label, &kept.sealed).map(|payload| (&kept.label, payload))
}

/// The refusal of parameters that come twice or that nobody knows.
pub(super) fn invalid_query() -> Error {
    let message = "Give each parameter once, and none but those that this list has.";
    invalid(vec![FieldError::new("", "invalid_type", message)])
}

/// Which part of a list is asked for.
pub(super) struct Wanted {
    pub(super) limit: usize,
    pub(super) before: Uuid,
}

/// Reads `limit` and `cursor`; `list` says which list a cursor belongs to.
pub(super) fn wanted(
    fields: &mut Fields,
    app: &App,
    (limit, cursor): (Option<&str>, Option<&str>),
    list: &str,
) -> Option<Wanted> {
    let limit = fields.take("limit", limit.map_or(Ok(50), parse_limit));
    let before = fields.take_optional("cursor", cursor.map(|text| read(text, &app.keys.cursor, list)));
    Some(Wanted { limit: limit?, before: before?.unwrap_or(Uuid::max()) })
}

fn parse_limit(text: &str) -> Result<usize, Complaint> {
    let limit = text.parse().ok().filter(|limit| (1..=200).contains(limit));
    limit.ok_or_else(|| Complaint::new("out_of_range", "A page has 1 to 200 items."))
}

/// A place as a client gets it.
pub(super) fn write(id: Uuid, key: &Key, list: &str) -> String {
    URL_SAFE_NO_PAD.encode([id.as_bytes().as_slice(), &tag(key, list, id)].concat())
}

fn read(text: &str, key: &Key, list: &str) -> Result<Uuid, Complaint> {
    let parse = || {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok().filter(|bytes| bytes.len() == 16 + TAG)?;
        let (id, given) = bytes.split_at(16);
        let id = Uuid::from_slice(id).ok()?;
        crypto::equal(&tag(key, list, id), given).then_some(id)
    };
    parse().ok_or_else(|| {
        Complaint::new("invalid_cursor", "This is not a place in this list. Start from its beginning.")
    })
}

fn tag(key: &Key, list: &str, id: Uuid) -> [u8; TAG] {
    let digest =
        crypto::keyed_digest(key, "audit cursor", &[id.as_bytes().as_slice(), list.as_bytes()].concat());
    std::array::from_fn(|at| digest[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back_as_it_was_and_only_in_its_own_list() {
        let (key, id) = (Key::from_bytes([7; 32]), Uuid::from_u128(5));
        let text = write(id, &key, "all");
        assert_eq!(read(&text, &key, "all"), Ok(id));
        assert!(read(&text, &key, "mine").is_err());
        assert!(read(&text, &Key::from_bytes([8; 32]), "all").is_err());
        assert!(["", "!", &text[1..]].iter().all(|nonsense| read(nonsense, &key, "all").is_err()));
    }
}
