//! Keeps other people's pages away from everything that reads or sets a cookie.
//!
//! A browser says where a request comes from, in `Origin` and in `Sec-Fetch-Site`. A foreign one is refused unless
//! the operator has configured it; programs that are no browsers send neither and pass. Login is guarded as well,
//! so that nobody can be signed in to a stranger's journal and write into it.

use axum::extract::FromRequestParts;
use http::request::Parts;
use http::{HeaderMap, header};

use super::error::{Error, forbidden};
use crate::App;
use crate::settings::Settings;

/// Proof that this request does not come from a foreign page.
#[derive(Clone, Copy, Debug)]
pub struct OwnOrigin;

impl FromRequestParts<App> for OwnOrigin {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        if is_own(&parts.headers, &app.settings) { Ok(Self) } else { Err(csrf_failed()) }
    }
}

/// 403: the request may have been forged by another site.
pub fn csrf_failed() -> Error {
    let detail =
        "This request did not come from the page it should come from. Reload the page and try again.";
    forbidden("csrf_failed", detail)
}

fn is_own(headers: &HeaderMap, settings: &Settings) -> bool {
    let text = |name| headers.get(name).map(|value: &http::HeaderValue| value.to_str().unwrap_or("null"));
    match text(header::ORIGIN) {
        Some(origin) => is_known_origin(origin, settings),
        None => text(header::HeaderName::from_static("sec-fetch-site")) != Some("cross-site"),
    }
}

fn is_known_origin(origin: &str, settings: &Settings) -> bool {
    let known = origin == settings.origin() || settings.cors_origins.iter().any(|other| other == origin);
    known || (settings.is_development() && is_loopback_alias(origin, settings.origin()))
}

/// In development the page is the same under `localhost` and `127.0.0.1`; scheme and port must still agree.
fn is_loopback_alias(origin: &str, own: &str) -> bool {
    match (loopback_port(origin), loopback_port(own)) {
        (Some(theirs), Some(ours)) => theirs == ours,
        _ => false,
    }
}

fn loopback_port(origin: &str) -> Option<&str> {
    let rest = origin.strip_prefix("http://")?;
    ["localhost", "127.0.0.1", "[::1]"].iter().find_map(|host| rest.strip_prefix(host)).filter(|port| {
        port.is_empty()
            || port.strip_prefix(':').is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_names_are_one_place_only_with_the_same_port() {
        let own = "http://localhost:8080";
        assert!(is_loopback_alias("http://127.0.0.1:8080", own));
        assert!(is_loopback_alias("http://[::1]:8080", own));
        for foreign in [
            "http://127.0.0.1:8081",
            "https://localhost:8080",
            "http://localhost.evil.example:8080",
            "http://localhost",
            "null",
            "http://localhost:8080@evil.example",
        ] {
            assert!(!is_loopback_alias(foreign, own), "{foreign}");
        }
        assert!(!is_loopback_alias("http://localhost:8080", "https://journal.example"));
    }
}
