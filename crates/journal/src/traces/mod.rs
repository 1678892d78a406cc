//! Traces for operators who ask for them: OpenTelemetry's protocol over HTTP, to the collector that
//! `JOURNAL_OTLP_ENDPOINT` names.
//!
//! Spans are those of `tracing`: a request, or an attempt to deliver a mail, and in it login, refresh, register, and
//! every read and commit of the database. What must always hold: a span carries only the
//! attributes that `model` lists, none of which a person can fill; nobody waits for the collector, and what it does not
//! take in time is dropped; without the setting there is no layer, and a span costs nothing.

mod collect;
mod deliver;
mod model;
mod wire;

use std::time::Duration;

use app::clock::Clock;
use crypto::Random;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::registry::LookupSpan;

use deliver::Collector;
use model::Span;

/// Spans that may wait to be sent.
const WAITING: usize = 4_096;
/// How long the last spans may take when the program stops.
const FAREWELL: Duration = Duration::from_secs(2);

/// Ended spans on their way, and where to.
pub struct Traces {
    ended: mpsc::Receiver<Span>,
    collector: Collector,
}

/// The task that sends spans.
pub struct Sending {
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

/// The part of the log that gathers spans, and what sends them.
pub fn gather<S>(endpoint: &str) -> Result<(impl Layer<S> + use<S>, Traces), deliver::Unusable>
where
    S: tracing::Subscriber + for<'a> LookupSpan<'a>,
{
    let collector = Collector::at(endpoint)?;
    let (out, ended) = mpsc::channel(WAITING);
    let layer = collect::Spans::new(Clock::system(), Random::system(), out);
    // Spans alone: what the log says may quote anything.
    let ours = filter_fn(|metadata| metadata.is_span() && model::is_ours(metadata.name(), metadata.target()));
    Ok((layer.with_filter(ours), Traces { ended, collector }))
}

impl Traces {
    /// Sends what comes, on a task of its own.
    pub fn start(self) -> Sending {
        let (stop, stopped) = oneshot::channel();
        Sending { stop, task: tokio::spawn(deliver::run(self.ended, self.collector, stopped)) }
    }
}

impl Sending {
    /// Sends what is left, for as long as a program that stops may wait.
    pub async fn finish(self) {
        let _ = self.stop.send(());
        let _ = tokio::time::timeout(FAREWELL, self.task).await;
    }
}
