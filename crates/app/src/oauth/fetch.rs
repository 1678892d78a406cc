//! Requests that leave the house: to the hosts that the operator has configured, and to no other.
//!
//! No redirect is followed, no proxy of the machine's is used and no cookie kept, an answer may take five seconds and one
//! mebibyte. What comes back is a stranger's: it is parsed into the fields that are asked for and not repeated.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use rustls::{ClientConfig, RootCertStore};
use tokio::time::timeout;
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
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
    /// Scheme, host and port of whoever may be asked.
    places: Arc<[String]>,
}

/// An answer in full.
pub(super) struct Fetched {
    pub(super) status: StatusCode,
    pub(super) body: Bytes,
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
        self.ask(Method::GET, url, headers, String::new()).await
    }

    /// `POST` of a form.
    pub(super) async fn post(
        &self,
        url: &Url,
        mut headers: HeaderMap,
        form: String,
    ) -> Result<Fetched, Wrong> {
        let kind = HeaderValue::from_static("application/x-www-form-urlencoded");
        headers.insert(header::CONTENT_TYPE, kind);
        self.ask(Method::POST, url, headers, form).await
    }

    async fn ask(
        &self,
        method: Method,
        url: &Url,
        headers: HeaderMap,
        body: String,
    ) -> Result<Fetched, Wrong> {
        if !self.may_ask(url) {
            let host = url.host_str().unwrap_or_default();
            return Err(Wrong::Refused(format!(
                "{host} is not among its hosts; HOSTS of the provider names more"
            )));
        }
        let mut request = Request::new(Full::new(Bytes::from(body)));
        *request.method_mut() = method;
        *request.uri_mut() = url.as_str().parse().map_err(|_| Wrong::Refused("no address".to_owned()))?;
        *request.headers_mut() = headers;
        request.headers_mut().insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        request.headers_mut().insert(header::USER_AGENT, HeaderValue::from_static("Journal"));
        let answered = timeout(PATIENCE, self.send(request)).await;
        answered.unwrap_or_else(|_| Err(Wrong::Away("nobody answers in time".to_owned())))
    }

    async fn send(&self, request: Request<Full<Bytes>>) -> Result<Fetched, Wrong> {
        let response = self.client.request(request).await.map_err(|error| Wrong::Away(chain(&error)))?;
        let status = response.status();
        if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS {
            return Err(Wrong::Away(format!("status {}", status.as_u16())));
        }
        let body = Limited::new(response.into_body(), LONGEST).collect().await.map_err(|error| {
            if error.is::<LengthLimitError>() {
                return Wrong::Refused("it is longer than 1 MiB".to_owned());
            }
            Wrong::Away(chain(&*error))
        })?;
        Ok(Fetched { status, body: body.to_bytes() })
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

fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}

fn place(url: &Url) -> String {
    url.origin().ascii_serialization()
}

fn client() -> Client<HttpsConnector<HttpConnector>, Full<Bytes>> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("ring knows TLS 1.2 and 1.3")
        .with_root_certificates(roots)
        .with_no_client_auth();
    // Which scheme may be asked is decided by `may_ask`: plain HTTP on this machine, outside production.
    let connector = HttpsConnectorBuilder::new().with_tls_config(tls).https_or_http().enable_http1().build();
    Client::builder(TokioExecutor::new()).build(connector)
}
