//! The threads that hash.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use super::Error;
use super::memory::Memory;
use super::queue::{Job, Queue, Task};

/// How long a thread waits for the next job before it wipes its memory. Under load the next hash
/// comes sooner and overwrites all of it anyway, so that wiping costs nothing when time is scarce.
const PATIENCE: Duration = Duration::from_millis(10);

/// Starts a thread that serves the queue until it is closed.
pub(super) fn spawn(
    name: String,
    queue: &Arc<Queue>,
    mut memory: Memory,
    on_hashed: &Arc<dyn Fn(Duration) + Send + Sync>,
) -> Result<(), Error> {
    let (queue, on_hashed) = (Arc::clone(queue), Arc::clone(on_hashed));
    let started = thread::Builder::new().name(name).spawn(move || serve(&queue, &mut memory, &*on_hashed));
    started.map(drop).map_err(|_| Error::Failed)
}

fn serve(queue: &Queue, memory: &mut Memory, on_hashed: &dyn Fn(Duration)) {
    while let Some(job) = queue.take() {
        outlive(|| answer(job, queue, memory, on_hashed));
        while let Some(job) = queue.take_within(PATIENCE) {
            outlive(|| answer(job, queue, memory, on_hashed));
        }
        memory.wipe();
    }
}

/// A thread that died of a panic would be missing for as long as the server runs. The caller hears
/// of it, as its answer is dropped.
fn outlive(work: impl FnOnce()) {
    let _ = catch_unwind(AssertUnwindSafe(work));
}

fn answer(job: Job, queue: &Queue, memory: &mut Memory, on_hashed: &dyn Fn(Duration)) {
    if job.answer.is_closed() {
        return;
    }
    let password = job.password.expose().as_bytes();
    let (output, took) = timed(|| match &job.task {
        Task::Argon2(recipe) => memory.compute(recipe, password),
        Task::Foreign(foreign) => foreign.compute(password),
    });
    if output.is_ok() {
        queue.record(took);
        on_hashed(took);
    }
    // The caller may have gone while it was computed.
    let _ = job.answer.send(output);
}

/// Does something and says how long it took.
#[allow(
    clippy::disallowed_methods,
    reason = "how long a hash takes is measured, and decides nothing about a person"
)]
fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let begun = Instant::now();
    let done = work();
    (done, begun.elapsed())
}

#[cfg(test)]
mod tests {
    use tokio::sync::oneshot;

    use super::super::{Params, Recipe};
    use super::*;
    use crate::Secret;

    /// ASVS V11.7.2
    #[test]
    fn a_thread_with_nothing_to_do_has_wiped_its_memory() {
        let queue = Queue::new(1, 1);
        let recipe = Recipe::new(Params { memory_kib: 64, passes: 1, lanes: 1 }, [1; 16]).unwrap();
        let mut memory = Memory::standing(recipe.blocks()).unwrap();
        let (answer, answered) = oneshot::channel();
        queue
            .put(Job { password: Secret::new("correct horse".into()), task: Task::Argon2(recipe), answer })
            .unwrap();
        queue.close();
        serve(&queue, &mut memory, &|_| ());
        assert!(answered.blocking_recv().unwrap().is_ok());
        assert!(memory.is_clean());
    }
}
