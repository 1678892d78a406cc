//! Access tokens for scripts, as requests show them: known by their digest, looked at like sessions.
//!
//! What was found is remembered for less than a second and forgotten at once when the account is announced, so that a
//! revoked or rotated token stops at the next request. That a token was used is noted for the slice `token` to write
//! down, at most once a minute and at once from a network that it does not know; no request waits for that.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use crypto::personal::{self, Digest};
use http::request::Parts;
use jiff::{SignedDuration, Timestamp};
use quick_cache::sync::Cache;
use tokio::sync::Notify;

use super::factors::Factors;
use super::model::{Roles, Scopes};
use super::store as tokens;
use crate::App;
use crate::http::Client;
use crate::id::{AccountId, TokenId};
use crate::remembered::Remembered;

/// How often the use of a token is written down.
pub const NOTED_EVERY: SignedDuration = SignedDuration::from_mins(1);
/// Tokens whose account is remembered. A digest never belongs to another account.
const OWNERS: usize = 4_096;
/// Uses that wait to be written down; what finds no place is noted at a later use.
const WAITING: usize = 1_024;

/// A token and its account, as far as a request must know them.
#[derive(Clone, Debug)]
pub(super) struct LiveToken {
    pub(super) account: AccountId,
    pub(super) id: TokenId,
    pub(super) scopes: Scopes,
    pub(super) until: Timestamp,
    pub(super) is_closed: bool,
    pub(super) roles: Roles,
    pub(super) factors: Factors,
    pub(super) last_used_at: Option<Timestamp>,
    pub(super) networks: Arc<str>,
}

/// Tokens that were seen within the last second, and whose they are.
pub struct LiveTokens {
    owners: Cache<Digest, AccountId>,
    remembered: Remembered<Digest, LiveToken>,
}

impl Default for LiveTokens {
    fn default() -> Self {
        Self { owners: Cache::new(OWNERS), remembered: Remembered::default() }
    }
}

impl LiveTokens {
    /// Forgets what an announcement concerns.
    pub fn forget(&self, announced: store::Announced) {
        self.remembered.forget(announced);
    }
}

/// A use of a token that is to be written down.
#[derive(Clone, Debug)]
pub struct Use {
    /// Whose token it is.
    pub account: AccountId,
    /// The token.
    pub token: TokenId,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub client: Client,
}

/// Uses of tokens, on their way to the database.
#[derive(Default)]
pub struct Uses {
    waiting: Mutex<Vec<Use>>,
    bell: Notify,
}

impl Uses {
    /// What waits, taken.
    pub fn take(&self) -> Vec<Use> {
        std::mem::take(&mut self.waiting.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Returns when something waits.
    pub async fn rung(&self) {
        self.bell.notified().await;
    }

    fn put(&self, used: Use) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() < WAITING {
            waiting.push(used);
            self.bell.notify_one();
        }
    }
}

/// The live token that was presented; `None` when it is none, or does not hold any more.
pub(super) async fn present(
    app: &App,
    parts: &Parts,
    token: &str,
) -> Result<Option<LiveToken>, store::Error> {
    let Some(digest) = personal::digest(token) else { return Ok(None) };
    let now = app.clock.now();
    let found = find(app, &digest).await?;
    let found = found.filter(|token| !token.is_closed && now < token.until && app.admits(token.account));
    if let Some(token) = &found {
        note(app, parts, &digest, token, now);
    }
    Ok(found)
}

async fn find(app: &App, digest: &Digest) -> Result<Option<LiveToken>, store::Error> {
    let owner = app.live_tokens.owners.get(digest);
    let asked = match owner {
        Some(owner) => {
            let (asked, recalled) = app.live_tokens.remembered.recall(owner, digest, app.clock.instant());
            if recalled.is_some() {
                return Ok(recalled);
            }
            asked
        }
        None => app.live_tokens.remembered.recall(AccountId::NOBODY, digest, app.clock.instant()).0,
    };
    let found = app.store.get(tokens::live_token(*digest)).await?;
    if let Some(token) = &found {
        app.live_tokens.owners.insert(*digest, token.account);
        app.live_tokens.remembered.keep(token.account, *digest, asked, token.clone());
    }
    Ok(found)
}

/// Notes that a token was used, when that is worth writing down.
fn note(app: &App, parts: &Parts, digest: &Digest, token: &LiveToken, now: Timestamp) {
    let is_due = token.last_used_at.is_none_or(|at| at + NOTED_EVERY <= now);
    if !is_due && is_known(&token.networks, Client::address_of(parts, app)) {
        return;
    }
    let client = Client::of(parts, app);
    let network = client.network();
    app.live_tokens.remembered.correct(token.account, digest, |token| {
        token.last_used_at = Some(now);
        if !is_known(&token.networks, client.address) {
            token.networks = format!("{} {network}", token.networks).into();
        }
    });
    app.token_uses.put(Use { account: token.account, token: token.id, at: now, client });
}

/// Whether an address is in one of the networks, as [`Client::network`] writes them.
fn is_known(networks: &str, address: IpAddr) -> bool {
    networks.split(' ').any(|network| match (network.strip_suffix("/64"), address) {
        (None, IpAddr::V4(address)) => network.parse() == Ok(address),
        (Some(network), IpAddr::V6(address)) => network
            .parse::<std::net::Ipv6Addr>()
            .is_ok_and(|network| network.segments()[..4] == address.segments()[..4]),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_is_known_by_what_was_written_of_it() {
        let known = |networks: &str, address: &str| is_known(networks, address.parse().expect("an address"));
        assert!(known("192.0.2.7 2001:db8:1:2::/64", "192.0.2.7"));
        assert!(known("192.0.2.7 2001:db8:1:2::/64", "2001:db8:1:2:3:4:5:6"));
        assert!(!known("192.0.2.7 2001:db8:1:2::/64", "2001:db8:1:3::1"));
        assert!(!known("192.0.2.7", "192.0.2.70"));
        assert!(!known("", "192.0.2.7"));
    }
}
