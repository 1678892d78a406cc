//! A line to PostgreSQL that a test can cut where it wants.

use std::sync::{Arc, Mutex};
use store::DatabaseUrl;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

pub(crate) struct Proxy(Arc<State>);

struct State {
    server: String,
    trip: Mutex<Option<Trip>>,
    cuts: watch::Sender<u32>,
}

/// Cuts one line, once, when the program sends these bytes.
#[derive(Clone, Copy)]
pub(crate) enum Trip {
    /// The server never gets them.
    Before(&'static str),
    /// The server gets them, and its answer is lost.
    After(&'static str),
}

impl Proxy {
    /// A proxy before the server of `address`, and the address through it.
    pub(crate) async fn before(address: &str) -> (Self, DatabaseUrl) {
        let (start, rest) = address.split_once('@').unwrap();
        let (server, rest) = rest.split_once('/').unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let through = format!("{start}@{}/{rest}", listener.local_addr().unwrap());
        let state =
            Arc::new(State { server: server.to_owned(), trip: Mutex::default(), cuts: watch::channel(0).0 });
        let serving = Arc::downgrade(&state);
        tokio::spawn(async move {
            while let (Ok((client, _)), Some(state)) = (listener.accept().await, serving.upgrade()) {
                tokio::spawn(state.carry(client));
            }
        });
        (Self(state), through.parse().unwrap())
    }

    /// Cuts every line there is; new ones stand.
    pub(crate) fn cut(&self) {
        self.0.cuts.send_modify(|cuts| *cuts += 1);
    }

    pub(crate) fn trip(&self, trip: Trip) {
        *self.0.trip.lock().unwrap() = Some(trip);
    }

    /// Whether what was to be tripped over has come by.
    pub(crate) fn tripped(&self) -> bool {
        self.0.trip.lock().unwrap().is_none()
    }
}

impl State {
    async fn carry(self: Arc<Self>, mut client: TcpStream) {
        let mut cut = self.cuts.subscribe();
        let mut server = TcpStream::connect(&self.server).await.unwrap();
        let (mut up, mut down) = (vec![0; 65536], vec![0; 65536]);
        loop {
            tokio::select! {
                read = client.read(&mut up) => match read {
                    Ok(1..) if self.take(|trip| matches!(trip, Trip::Before(text) if holds(&up[..*read.as_ref().unwrap()], text))) => return,
                    Ok(length @ 1..) => {
                        server.write_all(&up[..length]).await.unwrap();
                        if self.take(|trip| matches!(trip, Trip::After(text) if holds(&up[..length], text))) {
                            assert!(server.read(&mut down).await.unwrap() > 0);
                            return;
                        }
                    }
                    _ => return,
                },
                read = server.read(&mut down) => match read {
                    Ok(length @ 1..) if client.write_all(&down[..length]).await.is_ok() => {}
                    _ => return,
                },
                _ = cut.changed() => return,
            }
        }
    }

    fn take(&self, is_now: impl FnOnce(Trip) -> bool) -> bool {
        let mut trip = self.trip.lock().unwrap();
        trip.take_if(|trip| is_now(*trip)).is_some()
    }
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}
