//! What is counted, the hours and days of it, and which part of them may be asked for.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::{Complaint, Fields, Result};

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    /// People who had a session that was begun or refreshed in that time; each once.
    ActivePeople,
    /// Sign-ins, by way.
    SignIns,
    /// Sign-ins that were refused, by reason.
    SignInFailures,
    /// Refresh tokens that were rotated.
    Refreshes,
    /// Refreshes that were answered with the same token once more.
    RefreshRetries,
    /// Old refresh tokens that came back and ended their session.
    RefreshReuses,
}

impl Figure {
    const ALL: [Self; 6] = [
        Self::ActivePeople,
        Self::SignIns,
        Self::SignInFailures,
        Self::Refreshes,
        Self::RefreshRetries,
        Self::RefreshReuses,
    ];

    /// The word for it, in the database and in answers.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ActivePeople => "active_people",
            Self::SignIns => "sign_ins",
            Self::SignInFailures => "sign_in_failures",
            Self::Refreshes => "refreshes",
            Self::RefreshRetries => "refresh_retries",
            Self::RefreshReuses => "refresh_reuses",
        }
    }

    /// Whether it is told by label, a series to each.
    fn has_labels(self) -> bool {
        matches!(self, Self::SignIns | Self::SignInFailures)
    }
}

/// How long a part of time is that has a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FigureStep)]
pub enum Step {
    /// An hour.
    Hour,
    /// A day in UTC.
    Day,
}

impl Step {
    /// The word for it, in the database and in answers.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
        }
    }

    fn parse(word: &str) -> Result<Self, Complaint> {
        [Self::Hour, Self::Day]
            .into_iter()
            .find(|step| step.as_str() == word)
            .ok_or_else(|| Complaint::new("invalid_choice", "Ask for hour or day."))
    }

    /// From one beginning to the next.
    pub(super) fn length(self) -> SignedDuration {
        SignedDuration::from_hours(match self {
            Self::Hour => 1,
            Self::Day => 24,
        })
    }

    /// When the one began in which a time lies.
    pub(super) fn begin(self, at: Timestamp) -> Timestamp {
        // Seconds since 1970 know no leap seconds, so every hour and every day in UTC begins at a multiple.
        at - SignedDuration::from_micros(at.as_microsecond().rem_euclid(self.microseconds()))
    }

    /// The first one that is kept.
    pub(super) fn earliest(self, now: Timestamp) -> Timestamp {
        let days = match self {
            Self::Hour => 8,
            Self::Day => 400,
        };
        self.begin(now - SignedDuration::from_hours(24 * days))
    }

    /// How many are told where nobody says from when.
    fn usual(self) -> i32 {
        match self {
            Self::Hour => 24,
            Self::Day => 30,
        }
    }

    fn microseconds(self) -> i64 {
        self.length().as_secs() * 1_000_000
    }
}

/// A part of time in whole steps: from the first beginning to before the last end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// How long each step is.
    pub step: Step,
    /// When the first begins.
    pub from: Timestamp,
    /// When the last ends.
    pub to: Timestamp,
}

impl Range {
    /// What was asked for, widened to whole steps; 422 with every complaint. Since nothing is told from before the first
    /// step that is kept, nor from after the one that is running, it has 401 points at most.
    pub fn asked(step: Option<&str>, from: Option<&str>, to: Option<&str>, now: Timestamp) -> Result<Self> {
        let mut fields = Fields::default();
        let step = fields.take("step", step.map_or(Ok(Step::Day), Step::parse));
        let from = fields.take_optional("from", from.map(time));
        let to = fields.take_optional("to", to.map(time));
        let (Some(step), Some(from), Some(to)) = (step, from, to) else { return Err(fields.refusal()) };
        // As it was asked, before it is widened.
        if from.zip(to).is_some_and(|(from, to)| from >= to) {
            fields.take::<()>("from", Err(backwards()));
            return Err(fields.refusal());
        }
        let end = step.begin(now) + step.length();
        let to = fields.take("to", to.map_or(Ok(end), |to| until(step, to, end, now)));
        let last = to.unwrap_or(end);
        let usual = (last - step.length() * step.usual()).max(step.earliest(now));
        let from = fields.take("from", from.map_or(Ok(usual), |from| since(step, from, last, now)));
        match (from, to) {
            (Some(from), Some(to)) => Ok(Self { step, from, to }),
            _ => Err(fields.refusal()),
        }
    }

    /// The beginnings of its steps.
    fn steps(self) -> impl Iterator<Item = Timestamp> {
        let next = move |at: &Timestamp| Some(*at + self.step.length());
        std::iter::successors(Some(self.from), next).take_while(move |at| *at < self.to)
    }

    /// Every step of every figure, zero where nothing was counted. A figure that is told by label has a series to each
    /// label that there is.
    pub(super) fn series(self, counted: &[Counted]) -> Vec<Series> {
        let values: BTreeMap<_, _> = counted
            .iter()
            .map(|one| ((one.name.as_str(), one.label.as_str(), one.begins_at), one.value))
            .collect();
        let mut all = Vec::new();
        for figure in Figure::ALL {
            let name = figure.as_str();
            let of_it = counted.iter().filter(|one| one.name == name);
            let mut labels: BTreeSet<&str> = of_it.map(|one| one.label.as_str()).collect();
            if !figure.has_labels() {
                labels = BTreeSet::from([""]);
            }
            for label in labels {
                let value = |at| values.get(&(name, label, at)).copied().unwrap_or_default();
                let points = self.steps().map(|at| Point { at, value: value(at) }).collect();
                let label = Some(label.to_owned()).filter(|label| !label.is_empty());
                all.push(Series { name: figure, label, points });
            }
        }
        all
    }
}

/// A row as it is kept.
pub(super) struct Counted {
    pub(super) begins_at: Timestamp,
    pub(super) name: String,
    pub(super) label: String,
    pub(super) value: i64,
}

/// A number of one step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = FigurePoint)]
pub struct Point {
    /// When the step begins.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// How many.
    pub value: i64,
}

/// One figure over time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = FigureSeries)]
pub struct Series {
    /// What was counted.
    pub name: Figure,
    /// By which way, or for which reason, as a stable word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The oldest first, without a gap.
    pub points: Vec<Point>,
}

fn time(text: &str) -> Result<Timestamp, Complaint> {
    // A plus sign that was not escaped arrives as a space.
    let time = text.replace(' ', "+").parse();
    time.map_err(|_| Complaint::new("invalid_time", "Give a time like 2026-03-01T09:00:00Z."))
}

/// The end of the step in which the last moment lies.
fn until(step: Step, to: Timestamp, end: Timestamp, now: Timestamp) -> Result<Timestamp, Complaint> {
    if to > end {
        return Err(Complaint::new("out_of_range", "Nothing is told of what is still to come."));
    }
    if to <= step.earliest(now) {
        return Err(too_early());
    }
    let begin = step.begin(to);
    Ok(if begin == to { to } else { begin + step.length() })
}

fn since(step: Step, from: Timestamp, to: Timestamp, now: Timestamp) -> Result<Timestamp, Complaint> {
    if from < step.earliest(now) {
        return Err(too_early());
    }
    let begin = step.begin(from);
    if begin >= to {
        return Err(backwards());
    }
    Ok(begin)
}

fn backwards() -> Complaint {
    Complaint::new("out_of_range", "Ask for a time that begins before it ends.")
}

fn too_early() -> Complaint {
    Complaint::new("out_of_range", "Hours are kept for 8 days, and days for 400.")
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: &str = "2026-03-01T09:20:00Z";

    fn at(time: &str) -> Timestamp {
        time.parse().unwrap()
    }

    fn asked(step: &str, from: Option<&str>, to: Option<&str>) -> Result<Range> {
        Range::asked(Some(step), from, to, at(NOW))
    }

    #[test]
    fn hours_and_days_begin_in_utc_also_before_1970() {
        assert_eq!(Step::Hour.begin(at("2026-03-01T09:59:59.999999Z")), at("2026-03-01T09:00:00Z"));
        assert_eq!(Step::Day.begin(at("2026-03-01T23:59:59Z")), at("2026-03-01T00:00:00Z"));
        assert_eq!(Step::Day.begin(at("2026-03-01T00:00:00Z")), at("2026-03-01T00:00:00Z"));
        assert_eq!(Step::Hour.begin(at("1969-12-31T23:30:00Z")), at("1969-12-31T23:00:00Z"));
    }

    #[test]
    fn without_bounds_the_last_day_is_told_by_hours_and_the_last_month_by_days() {
        let hours = asked("hour", None, None).unwrap();
        assert_eq!((hours.from, hours.to), (at("2026-02-28T10:00:00Z"), at("2026-03-01T10:00:00Z")));
        assert_eq!(hours.steps().count(), 24);
        let days = Range::asked(None, None, None, at(NOW)).unwrap();
        assert_eq!((days.step, days.steps().count()), (Step::Day, 30));
        assert_eq!(days.to, at("2026-03-02T00:00:00Z"));
    }

    #[test]
    fn bounds_are_widened_to_whole_steps() {
        let range = asked("day", Some("2026-02-26T17:00:00+01:00"), Some("2026-02-27T00:00:01Z")).unwrap();
        assert_eq!((range.from, range.to), (at("2026-02-26T00:00:00Z"), at("2026-02-28T00:00:00Z")));
        let exact = asked("hour", Some("2026-03-01T07:00:00Z"), Some("2026-03-01T09:00:00Z")).unwrap();
        assert_eq!(exact.steps().count(), 2);
    }

    #[test]
    fn a_range_ends_with_what_is_kept_and_with_what_has_begun() {
        assert_eq!(asked("hour", Some("2026-02-21T09:00:00Z"), None).unwrap().steps().count(), 193);
        assert!(asked("hour", Some("2026-02-21T08:59:59Z"), None).is_err());
        assert_eq!(asked("day", Some("2025-01-25T00:00:00Z"), None).unwrap().steps().count(), 401);
        assert!(asked("day", Some("2025-01-24T23:59:59Z"), None).is_err());
        assert!(asked("hour", None, Some("2026-03-01T10:00:00Z")).is_ok());
        assert!(asked("hour", None, Some("2026-03-01T10:00:00.000001Z")).is_err());
    }

    #[test]
    fn a_range_that_cannot_be_is_refused_and_extremes_do_no_harm() {
        for (from, to) in [
            (Some("2026-03-01T09:00:00Z"), Some("2026-03-01T09:00:00Z")),
            (Some("2026-03-01T09:00:00Z"), Some("2026-03-01T08:00:00Z")),
            (Some("-009999-01-02T01:59:59Z"), None),
            (None, Some("-009999-01-02T01:59:59Z")),
            (Some("9999-12-30T22:00:00Z"), None),
            (Some("yesterday"), None),
            (None, Some("")),
        ] {
            for step in ["hour", "day", "week", ""] {
                assert!(asked(step, from, to).is_err(), "{step} {from:?} {to:?}");
            }
        }
        // Before all that is kept, nothing is left to tell.
        assert!(asked("hour", None, Some("2026-02-21T09:00:00Z")).is_err());
    }

    #[test]
    fn every_step_has_a_number_and_every_label_a_series() {
        let range = asked("hour", Some("2026-03-01T07:00:00Z"), None).unwrap();
        let one = |name: &str, label: &str, time: &str, value| Counted {
            begins_at: at(time),
            name: name.to_owned(),
            label: label.to_owned(),
            value,
        };
        let series = range.series(&[
            one("sign_ins", "password", "2026-03-01T07:00:00Z", 3),
            one("sign_ins", "passkey", "2026-03-01T09:00:00Z", 1),
            one("refreshes", "", "2026-03-01T08:00:00Z", 9),
            one("what a newer program counts", "", "2026-03-01T08:00:00Z", 9),
        ]);
        let told: Vec<_> = series
            .iter()
            .map(|one| {
                (one.name.as_str(), one.label.as_deref(), one.points.iter().map(|p| p.value).collect())
            })
            .collect();
        let expected: [(_, _, Vec<i64>); 6] = [
            ("active_people", None, vec![0, 0, 0]),
            ("sign_ins", Some("passkey"), vec![0, 0, 1]),
            ("sign_ins", Some("password"), vec![3, 0, 0]),
            ("refreshes", None, vec![0, 9, 0]),
            ("refresh_retries", None, vec![0, 0, 0]),
            ("refresh_reuses", None, vec![0, 0, 0]),
        ];
        assert_eq!(told, expected);
        assert_eq!(series[0].points[2].at, at("2026-03-01T09:00:00Z"));
    }

    #[test]
    fn a_figure_is_called_the_same_in_the_database_and_in_answers() {
        for figure in Figure::ALL {
            assert_eq!(serde_json::to_value(figure).unwrap(), figure.as_str());
        }
    }
}
