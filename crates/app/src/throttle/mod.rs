//! Limits that protect people and cannot be turned against them.
//!
//! A guess is reserved before it is evaluated and settled afterwards, so that a thousand parallel guesses evaluate no
//! more than the limit allows. Wrong ones count by account and network; a browser that has signed in before has a
//! budget of its own, so that nobody can lock the owner out. Everything is kept in the database, shared by all nodes,
//! under keyed digests: a row tells neither account nor address.
//!
//! What must always hold: right answers do not count; what was counted ends with a proof that lets somebody in, not with
//! half of one; every route that tells a right secret from a wrong one goes through [`guess`]; a security notice is never
//! limited away.

mod device;
mod guess;
mod model;
mod quota;
mod store;

use ::store::Change;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use jiff::Timestamp;

use crate::http::Error;
use crate::id::AccountId;

pub use device::{Device, remember};
pub use guess::{Guess, Subject, Turns, guess};
pub use model::Consequence;
use model::Rule;
pub use quota::{mail, mail_again, registration};

/// The change that forgets what no longer limits anybody, and browsers that have not been back for long.
pub fn sweep(now: Timestamp) -> [Change; 2] {
    store::sweep(now)
}

/// The changes that lift every wait of an account and forget the browsers that it knows: after a reset its owner
/// starts anew, and so does everybody else.
pub fn lift(account: AccountId, now: Timestamp) -> [Change; 2] {
    store::lift(account, now)
}

/// 429 with the time to come back.
fn refused(rule: &Rule, code: &'static str, now: Timestamp, until: Timestamp) -> Error {
    metrics::counter!("journal_auth_throttled_total", "rule" => rule.name).increment(1);
    let seconds = u64::try_from(until.duration_since(now).as_secs()).unwrap_or(0) + 1;
    let detail = match seconds {
        ..=90 => format!("Too many tries. Try again in {seconds} seconds."),
        91..=5_400 => format!("Too many tries. Try again in {} minutes.", seconds.div_ceil(60)),
        _ => format!("Too many tries. Try again in {} hours.", seconds.div_ceil(3_600)),
    };
    let header = |text: String| HeaderValue::try_from(text).expect("names and numbers are plain");
    let policy = format!("\"{}\";q={};w={}", rule.name, rule.limit, rule.window.as_secs());
    Error::new(StatusCode::TOO_MANY_REQUESTS, code, detail)
        .retry_after(seconds)
        .with_header(HeaderName::from_static("ratelimit-policy"), header(policy))
        .with_header(
            HeaderName::from_static("ratelimit"),
            header(format!("\"{}\";r=0;t={seconds}", rule.name)),
        )
}
