//! What comes back: rows, read column by column into the types of the program.

use crate::{Error, postgres, sqlite};
use jiff::Timestamp;
use std::cell::Cell;
use uuid::Uuid;

/// One row of an answer, borrowed while [`Query`](crate::Query) reads it.
pub struct Row<'a> {
    source: Source<'a>,
    /// The column after the last one read. Readers ask in the order of the select list, so the search for a
    /// name nearly always ends where it starts; without this a row of twenty columns costs two hundred compares.
    next: Cell<usize>,
}

pub(crate) enum Source<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a tokio_postgres::Row),
}

impl<'a> Row<'a> {
    pub(crate) fn new(source: Source<'a>) -> Self {
        Self { source, next: Cell::new(0) }
    }

    /// The column called `column`, as a `T`. Fails when there is none, or it holds something else.
    pub fn get<T: FromColumn>(&self, column: &str) -> Result<T, Error> {
        let at = self.position(column)?;
        let found = match self.source {
            Source::Sqlite(row) => sqlite::value::column(row, at),
            Source::Postgres(row) => postgres::value::column(row, at),
        };
        found.and_then(T::from_column).map_err(|error| match error {
            Error::Invalid(why) => Error::Invalid(format!("column {column}: {why}")),
            other => other,
        })
    }

    fn position(&self, column: &str) -> Result<usize, Error> {
        let named = |at: usize| match self.source {
            Source::Sqlite(row) => row.as_ref().column_name(at).is_ok_and(|name| name == column),
            Source::Postgres(row) => row.columns()[at].name() == column,
        };
        let (start, count) = (self.next.get(), self.count());
        let at = (start..count)
            .chain(0..start)
            .find(|at| named(*at))
            .ok_or_else(|| Error::Invalid(format!("the answer has no column {column}")))?;
        self.next.set((at + 1) % count);
        Ok(at)
    }

    fn count(&self) -> usize {
        match self.source {
            Source::Sqlite(row) => row.as_ref().column_count(),
            Source::Postgres(row) => row.len(),
        }
    }
}

/// What a column holds. SQLite has no types for the last two and gives bytes and microseconds instead; reading
/// a [`Uuid`] or a [`Timestamp`] takes either.
#[derive(Debug, Clone, Copy, PartialEq)]
#[allow(missing_docs, reason = "the names are the types")]
pub enum Column<'a> {
    Null,
    Bool(bool),
    Int(i64),
    Text(&'a str),
    Bytes(&'a [u8]),
    Uuid(Uuid),
    Time(Timestamp),
}

impl Column<'_> {
    fn is_not(&self, wanted: &str) -> Error {
        let kind = match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Int(_) => "an integer",
            Self::Text(_) => "text",
            Self::Bytes(_) => "bytes",
            Self::Uuid(_) => "a uuid",
            Self::Time(_) => "a time",
        };
        Error::Invalid(format!("is {kind}, not {wanted}"))
    }
}

/// A type that a column can become; the program implements it for its ids and other newtypes.
pub trait FromColumn: Sized {
    /// [`Error::Invalid`] says what the column is and what was wanted; [`Row::get`] adds its name.
    fn from_column(column: Column<'_>) -> Result<Self, Error>;
}

impl FromColumn for bool {
    fn from_column(column: Column<'_>) -> Result<Self, Error> {
        match column {
            Column::Bool(value) => Ok(value),
            Column::Int(value @ (0 | 1)) => Ok(value == 1),
            other => Err(other.is_not("a boolean")),
        }
    }
}

impl FromColumn for i64 {
    fn from_column(column: Column<'_>) -> Result<Self, Error> {
        match column {
            Column::Int(value) => Ok(value),
            other => Err(other.is_not("an integer")),
        }
    }
}

impl FromColumn for i32 {
    fn from_column(column: Column<'_>) -> Result<Self, Error> {
        narrow(column)
    }
}

impl FromColumn for u32 {
    fn from_column(column: Column<'_>) -> Result<Self, Error> {
        narrow(column)
    }
}

impl FromColumn for u64 {
    fn from_column(column: Column<'_>) -> Result<Self, Error> {
        narrow(column)
    }
}

fn narrow<T: TryFrom<i64>>(column: Column<'_>) -> Result<T, Error> {
    let value = i64::from_column(column)?;
    T::try_from(value).map_err(|_| Error::Invalid(format!("is out of range of {}", std::any::type_name::<T>())))
}

impl FromColumn for String {
    fn from_column(column: Column<'_>) -> Result<Self, Error> {
        match column {
            Column::Text(value) => Ok(value.to_owned()),
            other => Err(other.is_not("text")),
        }
    }
}

impl FromColumn for Vec<u8> {
    fn from_column(column: Column<'_>) -> Result<Self, Error> {
        match column {
            Column::Bytes(value) => Ok(value.to_owned()),
            other => Err(other.is_not("bytes")),
        }
    }
}

impl<const N: usize> FromColumn for [u8; N] {
    fn from_column(column: Column<'_>) -> Result<Self, Error> {
        match column {
            Column::Bytes(value) => value
                .try_into()
                .map_err(|_| Error::Invalid(format!("is {} bytes, not {N}", value.len()))),
            other => Err(other.is_not("bytes")),
        }
    }
}

impl FromColumn for Uuid {
    fn from_column(column: Column<'_>) -> Result<Self, Error> {
        match column {
            Column::Uuid(value) => Ok(value),
            Column::Bytes(value) => Uuid::from_slice(value).map_err(|_| column.is_not("a uuid")),
            other => Err(other.is_not("a uuid")),
        }
    }
}

impl FromColumn for Timestamp {
    fn from_column(column: Column<'_>) -> Result<Self, Error> {
        match column {
            Column::Time(value) => Ok(value),
            Column::Int(micros) => Timestamp::from_microsecond(micros).map_err(|_| column.is_not("a time")),
            other => Err(other.is_not("a time")),
        }
    }
}

impl<T: FromColumn> FromColumn for Option<T> {
    fn from_column(column: Column<'_>) -> Result<Self, Error> {
        match column {
            Column::Null => Ok(None),
            other => T::from_column(other).map(Some),
        }
    }
}
