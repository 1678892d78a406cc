//! Which mail server, reached how: `JOURNAL_SMTP_URL` and `JOURNAL_MAIL_FROM`, read and checked.
//!
//! `smtps://` speaks TLS from the first byte (port 465). `smtp://` begins in the clear and goes on as `?tls=` says:
//! `required` (port 587; the default when the URL holds a password), `opportunistic` (port 25; the default without)
//! or `none`. Required TLS judges the certificate by the system's roots. Opportunistic TLS does not: whoever could
//! forge one could as well strip the offer of TLS, and a relay next door rarely has a certificate that anybody signed.

use std::net::IpAddr;

use crypto::Secret;
use lettre::message::Mailbox;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::TlsParameters;
use lettre::transport::smtp::extension::ClientId;
use percent_encoding::percent_decode_str;
use url::Url;

/// Why mail cannot be sent with these settings. The URL itself is never repeated, because it may hold a password.
#[derive(Debug, thiserror::Error)]
pub enum Unusable {
    /// Not a URL with a host, or of another scheme.
    #[error("JOURNAL_SMTP_URL is not a URL like smtp://user:password@mail.example.org:587 or smtps://…")]
    NotAUrl,
    /// A parameter that means nothing here.
    #[error(
        "JOURNAL_SMTP_URL takes one parameter, tls=required, tls=opportunistic or tls=none, and smtps:// none"
    )]
    Parameter,
    /// A user without a password, or the other way round.
    #[error("JOURNAL_SMTP_URL needs both a user and a password, or neither")]
    HalfCredentials,
    /// Not an address.
    #[error("JOURNAL_MAIL_FROM is not an address like journal@example.org or Journal <journal@example.org>")]
    From,
    /// The system's trusted certificates cannot be used.
    #[error("TLS for mail cannot be set up: {0}")]
    Tls(lettre::transport::smtp::Error),
}

/// How the connection is protected.
pub(super) enum Encryption {
    None,
    Opportunistic(TlsParameters),
    Required(TlsParameters),
    Wrapped(TlsParameters),
}

/// A mail server, how to reach it, and who writes.
pub(super) struct Server {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) encryption: Encryption,
    pub(super) credentials: Option<Credentials>,
    /// What we call ourselves: the public URL's host, never this machine's own name.
    pub(super) hello: ClientId,
    pub(super) from: Mailbox,
}

impl Server {
    /// Reads the settings; the sender defaults to `journal@` the public URL's host.
    pub(super) fn new(url: &Secret<String>, from: Option<&str>, public_url: &str) -> Result<Self, Unusable> {
        let url = Url::parse(url.expose().trim()).map_err(|_| Unusable::NotAUrl)?;
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or(Unusable::NotAUrl)?;
        let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        let credentials = credentials(&url)?;
        let (encryption, usual_port) = encryption(&url, &host, credentials.is_some())?;
        let own_host = Url::parse(public_url).ok().and_then(|url| url.host_str().map(str::to_owned));
        let own_host = own_host.unwrap_or_else(|| "localhost".to_owned());
        Ok(Self {
            host,
            port: url.port().unwrap_or(usual_port),
            encryption,
            credentials,
            from: sender(from, &own_host)?,
            hello: hello(own_host),
        })
    }
}

fn credentials(url: &Url) -> Result<Option<Credentials>, Unusable> {
    let decoded =
        |text: &str| percent_decode_str(text).decode_utf8().map(Into::into).map_err(|_| Unusable::NotAUrl);
    match (url.username(), url.password()) {
        ("", None) => Ok(None),
        ("", Some(_)) | (_, None) => Err(Unusable::HalfCredentials),
        (user, Some(password)) => Ok(Some(Credentials::new(decoded(user)?, decoded(password)?))),
    }
}

fn encryption(url: &Url, host: &str, has_password: bool) -> Result<(Encryption, u16), Unusable> {
    let mut parameters = url.query_pairs();
    let tls = match parameters.next() {
        None => None,
        Some((name, value)) if name == "tls" => Some(value.into_owned()),
        Some(_) => return Err(Unusable::Parameter),
    };
    if parameters.next().is_some() {
        return Err(Unusable::Parameter);
    }
    let judged = || TlsParameters::new(host.to_owned()).map_err(Unusable::Tls);
    let unjudged = || {
        let parameters = TlsParameters::builder(host.to_owned()).dangerous_accept_invalid_certs(true);
        parameters.dangerous_accept_invalid_hostnames(true).build().map_err(Unusable::Tls)
    };
    match (url.scheme(), tls.as_deref()) {
        ("smtps", None) => Ok((Encryption::Wrapped(judged()?), 465)),
        ("smtp", Some("required")) => Ok((Encryption::Required(judged()?), 587)),
        ("smtp", None) if has_password && !is_loopback(host) => Ok((Encryption::Required(judged()?), 587)),
        ("smtp", None | Some("opportunistic")) => Ok((Encryption::Opportunistic(unjudged()?), 25)),
        ("smtp", Some("none")) => Ok((Encryption::None, 25)),
        ("smtp" | "smtps", _) => Err(Unusable::Parameter),
        _ => Err(Unusable::NotAUrl),
    }
}

pub(super) fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || host.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

fn sender(from: Option<&str>, own_host: &str) -> Result<Mailbox, Unusable> {
    if let Some(from) = from.map(str::trim).filter(|from| !from.is_empty()) {
        return from.parse().map_err(|_| Unusable::From);
    }
    let address = format!("Journal <journal@{own_host}>");
    // Nobody can write from an IPv6 address; a name that is surely ours is better than none.
    Ok(address.parse().unwrap_or_else(|_| "Journal <journal@localhost>".parse().expect("a plain address")))
}

fn hello(own_host: String) -> ClientId {
    match own_host.trim_start_matches('[').trim_end_matches(']').parse() {
        Ok(IpAddr::V4(address)) => ClientId::Ipv4(address),
        Ok(IpAddr::V6(address)) => ClientId::Ipv6(address),
        Err(_) => ClientId::Domain(own_host),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(url: &str) -> Result<Server, Unusable> {
        Server::new(&Secret::new(url.to_owned()), None, "https://journal.example")
    }

    fn way(url: &str) -> (&'static str, u16) {
        let server = read(url).unwrap();
        let way = match server.encryption {
            Encryption::None => "none",
            Encryption::Opportunistic(_) => "opportunistic",
            Encryption::Required(_) => "required",
            Encryption::Wrapped(_) => "wrapped",
        };
        (way, server.port)
    }

    #[test]
    fn a_password_never_crosses_the_network_in_the_clear_unless_asked_to() {
        assert_eq!(way("smtp://ada:secret@mail.example.org"), ("required", 587));
        assert_eq!(way("smtps://ada:secret@mail.example.org"), ("wrapped", 465));
        assert_eq!(way("smtp://ada:secret@127.0.0.1:2525"), ("opportunistic", 2525));
        assert_eq!(way("smtp://ada:secret@mail.example.org?tls=none"), ("none", 25));
    }

    #[test]
    fn a_relay_next_door_is_spoken_to_with_tls_when_it_offers_it() {
        assert_eq!(way("smtp://mail.example.org"), ("opportunistic", 25));
        assert_eq!(way("smtp://[::1]:1025"), ("opportunistic", 1025));
        assert_eq!(way("smtp://mail.example.org?tls=required"), ("required", 587));
    }

    #[test]
    fn a_wrong_url_is_refused_without_being_repeated() {
        for (url, says) in [
            ("mail.example.org:25", "is not a URL"),
            ("http://mail.example.org", "is not a URL"),
            ("smtp://", "is not a URL"),
            ("smtp://ada@mail.example.org", "both a user and a password"),
            ("smtp://:secret@mail.example.org", "both a user and a password"),
            ("smtp://mail.example.org?tls=maybe", "takes one parameter"),
            ("smtp://mail.example.org?ssl=true", "takes one parameter"),
            ("smtps://mail.example.org?tls=none", "takes one parameter"),
        ] {
            let refusal = read(url).err().unwrap().to_string();
            assert!(refusal.contains(says), "{url}: {refusal}");
            assert!(!refusal.contains("secret"));
        }
    }

    #[test]
    fn credentials_may_hold_any_character() {
        let server = read("smtps://ada%40example.org:p%3A%2F%25@mail.example.org").unwrap();
        let expected = Credentials::new("ada@example.org".to_owned(), "p:/%".to_owned());
        assert_eq!(server.credentials, Some(expected));
    }

    #[test]
    fn the_sender_is_as_given_or_the_public_host() {
        assert_eq!(read("smtp://localhost").unwrap().from.to_string(), "Journal <journal@journal.example>");
        let url = Secret::new("smtp://localhost".to_owned());
        let given =
            Server::new(&url, Some("Our diary <diary@example.org>"), "https://journal.example").unwrap();
        assert_eq!(given.from.to_string(), "Our diary <diary@example.org>");
        assert!(matches!(
            Server::new(&url, Some("no address"), "https://journal.example"),
            Err(Unusable::From)
        ));
        let local = Server::new(&url, None, "http://[::1]:8080").unwrap();
        assert!(local.from.email.to_string().starts_with("journal@"));
    }
}
