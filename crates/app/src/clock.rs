//! The one place where time comes from.
//!
//! Everything that decides asks `app.clock.now()`, so that a test can move time by an hour and nobody waits.
//! Timestamps are cut to the microsecond, the precision of both databases: what is read back equals what was written.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Instant;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// The time zone of that name, with the name as the IANA database spells it; `None` for what is not in it.
pub fn zone(name: &str) -> Option<(TimeZone, String)> {
    let zone = TimeZone::get(name).ok()?;
    let name = zone.iana_name().filter(|name| *name != "Etc/Unknown")?.to_owned();
    Some((zone, name))
}

/// A source of the current time; cheap to clone.
#[derive(Clone)]
pub struct Clock(Arc<Source>);

enum Source {
    System,
    Manual(AtomicI64),
}

impl Clock {
    /// The machine's own clock.
    pub fn system() -> Self {
        Self(Arc::new(Source::System))
    }

    /// A clock that stands still until [`Clock::advance`] moves it; for tests.
    pub fn manual(start: Timestamp) -> Self {
        Self(Arc::new(Source::Manual(AtomicI64::new(start.as_microsecond()))))
    }

    /// The current time, to the microsecond.
    #[allow(clippy::disallowed_methods, reason = "this is the place that asks the system")]
    pub fn now(&self) -> Timestamp {
        let microseconds = match &*self.0 {
            Source::System => Timestamp::now().as_microsecond(),
            Source::Manual(at) => at.load(Ordering::SeqCst),
        };
        Timestamp::from_microsecond(microseconds).expect("the clock stays within the years that jiff knows")
    }

    /// A monotonic reading, for measuring how long something took or how old a cache entry is.
    /// It is real time also under a manual clock.
    #[allow(clippy::disallowed_methods, reason = "this is the place that asks the system")]
    pub fn instant(&self) -> Instant {
        Instant::now()
    }

    /// Moves a manual clock.
    ///
    /// # Panics
    /// On the system's clock, which nobody moves.
    pub fn advance(&self, by: SignedDuration) {
        match &*self.0 {
            Source::System => panic!("the system's clock cannot be moved"),
            Source::Manual(at) => {
                let step = i64::try_from(by.as_micros()).expect("a step of less than 292,000 years");
                at.fetch_add(step, Ordering::SeqCst);
            }
        }
    }
}
