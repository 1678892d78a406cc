//! `journal user import`: accounts from a file, line by line. What a line means is `lines`; the work is `app::admin`'s.

mod lines;

use std::path::Path;

use app::App;
use app::admin::{Brought, Error, Import};
use serde::Serialize;

use super::arguments::Form;
use super::outcome::Outcome;
use crate::Failure;

#[derive(Default, Serialize)]
struct Report {
    is_dry_run: bool,
    imported: u64,
    existing: u64,
    refused: Vec<Refused>,
}

#[derive(Serialize)]
struct Refused {
    line: u64,
    email: Option<String>,
    reason: String,
}

pub(super) async fn run(
    app: &App,
    file: &Path,
    form: Option<Form>,
    is_dry: bool,
) -> Result<Outcome, Failure> {
    let mut report = Report { is_dry_run: is_dry, ..Report::default() };
    let mut import = Import::new(app, is_dry);
    for line in lines::read(file, form)? {
        let (number, read) = line?;
        let (email, reason) = match read {
            Err(reason) => (None, reason),
            Ok(newcomer) => match import.bring(number, &newcomer).await {
                Ok(Brought::Made) => {
                    report.imported += 1;
                    continue;
                }
                Ok(Brought::Exists) => {
                    report.existing += 1;
                    continue;
                }
                // The next line would fail as well.
                Err(Error::Store(error)) => return Err(stopped(&report, number, &error)),
                Err(error) => (Some(newcomer.email), error.to_string()),
            },
        };
        report.refused.push(Refused { line: number, email, reason });
    }
    let outcome = Outcome::new(&report, told(&report));
    Ok(if report.refused.is_empty() { outcome } else { outcome.failing() })
}

fn told(report: &Report) -> Vec<String> {
    let would = if report.is_dry_run { "would be " } else { "" };
    let (imported, existing, refused) = (report.imported, report.existing, report.refused.len());
    let sum = format!("{imported} {would}imported, {existing} there already, {refused} {would}refused.");
    let lines = report.refused.iter().map(|one| {
        let whose = one.email.as_deref().map(|email| format!(" ({email})")).unwrap_or_default();
        format!("line {}{whose}: {}", one.line, one.reason)
    });
    std::iter::once(sum).chain(lines).collect()
}

fn stopped(report: &Report, line: u64, error: &store::Error) -> Failure {
    let done = report.imported;
    Failure::of(format_args!("the import stopped at line {line}, after {done} accounts; run it again"), error)
}
