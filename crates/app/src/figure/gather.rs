//! What this node has counted and not written down yet.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;

use super::model::{Figure, Step};

/// What was counted: in which hour, and under which figure and label.
pub(super) type Counts = BTreeMap<(Timestamp, Figure, &'static str), i64>;

/// Numbers on their way to the database. Labels are the program's own words, so there are a dozen to an hour.
#[derive(Default)]
pub struct Gathered(Mutex<Counts>);

impl Gathered {
    /// Counts one.
    pub(super) fn add(&self, figure: Figure, label: &'static str, at: Timestamp) {
        let mut gathered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *gathered.entry((Step::Hour.begin(at), figure, label)).or_default() += 1;
    }

    /// What was counted, taken.
    pub(super) fn take(&self) -> Counts {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Adds what could not be written down to what was counted meanwhile.
    pub(super) fn put_back(&self, counts: Counts) {
        let mut gathered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (key, count) in counts {
            *gathered.entry(key).or_default() += count;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(time: &str) -> Timestamp {
        time.parse().unwrap()
    }

    #[test]
    fn what_happens_within_an_hour_adds_up_and_the_next_hour_begins_anew() {
        let gathered = Gathered::default();
        for time in ["2026-03-01T09:00:00Z", "2026-03-01T09:59:59.999999Z", "2026-03-01T10:00:00Z"] {
            gathered.add(Figure::SignIns, "password", at(time));
        }
        let counts: Vec<_> = gathered.take().into_iter().collect();
        let key = |time| (at(time), Figure::SignIns, "password");
        assert_eq!(counts, [(key("2026-03-01T09:00:00Z"), 2), (key("2026-03-01T10:00:00Z"), 1)]);
        assert!(gathered.take().is_empty());
    }

    #[test]
    fn what_was_put_back_is_added_to_what_came_meanwhile() {
        let gathered = Gathered::default();
        let now = at("2026-03-01T09:00:00Z");
        gathered.add(Figure::Refreshes, "", now);
        let taken = gathered.take();
        gathered.add(Figure::Refreshes, "", now);
        gathered.put_back(taken);
        assert_eq!(gathered.take().into_values().collect::<Vec<_>>(), [2]);
    }
}
