//! What the store promises, checked on both engines by the same functions.
//!
//! SQLite is always there. PostgreSQL is when `JOURNAL_TEST_POSTGRES` holds the address of a server that may be
//! filled with schemas: `script/postgres run cargo test -p journal-store`.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod announce;
mod commit;
mod integrity;
mod migrate;
mod place;
mod postgres;
mod proxy;
mod query;
mod snapshot;
mod sqlite;
mod tls;
mod url;
mod value;
