//! The mail server: whether it answers, over TLS as the settings say, and lets Journal in.

use crypto::Random;

use super::{Finding, judge};
use crate::config::Config;
use crate::start;

const CHECK: &str = "mail";

pub(super) async fn examine(config: &Config) -> Finding {
    if config.smtp_url.is_none() {
        let says = "no mail server is set up";
        return if config.is_production() {
            Finding::warning(CHECK, says, "set JOURNAL_SMTP_URL; until then mail waits in the outbox")
        } else {
            Finding::ok(CHECK, format!("{says}: mail goes to the development mailbox"))
        };
    }
    let settings = start::settings(config, &config.public_url(config.listen.port()), &Random::system());
    match app::mail::check(&settings).await {
        Ok(reached) => judge::mail(reached),
        Err(error) => {
            let hint =
                "check JOURNAL_SMTP_URL, that the server runs, and that this machine trusts its certificate";
            Finding::error(CHECK, error.to_string(), hint)
        }
    }
}
