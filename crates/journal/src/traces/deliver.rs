//! Sends spans to the collector, many at once. A collector that is away, slow or wrong costs spans and nothing else; it
//! is told of in the log once, and once more when it is back.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request, header};
use http_body_util::Full;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use url::Url;

use super::model::Span;
use super::wire;

/// Spans that are sent together.
const BATCH: usize = 512;
/// How long spans wait for company.
const GATHERING: Duration = Duration::from_secs(1);
/// How long the collector may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// Where it takes traces, below the address that the operator gave.
const PATH: &str = "/v1/traces";

/// Why traces cannot be sent with this setting.
#[derive(Debug, thiserror::Error)]
pub enum Unusable {
    /// Not a URL with a host.
    #[error("JOURNAL_OTLP_ENDPOINT is not a URL like http://127.0.0.1:4318")]
    NotAUrl,
    /// The system trusts nobody.
    #[error("TLS for traces cannot be set up: {0}")]
    Tls(String),
}

/// Who takes the spans.
pub(super) struct Collector {
    host: String,
    port: u16,
    authority: String,
    path: String,
    tls: Option<(TlsConnector, ServerName<'static>)>,
}

impl Collector {
    pub(super) fn at(endpoint: &str) -> Result<Self, Unusable> {
        let url = Url::parse(endpoint).map_err(|_| Unusable::NotAUrl)?;
        let host = url.host_str().ok_or(Unusable::NotAUrl)?.trim_matches(['[', ']']).to_owned();
        let port = url.port_or_known_default().ok_or(Unusable::NotAUrl)?;
        let given = url.path().trim_end_matches('/');
        let path = if given.ends_with(PATH) { given.to_owned() } else { format!("{given}{PATH}") };
        let tls = (url.scheme() == "https").then(|| tls(&host)).transpose()?;
        let authority = url[url::Position::BeforeHost..url::Position::AfterPort].to_owned();
        Ok(Self { host, port, authority, path, tls })
    }

    async fn send(&self, spans: &[Span]) -> Result<(), String> {
        let told = |error: std::io::Error| error.to_string();
        let stream = TcpStream::connect((self.host.as_str(), self.port)).await.map_err(told)?;
        match &self.tls {
            Some((connector, name)) => {
                let stream = connector.connect(name.clone(), stream).await.map_err(told)?;
                self.post(stream, wire::request(spans)).await
            }
            None => self.post(stream, wire::request(spans)).await,
        }
    }

    async fn post(
        &self,
        stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
        body: Vec<u8>,
    ) -> Result<(), String> {
        let told = |error: hyper::Error| error.to_string();
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(told)?;
        let connection = tokio::spawn(connection);
        let request = Request::builder()
            .method(Method::POST)
            .uri(&self.path)
            .header(header::HOST, &self.authority)
            .header(header::CONTENT_TYPE, "application/x-protobuf")
            .header(header::CONNECTION, "close")
            .body(Full::new(Bytes::from(body)))
            .map_err(|error| error.to_string())?;
        let answered = sender.send_request(request).await.map_err(told);
        connection.abort();
        let status = answered?.status();
        if status.is_success() { Ok(()) } else { Err(format!("the collector answered {status}")) }
    }
}

fn tls(host: &str) -> Result<(TlsConnector, ServerName<'static>), Unusable> {
    let name = ServerName::try_from(host.to_owned()).map_err(|_| Unusable::NotAUrl)?;
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| Unusable::Tls(error.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok((TlsConnector::from(Arc::new(config)), name))
}

/// Sends until it is told to stop, and then what is left.
pub(super) async fn run(
    mut ended: mpsc::Receiver<Span>,
    collector: Collector,
    mut stop: oneshot::Receiver<()>,
) {
    let (mut batch, mut is_away, mut stopping) = (Vec::with_capacity(BATCH), false, false);
    loop {
        let gathered = if stopping {
            while batch.len() < BATCH
                && let Ok(span) = ended.try_recv()
            {
                batch.push(span);
            }
            batch.len()
        } else {
            tokio::select! {
                gathered = gather(&mut ended, &mut batch) => gathered,
                _ = &mut stop => {
                    stopping = true;
                    continue;
                }
            }
        };
        if gathered == 0 {
            return;
        }
        let sent = timeout(PATIENCE, collector.send(&batch)).await;
        batch.clear();
        let why = sent.unwrap_or_else(|_| Err("it does not answer in time".to_owned())).err();
        match (&why, is_away) {
            (Some(why), false) => tracing::warn!(why, "traces are dropped: the collector does not take them"),
            (None, true) => tracing::info!("the collector takes traces again"),
            _ => {}
        }
        is_away = why.is_some();
    }
}

/// Waits for a span, and then for a moment for others; 0 when there will be no more.
async fn gather(ended: &mut mpsc::Receiver<Span>, batch: &mut Vec<Span>) -> usize {
    if batch.is_empty() && ended.recv_many(batch, BATCH).await == 0 {
        return 0;
    }
    let company = async { while batch.len() < BATCH && ended.recv_many(batch, BATCH).await > 0 {} };
    let _ = timeout(GATHERING, company).await;
    batch.len()
}
