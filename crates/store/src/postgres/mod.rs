//! PostgreSQL.
pub(crate) mod value;

use crate::announce::Listeners;
use crate::{Change, Error, Migrated, Migrations, Query};
use jiff::Timestamp;

pub(crate) struct Target(String);

impl Target {
    pub(crate) fn parse(_: &str) -> Result<Self, Error> {
        Ok(Self("…".into()))
    }
}

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

pub(crate) struct Postgres;

impl Postgres {
    pub(crate) async fn open(_: &str, _: usize, _: Listeners) -> Result<Self, Error> {
        Ok(Self)
    }
    pub(crate) async fn migrate(&self, _: &Migrations, _: Timestamp) -> Result<Migrated, Error> {
        Err(Error::Failed("not there yet".into()))
    }
    pub(crate) async fn get<T>(&self, _: &Query<T>) -> Result<Option<T>, Error> {
        Err(Error::Failed("not there yet".into()))
    }
    pub(crate) async fn all<T>(&self, _: &Query<T>) -> Result<Vec<T>, Error> {
        Err(Error::Failed("not there yet".into()))
    }
    pub(crate) async fn commit(&self, _: Vec<Change>) -> Result<(), Error> {
        Err(Error::Failed("not there yet".into()))
    }
    pub(crate) async fn check_integrity(&self) -> Result<Vec<String>, Error> {
        Err(Error::Failed("not there yet".into()))
    }
    pub(crate) fn listen(&self) {}
    pub(crate) fn close(&self) {}
}
