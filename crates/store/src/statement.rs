//! Questions and changes as values: SQL that both engines read, its parameters, and what must hold.
//!
//! PostgreSQL infers the type of a placeholder from where it stands; where it cannot, as in `$1 is null`, write
//! `cast($1 as bigint)` or `cast($1 as text)`. Cast to no other type: SQLite has no word for them.

use crate::{Error, Row, Value};
use uuid::Uuid;

/// A question: SQL with `$1` placeholders, its parameters, and how one row becomes a `T`.
#[derive(Clone)]
pub struct Query<T> {
    pub(crate) sql: &'static str,
    pub(crate) params: Vec<Value>,
    pub(crate) read: fn(&Row<'_>) -> Result<T, Error>,
}

impl<T> Query<T> {
    /// `params[0]` is `$1`. Columns are read fastest in the order in which they are selected.
    pub fn new(
        sql: &'static str,
        params: impl Into<Vec<Value>>,
        read: fn(&Row<'_>) -> Result<T, Error>,
    ) -> Self {
        Self { sql, params: params.into(), read }
    }

    pub(crate) fn more_than_one(&self) -> Error {
        Error::Invalid(format!("more than one row where at most one was expected: {}", self.sql))
    }
}

impl<T> std::fmt::Debug for Query<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Query({:?}, {:?})", self.sql, self.params)
    }
}

/// One statement that changes rows; a list of them is committed together or not at all.
#[derive(Debug, Clone)]
pub struct Change {
    pub(crate) sql: &'static str,
    pub(crate) params: Vec<Value>,
    pub(crate) rows: Option<u64>,
    pub(crate) guard: Option<&'static str>,
    pub(crate) announces: Option<Uuid>,
    pub(crate) witnessed: Option<(Uuid, Uuid)>,
    pub(crate) news: Option<(Uuid, String)>,
}

impl Change {
    /// `params[0]` is `$1`.
    pub fn new(sql: &'static str, params: impl Into<Vec<Value>>) -> Self {
        Self {
            sql,
            params: params.into(),
            rows: None,
            guard: None,
            announces: None,
            witnessed: None,
            news: None,
        }
    }

    /// Guards the change: touching any other number of rows is a conflict.
    #[must_use]
    pub fn exactly(mut self, rows: u64) -> Self {
        self.rows = Some(rows);
        self
    }

    /// Names the change in [`Error::Conflict`], so that the caller can tell which one missed.
    #[must_use]
    pub fn called(mut self, guard: &'static str) -> Self {
        self.guard = Some(guard);
        self
    }

    /// Tells everyone listening, here and on other nodes, that something about `id` is different now.
    #[must_use]
    pub fn announces(mut self, id: Uuid) -> Self {
        self.announces = Some(id);
        self
    }

    /// Tells listeners of this process, and no others, that this very change was committed: row `id` of `owner`.
    #[must_use]
    pub fn witnessed(mut self, owner: Uuid, id: Uuid) -> Self {
        self.witnessed = Some((owner, id));
        self
    }

    /// Spreads a short word about `owner`, here at once and to other nodes after the commit. Unlike an
    /// [announcement](Self::announces) it is no part of the commit and costs it nothing; it may get lost on the way.
    #[must_use]
    pub fn spreads(mut self, owner: Uuid, word: impl Into<String>) -> Self {
        self.news = Some((owner, word.into()));
        self
    }

    pub(crate) fn conflict(&self) -> Error {
        Error::Conflict { guard: self.guard.unwrap_or(self.sql) }
    }

    /// A conflict when the change is guarded and `touched` another number of rows.
    pub(crate) fn check(&self, touched: u64) -> Result<(), Error> {
        match self.rows {
            Some(rows) if rows != touched => Err(self.conflict()),
            _ => Ok(()),
        }
    }
}
