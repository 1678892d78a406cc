//! Why a command failed: one sentence for the person at the terminal.

use std::fmt::Display;

use crate::config::Problems;

/// Ends a command; its text is what stderr shows.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Failure(String);

impl Failure {
    /// A failure that says this.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }

    /// What was tried, and why it did not work.
    pub fn of(what: impl Display, why: impl Display) -> Self {
        Self(format!("{what}: {why}"))
    }
}

impl From<Problems> for Failure {
    fn from(problems: Problems) -> Self {
        Self(problems.to_string())
    }
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<app::key::Error> for Failure {
    fn from(error: app::key::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<app::admin::Error> for Failure {
    fn from(error: app::admin::Error) -> Self {
        Self(error.to_string())
    }
}
