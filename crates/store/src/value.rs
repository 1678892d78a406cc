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

macro_rules! values {
    ($($from:ty => $kind:ident,)*) => {$(
        impl From<$from> for Value {
            fn from(value: $from) -> Self {
                Self::$kind(value.into())
            }
        }
    )*};
}

values! {
    bool => Bool,
    i64 => Int,
    i32 => Int,
    u32 => Int,
    &str => Text,
    String => Text,
    Vec<u8> => Bytes,
    &[u8] => Bytes,
    Uuid => Uuid,
    Timestamp => Time,
}

impl<const N: usize> From<[u8; N]> for Value {
    fn from(value: [u8; N]) -> Self {
        Self::Bytes(value.to_vec())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
