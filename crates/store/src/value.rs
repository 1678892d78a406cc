//! What may stand for a placeholder. Each engine has one place that turns these into its own types.

use crate::Error;
use jiff::Timestamp;
use uuid::Uuid;

/// A parameter. Times are kept to the microsecond, what is finer is cut off.
#[derive(Clone, PartialEq)]
pub enum Value {
    /// Fits every column type.
    Null,
    /// `boolean`.
    Bool(bool),
    /// `bigint` or `integer`.
    Int(i64),
    /// `text`; must not hold a NUL, which PostgreSQL cannot keep.
    Text(String),
    /// `bytea`.
    Bytes(Vec<u8>),
    /// `uuid`.
    Uuid(Uuid),
    /// `timestamptz`.
    Time(Timestamp),
    /// `jsonb`, as text. PostgreSQL keeps the value, SQLite the text.
    Json(String),
}

impl Value {
    /// Refuses what one of the engines could not keep, so that both refuse it.
    pub(crate) fn check_all(params: &[Value]) -> Result<(), Error> {
        for (at, value) in params.iter().enumerate() {
            if let Self::Text(text) | Self::Json(text) = value
                && text.as_bytes().contains(&0)
            {
                return Err(Error::Invalid(format!("parameter ${}: text must not hold a NUL", at + 1)));
            }
        }
        Ok(())
    }
}

/// Shows the kind and the size only: values are people's, and end up in logs.
impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(_) => f.write_str("boolean"),
            Self::Int(_) => f.write_str("integer"),
            Self::Text(text) => write!(f, "text of {}", text.len()),
            Self::Bytes(bytes) => write!(f, "bytea of {}", bytes.len()),
            Self::Uuid(_) => f.write_str("uuid"),
            Self::Time(_) => f.write_str("timestamptz"),
            Self::Json(text) => write!(f, "jsonb of {}", text.len()),
        }
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<i32> for Value {
    fn from(value: i32) -> Self {
        Self::Int(value.into())
    }
}

impl From<u32> for Value {
    fn from(value: u32) -> Self {
        Self::Int(value.into())
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<Vec<u8>> for Value {
    fn from(value: Vec<u8>) -> Self {
        Self::Bytes(value)
    }
}

impl From<&[u8]> for Value {
    fn from(value: &[u8]) -> Self {
        Self::Bytes(value.to_vec())
    }
}

impl<const N: usize> From<[u8; N]> for Value {
    fn from(value: [u8; N]) -> Self {
        Self::Bytes(value.to_vec())
    }
}

impl From<Uuid> for Value {
    fn from(value: Uuid) -> Self {
        Self::Uuid(value)
    }
}

impl From<Timestamp> for Value {
    fn from(value: Timestamp) -> Self {
        Self::Time(value)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
