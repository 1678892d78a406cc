//! Traces reach a collector that the test is, and a collector that is none harms nobody.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use app::clock::Clock;
use reqwest::Client;
use serde_json::json;
use testkit::{MailServer, PASSWORD};

use super::Home;

/// A field of a message in protocol buffers: its number, and its bytes or its number.
#[derive(Clone, Debug)]
enum Field {
    Bytes(u64, Vec<u8>),
    Number(u64, u64),
}

fn varint(bytes: &mut &[u8]) -> u64 {
    let (mut value, mut shift) = (0, 0);
    loop {
        let (first, rest) = bytes.split_first().expect("a varint goes on");
        *bytes = rest;
        value |= u64::from(first & 0x7f) << shift;
        shift += 7;
        if first & 0x80 == 0 {
            return value;
        }
    }
}

fn take<'a>(bytes: &mut &'a [u8], length: usize) -> &'a [u8] {
    let (taken, rest) = bytes.split_at(length);
    *bytes = rest;
    taken
}

fn parse(mut bytes: &[u8]) -> Vec<Field> {
    let mut fields = Vec::new();
    while !bytes.is_empty() {
        let key = varint(&mut bytes);
        fields.push(match key & 7 {
            0 => Field::Number(key >> 3, varint(&mut bytes)),
            1 => Field::Number(key >> 3, u64::from_le_bytes(take(&mut bytes, 8).try_into().unwrap())),
            2 => {
                let length = usize::try_from(varint(&mut bytes)).unwrap();
                Field::Bytes(key >> 3, take(&mut bytes, length).to_vec())
            }
            other => panic!("wire type {other}"),
        });
    }
    fields
}

fn all(message: &[u8], number: u64) -> Vec<Vec<u8>> {
    let of = |field| match field {
        Field::Bytes(is, bytes) if is == number => Some(bytes),
        _ => None,
    };
    parse(message).into_iter().filter_map(of).collect()
}

fn number(message: &[u8], number: u64) -> Option<u64> {
    parse(message).into_iter().find_map(|field| match field {
        Field::Number(is, value) if is == number => Some(value),
        _ => None,
    })
}

fn text(message: &[u8], number: u64) -> String {
    String::from_utf8(all(message, number).concat()).unwrap()
}

#[derive(Clone, Debug)]
struct Span {
    trace: Vec<u8>,
    id: Vec<u8>,
    parent: Vec<u8>,
    name: String,
    kind: u64,
    took: u64,
    attributes: Vec<(String, String)>,
}

impl Span {
    fn read(message: &[u8]) -> Self {
        let attribute = |pair: &Vec<u8>| {
            let value = all(pair, 2).concat();
            let told = number(&value, 3).map_or_else(|| text(&value, 1), |number| number.to_string());
            (text(pair, 1), told)
        };
        Self {
            trace: all(message, 1).concat(),
            id: all(message, 2).concat(),
            parent: all(message, 4).concat(),
            name: text(message, 5),
            kind: number(message, 6).unwrap(),
            took: number(message, 8).unwrap() - number(message, 7).unwrap(),
            attributes: all(message, 9).iter().map(attribute).collect(),
        }
    }

    fn tells(&self, name: &str, value: &str) -> bool {
        self.attributes.iter().any(|(is, told)| is == name && told == value)
    }
}

/// A collector on the loopback: each body that it was sent.
fn collector() -> (String, Receiver<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let (out, bodies) = channel();
    std::thread::spawn(move || {
        for connection in listener.incoming() {
            if out.send(take_request(connection.unwrap())).is_err() {
                return;
            }
        }
    });
    (endpoint, bodies)
}

fn take_request(mut connection: TcpStream) -> Vec<u8> {
    let (mut bytes, mut some) = (Vec::new(), [0; 4096]);
    let end = loop {
        let read = connection.read(&mut some).unwrap();
        assert!(read > 0, "the head goes on");
        bytes.extend(&some[..read]);
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end + 4;
        }
    };
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap().to_ascii_lowercase();
    assert!(head.starts_with("post /v1/traces http/1.1\r\n"), "{head}");
    assert!(head.contains("content-type: application/x-protobuf\r\n"), "{head}");
    let length = head.split("content-length: ").nth(1).unwrap().split('\r').next().unwrap();
    let mut body = bytes[end..].to_vec();
    while body.len() < length.parse().unwrap() {
        let read = connection.read(&mut some).unwrap();
        body.extend(&some[..read]);
    }
    connection.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").unwrap();
    body
}

async fn post(url: &str, path: &str, body: &serde_json::Value) -> serde_json::Value {
    let answer = Client::new().post(format!("{url}{path}")).json(body).send().await.unwrap();
    answer.json().await.unwrap()
}

/// Registers, signs in, refreshes, and fails to.
async fn live(url: &str) {
    let register = json!({"email": "canary-eve@example.org", "password": PASSWORD});
    post(url, "/api/auth/register", &register).await;
    let login = json!({"email": "canary-ada@example.org", "password": PASSWORD});
    let tokens = post(url, "/api/auth/login", &login).await;
    post(url, "/api/auth/refresh", &json!({"refresh_token": tokens["refresh_token"]})).await;
    let odd = reqwest::Method::from_bytes(b"CANARY").unwrap();
    Client::new().request(odd, format!("{url}/api/entries/canary-id?q=canary")).send().await.unwrap();
}

/// ASVS 16.2.5
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_happens_is_traced_and_nobody_is_named() {
    let home = Home::new();
    home.create("canary-ada@example.org", "user");
    let (endpoint, bodies) = collector();
    let mail = MailServer::start().await;
    let smtp = format!("smtp://{}?tls=none", mail.address());
    let server = home.serve(&[("OTLP_ENDPOINT", endpoint.as_str()), ("SMTP_URL", smtp.as_str())]);
    live(&server.url).await;
    for _ in 0..200 {
        if !mail.received().is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(server.stop().success());
    let bodies: Vec<Vec<u8>> = bodies.try_iter().collect();
    for body in &bodies {
        assert!(!String::from_utf8_lossy(body).to_ascii_lowercase().contains("canary"), "somebody is named");
        let resource = all(&all(body, 1)[0], 1).concat();
        assert_eq!(
            (text(&all(&resource, 1)[0], 1), text(&all(&all(&resource, 1)[0], 2)[0], 1)),
            ("service.name".into(), "journal".into())
        );
    }
    let spans: Vec<Span> = bodies
        .iter()
        .flat_map(|body| all(&all(&all(body, 1)[0], 2)[0], 2))
        .map(|span| Span::read(&span))
        .collect();
    let named = |name: &str| spans.iter().filter(|span| span.name == name).collect::<Vec<_>>();
    for (name, route) in
        [("login", "/api/auth/login"), ("refresh", "/api/auth/refresh"), ("register", "/api/auth/register")]
    {
        let [span] = named(name)[..] else { panic!("{name}: {spans:#?}") };
        let around = spans.iter().find(|other| other.id == span.parent).expect("the request around it");
        assert_eq!((around.name.as_str(), around.kind, &around.trace), ("request", 2, &span.trace));
        assert!(
            around.tells("http.route", route) && around.tells("http.request.method", "POST"),
            "{around:?}"
        );
        assert!(around.took >= span.took && span.took > 0);
        let inside = |kind: &str| spans.iter().any(|other| other.name == kind && other.parent == span.id);
        assert!(inside("store commit"), "{name} commits: {spans:#?}");
        assert!(name == "register" || inside("store read"), "{name} reads");
    }
    assert!(named("mail").iter().any(|span| span.kind == 3 && span.tells("journal.mail.attempts", "1")));
    assert!(named("request").iter().any(|span| span.tells("http.response.status_code", "200")));
    assert!(named("request").iter().any(|span| span.tells("http.request.method", "_OTHER")));
    let alone = |span: &&Span| span.name.starts_with("store ") && span.parent.is_empty();
    assert_eq!(spans.iter().filter(alone).count(), 0, "what workers ask the database is no story");
    assert!(spans.iter().all(|span| span.trace.len() == 16 && span.id.len() == 8));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_collector_that_takes_nothing_slows_and_fails_nobody() {
    let home = Home::new();
    home.create("canary-ada@example.org", "user");
    // It takes connections and never answers.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", silent.local_addr().unwrap());
    let server = home.serve(&[("OTLP_ENDPOINT", endpoint.as_str())]);
    let http = Client::new();
    let began = Clock::system().instant();
    // Each has a few spans, so that the queue runs over.
    for _ in 0..3_000 {
        let answer = http.get(format!("{}/readyz", server.url)).send().await.unwrap();
        assert_eq!(answer.status(), 200);
    }
    live(&server.url).await;
    assert!(began.elapsed() < Duration::from_mins(1), "{:?}", began.elapsed());
    let stopping = Clock::system().instant();
    assert!(server.stop().success());
    assert!(
        stopping.elapsed() < Duration::from_secs(8),
        "it waits for the collector: {:?}",
        stopping.elapsed()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_collector_that_is_away_is_told_once_in_the_log() {
    let home = Home::new();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let endpoint = format!("http://127.0.0.1:{port}");
    let server = home.serve(&[("OTLP_ENDPOINT", endpoint.as_str())]);
    for _ in 0..3 {
        reqwest::get(format!("{}/healthz", server.url)).await.unwrap();
        tokio::time::sleep(Duration::from_millis(1_200)).await;
    }
    assert_eq!(server.log().matches("traces are dropped").count(), 1, "{}", server.log());
}

/// ASVS 15.3.2
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_collector_that_sends_elsewhere_is_not_followed() {
    let home = Home::new();
    let (elsewhere, bodies) = collector();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let (out, asked) = channel();
    std::thread::spawn(move || {
        for connection in listener.incoming() {
            let mut connection = connection.unwrap();
            let read = connection.read(&mut [0; 8_192]).unwrap();
            let answer = format!(
                "HTTP/1.1 307 Temporary Redirect\r\nLocation: {elsewhere}/v1/traces\r\nContent-Length: 0\r\n\r\n"
            );
            let _ = connection.write_all(answer.as_bytes());
            if out.send(read).is_err() {
                return;
            }
        }
    });
    let server = home.serve(&[("OTLP_ENDPOINT", endpoint.as_str())]);
    reqwest::get(format!("{}/readyz", server.url)).await.unwrap();
    assert!(asked.recv_timeout(Duration::from_secs(20)).unwrap() > 0);
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert!(server.stop().success());
    assert_eq!(bodies.try_iter().count(), 0, "nothing went where the collector pointed");
}
