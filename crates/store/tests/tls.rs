//! Encrypted connections: a proxy speaks TLS to the store, with a certificate of its own making, and plain to the
//! server behind it.

use crate::place::{on_postgres, with_option};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use std::sync::Arc;
use store::{Error, Options, Query, Store};
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

/// A server that offers TLS as `localhost`, and the authority that vouches for it, as a PEM file.
struct Encrypted {
    port: u16,
    authority: tempfile::NamedTempFile,
}

impl Encrypted {
    async fn before(server: String) -> Self {
        let mut ca = CertificateParams::new([]).unwrap();
        ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let ca = CertifiedIssuer::self_signed(ca, KeyPair::generate().unwrap()).unwrap();
        let key = KeyPair::generate().unwrap();
        let certificate =
            CertificateParams::new(["localhost".to_owned()]).unwrap().signed_by(&key, &ca).unwrap();
        let authority = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(authority.path(), ca.pem()).unwrap();

        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let private = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], private)
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(carry(client, acceptor.clone(), server.clone()));
            }
        });
        Self { port, authority }
    }
}

/// PostgreSQL's way into TLS: the client asks with eight bytes, the server says `S`.
async fn carry(mut client: TcpStream, acceptor: TlsAcceptor, server: String) {
    let mut request = [0; 8];
    client.read_exact(&mut request).await.unwrap();
    assert_eq!(request, [0, 0, 0, 8, 0x04, 0xD2, 0x16, 0x2F], "not a request for TLS");
    client.write_all(b"S").await.unwrap();
    if let Ok(mut client) = acceptor.accept(client).await {
        let mut server = TcpStream::connect(server).await.unwrap();
        let _ = copy_bidirectional(&mut client, &mut server).await;
    }
}

async fn ask(url: &str) -> Result<Option<i64>, Error> {
    let store = Store::open(Options { url: url.parse()?, connections: 1 }).await?;
    store.get(Query::new("select cast(1 as bigint) as one", [], |row| row.get("one"))).await
}

/// ASVS 12.3.1, 12.3.2, 12.3.4
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_servers_certificate_is_verified_when_tls_is_required() {
    on_postgres(async |place| {
        let (user, rest) = place.address().split_once('@').unwrap();
        let (server, _) = rest.split_once('/').unwrap();
        let tls = Encrypted::before(server.to_owned()).await;
        let through = |host: &str, how: &str| format!("{user}@{host}:{}/postgres?{how}", tls.port);
        let known = format!("sslrootcert={}", tls.authority.path().display());

        for mode in ["require", "verify-ca", "verify-full"] {
            let trusted = through("localhost", &format!("sslmode={mode}&{known}"));
            assert_eq!(ask(&trusted).await.unwrap(), Some(1), "{mode}");
            let stranger = ask(&through("localhost", &format!("sslmode={mode}"))).await.unwrap_err();
            assert!(stranger.to_string().contains("certificate"), "{stranger}");
            let other_name =
                ask(&through("127.0.0.1", &format!("sslmode={mode}&{known}"))).await.unwrap_err();
            assert!(other_name.to_string().contains("certificate"), "{other_name}");
        }
        for how in ["", "sslmode=prefer", "sslmode=allow"] {
            assert_eq!(ask(&through("localhost", how)).await.unwrap(), Some(1), "unverified with {how}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_without_tls_is_used_only_when_none_is_required() {
    on_postgres(async |place| {
        let plain = with_option(place.address(), "lock_timeout=1000");
        assert_eq!(ask(&plain.replace("sslmode=disable", "sslmode=prefer")).await.unwrap(), Some(1));
        let error = ask(&plain.replace("sslmode=disable", "sslmode=require")).await.unwrap_err();
        assert!(error.to_string().contains("PostgreSQL at 127.0.0.1"), "{error}");
    })
    .await;
}

/// ASVS 12.3.4
#[test]
fn a_missing_root_certificate_is_named() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let url = "postgres://me@localhost/journal?sslmode=require&sslrootcert=/nowhere/ca.pem";
    let error = runtime.block_on(ask(url)).unwrap_err();
    assert!(error.to_string().contains("/nowhere/ca.pem"), "{error}");
}
