//! One statement on one connection, and what its errors mean.

use super::shape::Shape;
use crate::row::Source;
use crate::{Change, Error, Query, Row, Value};
use rusqlite::{CachedStatement, Connection, ErrorCode, ffi};
use std::rc::Rc;

pub(crate) fn get<T>(connection: &Connection, query: &Query<T>) -> Result<Option<T>, Error> {
    let (mut statement, shape) = prepare(connection, query.sql, &query.params)?;
    let mut rows = statement.raw_query();
    let Some(row) = rows.next().map_err(failure)? else { return Ok(None) };
    let found = (query.read)(&Row::new(Source::Sqlite(row, &shape.columns)))?;
    match rows.next().map_err(failure)? {
        Some(_) => Err(query.more_than_one()),
        None => Ok(Some(found)),
    }
}

pub(crate) fn all<T>(connection: &Connection, query: &Query<T>) -> Result<Vec<T>, Error> {
    let (mut statement, shape) = prepare(connection, query.sql, &query.params)?;
    let mut rows = statement.raw_query();
    let mut found = Vec::new();
    while let Some(row) = rows.next().map_err(failure)? {
        found.push((query.read)(&Row::new(Source::Sqlite(row, &shape.columns)))?);
    }
    Ok(found)
}

pub(crate) fn execute(connection: &Connection, change: &Change) -> Result<(), Error> {
    let (mut statement, _) = prepare(connection, change.sql, &change.params)?;
    let touched = statement.raw_execute();
    let touched =
        touched.map_err(|error| if is_collision(&error) { change.conflict() } else { failure(error) })?;
    change.check(touched as u64)
}

fn prepare<'a>(
    connection: &'a Connection,
    sql: &'static str,
    params: &[Value],
) -> Result<(CachedStatement<'a>, Rc<Shape>), Error> {
    let mut statement = connection.prepare_cached(sql).map_err(failure)?;
    let shape = Shape::of(sql, &statement);
    shape.bind(&mut statement, sql, params)?;
    Ok((statement, shape))
}

fn is_collision(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error().map(|error| error.extended_code),
        Some(
            ffi::SQLITE_CONSTRAINT_UNIQUE
                | ffi::SQLITE_CONSTRAINT_PRIMARYKEY
                | ffi::SQLITE_CONSTRAINT_ROWID
                | ffi::SQLITE_CONSTRAINT_FOREIGNKEY
                | ffi::SQLITE_CONSTRAINT_CHECK
        )
    )
}

#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` hands over")]
pub(crate) fn failure(error: rusqlite::Error) -> Error {
    let text = error.to_string();
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            Error::Away(format!("another process keeps the database locked: {text}"))
        }
        None
        | Some(
            ErrorCode::Unknown
            | ErrorCode::ConstraintViolation
            | ErrorCode::TypeMismatch
            | ErrorCode::ApiMisuse
            | ErrorCode::TooBig
            | ErrorCode::ParameterOutOfRange,
        ) => Error::Invalid(text),
        Some(_) => Error::Failed(text),
    }
}
