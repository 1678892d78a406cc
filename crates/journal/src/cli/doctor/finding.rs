//! What a check found: how bad it is, in a sentence, and what to do about it.

use serde::Serialize;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// As it should be.
    Ok,
    /// It works, and will not always.
    Warning,
    /// It must be mended.
    Error,
}

/// What one check found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was looked at.
    pub check: &'static str,
    /// How bad it is.
    pub state: State,
    /// What was found.
    pub says: String,
    /// What to do about it; none when all is well.
    pub hint: Option<String>,
}

impl Finding {
    pub(super) fn ok(check: &'static str, says: impl Into<String>) -> Self {
        Self { check, state: State::Ok, says: says.into(), hint: None }
    }

    pub(super) fn warning(check: &'static str, says: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { check, state: State::Warning, says: says.into(), hint: Some(hint.into()) }
    }

    pub(super) fn error(check: &'static str, says: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { check, state: State::Error, says: says.into(), hint: Some(hint.into()) }
    }

    /// For a person at a terminal: a mark, what was found, and below it what to do.
    pub(super) fn lines(&self) -> Vec<String> {
        let mark = match self.state {
            State::Ok => "ok     ",
            State::Warning => "WARNING",
            State::Error => "ERROR  ",
        };
        let found = format!("{mark}  {}: {}", self.check, self.says);
        let hint = self.hint.iter().map(|hint| format!("         {hint}"));
        std::iter::once(found).chain(hint).collect()
    }
}
