//! Being told to stop: SIGTERM from a supervisor, SIGINT from Ctrl-C. The first asks, the second insists.

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;

use crate::Failure;

/// How often the program was told to stop.
#[derive(Clone)]
pub(super) struct Stop(watch::Receiver<u8>);

/// Begins to listen; from now on neither signal ends the process by itself.
pub(super) fn listen() -> Result<Stop, Failure> {
    let unheard = |error| Failure::of("signals cannot be listened for", error);
    let terminate = signal(SignalKind::terminate()).map_err(unheard)?;
    let interrupt = signal(SignalKind::interrupt()).map_err(unheard)?;
    let (count, told) = watch::channel(0);
    tokio::spawn(count_signals(terminate, interrupt, count));
    Ok(Stop(told))
}

impl Stop {
    /// Comes back when the program was asked to stop.
    pub(super) fn first(&self) -> impl Future<Output = ()> + Send + 'static {
        self.clone().told(1)
    }

    /// Comes back when it was asked again.
    pub(super) fn second(&self) -> impl Future<Output = ()> + Send + 'static {
        self.clone().told(2)
    }

    async fn told(mut self, times: u8) {
        if self.0.wait_for(|told| *told >= times).await.is_err() {
            // Nobody listens for signals any more: the runtime is going down, and whoever waits goes with it.
            std::future::pending::<()>().await;
        }
    }
}

async fn count_signals(mut terminate: Signal, mut interrupt: Signal, count: watch::Sender<u8>) {
    loop {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("asked to stop");
        count.send_modify(|times| *times = times.saturating_add(1));
    }
}
