//! `journal config`: what is wrong with the settings, and which hold.

use serde_json::json;

use super::arguments::Settings;
use super::outcome::{Outcome, table};
use crate::config::{Config, Problems, Shown, Sources, shown};
use crate::{Failure, start};

pub(super) fn run(ask: &Settings, sources: &Sources, as_json: bool) -> Result<Outcome, Failure> {
    let config = match (ask, Config::read(sources)) {
        (Settings::Check, Err(problems)) if as_json => return Ok(refused(&problems)),
        (_, read) => read?,
    };
    start::check(&config)?;
    Ok(match ask {
        Settings::Check => checked(&config),
        Settings::Show { origin } => show(&shown(&config.given), *origin),
    })
}

fn checked(config: &Config) -> Outcome {
    let warnings = config.warnings.iter().map(|warning| format!("Warning: {warning}"));
    let lines = ["The settings are right.".to_owned()].into_iter().chain(warnings);
    Outcome::new(&json!({ "ok": true, "warnings": config.warnings }), lines)
}

/// What is wrong, for a program: a person is told in sentences.
fn refused(problems: &Problems) -> Outcome {
    Outcome::new(&json!({ "ok": false, "problems": problems.0 }), []).failing()
}

fn show(settings: &[Shown], with_origin: bool) -> Outcome {
    if with_origin {
        let row = |shown: &Shown| [shown.name.clone(), shown.value.clone(), shown.origin.clone()];
        return Outcome::new(&settings, table(&settings.iter().map(row).collect::<Vec<_>>()));
    }
    let plain = settings.iter().map(|shown| json!({ "name": shown.name, "value": shown.value }));
    let row = |shown: &Shown| [shown.name.clone(), shown.value.clone()];
    Outcome::new(&plain.collect::<Vec<_>>(), table(&settings.iter().map(row).collect::<Vec<_>>()))
}
