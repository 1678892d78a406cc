//! Figures: how often something happened, by hour and by day, for the pictures in the admin console.
//!
//! Each event has one function here, which feeds the metric and the figure, so that the two never disagree. A request
//! adds to numbers in memory (`gather.rs`); a worker writes them down once a minute and when the program stops
//! (`write_down.rs`), and nodes add up in the database. A crash costs what the node counted within the last minute.
//!
//! What must always hold: no row holds a person, nor anything that leads to one; nothing waits for a figure.
//!
//! An event is written under its hour and under its day in one commit. Hours are kept for 8 days and days for 400, so a
//! picture of a year reads 400 small rows of each kind, and nothing is ever folded together.

mod gather;
mod model;
mod store;
mod write_down;

use ::store::Change;
use jiff::Timestamp;

use crate::App;

pub use gather::Gathered;
pub use model::{Figure, Point, Range, Series, Step};
pub use write_down::{work, write_down};

use self::store as figures;

/// Somebody signed in, by this way.
pub fn signed_in(app: &App, method: &'static str) {
    metrics::counter!("journal_auth_login_success_total", "method" => method).increment(1);
    app.figures.add(Figure::SignIns, method, app.clock.now());
}

/// A sign-in was refused, for this reason.
pub fn sign_in_failed(app: &App, reason: &'static str) {
    metrics::counter!("journal_auth_login_fail_total", "reason" => reason).increment(1);
    app.figures.add(Figure::SignInFailures, reason, app.clock.now());
}

/// A refresh token was rotated.
pub fn refreshed(app: &App) {
    metrics::counter!("journal_auth_refresh_rotations_total").increment(1);
    app.figures.add(Figure::Refreshes, "", app.clock.now());
}

/// A refresh was answered with the same token once more.
pub fn refresh_retried(app: &App) {
    metrics::counter!("journal_auth_refresh_retries_total").increment(1);
    app.figures.add(Figure::RefreshRetries, "", app.clock.now());
}

/// An old refresh token came back, which ended its session.
pub fn refresh_reused(app: &App) {
    metrics::counter!("journal_auth_refresh_reuse_total").increment(1);
    app.figures.add(Figure::RefreshReuses, "", app.clock.now());
}

/// What is written down of a part of time, a series to each figure and label.
pub async fn within(app: &App, range: Range) -> Result<Vec<Series>, ::store::Error> {
    Ok(range.series(&app.store.all(figures::within(range)).await?))
}

/// The changes that forget what is older than it is kept.
pub fn sweep(now: Timestamp) -> Vec<Change> {
    [Step::Hour, Step::Day].map(|step| figures::sweep(step, step.earliest(now))).into()
}
