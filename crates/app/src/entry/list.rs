//! `GET /api/entries`: the entries of a journal, newest first, page by page.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::cursor::{Cursor, List};
use super::model::{EARLIEST, EntryItem, LATEST, refuse};
use super::seal;
use super::store::{self as entries, Outline, Wanted};
use crate::App;
use crate::access::{Scope, SignedIn};
use crate::account::key;
use crate::http::{Complaint, Fields, Problem, Result};

#[derive(Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Filters {
    /// How many at most, 1 to 100; 20 when left out.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// Only entries with this tag, in any case.
    tag: Option<String>,
    /// Only what happened then or later: a time, or a day in UTC.
    from: Option<String>,
    /// Only what happened then or earlier: a time, or the whole of a day in UTC.
    to: Option<String>,
}

/// A page of a list.
#[derive(Serialize, ToSchema)]
pub(super) struct EntryList {
    items: Vec<EntryItem>,
    /// Where the next page begins; null on the last one.
    next_cursor: Option<String>,
}

/// Lists the caller's entries, newest first.
#[utoipa::path(
    get, path = "/api/entries", tag = "entries", params(Filters), security(("bearer" = [])),
    responses(
        (status = 200, description = "A page", body = EntryList),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`insufficient_scope`", body = Problem),
        (status = 422, description = "`validation_failed` with `errors[]`", body = Problem),
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    caller: SignedIn,
    filters: Result<Query<Filters>, QueryRejection>,
) -> Result<Json<EntryList>> {
    caller.may(Scope::EntriesRead)?;
    let Query(filters) = filters.map_err(|_| twice())?;
    let key = key::of(&app, caller.account).await?;
    let list = List { account: caller.account, name: "entries" };
    let wanted = wanted(&filters, &app, list)?;
    let found = match &filters.tag {
        Some(tag) => app.store.all(entries::list_tagged(&wanted, seal::tag_digest(&key, tag))).await?,
        None => app.store.all(entries::list(&wanted)).await?,
    };
    let (found, next) = page(found, wanted.limit, |last| Cursor { at: last.happened_at, id: last.id.0 });
    let items = found.into_iter().map(|outline| seal::open_outline(&key, outline));
    let items = items.collect::<Result<_, _>>()?;
    Ok(Json(EntryList { items, next_cursor: next.map(|next| next.write(&app.keys.cursor, list)) }))
}

/// Cuts off the one row more than a page holds, which tells that there is a next page.
pub(super) fn page(
    mut found: Vec<Outline>,
    limit: i64,
    place: impl Fn(&Outline) -> Cursor,
) -> (Vec<Outline>, Option<Cursor>) {
    let size = usize::try_from(limit - 1).unwrap_or_default();
    let has_more = found.len() > size;
    found.truncate(size);
    let next = found.last().filter(|_| has_more).map(place);
    (found, next)
}

/// A page's size as asked for.
pub(super) fn limit(text: Option<&str>) -> Result<i64, Complaint> {
    let limit = text.map_or(Ok(20), str::parse);
    limit
        .ok()
        .filter(|limit| (1..=100).contains(limit))
        .ok_or_else(|| Complaint::new("out_of_range", "A page has 1 to 100 items."))
}

fn wanted(filters: &Filters, app: &App, list: List) -> Result<Wanted> {
    let mut fields = Fields::default();
    let size = fields.take("limit", limit(filters.limit.as_deref()));
    let cursor = filters.cursor.as_deref().map(|text| Cursor::read(text, &app.keys.cursor, list));
    let cursor = fields.take_optional("cursor", cursor);
    let from = fields.take_optional("from", filters.from.as_deref().map(|text| time(text, Timestamp::clone)));
    let end_of = |day: &Timestamp| *day + SignedDuration::from_hours(24) - SignedDuration::from_micros(1);
    let until = fields.take_optional("to", filters.to.as_deref().map(|text| time(text, end_of)));
    let (Some(size), Some(cursor), Some(from), Some(until)) = (size, cursor, from, until) else {
        return Err(fields.refusal());
    };
    let after = cursor.unwrap_or(Cursor::start(LATEST));
    // SQLite looks up the last time in the index, not the last place: without this, each page reads all before it.
    let to = until.unwrap_or(LATEST).min(after.at);
    Ok(Wanted { account: list.account, from: from.unwrap_or(EARLIEST), to, after, limit: size + 1 })
}

/// A time, or a day, of which `of_day` takes a moment from its midnight in UTC.
fn time(text: &str, of_day: impl Fn(&Timestamp) -> Timestamp) -> Result<Timestamp, Complaint> {
    // A plus sign that was not escaped arrives as a space.
    if let Ok(time) = text.replace(' ', "+").parse::<Timestamp>() {
        return Ok(time.clamp(EARLIEST, LATEST));
    }
    // The first and the last days that can be written have no moment before or after them.
    let is_day = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let day =
        text.parse::<Date>().ok().filter(|_| is_day).map(|day| day.clamp(date(999, 1, 1), date(3_000, 1, 1)));
    let midnight = day.and_then(|day| day.to_zoned(TimeZone::UTC).ok()).map(|day| day.timestamp());
    let time = midnight.map(|midnight| of_day(&midnight).clamp(EARLIEST, LATEST));
    time.ok_or_else(|| {
        Complaint::new("invalid_time", "Give a time like 2026-03-01T09:00:00Z, or a day like 2026-03-01.")
    })
}

pub(super) fn twice() -> crate::http::Error {
    refuse("", Complaint::new("invalid_type", "Give each parameter once."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_its_midnight_and_what_lies_beyond_a_journal_is_its_end() {
        let read = |text: &str| time(text, Timestamp::clone).map(|time| time.to_string());
        assert_eq!(read("2026-03-01").as_deref(), Ok("2026-03-01T00:00:00Z"));
        assert_eq!(read("2026-03-01T01:00:00 02:00").as_deref(), Ok("2026-02-28T23:00:00Z"));
        assert_eq!(read("-009998-01-01").as_deref(), Ok("1000-01-01T00:00:00Z"));
        assert_eq!(read("9999-12-31").as_deref(), Ok("2999-12-31T23:59:59.999999Z"));
        for nonsense in ["", "yesterday", "2026-02-30", "2026-03-01T09:00:00", "10000-01-01", "1700000000"] {
            assert!(read(nonsense).is_err(), "{nonsense}");
        }
    }
}
