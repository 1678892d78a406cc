//! Why the database could not do what it was asked. Texts are for the operator and never hold a value that
//! a person typed, nor the password of a connection.

use crate::Value;

/// What went wrong; only [`Error::Conflict`] and [`Error::Away`] are part of normal life.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// A guarded change touched another number of rows, or broke a unique, foreign or check constraint.
    /// Nothing of its list was done: read again and decide anew.
    #[error("a change came too late or collides with what is there: {guard}")]
    Conflict {
        /// The name given by [`Change::called`](crate::Change::called), else the statement itself.
        guard: &'static str,
    },
    /// The database cannot be reached, or is too busy to answer. Nothing was done; later it may work.
    #[error("{0}")]
    Away(String),
    /// The connection broke while the commit was under way: the list was done as a whole, or not at all.
    #[error("{0}")]
    Uncertain(String),
    /// The tables do not fit this program.
    #[error("{0}")]
    Migration(String),
    /// A statement, a parameter, a column or a database address is wrong. Nothing was done.
    #[error("{0}")]
    Invalid(String),
    /// The database failed: full disk, I/O, permission, damage. Nothing was done.
    #[error("{0}")]
    Failed(String),
}

impl Error {
    /// Whether the caller should read again and decide anew.
    pub fn is_conflict(&self) -> bool {
        self.conflict().is_some()
    }

    /// Which guard missed; see [`Error::Conflict`].
    pub fn conflict(&self) -> Option<&'static str> {
        match self {
            Self::Conflict { guard } => Some(guard),
            _ => None,
        }
    }

    pub(crate) fn wrong_params(sql: &str, params: &[Value]) -> Self {
        Self::Invalid(format!("{} parameters do not fit the placeholders of: {sql}", params.len()))
    }
}
