//! `journal doctor`: what is wrong with this installation, and how to mend it.
//!
//! It changes nothing but a probe file, works while the server runs, and goes on as far as it can: a broken mail
//! server does not hide a full disk. Only what must be mended makes it fail.

mod database;
mod machine;

use serde::Serialize;
use serde_json::json;

use super::outcome::Outcome;
use crate::Failure;
use crate::config::{Config, Sources};

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    Ok,
    Warning,
    Error,
}

/// What one check found.
#[derive(Debug, Serialize)]
struct Finding {
    check: &'static str,
    state: State,
    says: String,
    hint: Option<String>,
}

impl Finding {
    fn ok(check: &'static str, says: impl Into<String>) -> Self {
        Self { check, state: State::Ok, says: says.into(), hint: None }
    }

    fn warning(check: &'static str, says: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { check, state: State::Warning, says: says.into(), hint: Some(hint.into()) }
    }

    fn error(check: &'static str, says: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { check, state: State::Error, says: says.into(), hint: Some(hint.into()) }
    }

    fn lines(&self) -> Vec<String> {
        let mark = match self.state {
            State::Ok => "ok     ",
            State::Warning => "WARNING",
            State::Error => "ERROR  ",
        };
        let found = format!("{mark}  {}: {}", self.check, self.says);
        let hint = self.hint.iter().map(|hint| format!("         {hint}"));
        std::iter::once(found).chain(hint).collect()
    }
}

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
    findings.extend(machine::examine(config));
    findings.extend(database::examine(config).await);
    findings
}

fn settings(config: &Config) -> Finding {
    let count = config.given.len();
    Finding::ok("settings", format!("{count} given, all of them right"))
}
