//! The network: where people come from, where the program listens, and who else may be there already.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, lookup_host};
use tokio::time::timeout;
use url::Url;

use super::{Finding, judge};
use crate::config::{Config, PublicUrl};

/// How long anybody may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// What is read of an answer, in bytes.
const ENOUGH: u64 = 256 * 1024;

pub(super) async fn examine(config: &Config) -> Vec<Finding> {
    let mut findings = vec![public_address(config), listening(config).await];
    findings.extend(reachable(config).await);
    findings.push(metrics(config).await);
    findings.extend(traces(config).await);
    findings
}

fn public_address(config: &Config) -> Finding {
    let public = config.public_url(config.listen.port());
    let has_proxy = !config.trusted_proxies.is_empty();
    judge::public_address(public.as_str(), public.is_loopback(), config.listen, has_proxy)
}

/// Whether the address is free, or Journal's already.
async fn listening(config: &Config) -> Finding {
    const CHECK: &str = "listening";
    let address = config.listen;
    match occupant(address, "/healthz", "alive").await {
        Occupant::Nobody => Finding::ok(CHECK, format!("{address} is free")),
        Occupant::Journal => Finding::ok(CHECK, format!("Journal answers at {address}")),
        Occupant::Unusable(error) => {
            let hint = "give JOURNAL_LISTEN an address of this machine and a port that Journal may take";
            Finding::error(CHECK, format!("{address} cannot be listened on: {error}"), hint)
        }
        Occupant::Somebody => {
            let hint = "stop the other program, or give JOURNAL_LISTEN another port";
            Finding::error(CHECK, format!("another program listens on {address}"), hint)
        }
    }
}

/// Whether the name that people type leads somewhere. Not every network lets a machine look at itself from outside.
async fn reachable(config: &Config) -> Option<Finding> {
    const CHECK: &str = "public name";
    let public = config.public_url.as_ref().filter(|public| !public.is_loopback())?;
    let (host, port) = place(public)?;
    let hint = "let the name's DNS records lead to the proxy, and the proxy run; from some networks this cannot be seen";
    Some(match connect(&host, port).await {
        Ok(_) => Finding::ok(CHECK, format!("somebody answers at {host}:{port}")),
        Err(why) => Finding::warning(CHECK, format!("{host}:{port} is not reached: {why}"), hint),
    })
}

async fn metrics(config: &Config) -> Finding {
    const CHECK: &str = "metrics";
    let Some(address) = config.metrics_listen else {
        return Finding::ok(CHECK, "they are off, as it was asked for");
    };
    let hint = "stop the other program, or give JOURNAL_METRICS_LISTEN another port";
    match occupant(address, "/metrics", "journal_").await {
        _ if !address.ip().is_loopback() => Finding::warning(
            CHECK,
            format!("{address} is reachable from beyond this machine, and asks nobody who they are"),
            "use a loopback address, or let a firewall keep everybody but Prometheus out",
        ),
        Occupant::Nobody => Finding::ok(CHECK, format!("{address} is free")),
        Occupant::Journal => Finding::ok(CHECK, format!("Journal's are served at {address}")),
        Occupant::Somebody if config.metrics_asked_for || config.is_production() => {
            Finding::error(CHECK, format!("another program listens on {address}"), hint)
        }
        Occupant::Somebody => Finding::warning(CHECK, format!("another program listens on {address}"), hint),
        Occupant::Unusable(error) => {
            let hint = "give JOURNAL_METRICS_LISTEN an address of this machine, or `off`";
            Finding::error(CHECK, format!("{address} cannot be listened on: {error}"), hint)
        }
    }
}

/// Whether the collector of traces is there; without it, nothing but traces is lost.
async fn traces(config: &Config) -> Option<Finding> {
    const CHECK: &str = "traces";
    let url = Url::parse(config.otlp_endpoint.as_deref()?).ok()?;
    let (host, port) = (url.host_str()?.trim_matches(['[', ']']), url.port_or_known_default()?);
    Some(match connect(host, port).await {
        Ok(_) => Finding::ok(CHECK, format!("a collector listens at {host}:{port}")),
        Err(why) => {
            let hint =
                "start the collector, or take JOURNAL_OTLP_ENDPOINT away; until then traces are dropped";
            Finding::warning(CHECK, format!("{host}:{port} is not reached: {why}"), hint)
        }
    })
}

fn place(public: &PublicUrl) -> Option<(String, u16)> {
    let url = Url::parse(public.as_str()).ok()?;
    Some((url.host_str()?.trim_matches(['[', ']']).to_owned(), url.port_or_known_default()?))
}

async fn connect(host: &str, port: u16) -> Result<TcpStream, String> {
    let attempt = async {
        let addresses: Vec<SocketAddr> = lookup_host((host, port))
            .await
            .map_err(|error| format!("the name is not found ({error})"))?
            .collect();
        TcpStream::connect(addresses.as_slice()).await.map_err(|error| error.to_string())
    };
    timeout(PATIENCE, attempt).await.unwrap_or_else(|_| Err("nobody answers in time".to_owned()))
}

/// Who listens on an address of this machine.
enum Occupant {
    Nobody,
    Journal,
    Somebody,
    Unusable(std::io::Error),
}

/// Finds out by listening there for a moment, and, where that is taken, by asking for a path whose answer holds a word
/// that only Journal says.
async fn occupant(address: SocketAddr, path: &str, word: &str) -> Occupant {
    match TcpListener::bind(address).await {
        Ok(_) => Occupant::Nobody,
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            let answer = timeout(PATIENCE, ask(address, path)).await.ok().and_then(Result::ok);
            let is_ours = |answer: String| answer.starts_with("HTTP/1.1 200") && answer.contains(word);
            if answer.is_some_and(is_ours) { Occupant::Journal } else { Occupant::Somebody }
        }
        Err(error) => Occupant::Unusable(error),
    }
}

async fn ask(address: SocketAddr, path: &str) -> std::io::Result<String> {
    let mut connection = TcpStream::connect(address).await?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    connection.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    connection.take(ENOUGH).read_to_end(&mut answer).await?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}
