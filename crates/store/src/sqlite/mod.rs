//! SQLite.
pub(crate) mod value;

use crate::announce::Listeners;
use crate::{Change, Error, Migrated, Migrations, Query};
use jiff::Timestamp;
use std::path::Path;

pub(crate) struct Sqlite;

impl Sqlite {
    pub(crate) fn open(_: &Path, _: usize, _: Listeners) -> Result<Self, Error> {
        Ok(Self)
    }
    pub(crate) async fn migrate(&self, _: &Migrations, _: Timestamp) -> Result<Migrated, Error> {
        Err(Error::Failed("not there yet".into()))
    }
    pub(crate) fn get<T>(&self, _: &Query<T>) -> Result<Option<T>, Error> {
        Err(Error::Failed("not there yet".into()))
    }
    pub(crate) async fn all<T: Send + 'static>(&self, _: Query<T>) -> Result<Vec<T>, Error> {
        Err(Error::Failed("not there yet".into()))
    }
    pub(crate) async fn commit(&self, _: Vec<Change>) -> Result<(), Error> {
        Err(Error::Failed("not there yet".into()))
    }
    pub(crate) async fn check_integrity(&self) -> Result<Vec<String>, Error> {
        Err(Error::Failed("not there yet".into()))
    }
    pub(crate) async fn close(&self) {}
}
