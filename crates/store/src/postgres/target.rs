//! Which server, and how far its certificate is trusted.
//!
//! `sslmode`: `disable` is plain. Absent, `allow` and `prefer` take TLS when the server offers it and verify nothing,
//! as libpq does. `require`, `verify-ca` and `verify-full` all insist on TLS and verify chain and host name, against
//! the certificates of `sslrootcert` when given, else those of the system: stricter than libpq, never laxer.
//!
//! `pooler=transaction` says that connections are shared between transactions on the way, as `PgBouncer` does: nothing
//! is prepared then and nobody listens, because both belong to a connection.

use crate::Error;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime, pem::PemObject};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use std::sync::Arc;
use std::time::Duration;
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres_rustls::MakeRustlsConnect;

/// A parsed address. Shown as `user@host:port/name`, without the password.
pub(crate) struct Target {
    pub(crate) config: Config,
    /// Whether a pooler in between gives each transaction any connection.
    pub(crate) is_pooled: bool,
    roots: Option<String>,
}

impl Target {
    pub(crate) fn parse(url: &str) -> Result<Self, Error> {
        let (base, query) = url.split_once('?').unwrap_or((url, ""));
        let (mut mode, mut roots, mut others) = (SslMode::Prefer, None, Vec::new());
        let mut is_pooled = false;
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            match pair.split_once('=') {
                Some(("sslmode", given)) => mode = ssl_mode(given)?,
                Some(("sslrootcert", path)) => roots = Some(path.to_owned()),
                Some(("pooler", "transaction")) => is_pooled = true,
                Some(("pooler", other)) => {
                    return Err(Error::Invalid(format!("pooler is {other}, and can only be transaction")));
                }
                _ => others.push(pair),
            }
        }
        let parsed: Result<Config, _> = format!("{base}?{}", others.join("&")).parse();
        let mut config = parsed.map_err(|error| Error::Invalid(super::fault::describe(&error)))?;
        if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
            return Err(Error::Invalid("the database address names no host".into()));
        }
        config.ssl_mode(mode);
        be_impatient(&mut config);
        Ok(Self { config, is_pooled, roots })
    }

    pub(crate) fn tls(&self) -> Result<MakeRustlsConnect, Error> {
        let provider = Arc::new(ring::default_provider());
        let builder = ClientConfig::builder_with_provider(provider.clone())
            .with_safe_default_protocol_versions()
            .expect("ring does TLS 1.2 and 1.3");
        let builder = match self.config.get_ssl_mode() {
            SslMode::Require => builder.with_root_certificates(self.roots()?),
            _ => builder.dangerous().with_custom_certificate_verifier(Arc::new(Unverified(provider))),
        };
        Ok(MakeRustlsConnect::new(builder.with_no_client_auth()))
    }

    fn roots(&self) -> Result<RootCertStore, Error> {
        let mut store = RootCertStore::empty();
        if let Some(path) = &self.roots {
            let wrong = |why: &dyn std::fmt::Display| Error::Invalid(format!("sslrootcert {path}: {why}"));
            for certificate in CertificateDer::pem_file_iter(path).map_err(|error| wrong(&error))? {
                store.add(certificate.map_err(|error| wrong(&error))?).map_err(|error| wrong(&error))?;
            }
        } else {
            store.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
        if store.is_empty() {
            return Err(Error::Invalid(
                "no certificate authority to verify PostgreSQL with: give sslrootcert".into(),
            ));
        }
        Ok(store)
    }

    /// `host:port` of every server named.
    pub(crate) fn place(&self) -> String {
        let (ports, addresses) = (self.config.get_ports(), self.config.get_hostaddrs());
        let hosts = self.config.get_hosts().iter().map(|host| match host {
            Host::Tcp(name) => name.clone(),
            Host::Unix(path) => path.display().to_string(),
        });
        let names: Vec<String> = if hosts.len() == 0 {
            addresses.iter().map(ToString::to_string).collect()
        } else {
            hosts.collect()
        };
        let port = |at: usize| ports.get(at).or(ports.first()).copied().unwrap_or(5432);
        let places: Vec<String> =
            names.iter().enumerate().map(|(at, name)| format!("{name}:{}", port(at))).collect();
        places.join(",")
    }
}

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(user) = self.config.get_user() {
            write!(f, "{user}@")?;
        }
        write!(f, "{}/{}", self.place(), self.config.get_dbname().unwrap_or_default())
    }
}

fn ssl_mode(given: &str) -> Result<SslMode, Error> {
    match given {
        "disable" => Ok(SslMode::Disable),
        "allow" | "prefer" => Ok(SslMode::Prefer),
        "require" | "verify-ca" | "verify-full" => Ok(SslMode::Require),
        other => Err(Error::Invalid(format!(
            "sslmode is {other}, not one of disable, allow, prefer, require, verify-ca, verify-full"
        ))),
    }
}

/// Limits for what the address leaves open: without them a server that vanished without a word holds a caller
/// for a quarter of an hour.
fn be_impatient(config: &mut Config) {
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(Duration::from_secs(5));
    }
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(Duration::from_secs(15));
    }
    if config.get_keepalives_interval().is_none() {
        config.keepalives_idle(Duration::from_secs(30));
        config.keepalives_interval(Duration::from_secs(5)).keepalives_retries(3);
    }
    if config.get_application_name().is_none() {
        config.application_name("journal");
    }
}

/// Encrypts without knowing to whom: against those who listen, not against those who pretend.
#[derive(Debug)]
struct Unverified(Arc<CryptoProvider>);

impl ServerCertVerifier for Unverified {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
