//! Connections: each has its own task, none may dawdle, and all are let finish when the program stops.
//!
//! A client that sends its head too slowly, or takes nothing of its answer, loses the connection. At the end no
//! further connection is accepted, idle ones are closed, and those in the middle of a request get their answer.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::response::Response;
use http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use socket2::{SockRef, TcpKeepalive};
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt;

/// The largest head of a request, in bytes.
const HEAD_LIMIT: usize = 64 * 1024;
/// How long accepting rests when the system has no file descriptor left.
const REST: Duration = Duration::from_millis(200);

/// How long the server waits for whom.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For the whole head of a request, and for the next request on an idle connection.
    pub head: Duration,
    /// For a client to take what was sent, or to answer at all.
    pub peer: Duration,
    /// For open requests to be answered after the program was told to stop.
    pub drain: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { head: Duration::from_secs(30), peer: Duration::from_mins(1), drain: Duration::from_secs(20) }
    }
}

/// Answers on this listener until `stop`, then lets open requests finish.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    patience: Patience,
    stop: impl Future<Output = ()>,
) {
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            biased;
            () = &mut stop => break,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => {
                let connection = Connection { stream, peer, patience, watcher: graceful.watcher() };
                tokio::spawn(connection.serve(router.clone()));
            }
            Err(error) => rest(&error).await,
        }
    }
    drop(listener);
    drain(graceful, patience.drain).await;
}

async fn drain(graceful: GracefulShutdown, patience: Duration) {
    let open = graceful.count();
    if tokio::time::timeout(patience, graceful.shutdown()).await.is_err() {
        tracing::warn!(open, "some connections were cut: their requests took too long");
    }
}

/// A connection that broke before it was accepted concerns nobody; anything else is the system's and may pass.
async fn rest(error: &io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if !matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset) {
        tracing::error!(%error, "connections cannot be accepted");
        tokio::time::sleep(REST).await;
    }
}

struct Connection {
    stream: TcpStream,
    peer: SocketAddr,
    patience: Patience,
    watcher: Watcher,
}

impl Connection {
    async fn serve(self, router: Router) {
        let Self { stream, peer, patience, watcher } = self;
        if let Err(error) = prepare(&stream, patience.peer) {
            tracing::debug!(%error, "a connection was gone at once");
            return;
        }
        let answer = service_fn(move |request| answer(router.clone(), peer, request));
        let served = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(patience.head)
            .max_header_size(HEAD_LIMIT)
            .serve_connection(TokioIo::new(stream), answer);
        if let Err(error) = watcher.watch(served).await {
            tracing::debug!(%error, "a connection ended badly");
        }
    }
}

/// Small answers leave at once; a peer that is gone, or takes nothing, is given up by the system.
fn prepare(stream: &TcpStream, patience: Duration) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let socket = SockRef::from(stream);
    socket.set_tcp_keepalive(&TcpKeepalive::new().with_time(patience))?;
    #[cfg(target_os = "linux")]
    socket.set_tcp_user_timeout(Some(patience))?;
    Ok(())
}

/// Hands a request to the router, with the address that it came from.
async fn answer(
    router: Router,
    peer: SocketAddr,
    request: Request<Incoming>,
) -> Result<Response, Infallible> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(peer));
    router.oneshot(request).await
}
