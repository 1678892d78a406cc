//! Migrations on PostgreSQL, one transaction each, under an advisory lock that ends with it. Nothing of them belongs to
//! a session, so they pass a pooler.

use super::{Shared, unnamed};
use crate::row::Source;
use crate::{Error, Migrated, Migrations, Row, migrate};
use deadpool_postgres::Transaction;
use jiff::Timestamp;

/// Other nodes wait here, for as long as the migrations take.
const LOCK: &str = "set local lock_timeout = 0; set local idle_in_transaction_session_timeout = '10s';
    select pg_advisory_xact_lock(hashtextextended('journal migrations in ' || current_schema(), 0))";

impl Shared {
    pub(crate) async fn migrate(&self, migrations: &Migrations, now: Timestamp) -> Result<Migrated, Error> {
        let failed = |error| self.failure(&error);
        let mut client = self.client().await?;
        let mut applied = Vec::new();
        loop {
            let transaction = client.transaction().await.map_err(failed)?;
            transaction.batch_execute(LOCK).await.map_err(failed)?;
            transaction.batch_execute(migrate::TABLE).await.map_err(failed)?;
            let Some(next) = migrations.next(&self.applied(&transaction).await?)? else {
                return Ok(migrations.done(applied));
            };
            transaction.batch_execute(next.sql).await.map_err(|error| next.failed(&failed(error)))?;
            let record = next.record(now);
            unnamed::execute(transaction.client(), record.sql, &record.params).await.map_err(failed)?;
            transaction.commit().await.map_err(failed)?;
            applied.push(next.number);
        }
    }

    async fn applied(&self, transaction: &Transaction<'_>) -> Result<Vec<migrate::Applied>, Error> {
        let query = migrate::applied();
        let rows = unnamed::ask(transaction.client(), query.sql, &[]).await;
        let rows = rows.map_err(|error| self.failure(&error))?;
        rows.iter().map(|row| (query.read)(&Row::new(Source::Postgres(row)))).collect()
    }
}
