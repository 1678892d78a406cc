//! What a span is and what may stand in it: pure.

use jiff::Timestamp;

/// The spans that leave, by name.
const NAMES: [&str; 7] = ["request", "login", "refresh", "register", "mail", "store read", "store commit"];
/// What may be told of a span. Each is a word of the program, a status or a count, never what somebody sent.
const FIELDS: [&str; 4] = ["route", "status", "changes", "attempts"];
const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// A span that has ended.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Span {
    /// The trace that it belongs to.
    pub(super) trace: [u8; 16],
    /// Its own id.
    pub(super) id: [u8; 8],
    /// The span around it.
    pub(super) parent: Option<[u8; 8]>,
    /// What it is.
    pub(super) name: &'static str,
    /// Which side of a conversation it is.
    pub(super) kind: Kind,
    /// When it began.
    pub(super) began: Timestamp,
    /// When it ended.
    pub(super) ended: Timestamp,
    /// What is told of it.
    pub(super) attributes: Vec<(&'static str, Value)>,
    /// Whether it failed for a reason of ours.
    pub(super) failed: bool,
}

/// Which side of a conversation a span is, in OpenTelemetry's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub(super) enum Kind {
    Internal = 1,
    Server = 2,
    Client = 3,
}

/// The value of an attribute.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the names say it")]
pub(super) enum Value {
    Text(String),
    Number(i64),
}

/// Whether a span is one of those that leave.
pub(super) fn is_ours(name: &str, target: &str) -> bool {
    let of_this_program = ["app", "store", "journal"]
        .iter()
        .any(|own| target.strip_prefix(own).is_some_and(|rest| rest.is_empty() || rest.starts_with("::")));
    of_this_program && NAMES.contains(&name)
}

/// Whether a span says something without one around it. Workers ask the database every second; that is no story.
pub(super) fn stands_alone(name: &str) -> bool {
    !name.starts_with("store ")
}

/// The side of a conversation that a span of that name is.
pub(super) fn kind(name: &str) -> Kind {
    match name {
        "request" => Kind::Server,
        "mail" | "store read" | "store commit" => Kind::Client,
        _ => Kind::Internal,
    }
}

/// A field as an attribute under the name that OpenTelemetry gives it; `None` for what is not told.
pub(super) fn attribute(field: &str, value: Value) -> Option<(&'static str, Value)> {
    match field {
        "method" => {
            // A client may call its method anything.
            let known = METHODS.iter().find(|known| matches!(&value, Value::Text(text) if text == **known));
            Some(("http.request.method", Value::Text((*known.unwrap_or(&"_OTHER")).to_owned())))
        }
        _ if !FIELDS.contains(&field) => None,
        "route" => Some(("http.route", value)),
        "status" => Some(("http.response.status_code", value)),
        "changes" => Some(("db.operation.batch.size", value)),
        _ => Some(("journal.mail.attempts", value)),
    }
}

/// Whether an attribute says that the program failed.
pub(super) fn is_failure(attribute: &(&'static str, Value)) -> bool {
    matches!(attribute, ("http.response.status_code", Value::Number(500..)))
}
