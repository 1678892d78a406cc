//! What is wrong with the settings: collected while reading, told all together.

use std::fmt;

use serde::Serialize;

use super::setting::PREFIX;

/// One thing that is wrong, as a sentence that names the setting and what is allowed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The full name of the setting, such as `JOURNAL_LISTEN`; a path when a whole file is wrong.
    pub name: String,
    /// The sentence.
    pub sentence: String,
}

/// Everything that is wrong; never empty.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Problems(pub Vec<Problem>);

impl Problem {
    /// A problem with the setting of this name, given without its prefix.
    pub(super) fn of(name: &str, sentence: impl Into<String>) -> Self {
        Self { name: format!("{PREFIX}{name}"), sentence: sentence.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.as_slice() {
            [only] => write!(f, "{only}"),
            several => {
                write!(f, "{} settings are wrong:", several.len())?;
                several.iter().try_for_each(|problem| write!(f, "\n  {problem}"))
            }
        }
    }
}
