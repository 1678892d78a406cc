//! `journal doctor`: what is wrong with this installation, and how to mend it.
//!
//! It changes nothing but a probe file, works while the server runs, and goes on as far as it can: a broken mail
//! server does not hide a full disk. Only what must be mended makes it fail. What a measurement means is decided in
//! `judge`, without measuring.

mod breaches;
mod database;
mod finding;
pub mod judge;
mod machine;
mod mail;
mod network;
mod providers;

use serde_json::json;

use super::outcome::Outcome;
use crate::Failure;
use crate::config::{Config, Sources};

pub use finding::{Finding, State};

pub(super) async fn run(sources: &Sources) -> Result<Outcome, Failure> {
    let findings = match Config::read(sources) {
        Ok(config) => examine(&config).await,
        Err(problems) => {
            let hint = "see `journal serve --help` for all settings; nothing else was checked";
            vec![Finding::error("settings", problems.to_string(), hint)]
        }
    };
    let broken = findings.iter().any(|finding| finding.state == State::Error);
    let lines = findings.iter().flat_map(Finding::lines);
    let outcome = Outcome::new(&json!({ "ok": !broken, "findings": findings }), lines);
    Ok(if broken { outcome.failing() } else { outcome })
}

async fn examine(config: &Config) -> Vec<Finding> {
    let mut findings = vec![settings(config)];
    findings.extend(config.warnings.iter().map(|warning| {
        Finding::warning("settings", warning.clone(), "see `journal config show --origin` for what holds")
    }));
    findings.extend(config.jwt_secret.as_ref().map(|secret| judge::token_secret(secret.expose())));
    findings.extend(breaches::examine(config));
    findings.extend(machine::examine(config));
    findings.extend(network::examine(config).await);
    findings.extend(database::examine(config).await);
    findings.push(mail::examine(config).await);
    findings.extend(providers::examine(config).await);
    findings
}

fn settings(config: &Config) -> Finding {
    let count = config.given.len();
    Finding::ok("settings", format!("{count} given, all of them right"))
}
