//! How many passwords this machine hashes in a second: bare Argon2, and through the `Hasher`.
//!
//! `cargo run --release -p journal-crypto --example hash_rate [SECONDS]`. The figures are for the
//! default parameters on all cores. Each way is measured in turn, several times, so that a slow
//! moment of the machine falls on all of them; the median counts.

use std::io::Write;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use argon2::{Algorithm, Argon2, Block, Version};
use crypto::password::{Hasher, Params};
use crypto::{Random, Secret};

const ROUNDS: u32 = 5;
const PASSWORD: &[u8] = b"correct horse battery staple";
const SALT: [u8; 16] = [5; 16];
/// Callers per thread: enough that a thread always finds one waiting.
const CALLERS: usize = 4;

fn main() -> std::io::Result<()> {
    let seconds = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(2.0);
    let span = Duration::from_secs_f64(2.0 * seconds / f64::from(ROUNDS));
    let cores = thread::available_parallelism()?.get();
    let hasher = Hasher::start(Params::default(), cores, cores * CALLERS, &Random::system(), |_| ())
        .expect("the machine has memory and threads to hash with");
    let ways: [(&str, &dyn Fn() -> f64); 4] = [
        ("bare, memory allocated for each", &|| rate(span, cores, fresh)),
        ("bare, memory reused", &|| rate(span, cores, reused)),
        ("Hasher, a caller per core", &|| rate(span, cores, || through(&hasher))),
        ("Hasher, always somebody waiting", &|| rate(span, cores * CALLERS, || through(&hasher))),
    ];
    let mut rates = [(); 4].map(|()| Vec::new());
    for _ in 0..ROUNDS {
        for (rates, (_, measure)) in rates.iter_mut().zip(&ways) {
            rates.push(measure());
        }
    }
    let medians = rates.map(|mut rates| {
        rates.sort_by(f64::total_cmp);
        rates[rates.len() / 2]
    });
    let mut out = std::io::stdout();
    for ((name, _), rate) in ways.iter().zip(medians) {
        writeln!(out, "{name:34} {rate:7.1}/s {:5.2} of reused", rate / medians[1])?;
    }
    Ok(())
}

/// Runs what `make` makes on this many threads for a while, and counts.
fn rate<W: FnMut()>(span: Duration, threads: usize, make: impl Fn() -> W + Sync) -> f64 {
    let done = AtomicU32::new(0);
    let begun = now();
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let mut work = make();
                while begun.elapsed() < span {
                    work();
                    done.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    f64::from(done.into_inner()) / begun.elapsed().as_secs_f64()
}

fn argon2() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, argon2::Params::default())
}

fn fresh() -> impl FnMut() {
    let argon2 = argon2();
    move || argon2.hash_password_into(PASSWORD, &SALT, &mut [0; 32]).expect("the parameters are the default")
}

fn reused() -> impl FnMut() {
    let argon2 = argon2();
    let mut blocks = vec![Block::new(); argon2.params().block_count()];
    move || {
        argon2
            .hash_password_into_with_memory(PASSWORD, &SALT, &mut [0; 32], &mut blocks)
            .expect("the parameters are the default");
    }
}

fn through(hasher: &Hasher) -> impl FnMut() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime without drivers");
    move || {
        let password = Secret::new(String::from_utf8_lossy(PASSWORD).into_owned());
        runtime.block_on(hasher.hash(password, SALT)).expect("the queue is long enough for all callers");
    }
}

#[allow(clippy::disallowed_methods, reason = "a measurement asks the machine's own clock")]
fn now() -> Instant {
    Instant::now()
}
