//! The database: whether it answers, fits this program, is undamaged, and opens with the master key; then what its
//! rows tell about the installation.

use app::admin::examine;
use app::clock::Clock;
use crypto::keys::MasterKey;
use jiff::SignedDuration;
use store::{Engine, Error, Store};

use super::{Finding, judge};
use crate::config::Config;
use crate::{master_key, start};

/// Mails that were given up longer ago concern nobody any more.
const LATELY: SignedDuration = SignedDuration::from_hours(7 * 24);

pub(super) async fn examine(config: &Config) -> Vec<Finding> {
    if let Some(file) = start::database_file(config)
        && !file.exists()
    {
        let says = format!("{} does not exist yet", file.display());
        return vec![Finding::warning("database", says, "the first `journal serve` makes it")];
    }
    match start::database(config).await {
        Ok(store) => {
            let mut findings = vec![Finding::ok("database", format!("{} answers", name(store.engine())))];
            findings.extend(open(config, &store).await);
            store.close().await;
            findings
        }
        Err(failure) => {
            let hint = "check JOURNAL_DATABASE_URL, and that the database runs and lets Journal in";
            vec![Finding::error("database", failure.to_string(), hint)]
        }
    }
}

async fn open(config: &Config, store: &Store) -> Vec<Finding> {
    let mut findings = vec![integrity(store).await];
    match store.standing().await {
        Ok(standing) => {
            findings.push(judge::migrations(&standing));
            if standing.number > 0 {
                findings.push(writing(store).await);
            }
            if standing.missing.is_empty() {
                findings.extend(contents(config, store).await);
            }
        }
        Err(error @ Error::Migration(_)) => {
            let hint =
                "start the program that wrote this database, or restore the backup from before its upgrade";
            findings.push(Finding::error("migrations", error.to_string(), hint));
        }
        Err(error) => findings.push(unread("migrations", &error)),
    }
    findings
}

/// What can be asked only of the tables that this program knows.
async fn contents(config: &Config, store: &Store) -> Vec<Finding> {
    let now = Clock::system().now();
    let mut findings = vec![keys(config, store).await];
    findings.push(match examine::orphans(store).await {
        Ok(orphans) => judge::directories(&orphans),
        Err(error) => unread("directories", &error),
    });
    let anchor = config.data_dir.join(app::audit::ANCHOR_FILE);
    findings.push(match app::audit::kept_anchor(store, &anchor).await {
        Ok(kept) => judge::anchor(&kept, &anchor),
        Err(error) => unread("audit anchor", &error),
    });
    findings.push(match examine::outbox(store, now - LATELY).await {
        Ok(outbox) => judge::outbox(&outbox, now),
        Err(error) => unread("outbox", &error),
    });
    findings.push(match examine::unknown_zones(store).await {
        Ok(unknown) => judge::time_zones(&unknown),
        Err(error) => unread("time zones", &error),
    });
    findings.push(match examine::passkey_hosts(store).await {
        Ok(hosts) => {
            let public = config.public_url(config.listen.port());
            judge::passkeys(public.as_str(), &hosts, &config.webauthn_related_origins)
        }
        Err(error) => unread("passkeys", &error),
    });
    if config.user_management {
        findings.push(match examine::has_admin(store).await {
            Ok(has_admin) => judge::administrator(has_admin),
            Err(error) => unread("administrator", &error),
        });
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

/// Whether the master key opens every key that the database holds. None is made here: that is the server's business.
async fn keys(config: &Config, store: &Store) -> Finding {
    let given: Option<MasterKey> = match &config.master_key {
        Some(key) => Some(key.clone()),
        // What is wrong with the file is told by the check of the file.
        None => master_key::read(&config.data_dir.join(master_key::FILE)).ok().flatten(),
    };
    // Without one, any other key shows whether there is something that it should open.
    let key = given.clone().unwrap_or_else(|| MasterKey::generate(&crypto::Random::system()));
    match app::key::check(store, &key, config.master_key_previous.as_ref()).await {
        Ok(fit) if given.is_none() && !fit.closed.is_empty() => {
            let hint = "put back the master key that the database was made with; nothing else opens it";
            Finding::error("keys", "the database holds keys, and the master key is missing", hint)
        }
        Ok(fit) => judge::keys(&fit),
        Err(error) => unread("keys", &error),
    }
}

fn unread(check: &'static str, error: &Error) -> Finding {
    Finding::error(check, error.to_string(), "mend what `database` and `integrity` tell first")
}

fn name(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "SQLite",
        Engine::Postgres => "PostgreSQL",
    }
}
