//! Values and columns in SQLite's five types: uuid is a blob of 16, a time is microseconds since 1970.

use crate::{Column, Error, Value};
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Bool(value) => ValueRef::Integer((*value).into()),
            Self::Int(value) => ValueRef::Integer(*value),
            Self::Text(value) | Self::Json(value) => ValueRef::Text(value.as_bytes()),
            Self::Bytes(value) => ValueRef::Blob(value),
            Self::Uuid(value) => ValueRef::Blob(value.as_bytes()),
            Self::Time(value) => ValueRef::Integer(value.as_microsecond()),
        }))
    }
}

pub(crate) fn column<'a>(row: &'a rusqlite::Row<'a>, at: usize) -> Result<Column<'a>, Error> {
    match row.get_ref(at).map_err(|error| Error::Invalid(error.to_string()))? {
        ValueRef::Null => Ok(Column::Null),
        ValueRef::Integer(value) => Ok(Column::Int(value)),
        ValueRef::Blob(value) => Ok(Column::Bytes(value)),
        ValueRef::Text(value) => {
            str::from_utf8(value).map(Column::Text).map_err(|_| Error::Invalid("is not UTF-8".into()))
        }
        ValueRef::Real(_) => Err(Error::Invalid("is a float; cast it to bigint or text".into())),
    }
}
