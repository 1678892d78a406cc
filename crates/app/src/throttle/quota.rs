//! How many registrations a network may begin, and how many mails an address may be asked for.

use jiff::{SignedDuration, Timestamp};

use super::guess;
use super::model::{Count, Rule};
use super::refused;
use super::store as throttles;
use crate::App;
use crate::http::{Client, Result, unavailable};

/// How often one is taken again when somebody else was faster.
const ROUNDS: usize = 200;
/// For how many addresses' worth of mails one network may ask.
const NETWORK_SHARE: u32 = 20;
const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// Counts a registration against its network; 429 `too_many_requests` when there were too many.
pub async fn registration(app: &App, client: &Client) -> Result<()> {
    let rule = Rule {
        name: "registrations",
        count: Count::Different,
        limit: app.settings.limits.registrations,
        window: HOUR,
    };
    let taken = take(app, &[("registrations of a network", rule)], &client.network()).await?;
    taken.map_err(|until| refused(&rule, "too_many_requests", app.clock.now(), until))
}

/// Counts the mail of a registration against its address; `false` when there were too many, and it must silently not
/// be sent.
pub async fn mail(app: &App, folded: &str) -> Result<bool> {
    let rule = hourly(app.settings.limits.mails);
    Ok(counted(take(app, &[("mails to an address", rule)], folded).await?.is_ok()))
}

/// The same for a mail that is asked for again: at most one a minute, and from one network not for many addresses.
pub async fn mail_again(app: &App, folded: &str, client: &Client) -> Result<bool> {
    let hourly = hourly(app.settings.limits.mails);
    let of_network = Rule { limit: hourly.limit.saturating_mul(NETWORK_SHARE), ..hourly };
    if take(app, &[("mails asked by a network", of_network)], &client.network()).await?.is_err() {
        return Ok(counted(false));
    }
    let minutely = Rule { limit: hourly.limit.min(1), window: SignedDuration::from_mins(1), ..hourly };
    let rules = [("mails to an address", hourly), ("mails asked for again", minutely)];
    Ok(counted(take(app, &rules, folded).await?.is_ok()))
}

fn hourly(limit: u32) -> Rule {
    Rule { name: "mails", count: Count::Different, limit, window: HOUR }
}

fn counted(is_allowed: bool) -> bool {
    if !is_allowed {
        metrics::counter!("journal_auth_throttled_total", "rule" => "mails").increment(1);
    }
    is_allowed
}

/// Takes one from every quota, or from none: then it says until when to wait.
async fn take(app: &App, rules: &[(&str, Rule)], text: &str) -> Result<std::result::Result<(), Timestamp>> {
    let id = u64::from_be_bytes(app.random.bytes());
    for _ in 0..ROUNDS {
        let now = app.clock.now();
        let mut changes = Vec::new();
        for (label, rule) in rules.iter().filter(|(_, rule)| rule.limit > 0) {
            let key = crypto::keyed_digest(&app.keys.throttle, label, text.as_bytes());
            let stored = guess::read(app, &[key]).await?.pop().unwrap_or_default();
            match stored.ledger.take(rule, id, now) {
                Ok(ledger) => {
                    changes.push(throttles::write(key, stored.version, &ledger, ledger.lapses_at(rule, now)));
                }
                Err(until) => return Ok(Err(until)),
            }
        }
        match app.store.commit(changes).await {
            Err(error) if error.is_conflict() => {}
            other => return Ok(Ok(other?)),
        }
    }
    Err(unavailable(2))
}
