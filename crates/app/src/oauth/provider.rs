//! One configured provider: where its browser goes, and who came back.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use quick_cache::sync::Cache;
use url::Url;

use super::fetch::{Outgoing, Wrong};
use super::model::Identity;
use super::openid::Known;
use super::{github, openid};
use crate::settings::{self, ProviderKind};

/// How long it is remembered whether a provider answers.
const ANSWERING: Duration = Duration::from_secs(30);

/// Every provider that the operator has configured, in the order of their names.
#[derive(Debug)]
pub struct Providers(Vec<Provider>);

/// One of them.
#[derive(Debug)]
pub(super) struct Provider {
    pub(super) settings: settings::Provider,
    pub(super) outgoing: Outgoing,
    /// What it says of itself, as of a while ago.
    pub(super) known: Known,
    /// Whether it answered, and when it was asked.
    answering: Cache<(), (Instant, bool)>,
}

/// Whether a provider answers, for operators.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answering {
    /// The provider's name.
    pub name: String,
    /// Why it is of no use now, if so.
    pub trouble: Option<String>,
}

/// What is asked of a provider. State, challenge and nonce are fresh for each flow.
pub(super) struct Asked<'a> {
    pub(super) state: &'a str,
    /// Of PKCE: the digest of what is shown when the code is redeemed (RFC 7636).
    pub(super) challenge: &'a str,
    pub(super) nonce: &'a str,
    pub(super) redirect_uri: &'a str,
    /// Whoever it is shall prove it again, even if they are signed in at the provider.
    pub(super) is_proof: bool,
}

/// What came back through the browser, and what it is held against.
pub(super) struct Answered<'a> {
    pub(super) code: &'a str,
    /// Who says that it answers (RFC 9207).
    pub(super) issuer: Option<&'a str>,
    pub(super) verifier: &'a str,
    pub(super) nonce: &'a str,
    pub(super) redirect_uri: &'a str,
    /// Set: whoever it is has proved it at the provider since then.
    pub(super) proved_since: Option<Timestamp>,
    pub(super) times: (Timestamp, Instant),
}

impl Providers {
    /// What is needed to ask each of them.
    pub fn new(configured: &[settings::Provider]) -> Self {
        Self(configured.iter().cloned().map(Provider::new).collect())
    }

    pub(super) fn named(&self, name: &str) -> Option<&Provider> {
        self.0.iter().find(|provider| provider.settings.name == name)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Provider> {
        self.0.iter()
    }

    /// Asks each of them whether it answers.
    pub async fn examine(&self) -> Vec<Answering> {
        let mut all = Vec::new();
        for provider in &self.0 {
            let trouble = provider.examine().await.err().map(|wrong| wrong.to_string());
            all.push(Answering { name: provider.settings.name.clone(), trouble });
        }
        all
    }
}

impl Provider {
    fn new(settings: settings::Provider) -> Self {
        let outgoing = Outgoing::to(&settings.issuer, &settings.hosts);
        Self { settings, outgoing, known: Known::default(), answering: Cache::new(1) }
    }

    /// What the provider calls itself: the first half of who somebody is.
    pub(super) fn issuer(&self) -> &str {
        &self.settings.issuer
    }

    /// Where the browser goes.
    pub(super) async fn authorization_url(&self, asked: &Asked<'_>, now: Instant) -> Result<Url, Wrong> {
        match self.settings.kind {
            ProviderKind::Github => github::authorization_url(self, asked),
            ProviderKind::Google | ProviderKind::Oidc => openid::authorization_url(self, asked, now).await,
        }
    }

    /// Who came back.
    pub(super) async fn identify(&self, answered: &Answered<'_>) -> Result<Identity, Wrong> {
        match self.settings.kind {
            ProviderKind::Github => github::identify(self, answered).await,
            ProviderKind::Google | ProviderKind::Oidc => openid::identify(self, answered).await,
        }
    }

    /// Whether it can be made to prove again who somebody is, and says when they did.
    pub(super) fn proves_afresh(&self) -> bool {
        self.settings.kind == ProviderKind::Oidc
    }

    /// Whether it answers; asked at most twice a minute, so that nobody makes us knock at its door all day.
    pub(super) async fn answers(&self, now: Instant) -> bool {
        if let Some((asked, answered)) = self.answering.get(&())
            && now.saturating_duration_since(asked) < ANSWERING
        {
            return answered;
        }
        let answered = self.examine().await.is_ok();
        self.answering.insert((), (now, answered));
        answered
    }

    async fn examine(&self) -> Result<(), Wrong> {
        match self.settings.kind {
            ProviderKind::Github => github::examine(self).await,
            ProviderKind::Google | ProviderKind::Oidc => openid::describe(self).await.map(|_| ()),
        }
    }
}
