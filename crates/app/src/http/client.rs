//! Who is on the other end of the wire: address, network and browser, as far as they can be believed.
//!
//! `X-Forwarded-For` counts only when the peer is a trusted proxy, and then the right-most address that is not
//! itself a trusted proxy is taken: everything to the left of it may have been written by anybody.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use http::request::Parts;
use http::{Extensions, HeaderMap};
use ipnet::IpNet;

use crate::App;

/// The client of this request.
#[derive(Clone, Debug)]
pub struct Client {
    /// The address that the request came from.
    pub address: IpAddr,
    /// The `User-Agent` header, cut to 512 bytes; empty when none was sent.
    pub user_agent: String,
}

impl Client {
    /// The network that limits are kept for: the address itself, or the /64 of an IPv6 address.
    pub fn network(&self) -> String {
        network(self.address)
    }
}

impl FromRequestParts<App> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(Self::of(parts, app))
    }
}

impl Client {
    /// The address of a request's client alone.
    pub(crate) fn address_of(parts: &Parts, app: &App) -> IpAddr {
        address(&parts.extensions, &parts.headers, app)
    }

    /// The client of a request.
    pub(crate) fn of(parts: &Parts, app: &App) -> Self {
        let address = Self::address_of(parts, app);
        let user_agent = parts.headers.get(http::header::USER_AGENT).and_then(|value| value.to_str().ok());
        let user_agent = user_agent.unwrap_or_default().chars().take(512).collect();
        Self { address, user_agent }
    }
}

/// The address that a request came from, as far as proxies are believed.
pub(super) fn address(extensions: &Extensions, headers: &HeaderMap, app: &App) -> IpAddr {
    behind_proxies(connected(extensions), headers, &app.settings.trusted_proxies)
}

/// The address of the other end of the connection itself.
pub(crate) fn peer(parts: &Parts) -> IpAddr {
    connected(&parts.extensions)
}

fn connected(extensions: &Extensions) -> IpAddr {
    let connection = extensions.get::<ConnectInfo<SocketAddr>>();
    connection.map_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED), |ConnectInfo(address)| address.ip().to_canonical())
}

fn behind_proxies(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let is_trusted = |address: &IpAddr| trusted.iter().any(|network| network.contains(address));
    if trusted.is_empty() || !is_trusted(&peer) {
        return peer;
    }
    let values = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let hops: Vec<&str> = values.flat_map(|value| value.split(',')).map(str::trim).collect();
    let mut nearest = peer;
    for hop in hops.iter().rev() {
        let Some(address) = parse_hop(hop) else { break };
        nearest = address;
        if !is_trusted(&address) {
            break;
        }
    }
    nearest
}

fn parse_hop(hop: &str) -> Option<IpAddr> {
    let address =
        hop.parse::<IpAddr>().or_else(|_| hop.parse::<SocketAddr>().map(|with_port| with_port.ip()));
    address.ok().map(|address| address.to_canonical())
}

pub(super) fn network(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, forwarded: &[&str], trusted: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", value.parse().expect("a header"));
        }
        let trusted: Vec<IpNet> = trusted.iter().map(|network| network.parse().expect("a network")).collect();
        behind_proxies(peer.parse().expect("an address"), &headers, &trusted).to_string()
    }

    /// ASVS 4.1.3, 15.3.4
    #[test]
    fn a_forwarding_header_from_a_stranger_is_ignored() {
        assert_eq!(seen("203.0.113.9", &["198.51.100.1"], &[]), "203.0.113.9");
        assert_eq!(seen("203.0.113.9", &["198.51.100.1"], &["10.0.0.0/8"]), "203.0.113.9");
    }

    /// ASVS 15.3.4
    #[test]
    fn the_right_most_address_that_no_proxy_of_ours_has_counts() {
        let trusted = ["10.0.0.0/8"];
        assert_eq!(seen("10.0.0.1", &["1.1.1.1, 198.51.100.1"], &trusted), "198.51.100.1");
        assert_eq!(seen("10.0.0.1", &["1.1.1.1, 198.51.100.1, 10.0.0.7"], &trusted), "198.51.100.1");
        assert_eq!(seen("10.0.0.1", &["1.1.1.1", "198.51.100.1:4711"], &trusted), "198.51.100.1");
        assert_eq!(seen("10.0.0.1", &["198.51.100.1, garbage"], &trusted), "10.0.0.1");
    }

    #[test]
    fn a_network_is_an_address_or_the_64_bits_that_one_household_gets() {
        assert_eq!(network("192.0.2.7".parse().expect("v4")), "192.0.2.7");
        assert_eq!(network("2001:db8:1:2:3:4:5:6".parse().expect("v6")), "2001:db8:1:2::/64");
    }
}
