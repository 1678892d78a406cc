//! From text to a value, one kind each. A refusal says what is wrong with the text, as the rest of a sentence that
//! begins with it; the reader adds which setting it is, where it stood and what is allowed.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use crypto::Secret;
use crypto::keys::MasterKey;
use ipnet::IpNet;
use url::{Host, Url};

/// What people type to reach Journal: scheme, host and port, nothing behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    text: String,
    host: String,
    is_loopback: bool,
}

impl PublicUrl {
    /// The address for people on this machine.
    pub fn localhost(port: u16) -> Self {
        Self { text: format!("http://localhost:{port}"), host: "localhost".to_owned(), is_loopback: true }
    }

    /// Without a trailing slash.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The host alone.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Whether it is reached over https.
    pub fn is_https(&self) -> bool {
        self.text.starts_with("https://")
    }

    /// Whether only this machine can follow it.
    pub fn is_loopback(&self) -> bool {
        self.is_loopback
    }
}

/// `127.0.0.1:8080`, `[::]:8080`, or `localhost:8080` as people write it.
pub(super) fn address(text: &str) -> Result<SocketAddr, String> {
    if let Some(port) = text.strip_prefix("localhost:") {
        let port = port.parse().map_err(|_| "has no valid port".to_owned())?;
        return Ok(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port));
    }
    text.parse().map_err(|_| "is not an address with a port".to_owned())
}

/// An address, or `off`.
pub(super) fn address_or_off(text: &str) -> Result<Option<SocketAddr>, String> {
    if text.eq_ignore_ascii_case("off") { Ok(None) } else { address(text).map(Some) }
}

/// Scheme, host and port. A path would need every route to know it.
pub(super) fn public_url(text: &str) -> Result<PublicUrl, String> {
    let url = web_url(text)?;
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        return Err("has something behind the host".to_owned());
    }
    Ok(PublicUrl {
        text: url.origin().ascii_serialization(),
        host: url.host_str().unwrap_or_default().to_owned(),
        is_loopback: is_loopback(&url),
    })
}

/// An `http` or `https` URL without credentials.
pub(super) fn web_url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| format!("is not a URL ({error})"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("starts with neither http:// nor https://".to_owned());
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("holds a user name or a password".to_owned());
    }
    Ok(url)
}

/// An origin exactly as a browser sends it: a longer or differently written text would never match.
pub(super) fn origin(text: &str) -> Result<String, String> {
    if text == "*" || text.eq_ignore_ascii_case("null") {
        return Err(format!("holds `{text}`, which would let every page in"));
    }
    let exact = web_url(text)?.origin().ascii_serialization();
    if exact == text {
        Ok(exact)
    } else {
        Err(format!("holds `{text}`, which a browser would send as `{exact}`"))
    }
}

/// `10.0.0.0/8`, or a single address.
pub(super) fn network(text: &str) -> Result<IpNet, String> {
    let single = |_| text.parse::<IpAddr>().map(IpNet::from);
    text.parse::<IpNet>().or_else(single).map_err(|_| format!("holds `{text}`, which is not a network"))
}

/// A token of RFC 6265. The prefix that browsers give meaning to is ours to add, with https.
pub(super) fn cookie_name(text: &str) -> Result<String, String> {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if !text.bytes().all(is_token) {
        return Err("holds a character that a cookie name cannot have".to_owned());
    }
    let lower = text.to_ascii_lowercase();
    if lower.starts_with("__host-") || lower.starts_with("__secure-") {
        return Err("has a prefix, which Journal adds by itself when the public URL is https".to_owned());
    }
    Ok(text.to_owned())
}

/// 32 bytes in base64.
pub(super) fn master_key(text: &str) -> Result<MasterKey, String> {
    MasterKey::from_base64(text.trim()).map_err(|_| "is not 32 bytes in base64".to_owned())
}

/// A secret for HS256; RFC 7518, section 3.2 asks for as many bytes as the hash has.
pub(super) fn jwt_secret(text: &str) -> Result<Secret<Vec<u8>>, String> {
    if text.len() < 32 {
        return Err(format!("has only {} bytes", text.len()));
    }
    Ok(Secret::new(text.as_bytes().to_vec()))
}

/// The password of demo mode.
pub(super) fn demo_password(text: &str) -> Result<Secret<String>, String> {
    if text.len() > 1024 {
        return Err(format!("has {} bytes", text.len()));
    }
    Ok(Secret::new(text.to_owned()))
}

/// A name to sign in with; what looks like an address would be taken for one.
pub(super) fn demo_username(text: &str) -> Result<String, String> {
    if text.chars().count() > 64 || text.chars().any(char::is_control) {
        return Err("is too long or holds a control character".to_owned());
    }
    Ok(text.to_owned())
}

/// A mail server's URL; the text is kept, because it holds the credentials.
pub(super) fn smtp_url(text: &str) -> Result<Secret<String>, String> {
    let url = Url::parse(text).map_err(|error| format!("is not a URL ({error})"))?;
    if !matches!(url.scheme(), "smtp" | "smtps") {
        return Err("starts with neither smtp:// nor smtps://".to_owned());
    }
    if url.host_str().is_none_or(str::is_empty) {
        return Err("names no host".to_owned());
    }
    Ok(Secret::new(text.to_owned()))
}

/// An address, with or without a name in front.
pub(super) fn mailbox(text: &str) -> Result<String, String> {
    text.parse::<lettre::message::Mailbox>().map_err(|error| format!("is not a mail address ({error})"))?;
    Ok(text.to_owned())
}

/// Any text.
#[allow(clippy::unnecessary_wraps, reason = "stands where a parser is expected")]
pub(super) fn text(text: &str) -> Result<String, String> {
    Ok(text.to_owned())
}

/// Whether a URL leads to this machine and nowhere else.
pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Which engine, and where; the store's own reading, whose refusals never repeat a password.
pub(super) fn database_url(text: &str) -> Result<store::DatabaseUrl, String> {
    text.parse().map_err(|error: store::Error| format!("is refused: {error}"))
}
