//! Figures in the database.

use jiff::Timestamp;
use store::{Change, Query};

use super::model::{Counted, Figure, Range, Step};

/// People with a session that was begun or refreshed lately.
pub(super) struct Active {
    pub(super) in_hour: i64,
    pub(super) in_day: i64,
}

/// Adds to a number, whoever else adds to it.
pub(super) fn add((step, begins_at): (Step, Timestamp), figure: Figure, label: &str, count: i64) -> Change {
    Change::new(
        "insert into figures (step, begins_at, name, label, value) values ($1, $2, $3, $4, $5)
         on conflict (step, begins_at, name, label) do update set value = figures.value + excluded.value",
        [step.as_str().into(), begins_at.into(), figure.as_str().into(), label.into(), count.into()],
    )
}

/// Brings a number to at least this.
pub(super) fn raise((step, begins_at): (Step, Timestamp), figure: Figure, value: i64) -> Change {
    Change::new(
        "insert into figures (step, begins_at, name, label, value) values ($1, $2, $3, '', $4)
         on conflict (step, begins_at, name, label) do update set value = excluded.value
         where figures.value < excluded.value",
        [step.as_str().into(), begins_at.into(), figure.as_str().into(), value.into()],
    )
}

/// Everything of a part of time.
pub(super) fn within(range: Range) -> Query<Counted> {
    Query::new(
        "select begins_at, name, label, value from figures
         where step = $1 and begins_at >= $2 and begins_at < $3",
        [range.step.as_str().into(), range.from.into(), range.to.into()],
        |row| {
            Ok(Counted {
                begins_at: row.get("begins_at")?,
                name: row.get("name")?,
                label: row.get("label")?,
                value: row.get("value")?,
            })
        },
    )
}

/// How many people were here since the hour and since the day began; a scan over the sessions, without an index that
/// every refresh would have to keep.
pub(super) fn active(hour: Timestamp, day: Timestamp) -> Query<Active> {
    Query::new(
        "select count(distinct case when last_used_at >= $1 then account_id end) as in_hour,
                count(distinct account_id) as in_day
         from sessions where last_used_at >= $2",
        [hour.into(), day.into()],
        |row| Ok(Active { in_hour: row.get("in_hour")?, in_day: row.get("in_day")? }),
    )
}

/// Forgets what began before then.
pub(super) fn sweep(step: Step, before: Timestamp) -> Change {
    Change::new(
        "delete from figures where step = $1 and begins_at < $2",
        [step.as_str().into(), before.into()],
    )
}
