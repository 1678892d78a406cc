//! The load: many connections, each with one request on its way at any time.
//!
//! It shares the machine with the server that it measures, one thread to a core. An answer that fails its check ends the
//! whole run: a figure for wrong answers is worth nothing.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::{Duration, Instant};

use app::clock::Clock;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;
use tokio::task::JoinSet;

use crate::wire::{Answer, Connection, Request};
use crate::{Result, cores};

/// How long to go on.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Pace {
    /// Through the requests again and again, for this long.
    For(Duration),
    /// Through the requests once.
    Once,
}

/// Whether an answer is the right one to its request.
pub(crate) type Check = fn(request: &Request, answer: &Answer) -> bool;

/// What to send, where to, and how.
#[derive(Clone)]
pub(crate) struct Load {
    /// The server.
    pub(crate) address: SocketAddr,
    /// Connections, and so requests on their way at once.
    pub(crate) connections: usize,
    /// The requests.
    pub(crate) requests: Arc<[Request]>,
    /// How long.
    pub(crate) pace: Pace,
    /// What each answer must be.
    pub(crate) check: Check,
}

/// What came of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outcome {
    /// Right answers.
    pub(crate) answered: usize,
    /// From the first request to the last answer.
    pub(crate) took: Duration,
}

impl Outcome {
    /// Right answers in a second.
    #[allow(clippy::cast_precision_loss, reason = "a count of requests is far below 2^52")]
    pub(crate) fn per_second(&self) -> f64 {
        self.answered as f64 / self.took.as_secs_f64()
    }
}

/// Puts the load on the server.
pub(crate) async fn run(load: Load) -> Result<Outcome> {
    let (done, outcome) = oneshot::channel();
    thread::spawn(move || drop(done.send(on_threads(load))));
    outcome.await?
}

struct Work {
    load: Load,
    clock: Clock,
    /// The request that is sent next.
    next: AtomicUsize,
    /// Passed when every connection stands.
    start: Barrier,
}

impl Work {
    fn next(&self, until: Option<Instant>) -> Option<&Request> {
        let (turn, requests) = (self.next.fetch_add(1, Ordering::Relaxed), &self.load.requests);
        match until {
            Some(until) => (self.clock.instant() < until).then(|| &requests[turn % requests.len()]),
            None => requests.get(turn),
        }
    }
}

fn on_threads(load: Load) -> Result<Outcome> {
    let threads = cores().min(load.connections);
    let share = |thread| load.connections / threads + usize::from(thread < load.connections % threads);
    let shares: Vec<usize> = (0..threads).map(share).collect();
    let start = Barrier::new(threads + 1);
    let work = Arc::new(Work { load, clock: Clock::system(), next: AtomicUsize::new(0), start });
    let spawn = |share| {
        let work = work.clone();
        thread::spawn(move || connections(&work, share))
    };
    let threads: Vec<_> = shares.into_iter().map(spawn).collect();
    work.start.wait();
    let started = work.clock.instant();
    let answered = threads.into_iter().map(|thread| thread.join().expect("nothing here panics"));
    let answered = answered.sum::<Result<usize>>()?;
    Ok(Outcome { answered, took: started.elapsed() })
}

/// One thread's connections.
fn connections(work: &Arc<Work>, count: usize) -> Result<usize> {
    let connected = connected(work.load.address, count);
    // Whatever happened, so that the others do not wait for ever.
    work.start.wait();
    let (runtime, open) = connected?;
    let until = match work.load.pace {
        Pace::For(time) => Some(work.clock.instant() + time),
        Pace::Once => None,
    };
    runtime.block_on(async {
        let mut talking: JoinSet<_> =
            open.into_iter().map(|stream| talk(stream, work.clone(), until)).collect();
        let mut answered = 0;
        while let Some(talked) = talking.join_next().await {
            answered += talked??;
        }
        Ok(answered)
    })
}

fn connected(address: SocketAddr, count: usize) -> Result<(Runtime, Vec<Connection>)> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let open = runtime.block_on(async {
        let mut open = Vec::with_capacity(count);
        for _ in 0..count {
            open.push(Connection::to(address)?);
        }
        Result::Ok(open)
    })?;
    Ok((runtime, open))
}

async fn talk(connection: Connection, work: Arc<Work>, until: Option<Instant>) -> Result<usize> {
    let mut answered = 0;
    while let Some(request) = work.next(until) {
        let answer = connection.ask(request).await?;
        if !(work.load.check)(request, &answer) {
            return Err(format!("an answer is not as it must be: {}", answer.shown()).into());
        }
        answered += 1;
    }
    Ok(answered)
}
