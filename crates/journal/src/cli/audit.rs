//! `journal audit`: whether what happened still stands as it was written. The work is `app::audit`'s; this tells it.

use app::App;
use app::audit::{self, Finding, Report};

use super::arguments::Audit;
use super::outcome::Outcome;
use crate::Failure;
use crate::config::Config;
use crate::start::{self, Purpose};

pub(super) async fn run(Audit::Verify { anchor }: &Audit, config: &Config) -> Result<Outcome, Failure> {
    let app = start::app(config, &config.public_url(config.listen.port()), Purpose::Command).await?;
    let report = verify(&app, anchor.as_deref()).await;
    app.store.close().await;
    let report = report?;
    let outcome = Outcome::new(&report, lines(&report));
    Ok(if report.ok { outcome } else { outcome.failing() })
}

async fn verify(app: &App, anchor: Option<&str>) -> Result<Report, Failure> {
    Ok(audit::verify(app, anchor).await?)
}

fn lines(report: &Report) -> Vec<String> {
    let end = format!("It ends at {}", report.anchor);
    if report.ok {
        return vec![format!("The audit trail is whole: {} events.", report.events), end];
    }
    let mut lines: Vec<String> = report.findings.iter().map(line).collect();
    lines.push(format!(
        "The audit trail is not as it was written: {} findings in {} events.",
        report.found, report.events
    ));
    lines.push(end);
    lines
}

fn line(finding: &Finding) -> String {
    let mut line = finding.what.replace('_', " ");
    let place = [
        finding.event.map(|event| format!("event {event}")),
        finding.account.map(|account| format!("account {account}")),
        finding.checkpoint.map(|number| format!("checkpoint {number}")),
        finding.about.clone(),
    ];
    let place: Vec<String> = place.into_iter().flatten().collect();
    if !place.is_empty() {
        line = format!("{line}: {}", place.join(", "));
    }
    line
}
