//! Numbered SQL files that bring the tables to where this program wants them.

use crate::Error;

/// The migrations a program knows, in order.
#[derive(Debug, Clone)]
pub struct Migrations(pub(crate) Vec<Migration>);

#[derive(Debug, Clone)]
pub(crate) struct Migration {
    pub(crate) number: u32,
    pub(crate) name: &'static str,
    pub(crate) sql: &'static str,
}

/// What [`Store::migrate`](crate::Store::migrate) did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migrated {
    /// The numbers applied just now; empty when there was nothing to do.
    pub applied: Vec<u32>,
    /// The highest number in place.
    pub number: u32,
}

impl Migrations {
    /// Those in this crate's folder `migrations`, compiled into the program.
    pub fn embedded() -> Self {
        Self::from(&[(1, "first", include_str!("../migrations/0001_first.sql"))])
    }
}

impl From<&[(u32, &'static str, &'static str)]> for Migrations {
    /// Number, name, SQL in PostgreSQL's words.
    fn from(list: &[(u32, &'static str, &'static str)]) -> Self {
        Self(list.iter().map(|&(number, name, sql)| Migration { number, name, sql }).collect())
    }
}

impl<const N: usize> From<&[(u32, &'static str, &'static str); N]> for Migrations {
    fn from(list: &[(u32, &'static str, &'static str); N]) -> Self {
        Self::from(list.as_slice())
    }
}

#[allow(dead_code)]
fn unused() -> Error {
    Error::Migration(String::new())
}
