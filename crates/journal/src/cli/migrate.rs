//! `journal migrate`: the tables as this program needs them.

use app::clock::Clock;
use serde_json::json;

use super::outcome::Outcome;
use crate::config::Config;
use crate::{Failure, start};

pub(super) async fn run(config: &Config) -> Result<Outcome, Failure> {
    let store = start::database(config).await?;
    let migrated = store.migrate(Clock::system().now()).await;
    store.close().await;
    let migrated = migrated?;
    let line = match migrated.applied.as_slice() {
        [] => format!("The database is at migration {} already.", migrated.number),
        [_] => format!("Applied 1 migration; the database is at {}.", migrated.number),
        several => format!("Applied {} migrations; the database is at {}.", several.len(), migrated.number),
    };
    Ok(Outcome::new(&json!({ "applied": migrated.applied, "at": migrated.number }), [line]))
}
