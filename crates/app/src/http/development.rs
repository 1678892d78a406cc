//! Development aids: the mailbox and the `dev_…` fields, for the developer's own browser and nobody else.
//!
//! They exist only outside production, only for a loopback peer, only without any forwarding header, and only when
//! `Host` is the public URL's. So neither a reverse proxy on the same machine nor a page that rebinds its name to
//! 127.0.0.1 can reach them.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use http::header;
use http::request::Parts;

use super::client::peer;
use super::error::{Error, not_found};
use crate::App;

const FORWARDING: [&str; 7] = [
    "forwarded",
    "via",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-forwarded-server",
    "x-real-ip",
];

/// Whether this request may see development aids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Development(pub bool);

/// Proof that it may; everybody else gets 404.
#[derive(Clone, Copy, Debug)]
pub struct DevelopmentAid;

impl FromRequestParts<App> for Development {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(Self(is_the_developer(parts, app)))
    }
}

impl FromRequestParts<App> for DevelopmentAid {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        if is_the_developer(parts, app) { Ok(Self) } else { Err(not_found()) }
    }
}

fn is_the_developer(parts: &Parts, app: &App) -> bool {
    let host = parts.headers.get(header::HOST).and_then(|value| value.to_str().ok());
    let absolute = parts.uri.authority().map(http::uri::Authority::as_str);
    let is_ours =
        |name: Option<&str>| name.is_none_or(|name| name.eq_ignore_ascii_case(app.settings.authority()));
    app.settings.is_development()
        && peer(parts).is_loopback()
        && !FORWARDING.iter().any(|name| parts.headers.contains_key(*name))
        && host.is_some()
        && is_ours(host)
        && is_ours(absolute)
}
