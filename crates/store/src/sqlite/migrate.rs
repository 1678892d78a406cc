//! Migrations on SQLite: the write lock of each transaction is the lock that keeps other nodes out.

use super::dialect;
use super::statement::{all, execute, failure};
use crate::{Error, Migrated, Migrations, migrate};
use jiff::Timestamp;
use rusqlite::{Connection, Transaction, TransactionBehavior};

pub(crate) fn run(
    connection: &Connection,
    migrations: &Migrations,
    now: Timestamp,
) -> Result<Migrated, Error> {
    let mut applied = Vec::new();
    loop {
        let transaction =
            Transaction::new_unchecked(connection, TransactionBehavior::Immediate).map_err(failure)?;
        transaction.execute_batch(&dialect::translate(migrate::TABLE)).map_err(failure)?;
        let Some(next) = migrations.next(&all(&transaction, &migrate::applied())?)? else {
            return Ok(migrations.done(applied));
        };
        transaction
            .execute_batch(&dialect::translate(next.sql))
            .map_err(|error| next.failed(&failure(error)))?;
        execute(&transaction, &next.record(now))?;
        transaction.commit().map_err(failure)?;
        applied.push(next.number);
    }
}
