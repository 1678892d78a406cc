//! The database: whether it answers, fits this program, is undamaged, and opens with the master key; then mail,
//! which needs what the database holds.

use app::App;
use store::{Engine, Store};

use super::Finding;
use crate::Failure;
use crate::config::Config;
use crate::master_key;
use crate::start::{self, Purpose};

pub(super) async fn examine(config: &Config) -> Vec<Finding> {
    if let Some(file) = start::database_file(config)
        && !file.exists()
    {
        let says = format!("{} does not exist yet", file.display());
        return vec![
            Finding::warning("database", says, "the first `journal serve` makes it"),
            mail(config).await,
        ];
    }
    let mut findings = Vec::new();
    match start::database(config).await {
        Ok(store) => {
            findings.push(Finding::ok("database", format!("{} answers", name(store.engine()))));
            findings.extend(examine_open(config, &store).await);
            store.close().await;
        }
        Err(failure) => {
            let hint = "check JOURNAL_DATABASE_URL, and that the database runs and lets Journal in";
            findings.push(Finding::error("database", failure.to_string(), hint));
        }
    }
    findings.push(mail(config).await);
    findings
}

async fn examine_open(config: &Config, store: &Store) -> Vec<Finding> {
    let writing = writing(store).await;
    let fits = writing.state == super::State::Ok;
    let mut findings = vec![writing, integrity(store).await];
    if fits {
        findings.extend(keys(config, store).await);
    }
    findings
}

async fn integrity(store: &Store) -> Finding {
    const CHECK: &str = "integrity";
    const HINT: &str = "stop the server, keep a copy of the database, and restore the last good backup";
    match store.check_integrity().await {
        Ok(damage) if damage.is_empty() => Finding::ok(CHECK, "no damage was found"),
        Ok(damage) => Finding::error(CHECK, damage.join("; "), HINT),
        Err(error) => Finding::error(CHECK, error.to_string(), HINT),
    }
}

async fn writing(store: &Store) -> Finding {
    match store.check_writable().await {
        Ok(()) => Finding::ok("database writes", "a change was made durable"),
        Err(error) => {
            let hint =
                "look for a full disk, a read-only file system, or missing rights of the database user";
            Finding::error("database writes", error.to_string(), hint)
        }
    }
}

/// Whether the master key opens what the database holds. Without a key there is nothing to try: making one is the
/// server's business.
async fn keys(config: &Config, store: &Store) -> Option<Finding> {
    let file = config.data_dir.join(master_key::FILE);
    if config.master_key.is_none() && !file.exists() {
        return None;
    }
    Some(match open(config, store).await {
        Ok(_) => Finding::ok("keys", "the master key opens the keys in the database"),
        Err(failure) => Finding::error("keys", failure.to_string(), "put the right master key back"),
    })
}

async fn open(config: &Config, store: &Store) -> Result<App, Failure> {
    start::with(store.clone(), config, &config.public_url(config.listen.port()), Purpose::Command).await
}

async fn mail(config: &Config) -> Finding {
    const CHECK: &str = "mail";
    if config.smtp_url.is_none() {
        let says = "no mail server is set up";
        return if config.is_production() {
            Finding::warning(CHECK, says, "set JOURNAL_SMTP_URL; until then mail waits in the outbox")
        } else {
            Finding::ok(CHECK, format!("{says}: mail goes to the development mailbox"))
        };
    }
    let settings =
        start::settings(config, &config.public_url(config.listen.port()), &crypto::Random::system());
    match app::mail::check(&settings).await {
        Ok(()) => Finding::ok(CHECK, "the mail server answers and lets Journal in"),
        Err(error) => {
            Finding::error(CHECK, error.to_string(), "check JOURNAL_SMTP_URL, and that the server runs")
        }
    }
}

fn name(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "SQLite",
        Engine::Postgres => "PostgreSQL",
    }
}
