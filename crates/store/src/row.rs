//! What comes back: rows, read column by column into the types of the program.

use crate::{Error, postgres, sqlite};
use jiff::Timestamp;
use std::cell::Cell;
use uuid::Uuid;

/// One row of an answer, borrowed while [`Query`](crate::Query) reads it.
pub struct Row<'a> {
    source: Source<'a>,
    count: usize,
    /// The column after the last one read. Readers ask in the order of the select list, so the search for a
    /// name nearly always ends where it starts; without this a row of twenty columns costs two hundred compares.
    next: Cell<usize>,
}

pub(crate) enum Source<'a> {
    /// With the columns' names, unless only the row itself knows them.
    Sqlite(&'a rusqlite::Row<'a>, &'a [Box<str>]),
    Postgres(&'a tokio_postgres::Row),
}

impl<'a> Row<'a> {
    pub(crate) fn new(source: Source<'a>) -> Self {
        let count = match source {
            Source::Sqlite(row, []) => row.as_ref().column_count(),
            Source::Sqlite(_, names) => names.len(),
            Source::Postgres(row) => row.len(),
        };
        Self { source, count, next: Cell::new(0) }
    }

    /// The column called `column`, as a `T`. Fails when there is none, or it holds something else.
    #[inline]
    pub fn get<T: FromColumn>(&self, column: &str) -> Result<T, Error> {
        match self.find(column).and_then(T::from_column) {
            Ok(value) => Ok(value),
            Err(error) => Err(about(column, error)),
        }
    }

    fn find(&self, column: &str) -> Result<Column<'_>, Error> {
        let named = |at: usize| match self.source {
            Source::Sqlite(row, []) => row.as_ref().column_name(at).is_ok_and(|name| name == column),
            Source::Sqlite(_, names) => *names[at] == *column,
            Source::Postgres(row) => row.columns()[at].name() == column,
        };
        let next = self.next.get();
        let at = if next < self.count && named(next) {
            next
        } else {
            (0..self.count)
                .find(|at| named(*at))
                .ok_or_else(|| Error::Invalid("is not in the answer".into()))?
        };
        self.next.set(at + 1);
        match self.source {
            Source::Sqlite(row, _) => sqlite::value::column(row, at),
            Source::Postgres(row) => postgres::value::column(row, at),
        }
    }
}

#[cold]
fn about(column: &str, error: Error) -> Error {
    match error {
        Error::Invalid(why) => Error::Invalid(format!("column {column} {why}")),
        other => other,
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

macro_rules! columns {
    ($($type:ty, $wanted:literal: $($held:pat => $read:expr),+;)*) => {$(
        impl FromColumn for $type {
            fn from_column(column: Column<'_>) -> Result<Self, Error> {
                let read = match column {
                    $($held => $read,)+
                    _ => None,
                };
                read.ok_or_else(|| column.is_not($wanted))
            }
        }
    )*};
}

columns! {
    bool, "a boolean": Column::Bool(value) => Some(value), Column::Int(value @ (0 | 1)) => Some(value == 1);
    i64, "an integer": Column::Int(value) => Some(value);
    i32, "an integer of 32 bits": Column::Int(value) => value.try_into().ok();
    u32, "a positive integer of 32 bits": Column::Int(value) => value.try_into().ok();
    u64, "a positive integer": Column::Int(value) => value.try_into().ok();
    String, "text": Column::Text(value) => Some(value.to_owned());
    Vec<u8>, "bytes": Column::Bytes(value) => Some(value.to_owned());
    Uuid, "a uuid": Column::Uuid(value) => Some(value), Column::Bytes(value) => Uuid::from_slice(value).ok();
    Timestamp, "a time": Column::Time(value) => Some(value), Column::Int(value) => Timestamp::from_microsecond(value).ok();
}

impl<const N: usize> FromColumn for [u8; N] {
    fn from_column(column: Column<'_>) -> Result<Self, Error> {
        match column {
            Column::Bytes(value) => {
                value.try_into().map_err(|_| Error::Invalid(format!("is {} bytes, not {N}", value.len())))
            }
            other => Err(other.is_not("bytes")),
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
