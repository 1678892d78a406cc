//! Counting, without I/O.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::Serialize;
use utoipa::ToSchema;

/// Days that the answer lists, today included: a leap year.
const DAYS: usize = 366;

/// What is known of an entry.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fact {
    pub(super) happened_at: Timestamp,
    pub(super) words: i64,
    pub(super) is_favorite: bool,
}

/// What a journal amounts to. Days are those of the time zone that was asked for.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct Stats {
    pub(super) total_entries: u64,
    /// Of today.
    pub(super) entries_today: u64,
    /// Of the week that today is in, from its Monday to its Sunday.
    pub(super) entries_this_week: u64,
    /// Of the month that today is in.
    pub(super) entries_this_month: u64,
    /// Of the last seven days, today included.
    pub(super) recent_entries: u64,
    pub(super) favorite_entries: u64,
    pub(super) total_words: i64,
    /// Days in a row with an entry, up to today, or up to yesterday while today has none yet.
    pub(super) current_streak: u64,
    /// The most days in a row with an entry. Days that are still to come make no streak.
    pub(super) longest_streak: u64,
    /// Each of the last 366 days, also those without an entry; the last one is today.
    pub(super) days: Vec<Day>,
}

/// One day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct Day {
    #[schema(value_type = String, format = Date)]
    pub(super) date: Date,
    pub(super) entries: u64,
    pub(super) words: i64,
}

/// Counts entries as of `now`, with days as they are in `zone`.
pub(super) fn count(facts: &[Fact], now: Timestamp, zone: &TimeZone) -> Stats {
    let today = date(now, zone);
    let by_day = by_day(facts, zone);
    let since = |days: i64| today.saturating_sub(days.days());
    let within = |first: Date, last: Date| by_day.range(first..=last).map(|(_, (entries, _))| entries).sum();
    let monday = since(today.weekday().to_monday_zero_offset().into());
    let (current_streak, longest_streak) = streaks(&by_day, today);
    Stats {
        total_entries: facts.len() as u64,
        entries_today: within(today, today),
        entries_this_week: within(monday, monday.saturating_add(6.days())),
        entries_this_month: within(today.first_of_month(), today.last_of_month()),
        recent_entries: within(since(6), today),
        favorite_entries: facts.iter().filter(|fact| fact.is_favorite).count() as u64,
        total_words: facts.iter().map(|fact| fact.words).sum(),
        current_streak,
        longest_streak,
        days: days(&by_day, today),
    }
}

type ByDay = BTreeMap<Date, (u64, i64)>;

fn by_day(facts: &[Fact], zone: &TimeZone) -> ByDay {
    let mut by_day = ByDay::new();
    for fact in facts {
        let (entries, words) = by_day.entry(date(fact.happened_at, zone)).or_default();
        *entries += 1;
        *words += fact.words;
    }
    by_day
}

fn date(time: Timestamp, zone: &TimeZone) -> Date {
    zone.to_datetime(time).date()
}

fn streaks(by_day: &ByDay, today: Date) -> (u64, u64) {
    let (mut longest, mut length) = (0, 0);
    let mut last: Option<Date> = None;
    for day in by_day.range(..=today).map(|(day, _)| *day) {
        length = if last.is_some_and(|last| is_next(last, day)) { length + 1 } else { 1 };
        longest = longest.max(length);
        last = Some(day);
    }
    let is_alive = last.is_some_and(|last| last == today || is_next(last, today));
    (if is_alive { length } else { 0 }, longest)
}

fn is_next(last: Date, day: Date) -> bool {
    last.tomorrow().is_ok_and(|next| next == day)
}

fn days(by_day: &ByDay, today: Date) -> Vec<Day> {
    let mut days: Vec<Day> = std::iter::successors(Some(today), |day| day.yesterday().ok())
        .take(DAYS)
        .map(|date| {
            let (entries, words) = by_day.get(&date).copied().unwrap_or_default();
            Day { date, entries, words }
        })
        .collect();
    days.reverse();
    days
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use proptest::prelude::*;

    use super::*;

    fn zone(name: &str) -> TimeZone {
        TimeZone::get(name).unwrap()
    }

    fn at(text: &str) -> Fact {
        Fact { happened_at: text.parse().unwrap(), words: 10, is_favorite: false }
    }

    fn counted(facts: &[&str], now: &str, name: &str) -> Stats {
        let facts: Vec<Fact> = facts.iter().map(|text| at(text)).collect();
        count(&facts, now.parse().unwrap(), &zone(name))
    }

    #[test]
    fn an_empty_journal_is_all_zeros_and_a_year_of_days() {
        let stats = counted(&[], "2026-03-01T09:00:00Z", "UTC");
        assert_eq!((stats.total_entries, stats.current_streak, stats.longest_streak), (0, 0, 0));
        assert_eq!(stats.days.len(), 366);
        assert_eq!(stats.days[0].date.to_string(), "2025-03-01");
        assert_eq!(stats.days[365].date.to_string(), "2026-03-01");
        assert!(stats.days.iter().all(|day| day.entries == 0 && day.words == 0));
    }

    #[test]
    fn today_is_where_one_is() {
        let entry = ["2026-03-01T10:30:00Z"];
        for (name, today) in
            [("UTC", 1), ("Pacific/Kiritimati", 1), ("Pacific/Pago_Pago", 0), ("Asia/Kolkata", 1)]
        {
            assert_eq!(counted(&entry, "2026-03-01T18:00:00Z", name).entries_today, today, "{name}");
        }
        // Fourteen hours ahead it was the second already; eleven behind, still the last of February.
        for (name, at, date) in
            [("Pacific/Kiritimati", 365, "2026-03-02"), ("Pacific/Pago_Pago", 364, "2026-02-28")]
        {
            let stats = counted(&entry, "2026-03-01T18:00:00Z", name);
            assert_eq!(
                (stats.days[at].date.to_string().as_str(), stats.days[at].entries),
                (date, 1),
                "{name}"
            );
        }
    }

    #[test]
    fn a_week_begins_on_monday_and_a_month_on_its_first() {
        // 1 March 2026 is a Sunday.
        let entries =
            ["2026-02-22T12:00:00Z", "2026-02-23T00:00:00Z", "2026-02-28T12:00:00Z", "2026-03-01T08:00:00Z"];
        let stats = counted(&entries, "2026-03-01T09:00:00Z", "UTC");
        assert_eq!((stats.entries_this_week, stats.entries_this_month, stats.recent_entries), (3, 1, 3));
        let next_day = counted(&entries, "2026-03-02T09:00:00Z", "UTC");
        assert_eq!(
            (next_day.entries_this_week, next_day.entries_this_month, next_day.recent_entries),
            (0, 1, 2)
        );
    }

    #[test]
    fn a_streak_lives_until_a_whole_day_was_missed() {
        let entries = ["2026-02-26T12:00:00Z", "2026-02-27T12:00:00Z", "2026-02-28T12:00:00Z"];
        for (now, current) in
            [("2026-02-28T23:00:00Z", 3), ("2026-03-01T23:59:59Z", 3), ("2026-03-02T00:00:00Z", 0)]
        {
            let stats = counted(&entries, now, "UTC");
            assert_eq!((stats.current_streak, stats.longest_streak), (current, 3), "{now}");
        }
    }

    #[test]
    fn days_of_23_and_25_hours_count_as_one_each() {
        // Clocks in New York went forward on 8 March 2026 and go back on 1 November 2026.
        for (first, now) in [
            ("2026-03-07T05:30:00Z", "2026-03-10T12:00:00Z"),
            ("2026-10-31T04:30:00Z", "2026-11-03T12:00:00Z"),
        ] {
            let start: Timestamp = first.parse().unwrap();
            let facts: Vec<Fact> = (0..72)
                .map(|hour| Fact {
                    happened_at: start + SignedDuration::from_hours(hour),
                    words: 1,
                    is_favorite: false,
                })
                .collect();
            let stats = count(&facts, now.parse().unwrap(), &zone("America/New_York"));
            let busy: Vec<u64> =
                stats.days.iter().map(|day| day.entries).filter(|entries| *entries > 0).collect();
            let expected = if first < "2026-06" { vec![24, 23, 24, 1] } else { vec![24, 25, 23] };
            assert_eq!(busy, expected, "{first}");
            assert_eq!(stats.longest_streak, expected.len() as u64);
        }
    }

    #[test]
    fn a_day_that_a_zone_never_had_breaks_a_streak_as_the_calendar_does() {
        // Samoa went from 29 to 31 December 2011.
        let entries = ["2011-12-30T09:00:00Z", "2011-12-30T11:00:00Z"];
        let stats = counted(&entries, "2011-12-30T12:00:00Z", "Pacific/Apia");
        assert_eq!((stats.longest_streak, stats.entries_today), (1, 1));
        assert_eq!(counted(&entries, "2011-12-30T12:00:00Z", "UTC").entries_today, 2);
    }

    #[test]
    fn what_is_still_to_come_counts_but_makes_no_streak() {
        let entries = ["2026-03-01T08:00:00Z", "2026-03-02T08:00:00Z", "2026-03-03T08:00:00Z"];
        let stats = counted(&entries, "2026-03-01T09:00:00Z", "UTC");
        assert_eq!((stats.total_entries, stats.entries_today, stats.recent_entries), (3, 1, 1));
        assert_eq!((stats.current_streak, stats.longest_streak), (1, 1));
    }

    const ZONES: [&str; 6] = [
        "UTC",
        "Europe/Zurich",
        "America/St_Johns",
        "Pacific/Kiritimati",
        "Pacific/Pago_Pago",
        "Asia/Kathmandu",
    ];

    proptest! {
        #[test]
        fn numbers_agree_with_counting_by_hand(
            ages in prop::collection::vec((-20 * 86_400_i64..800 * 86_400, 0_i64..5_000, any::<bool>()), 0..60),
            now in 946_684_800_i64..4_102_444_800,
            name in prop::sample::select(&ZONES[..]),
        ) {
            let now = Timestamp::from_second(now).unwrap();
            let zone = zone(name);
            let facts: Vec<Fact> = ages
                .iter()
                .map(|(age, words, is_favorite)| Fact {
                    happened_at: now - SignedDuration::from_secs(*age),
                    words: *words,
                    is_favorite: *is_favorite,
                })
                .collect();
            let stats = count(&facts, now, &zone);
            let day = |time: Timestamp| time.to_zoned(zone.clone()).date();
            let dates: Vec<Date> = facts.iter().map(|fact| day(fact.happened_at)).collect();
            let (today, has) = (day(now), |date: Date| dates.contains(&date));
            let on = |test: &dyn Fn(Date) -> bool| dates.iter().filter(|date| test(**date)).count() as u64;

            prop_assert_eq!(stats.total_entries, facts.len() as u64);
            prop_assert_eq!(stats.total_words, ages.iter().map(|(_, words, _)| words).sum::<i64>());
            prop_assert_eq!(stats.favorite_entries, ages.iter().filter(|(.., favorite)| *favorite).count() as u64);
            prop_assert_eq!(stats.entries_today, on(&|date| date == today));
            prop_assert_eq!(stats.entries_this_week, on(&|date| date.iso_week_date().year() == today.iso_week_date().year()
                && date.iso_week_date().week() == today.iso_week_date().week()));
            prop_assert_eq!(stats.entries_this_month, on(&|date| (date.year(), date.month()) == (today.year(), today.month())));
            prop_assert_eq!(stats.recent_entries, on(&|date| date <= today && date > today - 7.days()));

            let run = |end: Date| std::iter::successors(Some(end), |day| day.yesterday().ok())
                .take_while(|day| has(*day)).count() as u64;
            let current = if has(today) { run(today) } else { run(today.yesterday().unwrap()) };
            prop_assert_eq!(stats.current_streak, current);
            let longest = dates.iter().filter(|date| **date <= today).map(|date| run(*date)).max().unwrap_or(0);
            prop_assert_eq!(stats.longest_streak, longest);

            prop_assert_eq!(stats.days.len(), 366);
            prop_assert_eq!(stats.days.last().map(|day| day.date), Some(today));
            prop_assert!(stats.days.windows(2).all(|pair| is_next(pair[0].date, pair[1].date)));
            for day in &stats.days {
                prop_assert_eq!(day.entries, on(&|date| date == day.date));
            }
        }
    }
}
