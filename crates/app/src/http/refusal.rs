//! What was refused leaves a line in the log: by which code, at which route, whose request it was and from which network.
//!
//! So attempts to get around a lock are seen: a missing role, somebody else's entry, a forged origin, a limit, a body
//! of another shape. The line holds a route's pattern and a code, never what was sent. Whoever is refused all the time
//! must not fill a disk with it: a node writes twenty lines a second and says how many it left out.

use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use http::StatusCode;

use crate::id::AccountId;

/// Lines a second that a node writes at most.
const LINES: NonZeroU32 = NonZeroU32::new(20).expect("twenty is not zero");

/// Whose request it is, once that is known: an extractor says it, and the log reads it when the request was refused.
#[derive(Clone, Default)]
pub struct Asker(Arc<OnceLock<AccountId>>);

impl Asker {
    /// It is theirs.
    pub fn is(&self, account: AccountId) {
        let _ = self.0.set(account);
    }
}

/// What is written of refusals, and how much.
pub struct Refusals {
    lines: DefaultDirectRateLimiter,
    left_out: AtomicU64,
}

impl Default for Refusals {
    fn default() -> Self {
        Self { lines: RateLimiter::direct(Quota::per_second(LINES)), left_out: AtomicU64::new(0) }
    }
}

impl Refusals {
    /// Writes a line, when the status is one that a lock, a limit or a check of input gives.
    pub(super) fn note(
        &self,
        status: StatusCode,
        code: &str,
        asker: &Asker,
        network: impl FnOnce() -> String,
    ) {
        if !is_noted(status) {
            return;
        }
        if self.lines.check().is_err() {
            self.left_out.fetch_add(1, Ordering::Relaxed);
            return;
        }
        let left_out = Some(self.left_out.swap(0, Ordering::Relaxed)).filter(|count| *count > 0);
        let account = asker.0.get().map(|id| tracing::field::display(id.0));
        tracing::info!(
            status = status.as_u16(),
            code,
            account,
            network = network(),
            left_out,
            "a request was refused"
        );
    }
}

/// What is not there, or not any more as it was, is no attempt at anything.
fn is_noted(status: StatusCode) -> bool {
    matches!(status.as_u16(), 400 | 401 | 403 | 413 | 415 | 422 | 429)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locks_limits_and_checks_are_noted_and_what_is_missing_is_not() {
        for status in [400, 401, 403, 413, 415, 422, 429] {
            assert!(is_noted(StatusCode::from_u16(status).expect("a status")), "{status}");
        }
        for status in [200, 304, 404, 405, 409, 412, 428, 500, 503] {
            assert!(!is_noted(StatusCode::from_u16(status).expect("a status")), "{status}");
        }
    }

    #[test]
    fn a_flood_of_refusals_writes_a_bounded_number_of_lines() {
        let refusals = Refusals::default();
        let mut written = 0;
        for _ in 0..10_000 {
            refusals.note(StatusCode::FORBIDDEN, "forbidden", &Asker::default(), || {
                written += 1;
                String::new()
            });
        }
        let left_out = refusals.left_out.load(Ordering::Relaxed);
        assert!(written < 1_000 && left_out > 9_000, "{written} written, {left_out} left out");
    }
}
