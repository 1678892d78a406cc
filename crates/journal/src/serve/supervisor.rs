//! Who supervises the process, systemd above all: it is told when requests are answered, when the program stops, and,
//! where it asks, every few seconds that the program still turns.
//!
//! The protocol is one datagram to the socket that `NOTIFY_SOCKET` names (its manual page is `sd_notify(3)`). A supervisor that does not
//! listen is no reason to stop: nothing here waits, and nothing here fails once the program serves.

use std::ffi::{OsStr, OsString};
use std::os::linux::net::SocketAddrExt;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram};
use std::sync::Arc;
use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};

use crate::Failure;

/// The one who supervises, if anybody does.
#[derive(Clone)]
pub struct Supervisor(Option<Arc<Line>>);

struct Line {
    socket: UnixDatagram,
    /// How often it wants to hear that the program lives.
    watchdog: Option<Duration>,
}

impl Supervisor {
    /// The supervisor that these variables of the environment name.
    pub fn named_in(variables: &[(OsString, OsString)]) -> Result<Self, Failure> {
        let value = |name: &str| {
            variables.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_os_str())
        };
        let Some(place) = value("NOTIFY_SOCKET").filter(|place| !place.is_empty()) else {
            return Ok(Self(None));
        };
        let socket = connect(place)
            .map_err(|error| Failure::of("the supervisor that NOTIFY_SOCKET names is not there", error))?;
        let watchdog = watchdog(value("WATCHDOG_USEC"), value("WATCHDOG_PID"), std::process::id());
        Ok(Self(Some(Arc::new(Line { socket, watchdog }))))
    }

    /// Requests are answered; from now on it hears that the program lives, as often as it asked for.
    pub(super) fn ready(&self, status: &str) {
        self.tell(&format!("READY=1\nSTATUS={status}\nMAINPID={}", std::process::id()));
        if let Some(every) = self.0.as_ref().and_then(|line| line.watchdog) {
            let supervisor = self.clone();
            tokio::spawn(async move {
                let mut ticks = interval(every);
                ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
                loop {
                    ticks.tick().await;
                    supervisor.tell("WATCHDOG=1");
                }
            });
        }
    }

    /// No further connection is taken.
    pub(super) fn stopping(&self) {
        self.tell("STOPPING=1\nSTATUS=Finishing open requests");
    }

    fn tell(&self, what: &str) {
        let Some(line) = &self.0 else { return };
        if let Err(error) = line.socket.send(what.as_bytes()) {
            tracing::debug!(%error, "the supervisor does not listen");
        }
    }
}

/// A path, or after `@` a name that no file stands for.
fn connect(place: &OsStr) -> std::io::Result<UnixDatagram> {
    let address = match place.as_bytes().strip_prefix(b"@") {
        Some(name) => SocketAddr::from_abstract_name(name)?,
        None => SocketAddr::from_pathname(place)?,
    };
    let socket = UnixDatagram::unbound()?;
    socket.set_nonblocking(true)?;
    socket.connect_addr(&address)?;
    Ok(socket)
}

/// Half of what it waits for, when it watches this very process.
fn watchdog(microseconds: Option<&OsStr>, process: Option<&OsStr>, own: u32) -> Option<Duration> {
    let is_ours = process.is_none_or(|process| process.to_str() == Some(own.to_string().as_str()));
    let microseconds: u64 = microseconds?.to_str()?.parse().ok()?;
    (is_ours && microseconds > 1).then(|| Duration::from_micros(microseconds / 2))
}
