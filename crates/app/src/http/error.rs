//! The one error of the web: an RFC 9457 problem with a stable code.
//!
//! Handlers make one with a lower-case function (`not_found()`, `conflict(…)`); `?` on anything else becomes a 500
//! whose cause is logged once, at the edge, and never leaves the house. An answer carries the problem as an
//! extension; the outermost layer (`request.rs`) writes the body, because only it knows the request's id.

use std::any::Any;
use std::borrow::Cow;
use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue, StatusCode, header};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// What a handler answers with.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A refusal or a failure, on its way to the client.
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    status: StatusCode,
    code: &'static str,
    detail: Cow<'static, str>,
    errors: Vec<FieldError>,
    members: Vec<(&'static str, Value)>,
    headers: Vec<(HeaderName, HeaderValue)>,
    cause: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// What is wrong with one field of the request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldError {
    /// The field's name, dotted where it is nested.
    pub field: String,
    /// A stable word for programs.
    pub code: &'static str,
    /// A sentence for people.
    pub message: Cow<'static, str>,
}

impl FieldError {
    /// A complaint about `field`.
    pub fn new(field: impl Into<String>, code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self { field: field.into(), code, message: message.into() }
    }
}

/// The body of every error, `application/problem+json` (RFC 9457).
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Problem {
    /// A URN that ends in the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// The status in words.
    pub title: Cow<'static, str>,
    /// The HTTP status, again.
    pub status: u16,
    /// What happened and what to do next.
    pub detail: Cow<'static, str>,
    /// Stable, for programs.
    pub code: &'static str,
    /// The same as the `X-Request-Id` header; to be given when asking for help.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub request_id: String,
    /// Complaints by field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// For a version conflict: the entry as it is now.
    #[serde(flatten)]
    pub more: serde_json::Map<String, Value>,
}

/// What the outermost layer finds on an answer that is a refusal.
#[derive(Clone, Debug)]
pub(super) struct Refused {
    pub(super) problem: Problem,
    pub(super) cause: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

impl Problem {
    pub(super) fn of_status(status: StatusCode) -> Self {
        let (code, detail) = match status {
            StatusCode::NOT_FOUND => ("not_found", "There is nothing here."),
            StatusCode::METHOD_NOT_ALLOWED => {
                ("method_not_allowed", "This address does not answer that method.")
            }
            StatusCode::PAYLOAD_TOO_LARGE => ("payload_too_large", "The request is larger than allowed."),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => {
                ("unsupported_media_type", "Send JSON as application/json.")
            }
            StatusCode::REQUEST_TIMEOUT => {
                ("request_timeout", "The request took too long to arrive. Try again.")
            }
            StatusCode::UNPROCESSABLE_ENTITY => ("validation_failed", "The request is not understood."),
            StatusCode::SERVICE_UNAVAILABLE => {
                ("unavailable", "Journal is busy or starting. Try again in a moment.")
            }
            status if status.is_server_error() => {
                ("internal", "Something went wrong on our side. Try again.")
            }
            _ => ("bad_request", "The request is not understood."),
        };
        Self {
            kind: format!("urn:journal:problem:{code}"),
            title: Cow::Borrowed(status.canonical_reason().unwrap_or("Error")),
            status: status.as_u16(),
            detail: Cow::Borrowed(detail),
            code,
            request_id: String::new(),
            errors: Vec::new(),
            more: serde_json::Map::new(),
        }
    }
}

impl Error {
    /// A problem with a status, a stable code and a sentence that says what to do next.
    pub fn new(status: StatusCode, code: &'static str, detail: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Inner {
            status,
            code,
            detail: detail.into(),
            errors: Vec::new(),
            members: Vec::new(),
            headers: Vec::new(),
            cause: None,
        }))
    }

    /// Adds complaints by field.
    #[must_use]
    pub fn with_errors(mut self, errors: Vec<FieldError>) -> Self {
        self.0.errors = errors;
        self
    }

    /// Adds a member to the problem's body, such as the `current` entry of a conflict; several may be added.
    #[must_use]
    pub fn with_member(mut self, name: &'static str, value: Value) -> Self {
        self.0.members.push((name, value));
        self
    }

    /// Adds a header to the answer; several of one name may be added.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.0.headers.push((name, value));
        self
    }

    /// Says after how many seconds to come back.
    #[must_use]
    pub fn retry_after(self, seconds: u64) -> Self {
        self.with_header(header::RETRY_AFTER, HeaderValue::from(seconds.max(1)))
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The stable code.
    pub fn code(&self) -> &'static str {
        self.0.code
    }

    /// A member of the problem's body.
    pub fn member(&self, name: &str) -> Option<&Value> {
        self.0.members.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    fn caused_by(mut self, cause: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.0.cause = Some(Box::new(cause));
        self
    }
}

/// 404: there is no such thing.
pub fn not_found() -> Error {
    Error::new(StatusCode::NOT_FOUND, "not_found", "There is nothing here.")
}

/// 422: complaints by field; nothing was changed.
pub fn invalid(errors: Vec<FieldError>) -> Error {
    Error::new(StatusCode::UNPROCESSABLE_ENTITY, "validation_failed", "Some fields need another look.")
        .with_errors(errors)
}

/// 401: the request carries no access token that holds.
pub fn unauthenticated() -> Error {
    Error::new(StatusCode::UNAUTHORIZED, "unauthenticated", "Sign in to go on.")
        .with_header(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))
}

/// 403 with a code of its own.
pub fn forbidden(code: &'static str, detail: &'static str) -> Error {
    Error::new(StatusCode::FORBIDDEN, code, detail)
}

/// 409 with a code of its own.
pub fn conflict(code: &'static str, detail: &'static str) -> Error {
    Error::new(StatusCode::CONFLICT, code, detail)
}

/// 400 with a code of its own.
pub fn bad_request(code: &'static str, detail: &'static str) -> Error {
    Error::new(StatusCode::BAD_REQUEST, code, detail)
}

/// 503: come back in a moment.
pub fn unavailable(seconds: u64) -> Error {
    let detail = "Journal is busy. Nothing was changed; try again in a moment.";
    Error::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", detail).retry_after(seconds)
}

/// 500: logged with its cause, which never leaves.
pub fn internal(cause: impl std::error::Error + Send + Sync + 'static) -> Error {
    let detail =
        "Something went wrong on our side. Try again, and give the request id when you ask for help.";
    Error::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", detail).caused_by(cause)
}

impl<E: std::error::Error + Send + Sync + 'static> From<E> for Error {
    fn from(cause: E) -> Self {
        let any: &dyn Any = &cause;
        if let Some(crypto::password::Error::Busy { retry_after }) = any.downcast_ref() {
            return unavailable(retry_after.as_secs());
        }
        if let Some(store::Error::Away { .. }) = any.downcast_ref() {
            return unavailable(5).caused_by(cause);
        }
        if let Some(store::Error::Failed(_)) = any.downcast_ref() {
            return unavailable(30).caused_by(cause);
        }
        internal(cause)
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let Inner { status, code, detail, errors, members, headers, cause } = *self.0;
        let more = members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let problem = Problem {
            kind: format!("urn:journal:problem:{code}"),
            title: Cow::Borrowed(status.canonical_reason().unwrap_or("Error")),
            status: status.as_u16(),
            detail,
            code,
            request_id: String::new(),
            errors,
            more,
        };
        let mut response = status.into_response();
        for (name, value) in headers {
            response.headers_mut().append(name, value);
        }
        response.extensions_mut().insert(Refused { problem, cause: cause.map(Arc::from) });
        response
    }
}
