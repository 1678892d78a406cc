//! Handing one letter over to the mail server, and understanding what it answers.
//!
//! A connection is used for many letters, and thrown away after the first that was not taken: what state it is in
//! then is anybody's guess. No reason that leaves this file holds an address, because servers like to repeat them.
//! Nothing here waits for ever: a server that hangs costs the patience below and no more.

use std::time::Duration;

use jiff::Timestamp;
use lettre::message::header::{ContentTransferEncoding, Header, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, Message, MultiPart, MultiPartKind, SinglePart};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::DEFAULT_MECHANISMS;
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{Extension, MailBodyParameter, MailParameter};
use uuid::Uuid;

use super::model::Letter;
use super::retry::Outcome;
use super::server::{Encryption, Server, Unusable, is_loopback};
use crate::settings::Settings;

/// How long the server may take.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// To accept a connection, agree on TLS and take the password.
    pub to_connect: Duration,
    /// To take one letter over.
    pub to_accept: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { to_connect: Duration::from_secs(20), to_accept: Duration::from_secs(90) }
    }
}

/// The way to the mail server.
pub(super) struct Smtp {
    server: Server,
    patience: Patience,
}

/// A conversation with the mail server.
pub(super) struct Connection(AsyncSmtpConnection);

impl Smtp {
    /// The way that the settings name; `None` when they name none.
    pub(super) fn new(settings: &Settings, patience: Patience) -> Result<Option<Self>, Unusable> {
        let Some(url) = &settings.mail.smtp_url else { return Ok(None) };
        let server = Server::new(url, settings.mail.from.as_deref(), &settings.public_url)?;
        Ok(Some(Self { server, patience }))
    }

    /// Whether the server is on this very machine.
    pub(super) fn is_here(&self) -> bool {
        is_loopback(&self.server.host)
    }

    /// Connects, agrees on TLS and signs in; the error is a reason for operators.
    pub(super) async fn connect(&self) -> Result<Connection, String> {
        match tokio::time::timeout(self.patience.to_connect, self.shake_hands()).await {
            Ok(Ok(connection)) => Ok(Connection(connection)),
            Ok(Err(error)) => Err(reason(&error)),
            Err(_) => Err("timed out".to_owned()),
        }
    }

    async fn shake_hands(&self) -> Result<AsyncSmtpConnection, Error> {
        let Server { host, port, hello, .. } = &self.server;
        let wrapped = match &self.server.encryption {
            Encryption::Wrapped(tls) => Some(tls.clone()),
            _ => None,
        };
        let limit = Some(self.patience.to_connect);
        let address = (host.as_str(), *port);
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(address, limit, hello, wrapped, None).await?;
        if let Some(tls) = self.upgrade(&connection) {
            connection.starttls(tls, hello).await?;
        }
        if let Some(credentials) = &self.server.credentials {
            connection.auth(DEFAULT_MECHANISMS, credentials).await?;
        }
        Ok(connection)
    }

    /// TLS to agree on after the greeting. When it is required and not offered, the attempt fails, as it should.
    fn upgrade(&self, connection: &AsyncSmtpConnection) -> Option<TlsParameters> {
        match &self.server.encryption {
            Encryption::Required(tls) => Some(tls.clone()),
            Encryption::Opportunistic(tls) if connection.can_starttls() => Some(tls.clone()),
            _ => None,
        }
    }

    /// Hands a letter over. `id` and `written` name and date it, so that every attempt sends the same mail, and a
    /// receiver that gets it twice can tell.
    pub(super) async fn post(
        &self,
        connection: &mut Connection,
        letter: &Letter,
        id: Uuid,
        written: Timestamp,
    ) -> Outcome {
        let Ok(message) = self.message(letter, id, written) else {
            return Outcome::Refused {
                is_final: true,
                reason: "no mail can be addressed to this".to_owned(),
            };
        };
        match tokio::time::timeout(self.patience.to_accept, hand_over(&mut connection.0, &message)).await {
            Ok(outcome) => outcome,
            Err(_) => Outcome::Refused { is_final: false, reason: "timed out".to_owned() },
        }
    }

    fn message(
        &self,
        letter: &Letter,
        id: Uuid,
        written: Timestamp,
    ) -> Result<Message, Box<dyn std::error::Error>> {
        let from = self.server.from.clone();
        let message_id = format!("<{}@{}>", id.simple(), from.email.domain());
        let body = MultiPart::builder()
            .kind(MultiPartKind::Alternative)
            .boundary(format!("={}", id.simple()))
            .singlepart(SinglePart::plain(body(&letter.text)))
            .singlepart(SinglePart::html(body(&letter.html)));
        let message = Message::builder()
            .message_id(Some(message_id))
            .date(written.into())
            .from(from)
            .to(Mailbox::new(None, reachable(&letter.to).parse()?))
            .subject(&letter.subject)
            .header(AutoSubmitted)
            .multipart(body)?;
        Ok(message)
    }
}

/// The address with its domain in ASCII, so that only a local part beyond ASCII asks the server for SMTPUTF8.
fn reachable(address: &str) -> String {
    let domain = address.rsplit_once('@').map(|(local, domain)| (local, idna::domain_to_ascii(domain)));
    match domain {
        Some((local, Ok(domain))) => format!("{local}@{domain}"),
        _ => address.to_owned(),
    }
}

impl Connection {
    /// Whether TLS was agreed on.
    pub(super) fn is_encrypted(&self) -> bool {
        self.0.is_encrypted()
    }

    /// Takes leave of the server.
    pub(super) async fn quit(mut self) {
        // The letters are delivered or not, whatever the server says to that.
        drop(tokio::time::timeout(Duration::from_secs(2), self.0.quit()).await);
    }
}

/// ASCII goes as it is, within the 998 characters to a line that mail allows (RFC 5322, section 2.1.1): the library
/// would break a long link into pieces that only a decoder puts together again.
fn body(text: &str) -> Body {
    if text.is_ascii() && text.lines().all(|line| line.len() <= 998) {
        let lines: Vec<&str> = text.lines().collect();
        return Body::dangerous_pre_encoded(
            lines.join("\r\n").into_bytes(),
            ContentTransferEncoding::SevenBit,
        );
    }
    Body::new(text.to_owned())
}

async fn hand_over(connection: &mut AsyncSmtpConnection, message: &Message) -> Outcome {
    let envelope = message.envelope();
    let bytes = message.formatted();
    let options = match options(connection, message, &bytes) {
        Ok(options) => options,
        Err(refused) => return refused,
    };
    // A sender that is refused is our own fault and concerns every letter: somebody will put it right.
    if let Err(error) = connection.command(Mail::new(envelope.from().cloned(), options)).await {
        return Outcome::Refused { is_final: false, reason: reason(&error) };
    }
    for recipient in envelope.to() {
        if let Err(error) = connection.command(Rcpt::new(recipient.clone(), vec![])).await {
            return refused(&error);
        }
    }
    if let Err(error) = connection.command(Data).await {
        return refused(&error);
    }
    match connection.message(&bytes).await {
        Ok(_) => Outcome::Accepted,
        Err(error) => refused(&error),
    }
}

fn options(
    connection: &AsyncSmtpConnection,
    message: &Message,
    bytes: &[u8],
) -> Result<Vec<MailParameter>, Outcome> {
    let mut options = Vec::new();
    let knows = |extension| connection.server_info().supports_feature(extension);
    let lacks =
        |what: &str| Outcome::Refused { is_final: true, reason: format!("the server knows no {what}") };
    let addresses = message.envelope().from().into_iter().chain(message.envelope().to());
    if !addresses.into_iter().all(|address| AsRef::<str>::as_ref(address).is_ascii()) {
        if !knows(Extension::SmtpUtfEight) {
            return Err(lacks("SMTPUTF8"));
        }
        options.push(MailParameter::SmtpUtfEight);
    }
    if !bytes.is_ascii() {
        if !knows(Extension::EightBitMime) {
            return Err(lacks("8BITMIME"));
        }
        options.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    Ok(options)
}

/// 55x speaks of the recipient or the letter (RFC 5321, section 4.2.3). Other 5xx speak of us: commands, passwords.
fn refused(error: &Error) -> Outcome {
    let is_final = error.status().is_some_and(|code| code.to_string().starts_with("55"));
    Outcome::Refused { is_final, reason: reason(error) }
}

/// What went wrong, without the server's words: they may repeat the address.
fn reason(error: &Error) -> String {
    let source = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    if let Some(code) = error.status() {
        let enhanced = source.split_whitespace().next().filter(|word| is_enhanced_code(word));
        return enhanced.map_or_else(|| code.to_string(), |enhanced| format!("{code} {enhanced}"));
    }
    if error.is_response() {
        return "the server broke off, or said something that is not SMTP".to_owned();
    }
    if source.is_empty() { "the connection failed".to_owned() } else { source }
}

/// An enhanced status code such as `5.1.1` (RFC 3463).
fn is_enhanced_code(word: &str) -> bool {
    let parts: Vec<&str> = word.split('.').collect();
    parts.len() == 3 && parts.iter().all(|part| part.len() <= 3 && part.parse::<u16>().is_ok())
}

/// Tells mail programs that nobody wrote this, so that no absence note comes back (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}
