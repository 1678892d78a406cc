//! What was measured, compared with what must hold, and printed.

use std::fmt::Write as _;
use std::io::Write as _;
use std::time::Duration;

use super::answer::Shape;
use super::crowd::Who;
use super::interval::{Median, median};

/// The largest median difference, in milliseconds.
const AIM_MILLISECONDS: f64 = 0.5;
/// The same as a share of the time of one hash.
const AIM_SHARE: f64 = 0.01;

/// One kind of account at one route, against nobody.
pub(super) struct Compared {
    path: &'static str,
    pub(super) who: Who,
    pub(super) with: Who,
    /// Milliseconds by which the answer came later than nobody's, of each round.
    differences: Vec<f64>,
    /// Milliseconds that nobody's answer took.
    references: Vec<f64>,
    /// The first answers that were not alike, and how many there were.
    unlike: Option<(Shape, Shape)>,
    unlike_count: usize,
}

impl Compared {
    pub(super) fn new(path: &'static str, who: Who, with: Who) -> Self {
        let (differences, references) = (Vec::new(), Vec::new());
        Self { path, who, with, differences, references, unlike: None, unlike_count: 0 }
    }

    pub(super) fn add(
        &mut self,
        (took, shape): (Duration, &Shape),
        (reference, expected): (Duration, &Shape),
    ) {
        self.differences.push(milliseconds(took) - milliseconds(reference));
        self.references.push(milliseconds(reference));
        if shape != expected {
            self.unlike_count += 1;
            self.unlike.get_or_insert_with(|| (shape.clone(), expected.clone()));
        }
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// Everything that was measured on one database.
pub(super) struct Report {
    compared: Vec<Compared>,
    hashes: Vec<f64>,
}

impl Report {
    pub(super) fn new() -> Self {
        Self { compared: Vec::new(), hashes: Vec::new() }
    }

    pub(super) fn hash(&mut self, took: Duration) {
        self.hashes.push(milliseconds(took));
    }

    pub(super) fn add(&mut self, compared: Vec<Compared>) {
        self.compared.extend(compared);
    }

    /// Prints the table; false when an aim is missed or an answer is unlike nobody's.
    pub(super) fn print(self) -> std::io::Result<bool> {
        let (text, is_well) = self.written();
        std::io::stdout().lock().write_all(text.as_bytes())?;
        Ok(is_well)
    }

    fn written(self) -> (String, bool) {
        let hash = median(self.hashes).value;
        let mut text = format!(
            "{:<32}{:<15}{:>7}{:>10}{:>13}   {:<20}{:>11}\n",
            "", "", "pairs", "nobody", "difference", "95 % interval", "of a hash"
        );
        let (mut missed, mut unlike) = (0, Vec::new());
        for compared in self.compared {
            let count = compared.differences.len();
            let (difference, nobody) = (median(compared.differences), median(compared.references).value);
            let is_missed = tells(difference, hash);
            missed += usize::from(is_missed);
            text.push_str(&row((compared.path, compared.who), count, nobody, difference, hash));
            text.push_str(if is_missed { "  !\n" } else { "\n" });
            unlike.extend(compared.unlike.map(|(one, other)| {
                let (of, who, with) = (compared.unlike_count, compared.who.as_str(), compared.with.as_str());
                format!(
                    "{} {who}: {of} of {count} answers are not as {with}'s: {one:?} {other:?}",
                    compared.path
                )
            }));
        }
        let _ = writeln!(text, "one hash: {hash:.2} ms; aims: < {AIM_MILLISECONDS} ms and < 1 % of a hash");
        let is_well = missed == 0 && unlike.is_empty();
        if missed > 0 {
            let _ = writeln!(text, "RED: {missed} differences tell who has an account, marked with !");
        }
        for line in &unlike {
            let _ = writeln!(text, "RED: {line}");
        }
        if is_well {
            text.push_str("nothing tells who has an account\n");
        }
        (text, is_well)
    }
}

fn tells(difference: Median, hash: f64) -> bool {
    let size = difference.value.abs();
    size >= AIM_MILLISECONDS || size >= hash * AIM_SHARE
}

fn row((path, who): (&str, Who), count: usize, nobody: f64, difference: Median, hash: f64) -> String {
    let Median { value, low, high } = difference;
    let interval = format!("{low:+.3} … {high:+.3}");
    let share = value / hash * 100.0;
    let who = who.as_str();
    format!("{path:<32}{who:<15}{count:>7}{nobody:>7.2} ms{value:>+10.3} ms   {interval:<20}{share:>+9.2} %")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(value: f64) -> Median {
        Median { value, low: value, high: value }
    }

    #[test]
    fn both_aims_hold_also_for_answers_that_come_sooner() {
        assert!(!tells(of(0.1), 20.0));
        assert!(!tells(of(-0.1), 20.0));
        assert!(tells(of(-0.21), 20.0), "more than one in a hundred of a hash");
        assert!(tells(of(0.5), 100.0), "half a millisecond");
        assert!(!tells(of(0.49), 100.0));
    }
}
