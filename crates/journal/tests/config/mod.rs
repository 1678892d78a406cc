//! What the settings mean, and how wrong ones are refused.

mod given;
mod provider;
mod rules;
mod setting;
mod show;
mod values;

use std::ffi::OsString;
use std::path::PathBuf;

use journal::config::{Config, SettingsFile, Sources};

/// A master key that is one in form only.
pub(crate) const MASTER_KEY: &str = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

/// What is there to read, from names without prefix.
fn sources(variables: &[(&str, &str)], toml: Option<&str>) -> Sources {
    let named =
        |(name, value): &(&str, &str)| (OsString::from(format!("JOURNAL_{name}")), OsString::from(value));
    Sources {
        variables: variables.iter().map(named).collect(),
        file: toml.map(|text| SettingsFile { path: PathBuf::from("journal.toml"), text: text.to_owned() }),
    }
}

/// The configuration that these variables give.
#[track_caller]
fn read(variables: &[(&str, &str)]) -> Config {
    Config::read(&sources(variables, None)).expect("these settings are right")
}

/// The configuration that this settings file gives.
#[track_caller]
fn read_toml(text: &str) -> Config {
    Config::read(&sources(&[], Some(text))).expect("this settings file is right")
}

/// The names and sentences of all problems, without the prefix of the names.
#[track_caller]
fn problems(variables: &[(&str, &str)], toml: Option<&str>) -> Vec<(String, String)> {
    let problems = Config::read(&sources(variables, toml)).expect_err("these settings are wrong").0;
    let bare = |name: String| name.trim_start_matches("JOURNAL_").to_owned();
    problems.into_iter().map(|problem| (bare(problem.name), problem.sentence)).collect()
}

/// The one problem there is.
#[track_caller]
fn problem(variables: &[(&str, &str)]) -> (String, String) {
    let mut all = problems(variables, None);
    assert_eq!(all.len(), 1, "one problem in {all:#?}");
    all.remove(0)
}

/// The settings of a sound production instance on SQLite, and these besides; a later one wins.
fn production<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let sound = [
        ("ENV", "production"),
        ("LISTEN", "0.0.0.0:8080"),
        ("PUBLIC_URL", "https://journal.example.org"),
        ("SMTP_URL", "smtps://mail.example.org"),
        ("MAIL_FROM", "Journal <journal@example.org>"),
    ];
    let kept = sound.into_iter().filter(|(name, _)| more.iter().all(|(other, _)| other != name));
    kept.chain(more.iter().copied()).collect()
}
