//! How many requests a network may send: so many a second, and five times that at once, kept by each node for itself.

use std::num::NonZeroU32;

use axum::http::request::Parts;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use http::{HeaderName, HeaderValue, StatusCode};

use super::client::Client;
use super::error::Error;
use crate::App;

/// Counts a request to the API; 429 when its network has sent too many.
pub(super) fn count(app: &App, parts: &Parts) -> Result<(), Error> {
    if parts.uri.path().starts_with("/api") { app.request_limit.check(app, parts) } else { Ok(()) }
}

/// The limit of a node; none when the operator wants none.
pub struct RequestLimit(Option<(u32, DefaultKeyedRateLimiter<String>)>);

impl RequestLimit {
    /// Allows `per_second` requests to each network; 0 allows any number.
    pub fn new(per_second: u32) -> Self {
        Self(NonZeroU32::new(per_second).map(|rate| {
            let burst = rate.saturating_mul(NonZeroU32::new(5).expect("five is not zero"));
            (rate.get(), RateLimiter::keyed(Quota::per_second(rate).allow_burst(burst)))
        }))
    }

    /// Forgets networks that are quiet.
    pub fn sweep(&self) {
        if let Some((_, limiter)) = &self.0 {
            limiter.retain_recent();
        }
    }

    /// Counts a request; 429 `too_many_requests` when there were too many.
    fn check(&self, app: &App, parts: &Parts) -> Result<(), Error> {
        let Some((rate, limiter)) = &self.0 else { return Ok(()) };
        if limiter.check_key(&Client::of(parts, app).network()).is_ok() {
            return Ok(());
        }
        metrics::counter!("journal_auth_throttled_total", "rule" => "requests").increment(1);
        let header = |text: String| HeaderValue::try_from(text).expect("names and numbers are plain");
        Err(Error::new(
            StatusCode::TOO_MANY_REQUESTS,
            "too_many_requests",
            "Too many requests. Try again in a second.",
        )
        .retry_after(1)
        .with_header(
            HeaderName::from_static("ratelimit-policy"),
            header(format!("\"requests\";q={rate};w=1")),
        )
        .with_header(HeaderName::from_static("ratelimit"), header("\"requests\";r=0;t=1".to_owned())))
    }
}
