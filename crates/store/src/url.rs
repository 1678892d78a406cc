//! Where the database is. Showing an address never shows its password.

use crate::Error;
use std::path::PathBuf;

/// A database address; parses `sqlite://path` and `postgres://user:password@host:port/name?…`.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A file; it is made when missing, its folder is not.
    Sqlite(PathBuf),
    /// A libpq connection address, password and all.
    Postgres(String),
}

impl std::str::FromStr for DatabaseUrl {
    type Err = Error;

    fn from_str(url: &str) -> Result<Self, Error> {
        if let Some(path) = url.strip_prefix("sqlite://") {
            return match path {
                "" | ":memory:" => Err(Error::Invalid("sqlite:// needs the path of a file".into())),
                path => Ok(Self::Sqlite(path.into())),
            };
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            crate::postgres::Target::parse(url)?;
            return Ok(Self::Postgres(url.to_owned()));
        }
        Err(Error::Invalid("a database address is sqlite://path or postgres://user@host/name".into()))
    }
}

impl std::fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite://{}", path.display()),
            Self::Postgres(url) => match crate::postgres::Target::parse(url) {
                Ok(target) => write!(f, "postgres://{target}"),
                Err(_) => f.write_str("postgres://…"),
            },
        }
    }
}

impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}
