//! `GET /api/export`: a whole journal as one file, for its owner to keep or to take elsewhere.
//!
//! The file is written while it is sent, a few entries at a time, so that a large journal needs no more memory than a
//! small one. What breaks off on its way has no end and is no JSON, so that nobody takes a part for the whole. It holds
//! everything, so whoever asks for it proves first that they are the owner, and no access token for scripts is enough.

use std::io;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use crypto::keys::Key;
use futures_util::stream;
use http::{HeaderValue, header};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::model::{Entry, EntryId};
use super::seal;
use super::store::{self as entries, Stored};
use crate::App;
use crate::access::{FreshlySignedIn, Scope};
use crate::account::key;
use crate::audit::{self, Actor, Kind};
use crate::http::{Client, Problem, Result};
use crate::id::AccountId;

/// How many entries are in memory at once. Each may be of a mebibyte.
const AT_ONCE: i64 = 16;
/// What the file is, for whoever reads it in years to come.
const FORMAT: &str = "journal export";
const VERSION: u32 = 1;

/// A journal in a file.
#[derive(ToSchema)]
#[allow(dead_code, reason = "what is written piece by piece has a shape that is documented")]
pub(super) struct Export {
    /// `journal export`.
    format: &'static str,
    /// 1.
    version: u32,
    exported_at: Timestamp,
    /// Everything there is, the oldest first, also what is in the trash.
    entries: Vec<Exported>,
}

/// An entry, whole.
#[derive(Serialize, ToSchema)]
pub(super) struct Exported {
    #[serde(flatten)]
    entry: Entry,
    /// Since when it is in the trash.
    #[serde(skip_serializing_if = "Option::is_none")]
    deleted_at: Option<Timestamp>,
}

/// Gives the caller's whole journal as a file.
#[utoipa::path(
    get, path = "/api/export", tag = "entries", security(("bearer" = [])),
    responses(
        (status = 200, description = "The file, by `Content-Disposition` to be saved", body = Export),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`insufficient_scope`, `reauthentication_required`, `session_required`", body = Problem),
    )
)]
pub(super) async fn export(
    State(app): State<App>,
    FreshlySignedIn(caller): FreshlySignedIn,
    client: Client,
) -> Result<Response> {
    caller.may(Scope::EntriesRead)?;
    let now = app.clock.now();
    let key = key::of(&app, caller.account).await?;
    // What fails before the first byte is answered as what it is.
    let first = app.store.all(entries::after(caller.account, EntryId(Uuid::nil()), AT_ONCE)).await?;
    let (session, actor) = (Some(caller.session.0), Actor::Client(&client));
    app.store.commit([audit::record(&app, caller.account, session, Kind::JournalExported, actor)]).await?;
    let writer = Writer { app, account: caller.account, key, next: Next::Head(now, first) };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CONTENT_DISPOSITION, disposition(now)),
    ];
    Ok((headers, Body::from_stream(stream::try_unfold(writer, Writer::write))).into_response())
}

/// A name that holds digits and letters alone, whoever's journal it is.
fn disposition(now: Timestamp) -> HeaderValue {
    let day = now.to_zoned(TimeZone::UTC).date();
    HeaderValue::try_from(format!("attachment; filename=\"journal-{day}.json\"")).expect("a date is ASCII")
}

/// Who writes the file, and how far they are.
struct Writer {
    app: App,
    account: AccountId,
    key: Key,
    next: Next,
}

enum Next {
    /// The beginning, with the entries that were read already.
    Head(Timestamp, Vec<Stored>),
    /// What comes after this entry.
    After(EntryId),
    Nothing,
}

impl Writer {
    /// The next part of the file; `None` when it is whole.
    async fn write(mut self) -> io::Result<Option<(Bytes, Self)>> {
        let mut text = Vec::new();
        let (found, mut is_first) = match std::mem::replace(&mut self.next, Next::Nothing) {
            Next::Nothing => return Ok(None),
            Next::Head(now, found) => {
                let head =
                    format!(r#"{{"format":"{FORMAT}","version":{VERSION},"exported_at":"{now}","entries":["#);
                text.extend(head.into_bytes());
                (found, true)
            }
            Next::After(place) => {
                let read = self.app.store.all(entries::after(self.account, place, AT_ONCE)).await;
                (read.map_err(io::Error::other)?, false)
            }
        };
        self.next = found.last().map_or(Next::Nothing, |last| Next::After(last.outline.id));
        for stored in found {
            text.extend(if is_first { b"\n".as_slice() } else { b",\n" });
            is_first = false;
            let deleted_at = stored.outline.deleted_at;
            let entry = seal::open(&self.key, stored).map_err(io::Error::other)?;
            serde_json::to_writer(&mut text, &Exported { entry, deleted_at })?;
        }
        if matches!(self.next, Next::Nothing) {
            text.extend(b"\n]}\n");
        }
        Ok(Some((Bytes::from(text), self)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_has_the_name_of_its_day_and_nothing_that_a_person_chose() {
        let now = "2026-03-01T23:59:59Z".parse().expect("a time");
        assert_eq!(disposition(now), "attachment; filename=\"journal-2026-03-01.json\"");
    }
}
