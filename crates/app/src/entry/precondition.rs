//! On which version a change was made: `If-Match` (RFC 9110, section 13.1.1) or `expected_version`.
//!
//! One of them must be given, so that nobody overwrites words that they have not seen.

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};

use super::model::Entry;
use crate::http::{Error, Result};

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// An entry with its `ETag`.
pub(super) fn answer(status: StatusCode, entry: &Entry) -> Response {
    let headers = [(header::CONTENT_TYPE, JSON), (header::ETAG, etag(entry.version))];
    // As long as it will be but for escapes: a body that grows while it is written is copied each time.
    let mut body = Vec::with_capacity(entry.content.len() + entry.content.len() / 8 + 1024);
    serde_json::to_writer(&mut body, entry).expect("an entry is JSON");
    (status, headers, body).into_response()
}

/// The strong `ETag` of a version.
pub(super) fn etag(version: i64) -> HeaderValue {
    HeaderValue::try_from(format!("\"{version}\"")).expect("digits are fine in a header")
}

/// Refuses a change that was made on another version than this entry's: 412 or 409 with the entry inside, 428 when
/// nothing was said. With both, both must hold.
pub(super) fn check(headers: &HeaderMap, expected: Option<i64>, current: &Entry) -> Result<()> {
    let if_match = is_matched(headers, header::IF_MATCH, current.version, false);
    match (if_match, expected) {
        (None, None) => Err(Error::new(
            StatusCode::PRECONDITION_REQUIRED,
            "precondition_required",
            "Say which version this is about, with expected_version or If-Match.",
        )),
        (Some(false), _) => Err(conflict(StatusCode::PRECONDITION_FAILED, current)),
        (_, Some(expected)) if expected != current.version => Err(conflict(StatusCode::CONFLICT, current)),
        _ => Ok(()),
    }
}

/// The refusal of a change that lost a race after [`check`] had found it good.
pub(super) fn overtaken(headers: &HeaderMap, current: &Entry) -> Error {
    let status = if headers.contains_key(header::IF_MATCH) {
        StatusCode::PRECONDITION_FAILED
    } else {
        StatusCode::CONFLICT
    };
    conflict(status, current)
}

/// Whether the reader has this version already (`If-None-Match`, RFC 9110, section 13.1.2).
pub(super) fn is_known(headers: &HeaderMap, version: i64) -> bool {
    is_matched(headers, header::IF_NONE_MATCH, version, true) == Some(true)
}

/// `None` when the header is not there. A weak tag matches only where weak comparison is asked for.
fn is_matched(headers: &HeaderMap, name: header::HeaderName, version: i64, weak: bool) -> Option<bool> {
    let wanted = format!("\"{version}\"");
    let mut values = headers.get_all(name).iter().peekable();
    values.peek()?;
    let tags =
        values.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(',')).map(str::trim);
    let mut tags = tags.map(|tag| if weak { tag.strip_prefix("W/").unwrap_or(tag) } else { tag });
    Some(tags.any(|tag| tag == "*" || tag == wanted))
}

fn conflict(status: StatusCode, current: &Entry) -> Error {
    let entry = serde_json::to_value(current).expect("an entry is JSON");
    Error::new(
        status,
        "version_conflict",
        "This entry was changed elsewhere in the meantime. It is in `current`.",
    )
    .with_member("current", entry)
    .with_header(header::ETAG, etag(current.version))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matched(values: &[&str], weak: bool) -> Option<bool> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(header::IF_MATCH, value.parse().unwrap());
        }
        is_matched(&headers, header::IF_MATCH, 7, weak)
    }

    #[test]
    fn a_version_is_matched_by_its_tag_in_any_list_or_by_a_star() {
        for values in [&["\"7\""][..], &["\"6\", \"7\""], &["\"6\"", "\"7\""], &["*"]] {
            assert_eq!(matched(values, false), Some(true), "{values:?}");
        }
        for values in [&["\"6\""][..], &["7"], &[""], &["\"77\""], &["W/\"7\""]] {
            assert_eq!(matched(values, false), Some(false), "{values:?}");
        }
        assert_eq!(matched(&[], false), None);
    }

    #[test]
    fn a_weak_tag_matches_where_only_reading_is_at_stake() {
        assert_eq!(matched(&["W/\"7\""], true), Some(true));
        assert_eq!(matched(&["W/\"6\""], true), Some(false));
    }
}
