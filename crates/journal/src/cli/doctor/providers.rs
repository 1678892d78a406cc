//! The sign-in providers: whether each answers, and describes itself as the settings say.

use app::oauth::{Answering, Providers};

use super::Finding;
use crate::config::Config;

pub(super) async fn examine(config: &Config) -> Vec<Finding> {
    Providers::new(&config.providers).examine().await.into_iter().map(finding).collect()
}

/// A provider that is of no use locks out nobody who has another way in.
fn finding(Answering { name, trouble }: Answering) -> Finding {
    const CHECK: &str = "sign-in provider";
    let Some(why) = trouble else { return Finding::ok(CHECK, format!("`{name}` answers")) };
    let prefix = format!("JOURNAL_OAUTH_{}", name.to_ascii_uppercase());
    let hint = format!("check {prefix}_ISSUER and {prefix}_HOSTS, and that this machine reaches it");
    Finding::warning(CHECK, format!("`{name}` is of no use now: {why}"), hint)
}
