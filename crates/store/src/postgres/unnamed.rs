//! Statements without a name, for connections that are shared between transactions: a named one would be missing on
//! the next connection, or be somebody else's.

use crate::Value;
use futures_util::TryStreamExt;
use std::pin::pin;
use tokio_postgres::types::Type;
use tokio_postgres::{Client, Error, Row};

/// One round trip; the server plans anew each time.
pub(super) async fn ask(client: &Client, sql: &str, params: &[Value]) -> Result<Vec<Row>, Error> {
    client.query_typed_raw(sql, typed(params)).await?.try_collect().await
}

/// How many rows were touched. The first poll sends.
pub(super) async fn execute(client: &Client, sql: &str, params: &[Value]) -> Result<u64, Error> {
    let mut rows = pin!(client.query_typed_raw(sql, typed(params)).await?);
    while rows.try_next().await?.is_some() {}
    Ok(rows.rows_affected().unwrap_or(0))
}

/// Each parameter with the type that it is sent as; of a null the server finds out by itself.
fn typed(params: &[Value]) -> impl Iterator<Item = (&Value, Type)> {
    params.iter().map(|value| {
        let kind = match value {
            Value::Null => Type::UNKNOWN,
            Value::Bool(_) => Type::BOOL,
            Value::Int(_) => Type::INT8,
            Value::Text(_) => Type::TEXT,
            Value::Bytes(_) => Type::BYTEA,
            Value::Uuid(_) => Type::UUID,
            Value::Time(_) => Type::TIMESTAMPTZ,
            Value::Json(_) => Type::JSONB,
        };
        (value, kind)
    })
}
