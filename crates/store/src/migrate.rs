//! Numbered SQL files that bring the tables to where this program wants them.

use crate::{Change, Engine, Error, Query};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

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

/// How a database stands to what a program needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The highest number in place; 0 in an empty database.
    pub number: u32,
    /// The numbers that the next start would apply.
    pub missing: Vec<u32>,
}

impl Migrations {
    /// Those in this crate's folder `migrations`, compiled into the program.
    pub fn embedded() -> Self {
        Self::from(&[
            (1, "first", include_str!("../migrations/0001_first.sql")),
            (2, "recovery", include_str!("../migrations/0002_recovery.sql")),
            (3, "trail", include_str!("../migrations/0003_trail.sql")),
            (4, "gate", include_str!("../migrations/0004_gate.sql")),
            (5, "mfa", include_str!("../migrations/0005_mfa.sql")),
            (6, "console", include_str!("../migrations/0006_console.sql")),
            (7, "token", include_str!("../migrations/0007_token.sql")),
            (8, "role", include_str!("../migrations/0008_role.sql")),
            (9, "passkey", include_str!("../migrations/0009_passkey.sql")),
            (10, "oauth", include_str!("../migrations/0010_oauth.sql")),
            (11, "proof", include_str!("../migrations/0011_proof.sql")),
            (12, "figures", include_str!("../migrations/0012_figures.sql")),
            (13, "console", include_str!("../migrations/0013_console.sql")),
        ])
    }

    /// What their files are called.
    pub fn files(&self) -> Vec<String> {
        self.0.iter().map(|migration| format!("{:04}_{}.sql", migration.number, migration.name)).collect()
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

/// Where the engines keep what they applied.
pub(crate) const TABLE: &str = "create table if not exists schema_migrations (
    number integer primary key, name text not null, applied_at timestamptz not null, digest bytea not null)";

pub(crate) struct Applied {
    number: u32,
    name: String,
    digest: [u8; 32],
}

pub(crate) fn applied() -> Query<Applied> {
    Query::new("select number, name, digest from schema_migrations order by number", [], |row| {
        Ok(Applied { number: row.get("number")?, name: row.get("name")?, digest: row.get("digest")? })
    })
}

/// Whether anything was ever applied; the one thing that the engines are asked for in words of their own.
pub(crate) fn is_begun(engine: Engine) -> Query<bool> {
    let sql = match engine {
        Engine::Sqlite => {
            "select count(*) as found from sqlite_master where type = 'table' and name = 'schema_migrations'"
        }
        Engine::Postgres => {
            "select count(*) as found from pg_tables
             where schemaname = current_schema() and tablename = 'schema_migrations'"
        }
    };
    Query::new(sql, [], |row| Ok(row.get::<i64>("found")? > 0))
}

impl Migrations {
    /// The first one missing, given that those applied are the beginning of this list.
    pub(crate) fn next(&self, applied: &[Applied]) -> Result<Option<&Migration>, Error> {
        if !self.0.is_sorted_by(|a, b| a.number < b.number) {
            return Err(Error::Migration("the program's migrations are not in order".into()));
        }
        for (at, there) in applied.iter().enumerate() {
            let Applied { number, name, digest } = there;
            match self.0.get(at) {
                Some(known) if known.number == *number && known.digest() == *digest => {}
                Some(known) if known.number == *number => {
                    return Err(Error::Migration(format!(
                        "migration {number} ({name}) was changed after the database had applied it"
                    )));
                }
                Some(known) if known.number < *number => {
                    return Err(Error::Migration(format!(
                        "the database went past migration {} ({}) without applying it",
                        known.number, known.name
                    )));
                }
                _ => {
                    return Err(Error::Migration(format!(
                        "the database is newer than this program: it has migration {number} ({name}), the program \
                         knows up to {}",
                        self.highest()
                    )));
                }
            }
        }
        Ok(self.0.get(applied.len()))
    }

    /// What is in place and what is not, given that those applied are the beginning of this list.
    pub(crate) fn standing(&self, applied: &[Applied]) -> Result<Standing, Error> {
        self.next(applied)?;
        let missing = self.0[applied.len()..].iter().map(|migration| migration.number).collect();
        Ok(Standing { number: applied.last().map_or(0, |last| last.number), missing })
    }

    pub(crate) fn done(&self, applied: Vec<u32>) -> Migrated {
        Migrated { applied, number: self.highest() }
    }

    fn highest(&self) -> u32 {
        self.0.last().map_or(0, |last| last.number)
    }
}

impl Migration {
    pub(crate) fn record(&self, now: Timestamp) -> Change {
        Change::new(
            "insert into schema_migrations (number, name, applied_at, digest) values ($1, $2, $3, $4)",
            [self.number.into(), self.name.into(), now.into(), self.digest().into()],
        )
    }

    pub(crate) fn failed(&self, error: &Error) -> Error {
        Error::Migration(format!("migration {} ({}): {error}", self.number, self.name))
    }

    fn digest(&self) -> [u8; 32] {
        Sha256::digest(self.sql).into()
    }
}
