//! Values and columns in PostgreSQL's binary formats, without a detour through text.

use crate::{Column, Error, Value};
use bytes::{BufMut, BytesMut};
use jiff::Timestamp;
use std::error::Error as StdError;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use uuid::Uuid;

/// 2000-01-01, where PostgreSQL's times start, in microseconds since 1970.
const EPOCH: i64 = 946_684_800_000_000;

impl ToSql for Value {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn StdError + Sync + Send>> {
        match (self, ty) {
            (Self::Null, _) => return Ok(IsNull::Yes),
            (Self::Bool(value), &Type::BOOL) => out.put_u8((*value).into()),
            (Self::Int(value), &Type::INT8) => out.put_i64(*value),
            (Self::Int(value), &Type::INT4) => out.put_i32(i32::try_from(*value)?),
            (Self::Int(value), &Type::INT2) => out.put_i16(i16::try_from(*value)?),
            (
                Self::Text(value),
                &(Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::UNKNOWN),
            )
            | (Self::Json(value), &Type::JSON) => out.put_slice(value.as_bytes()),
            (Self::Json(value), &Type::JSONB) => {
                out.put_u8(1);
                out.put_slice(value.as_bytes());
            }
            (Self::Bytes(value), &Type::BYTEA) => out.put_slice(value),
            (Self::Uuid(value), &Type::UUID) => out.put_slice(value.as_bytes()),
            (Self::Time(value), &Type::TIMESTAMPTZ) => out.put_i64(value.as_microsecond() - EPOCH),
            (value, ty) => return Err(format!("is {value:?}, the statement wants {ty}").into()),
        }
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Column<'a> {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn StdError + Sync + Send>> {
        Ok(match *ty {
            Type::BOOL => Self::Bool(bool::from_sql(ty, raw)?),
            Type::INT8 => Self::Int(i64::from_sql(ty, raw)?),
            Type::INT4 => Self::Int(i32::from_sql(ty, raw)?.into()),
            Type::INT2 => Self::Int(i16::from_sql(ty, raw)?.into()),
            Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::UNKNOWN | Type::JSON => {
                Self::Text(str::from_utf8(raw)?)
            }
            Type::JSONB => {
                Self::Text(str::from_utf8(raw.strip_prefix(&[1]).ok_or("is a jsonb of a new kind")?)?)
            }
            Type::BYTEA => Self::Bytes(raw),
            Type::UUID => Self::Uuid(Uuid::from_slice(raw)?),
            Type::TIMESTAMPTZ => {
                let micros =
                    i64::from_be_bytes(raw.try_into()?).checked_add(EPOCH).ok_or("is an infinite time")?;
                Self::Time(Timestamp::from_microsecond(micros)?)
            }
            _ => return Err(format!("is {ty}; cast it to a type that both engines have").into()),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn StdError + Sync + Send>> {
        Ok(Self::Null)
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

pub(crate) fn column(row: &tokio_postgres::Row, at: usize) -> Result<Column<'_>, Error> {
    row.try_get(at).map_err(|error| {
        let why = StdError::source(&error).map_or_else(|| error.to_string(), ToString::to_string);
        Error::Invalid(why)
    })
}
