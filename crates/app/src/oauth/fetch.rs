//! Requests that leave the house: to the hosts that the operator has configured, and to no other.
//!
//! No redirect is followed, no proxy or cookie of the machine's is used, an answer may take five seconds and one
//! mebibyte. What comes back is a stranger's: it is parsed into the fields that are asked for and not repeated.

use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, StatusCode, header};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder};
use rustls::{ClientConfig, RootCertStore};
use url::Url;

/// How long an answer may take, from the first byte out to the last byte in.
const PATIENCE: Duration = Duration::from_secs(5);
/// The longest answer, in bytes.
const LONGEST: usize = 1024 * 1024;

/// Why a provider did not tell who somebody is. The text is for the log; it holds nothing that the provider sent.
#[derive(Debug, thiserror::Error)]
pub(super) enum Wrong {
    /// It does not answer, or says itself that it cannot.
    #[error("the provider does not answer: {0}")]
    Away(String),
    /// It answered, and what it said does not hold.
    #[error("the provider's answer does not hold: {0}")]
    Refused(String),
}

/// What is needed to ask a provider.
#[derive(Clone, Debug)]
pub(super) struct Outgoing {
    client: Client,
    /// Scheme, host and port of whoever may be asked.
    places: Arc<[String]>,
}

/// An answer in full.
pub(super) struct Fetched {
    pub(super) status: StatusCode,
    pub(super) body: Vec<u8>,
}

impl Outgoing {
    /// To the issuer, and to hosts beside it, as `host` or `host:port`, by https.
    pub(super) fn to(issuer: &str, hosts: &[String]) -> Self {
        let own = Url::parse(issuer).ok().map(|issuer| place(&issuer));
        let others = hosts.iter().filter_map(|host| Url::parse(&format!("https://{host}")).ok());
        let places = own.into_iter().chain(others.map(|url| place(&url))).collect();
        Self { client: client(), places }
    }

    /// Whether that is one of the hosts that may be asked.
    pub(super) fn may_ask(&self, url: &Url) -> bool {
        self.places.contains(&place(url)) && url.username().is_empty() && url.password().is_none()
    }

    /// `GET`.
    pub(super) async fn get(&self, url: &Url, headers: HeaderMap) -> Result<Fetched, Wrong> {
        self.send(url, self.client.get(url.clone()).headers(headers)).await
    }

    /// `POST` of a form.
    pub(super) async fn post(&self, url: &Url, headers: HeaderMap, form: String) -> Result<Fetched, Wrong> {
        let request = self.client.post(url.clone()).headers(headers);
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(form);
        self.send(url, request).await
    }

    async fn send(&self, url: &Url, request: RequestBuilder) -> Result<Fetched, Wrong> {
        if !self.may_ask(url) {
            let host = url.host_str().unwrap_or_default();
            return Err(Wrong::Refused(format!(
                "{host} is not among its hosts; HOSTS of the provider names more"
            )));
        }
        let request = request.header(header::ACCEPT, "application/json");
        let mut response = request.send().await.map_err(away)?;
        let status = response.status();
        if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS {
            return Err(Wrong::Away(format!("status {}", status.as_u16())));
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(away)? {
            if body.len() + chunk.len() > LONGEST {
                return Err(Wrong::Refused("it is longer than 1 MiB".to_owned()));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Fetched { status, body })
    }
}

impl Fetched {
    /// The JSON of an answer that says 200.
    pub(super) fn json<T: serde::de::DeserializeOwned>(&self) -> Result<T, Wrong> {
        if self.status != StatusCode::OK {
            return Err(Wrong::Refused(format!("status {}", self.status.as_u16())));
        }
        serde_json::from_slice(&self.body).map_err(|error| {
            // Where it went wrong, and never what stands there.
            Wrong::Refused(format!("no such JSON, in line {} column {}", error.line(), error.column()))
        })
    }
}

/// Somebody's address may stand in an error of the library's; its kind says enough.
fn away(error: reqwest::Error) -> Wrong {
    let error = error.without_url();
    let mut text = error.to_string();
    let mut source = std::error::Error::source(&error);
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    Wrong::Away(text)
}

fn place(url: &Url) -> String {
    url.origin().ascii_serialization()
}

fn client() -> Client {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("ring knows TLS 1.2 and 1.3")
        .with_root_certificates(roots)
        .with_no_client_auth();
    Client::builder()
        .tls_backend_preconfigured(tls)
        .redirect(Policy::none())
        .no_proxy()
        .timeout(PATIENCE)
        .user_agent("Journal")
        .build()
        .expect("everything that it needs was given")
}
