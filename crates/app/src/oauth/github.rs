//! GitHub, which is no `OpenID` provider: `OAuth` 2.0 for an access token, and its REST API for who it belongs to.
//!
//! The shapes are those of its documentation, version 2022-11-28: `GET /user` and `GET /user/emails`. Accounts are known
//! by their number, since names change hands. GitHub Enterprise Server has the API below its own address.

use http::{HeaderMap, HeaderName, HeaderValue, header};
use serde::Deserialize;
use url::Url;
use url::form_urlencoded::Serializer;

use super::fetch::Wrong;
use super::model::{Identity, shown};
use super::provider::{Answered, Asked, Provider};
use crate::account::Email;

/// GitHub's own address; any other is a server of somebody's.
const GITHUB: &str = "https://github.com";
/// Where the API of GitHub's own is.
const API: &str = "https://api.github.com";

#[derive(Deserialize)]
struct Token {
    access_token: Option<String>,
    token_type: Option<String>,
}

#[derive(Deserialize)]
struct User {
    id: u64,
    login: String,
}

#[derive(Deserialize)]
struct Address {
    email: String,
    primary: bool,
    verified: bool,
}

pub(super) fn authorization_url(provider: &Provider, asked: &Asked<'_>) -> Result<Url, Wrong> {
    let mut url = web(provider, "/login/oauth/authorize")?;
    url.query_pairs_mut()
        .append_pair("client_id", &provider.settings.client_id)
        .append_pair("redirect_uri", asked.redirect_uri)
        .append_pair("scope", &provider.settings.scopes.join(" "))
        .append_pair("state", asked.state)
        .append_pair("code_challenge", asked.challenge)
        .append_pair("code_challenge_method", "S256");
    Ok(url)
}

pub(super) async fn identify(provider: &Provider, answered: &Answered<'_>) -> Result<Identity, Wrong> {
    if answered.issuer.is_some_and(|named| named != provider.issuer()) {
        return Err(Wrong::Refused("it comes from another issuer".to_owned()));
    }
    let token = redeem(provider, answered).await?;
    let user: User = ask(provider, "/user", &token).await?;
    let addresses: Vec<Address> = ask(provider, "/user/emails", &token).await?;
    let primary = addresses.into_iter().find(|address| address.primary);
    let email = primary.as_ref().and_then(|address| Email::parse(&address.email).ok());
    Ok(Identity {
        issuer: provider.issuer().to_owned(),
        subject: user.id.to_string(),
        is_verified: email.is_some() && primary.is_some_and(|address| address.verified),
        email,
        shown_as: shown(&user.login),
    })
}

/// Whether it answers at all: the page that people are sent to, where nothing is counted against anybody.
pub(super) async fn examine(provider: &Provider) -> Result<(), Wrong> {
    provider.outgoing.get(&web(provider, "/login/oauth/authorize")?, HeaderMap::new()).await.map(|_| ())
}

async fn redeem(provider: &Provider, answered: &Answered<'_>) -> Result<String, Wrong> {
    let form = Serializer::new(String::new())
        .append_pair("client_id", &provider.settings.client_id)
        .append_pair("client_secret", provider.settings.client_secret.expose())
        .append_pair("code", answered.code)
        .append_pair("redirect_uri", answered.redirect_uri)
        .append_pair("code_verifier", answered.verifier)
        .finish();
    let url = web(provider, "/login/oauth/access_token")?;
    // What is refused is answered with 200 as well, and an `error` in the place of the token.
    let token: Token = provider.outgoing.post(&url, HeaderMap::new(), form).await?.json()?;
    let is_bearer = token.token_type.is_some_and(|kind| kind.eq_ignore_ascii_case("bearer"));
    let token = token.access_token.filter(|token| is_bearer && !token.is_empty());
    token.ok_or_else(|| Wrong::Refused("the code was not taken".to_owned()))
}

async fn ask<T: serde::de::DeserializeOwned>(
    provider: &Provider,
    path: &str,
    token: &str,
) -> Result<T, Wrong> {
    let base =
        if provider.issuer() == GITHUB { API.to_owned() } else { format!("{}/api/v3", provider.issuer()) };
    let url = Url::parse(&format!("{base}{path}")).map_err(|_| no_url())?;
    let mut bearer = HeaderValue::from_str(&format!("Bearer {token}"))
        .map_err(|_| Wrong::Refused("its access token cannot be sent back".to_owned()))?;
    bearer.set_sensitive(true);
    let version = HeaderName::from_static("x-github-api-version");
    let headers = [(header::AUTHORIZATION, bearer), (version, HeaderValue::from_static("2022-11-28"))];
    provider.outgoing.get(&url, headers.into_iter().collect()).await?.json()
}

fn web(provider: &Provider, path: &str) -> Result<Url, Wrong> {
    Url::parse(&format!("{}{path}", provider.issuer())).map_err(|_| no_url())
}

fn no_url() -> Wrong {
    Wrong::Refused("its address is no URL".to_owned())
}
