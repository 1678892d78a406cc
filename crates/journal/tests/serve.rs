//! Connections, with little patience so that nobody waits.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::routing::{get, post};
use journal::serve::connections::{Patience, serve};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

const SHORT: Duration = Duration::from_millis(150);

struct Serving {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    server: JoinHandle<()>,
}

async fn start() -> Serving {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let peer = async |ConnectInfo(peer): ConnectInfo<SocketAddr>| peer.to_string();
    let router = Router::new()
        .route("/", get(peer))
        .route("/echo", post(async |body: String| body))
        .route("/never", get(std::future::pending::<()>));
    let (stop, stopped) = oneshot::channel();
    let patience = Patience { head: SHORT, peer: Duration::from_mins(1), drain: SHORT };
    let stopped = async { drop(stopped.await) };
    let server = tokio::spawn(serve(listener, router, patience, stopped));
    Serving { address, stop, server }
}

async fn ask(connection: &mut TcpStream, request: &str) -> String {
    connection.write_all(request.as_bytes()).await.unwrap();
    let mut answer = vec![0; 4096];
    let read = connection.read(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer[..read]).into_owned()
}

/// Whether the server closes the connection by itself.
async fn is_closed(mut connection: TcpStream) -> bool {
    let mut rest = Vec::new();
    let closed = tokio::time::timeout(Duration::from_secs(10), connection.read_to_end(&mut rest)).await;
    closed.is_ok()
}

#[tokio::test]
async fn a_handler_learns_where_the_request_came_from() {
    let serving = start().await;
    let mut connection = TcpStream::connect(serving.address).await.unwrap();
    let answer = ask(&mut connection, "GET / HTTP/1.1\r\nHost: x\r\n\r\n").await;
    let own = connection.local_addr().unwrap().to_string();
    assert!(answer.ends_with(&own), "{answer}");
}

#[tokio::test]
async fn a_connection_serves_one_request_after_the_other() {
    let serving = start().await;
    let mut connection = TcpStream::connect(serving.address).await.unwrap();
    for _ in 0..3 {
        let answer =
            ask(&mut connection, "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello").await;
        assert!(answer.ends_with("hello"), "{answer}");
    }
}

#[tokio::test]
async fn a_client_that_says_nothing_loses_the_connection() {
    let serving = start().await;
    assert!(is_closed(TcpStream::connect(serving.address).await.unwrap()).await);
}

#[tokio::test]
async fn a_client_that_drips_its_head_loses_the_connection() {
    let serving = start().await;
    let mut connection = TcpStream::connect(serving.address).await.unwrap();
    for byte in b"GET / HTTP/1.1\r\nHost: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" {
        if connection.write_all(&[*byte]).await.is_err() {
            return;
        }
        tokio::time::sleep(SHORT / 10).await;
    }
    assert!(is_closed(connection).await);
}

#[tokio::test]
async fn a_head_that_is_too_large_is_refused() {
    let serving = start().await;
    let mut connection = TcpStream::connect(serving.address).await.unwrap();
    let head = format!("GET / HTTP/1.1\r\nHost: x\r\nCookie: {}\r\n\r\n", "x".repeat(65 * 1024));
    let _ = connection.write_all(head.as_bytes()).await;
    let mut answer = Vec::new();
    let _ = connection.read_to_end(&mut answer).await;
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 431 "), "{answer}");
}

#[tokio::test]
async fn stopping_closes_idle_connections_and_refuses_new_ones() {
    let serving = start().await;
    let mut connection = TcpStream::connect(serving.address).await.unwrap();
    ask(&mut connection, "GET / HTTP/1.1\r\nHost: x\r\n\r\n").await;
    serving.stop.send(()).unwrap();
    serving.server.await.unwrap();
    assert!(is_closed(connection).await);
    assert!(TcpStream::connect(serving.address).await.is_err());
}

#[tokio::test]
async fn stopping_waits_for_a_request_but_not_for_ever() {
    let serving = start().await;
    let mut connection = TcpStream::connect(serving.address).await.unwrap();
    connection.write_all(b"GET /never HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    tokio::time::sleep(SHORT / 3).await;
    serving.stop.send(()).unwrap();
    serving.server.await.unwrap();
}

/// All that the server says to these bytes until it closes.
async fn say(address: SocketAddr, bytes: &str) -> String {
    let mut connection = TcpStream::connect(address).await.unwrap();
    connection.write_all(bytes.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let _ = tokio::time::timeout(Duration::from_secs(5), connection.read_to_end(&mut answer)).await;
    String::from_utf8_lossy(&answer).into_owned()
}

/// ASVS 4.2.1
#[tokio::test]
async fn where_a_request_ends_is_never_in_doubt() {
    let serving = start().await;
    let hidden = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 8\r\n\r\nSMUGGLED";
    let ask = |headers: &str, body: &str| format!("POST /echo HTTP/1.1\r\nHost: x\r\n{headers}\r\n{body}");
    // What comes after the request that a proxy would see may not be taken for a request of its own.
    let doubtful = [
        ask("Content-Length: 5\r\nContent-Length: 6\r\n", "hello"),
        ask("Content-Length: 5, 6\r\n", "hello"),
        ask("Content-Length: +5\r\n", "hello"),
        ask("Content-Length: 0x5\r\n", "hello"),
        ask("Content-Length: -1\r\n", "hello"),
        ask("Content-Length : 5\r\n", "hello"),
        ask("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n"),
        ask("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"),
        ask("Transfer-Encoding : chunked\r\n", "0\r\n\r\n"),
        ask("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", "0\r\n\r\n"),
        ask("Transfer-Encoding: chunked\r\n", "5;\nx\r\nhello\r\n0\r\n\r\n"),
        ask("Transfer-Encoding: chunked\r\n", "fffffffffffffffff\r\nhello\r\n0\r\n\r\n"),
        ask("Transfer-Encoding: chunked\r\n", "-5\r\nhello\r\n0\r\n\r\n"),
        ask(" Transfer-Encoding: chunked\r\n", "0\r\n\r\n"),
        "POST /echo HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n".to_owned(),
    ];
    for request in doubtful {
        let answer = say(serving.address, &format!("{request}{hidden}")).await;
        assert!(!answer.contains("SMUGGLED"), "{request:?}: {answer}");
        assert!(
            answer.is_empty() || answer.starts_with("HTTP/1.1 4") || answer.starts_with("HTTP/1.0 4"),
            "{request:?}: {answer}"
        );
    }
    // With both, the encoding counts, as RFC 9112 says in 6.3; the length is not looked at.
    for length in [0, 3, 9_999] {
        let both = ask(
            &format!("Content-Length: {length}\r\nTransfer-Encoding: chunked\r\n"),
            "5\r\nhello\r\n0\r\n\r\n",
        );
        let answer = say(serving.address, &both).await;
        assert!(
            answer.is_empty() || answer.starts_with("HTTP/1.1 4") || answer.ends_with("hello"),
            "{length}: {answer}"
        );
        assert!(answer.matches("HTTP/1.1").count() <= 1, "{answer}");
    }
}
