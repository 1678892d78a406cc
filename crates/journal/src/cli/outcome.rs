//! The answer to a command: for a program as JSON, for a person as lines.

use std::process::ExitCode;

use serde::Serialize;
use serde_json::Value;

use crate::terminal;

/// What a command answers.
pub(super) struct Outcome {
    json: Value,
    lines: Vec<String>,
    code: ExitCode,
}

impl Outcome {
    pub(super) fn new(answer: &impl Serialize, lines: impl IntoIterator<Item = String>) -> Self {
        let json = serde_json::to_value(answer).expect("answers are plain data");
        Self { json, lines: lines.into_iter().collect(), code: ExitCode::SUCCESS }
    }

    /// The same answer, which is bad news.
    pub(super) fn failing(self) -> Self {
        Self { code: ExitCode::FAILURE, ..self }
    }

    /// Writes it to stdout, and gives the program's exit code.
    pub(super) fn tell(self, as_json: bool) -> ExitCode {
        if as_json {
            terminal::say(&format!("{:#}", self.json));
        } else {
            self.lines.iter().for_each(|line| terminal::say(line));
        }
        self.code
    }
}

/// Lines with their columns under each other; the last column may be ragged.
pub(super) fn table<const N: usize>(rows: &[[String; N]]) -> Vec<String> {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: [usize; N] = std::array::from_fn(width);
    let line = |row: &[String; N]| {
        let cells = row.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}
