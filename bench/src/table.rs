//! The one table that is printed: what was aimed at beside what was measured, on both databases.

use std::fmt::{self, Display};
use std::io::Write;

/// What a figure should be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Aim {
    /// This or more.
    AtLeast(f64),
    /// This or less.
    AtMost(f64),
    /// Nothing is promised; the figure is for whoever wants to know.
    None,
}

/// A figure, and what it was made from.
#[derive(Clone, Debug)]
pub(crate) struct Figure {
    /// The figure.
    pub(crate) value: f64,
    /// What it was made from, in a few words.
    pub(crate) from: String,
    /// What it should be.
    pub(crate) aim: Aim,
}

impl Figure {
    fn is_missed(&self) -> bool {
        match self.aim {
            Aim::AtLeast(least) => self.value < least,
            Aim::AtMost(most) => self.value > most,
            Aim::None => false,
        }
    }
}

/// All figures, in the order in which they were measured.
#[derive(Default)]
pub(crate) struct Table(Vec<Row>);

struct Row {
    what: &'static str,
    /// On SQLite, or on neither database.
    first: Option<Figure>,
    postgres: Option<Figure>,
}

/// Which column a figure stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    /// SQLite, and what concerns no database.
    First,
    /// PostgreSQL.
    Postgres,
}

impl Table {
    /// Puts a figure into its row, which is made when it is not there.
    pub(crate) fn put(&mut self, column: Column, what: &'static str, figure: Figure) {
        let at = self.0.iter().position(|row| row.what == what).unwrap_or_else(|| {
            self.0.push(Row { what, first: None, postgres: None });
            self.0.len() - 1
        });
        let row = &mut self.0[at];
        *(if column == Column::First { &mut row.first } else { &mut row.postgres }) = Some(figure);
    }

    /// Prints everything, and last how many missed their aim, which is what it gives.
    pub(crate) fn print(&self) -> std::io::Result<usize> {
        let mut out = std::io::stdout().lock();
        writeln!(out, "{:<46}{:>10}{:>12}    made from", "", "aim", "measured")?;
        for row in &self.0 {
            for (name, figure) in [("", &row.first), (" (PostgreSQL)", &row.postgres)] {
                let Some(figure) = figure else { continue };
                let what = format!("{}{name}", row.what);
                let mark = if figure.is_missed() { '!' } else { ' ' };
                let value = number(figure.value);
                writeln!(out, "{what:<46}{:>10}{value:>12} {mark}  {}", figure.aim.to_string(), figure.from)?;
            }
        }
        let figures = self.0.iter().flat_map(|row| [&row.first, &row.postgres]).flatten();
        let missed = figures.filter(|figure| figure.is_missed()).count();
        if missed > 0 {
            writeln!(out, "{missed} missed, marked with !")?;
        }
        Ok(missed)
    }
}

impl Display for Aim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtLeast(least) => write!(f, "≥ {}", number(*least)),
            Self::AtMost(most) => write!(f, "≤ {}", number(*most)),
            Self::None => Ok(()),
        }
    }
}

/// Three figures that mean something: `0.63`, `46.1`, `8,320`.
pub(crate) fn number(value: f64) -> String {
    match value {
        small if small < 10.0 => format!("{small:.2}"),
        middle if middle < 1000.0 => format!("{middle:.1}"),
        large => {
            let digits = format!("{large:.0}");
            let grouped = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy);
            grouped.collect::<Vec<_>>().join(",")
        }
    }
}

/// The middle one.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_show_what_can_be_trusted_of_them() {
        assert_eq!(number(0.634), "0.63");
        assert_eq!(number(46.07), "46.1");
        assert_eq!(number(8_319.8), "8,320");
        assert_eq!(number(1_234_567.0), "1,234,567");
    }

    #[test]
    fn a_figure_on_its_aim_has_not_missed_it() {
        let figure = |value, aim| Figure { value, from: String::new(), aim };
        assert!(!figure(0.6, Aim::AtLeast(0.6)).is_missed());
        assert!(figure(0.59, Aim::AtLeast(0.6)).is_missed());
        assert!(figure(61.0, Aim::AtMost(60.0)).is_missed());
        assert!(!figure(61.0, Aim::None).is_missed());
    }

    #[test]
    fn the_median_is_not_moved_by_one_bad_round() {
        assert!((median(vec![5.0, 1.0, 6.0]) - 5.0).abs() < f64::EPSILON);
    }
}
