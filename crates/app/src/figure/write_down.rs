//! Writing down what was counted, and counting who was here.
//!
//! People are counted by their sessions, which is a scan: every five minutes, at the end of each hour, when the program
//! stops and when an admin looks. Who comes within the last minute of an hour may be missed, and a number never falls.

use std::collections::BTreeMap;
use std::time::Duration;

use ::store::{Change, Error};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;

use super::gather::Counts;
use super::model::{Figure, Step};
use super::store as figures;
use crate::App;

/// How often what was counted is written down.
const EVERY: SignedDuration = SignedDuration::from_mins(1);
/// How often people are counted.
const PEOPLE_EVERY: SignedDuration = SignedDuration::from_mins(5);

/// Writes down once a minute, and a last time when the program stops.
pub async fn work(app: App, mut stopping: watch::Receiver<bool>) {
    let mut counted_at = None;
    loop {
        let pause = Duration::try_from(EVERY).unwrap_or(Duration::from_mins(1));
        let is_over = tokio::time::timeout(pause, stopping.wait_for(|stopping| *stopping)).await.is_ok();
        let now = app.clock.now();
        let written = if is_over || is_due(counted_at, now) {
            counted_at = Some(now);
            write_down(&app).await
        } else {
            write_counts(&app, Vec::new()).await
        };
        if let Err(error) = written {
            tracing::warn!(%error, "figures could not be written down");
        }
        if is_over {
            return;
        }
    }
}

/// Counts who was here, and writes down what this node has counted. What cannot be written waits for the next time.
pub async fn write_down(app: &App) -> Result<(), Error> {
    let now = app.clock.now();
    let (hour, day) = (Step::Hour.begin(now), Step::Day.begin(now));
    let active = app.store.all(figures::active(hour, day)).await?;
    let raised = active.iter().flat_map(|active| {
        let of = |step, begins_at, value| figures::raise((step, begins_at), Figure::ActivePeople, value);
        // Whoever was here within the hour was here within the day, so that nobody in the day is nobody at all.
        let raised = [of(Step::Hour, hour, active.in_hour), of(Step::Day, day, active.in_day)];
        raised.into_iter().filter(|_| active.in_day > 0)
    });
    write_counts(app, raised.collect()).await
}

async fn write_counts(app: &App, mut changes: Vec<Change>) -> Result<(), Error> {
    let counts = app.figures.take();
    changes.extend(added(&counts));
    let done = app.store.commit(changes).await;
    // Where nobody knows whether it was written, it is better told once too little than twice.
    if let Err(error) = &done
        && !matches!(error, Error::Uncertain(_))
    {
        app.figures.put_back(counts);
    }
    done
}

/// Each number under its hour and under its day. Nodes that write at the same time take the same rows in the same order.
fn added(counts: &Counts) -> impl Iterator<Item = Change> {
    let mut numbers = BTreeMap::new();
    for ((hour, figure, label), count) in counts {
        for step in [Step::Hour, Step::Day] {
            *numbers.entry((step, step.begin(*hour), *figure, *label)).or_default() += count;
        }
    }
    numbers.into_iter().map(|((step, begins_at, figure, label), count)| {
        figures::add((step, begins_at), figure, label, count)
    })
}

/// Whether people are counted now: five minutes after the last time, and where the next chance may come too late for
/// the hour that is ending.
fn is_due(last: Option<Timestamp>, now: Timestamp) -> bool {
    let Some(last) = last else { return true };
    let end = Step::Hour.begin(now) + Step::Hour.length();
    now.duration_since(last) >= PEOPLE_EVERY || end.duration_since(now) <= EVERY
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(time: &str) -> Timestamp {
        time.parse().unwrap()
    }

    #[test]
    fn people_are_counted_every_five_minutes_and_before_an_hour_ends() {
        let last = Some(at("2026-03-01T09:00:00Z"));
        assert!(is_due(None, at("2026-03-01T09:00:00Z")));
        assert!(!is_due(last, at("2026-03-01T09:04:59Z")));
        assert!(is_due(last, at("2026-03-01T09:05:00Z")));
        let last = Some(at("2026-03-01T09:57:00Z"));
        assert!(!is_due(last, at("2026-03-01T09:58:59Z")));
        assert!(is_due(last, at("2026-03-01T09:59:00Z")));
    }
}
