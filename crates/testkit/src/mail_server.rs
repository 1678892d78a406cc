//! A mail server that speaks real SMTP on a port of the loopback, and misbehaves when a test asks it to.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

/// How the server treats those who connect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// Takes every mail.
    Polite,
    /// Answers `MAIL` with this line.
    RefuseSender(&'static str),
    /// Answers `RCPT` with this line.
    RefuseRecipient(&'static str),
    /// Answers a complete mail with this line.
    RefuseContent(&'static str),
    /// Closes the connection when `DATA` comes.
    HangUp,
    /// Says nothing more once `MAIL` has come.
    FallSilent,
    /// Does not even greet.
    NeverGreet,
}

/// A mail that was accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// The envelope's recipient.
    pub to: String,
    /// Headers and body, as they came, dots undone.
    pub data: String,
    /// Whether the connection was encrypted.
    pub is_encrypted: bool,
}

/// The running server; it stops when dropped.
pub struct MailServer {
    address: SocketAddr,
    shared: Arc<Shared>,
    tasks: JoinSet<()>,
}

struct Shared {
    manner: Mutex<Manner>,
    received: Mutex<Vec<Received>>,
    connections: Mutex<u32>,
    tls: Option<TlsAcceptor>,
    /// The user and password that it demands.
    login: Option<(&'static str, &'static str)>,
}

impl MailServer {
    /// Starts one that speaks in the clear, on a free port.
    pub async fn start() -> Self {
        Self::serve("127.0.0.1:0".parse().expect("an address"), None, None).await
    }

    /// Starts one at an address that was free a moment ago.
    pub async fn start_at(address: SocketAddr) -> Self {
        Self::serve(address, None, None).await
    }

    /// Starts one that offers STARTTLS, with a certificate that nobody signed.
    pub async fn start_with_tls() -> Self {
        Self::serve("127.0.0.1:0".parse().expect("an address"), Some(self_signed()), None).await
    }

    /// Starts one that takes mail only from this user.
    pub async fn start_with_login(user: &'static str, password: &'static str) -> Self {
        Self::serve("127.0.0.1:0".parse().expect("an address"), None, Some((user, password))).await
    }

    /// An address of the loopback where nobody listens.
    pub async fn nowhere() -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        listener.local_addr().expect("an address")
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Changes how it treats those who come from now on, also over connections that are open.
    pub fn becomes(&self, manner: Manner) {
        *self.shared.manner.lock().expect("no test panics here") = manner;
    }

    /// All mails that were accepted, in order.
    pub fn received(&self) -> Vec<Received> {
        self.shared.received.lock().expect("no test panics here").clone()
    }

    /// How many connections were made.
    pub fn connections(&self) -> u32 {
        *self.shared.connections.lock().expect("no test panics here")
    }

    async fn serve(
        address: SocketAddr,
        tls: Option<TlsAcceptor>,
        login: Option<(&'static str, &'static str)>,
    ) -> Self {
        let listener = TcpListener::bind(address).await.expect("the address is free");
        let address = listener.local_addr().expect("an address");
        let shared = Arc::new(Shared {
            manner: Mutex::new(Manner::Polite),
            received: Mutex::default(),
            connections: Mutex::default(),
            tls,
            login,
        });
        let mut tasks = JoinSet::new();
        let listening = shared.clone();
        tasks.spawn(async move {
            // Conversations end with the server: the set is dropped with this task.
            let mut conversations = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                *listening.connections.lock().expect("no test panics here") += 1;
                conversations.spawn(welcome(stream, listening.clone()));
            }
        });
        Self { address, shared, tasks }
    }

    /// Stops at once: open conversations break off.
    pub async fn stop(mut self) {
        self.tasks.shutdown().await;
    }
}

fn self_signed() -> TlsAcceptor {
    let made =
        rcgen::generate_simple_self_signed(vec!["mail.example.org".to_owned()]).expect("a certificate");
    let certificate = CertificateDer::from(made.cert.der().to_vec());
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).expect("a key");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|config| config.with_no_client_auth().with_single_cert(vec![certificate], key))
        .expect("a configuration");
    TlsAcceptor::from(Arc::new(config))
}

async fn welcome(stream: TcpStream, shared: Arc<Shared>) {
    if shared.manner() == Manner::NeverGreet {
        std::future::pending::<()>().await;
    }
    let mut clear = Conversation::new(stream, shared.clone(), false);
    if clear.say("220 mail.example.org ESMTP").await && clear.listen().await == Ended::StartTls {
        let acceptor = shared.tls.clone().expect("STARTTLS was offered");
        if let Ok(stream) = acceptor.accept(clear.stream.into_inner()).await {
            Conversation::new(stream, shared, true).listen().await;
        }
    }
}

impl Shared {
    fn manner(&self) -> Manner {
        *self.manner.lock().expect("no test panics here")
    }
}

#[derive(PartialEq, Eq)]
enum Ended {
    Over,
    StartTls,
}

struct Conversation<S> {
    stream: BufReader<S>,
    shared: Arc<Shared>,
    is_encrypted: bool,
    is_known: bool,
    to: String,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Conversation<S> {
    fn new(stream: S, shared: Arc<Shared>, is_encrypted: bool) -> Self {
        let is_known = shared.login.is_none();
        Self { stream: BufReader::new(stream), shared, is_encrypted, is_known, to: String::new() }
    }

    async fn say(&mut self, line: &str) -> bool {
        self.stream.get_mut().write_all(format!("{line}\r\n").as_bytes()).await.is_ok()
    }

    async fn hear(&mut self) -> Option<String> {
        let mut line = Vec::new();
        let length = self.stream.read_until(b'\n', &mut line).await.ok()?;
        let line = String::from_utf8(line).expect("SMTP is text");
        (length > 0).then(|| line.trim_end_matches(['\r', '\n']).to_owned())
    }

    async fn listen(&mut self) -> Ended {
        while let Some(line) = self.hear().await {
            let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            let answer = match (verb.as_str(), self.shared.manner()) {
                ("EHLO", _) => self.extensions(),
                ("STARTTLS", _) if self.shared.tls.is_some() && !self.is_encrypted => {
                    self.say("220 go ahead").await;
                    return Ended::StartTls;
                }
                ("AUTH", _) => self.judge(&line),
                ("MAIL", _) if !self.is_known => "530 5.7.0 authentication required",
                ("MAIL", Manner::FallSilent) => std::future::pending().await,
                ("MAIL", Manner::RefuseSender(answer)) | ("RCPT", Manner::RefuseRecipient(answer)) => answer,
                ("RCPT", _) => {
                    line.split(['<', '>']).nth(1).unwrap_or_default().clone_into(&mut self.to);
                    "250 ok"
                }
                ("DATA", Manner::HangUp) => return Ended::Over,
                ("DATA", _) => self.take_mail().await,
                ("MAIL" | "NOOP" | "RSET", _) => "250 ok",
                ("QUIT", _) => {
                    self.say("221 bye").await;
                    return Ended::Over;
                }
                _ => "502 5.5.1 not here",
            };
            if !self.say(answer).await {
                break;
            }
        }
        Ended::Over
    }

    fn extensions(&self) -> &'static str {
        match (self.shared.tls.is_some() && !self.is_encrypted, self.shared.login.is_some()) {
            (true, _) => "250-mail.example.org\r\n250-8BITMIME\r\n250 STARTTLS",
            (false, true) => "250-mail.example.org\r\n250-8BITMIME\r\n250 AUTH PLAIN",
            (false, false) => "250-mail.example.org\r\n250 8BITMIME",
        }
    }

    fn judge(&mut self, line: &str) -> &'static str {
        let (user, password) = self.shared.login.unwrap_or_default();
        let expected = STANDARD.encode(format!("\0{user}\0{password}"));
        self.is_known = line.split(' ').nth(2) == Some(&expected);
        if self.is_known { "235 2.7.0 welcome" } else { "535 5.7.8 wrong" }
    }

    async fn take_mail(&mut self) -> &'static str {
        self.say("354 go on").await;
        let mut lines = Vec::new();
        loop {
            let Some(line) = self.hear().await else { return "451 4.3.0 broke off" };
            if line == "." {
                break;
            }
            lines.push(line.strip_prefix('.').unwrap_or(&line).to_owned());
        }
        if let Manner::RefuseContent(answer) = self.shared.manner() {
            return answer;
        }
        let mail =
            Received { to: self.to.clone(), data: lines.join("\r\n"), is_encrypted: self.is_encrypted };
        self.shared.received.lock().expect("no test panics here").push(mail);
        "250 2.0.0 taken"
    }
}
