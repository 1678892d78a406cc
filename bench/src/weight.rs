//! What the program weighs: on the disk, in memory, and in the time until it serves.

use std::path::Path;
use std::sync::Arc;

use app::clock::Clock;
use crypto::password::Params;

use crate::load::{self, Load, Pace};
use crate::place::{self, PASSWORD, Place};
use crate::serving::Serving;
use crate::table::{Aim, Figure, median, number};
use crate::wire::{self, Request};
use crate::{Programs, Result, cores};

/// How often the start is measured.
const STARTS: usize = 7;
/// Requests before the memory is looked at.
const REQUESTS: usize = 1_000;
/// How many of them sign in, several at once, so that every hashing thread has used its memory.
const LOGINS: usize = 20;
const MEBIBYTE: f64 = 1024.0 * 1024.0;

/// The program's file, in MB.
#[allow(clippy::cast_precision_loss, reason = "a file is far smaller than 2^52 bytes")]
pub(crate) fn size(programs: &Programs) -> Result<Figure> {
    let bytes = std::fs::metadata(&programs.journal)?.len();
    Ok(Figure { value: bytes as f64 / 1e6, from: format!("MB; {bytes} bytes"), aim: Aim::AtMost(40.0) })
}

/// From the start of the process to the first 200 of `GET /readyz`, on an empty data folder.
pub(crate) async fn time_to_ready(programs: &Programs) -> Result<Figure> {
    let clock = Clock::system();
    let mut taken = Vec::new();
    for _ in 0..STARTS {
        let place = Place::on_sqlite()?;
        let started = clock.instant();
        let journal = Serving::start(&programs.journal, &[Path::new("serve")], &place.variables()).await?;
        journal.until_ready(&clock).await?;
        taken.push(started.elapsed().as_secs_f64());
        journal.stop().await?;
    }
    let slowest = taken.iter().copied().fold(0.0, f64::max);
    let from = format!("seconds; the slowest of {STARTS} took {}", number(slowest));
    Ok(Figure { value: median(taken), from, aim: Aim::AtMost(0.5) })
}

/// Resident memory after a thousand requests of a small household, without the memory that hashes are computed in.
#[allow(clippy::cast_precision_loss, reason = "memory is far smaller than 2^52 bytes")]
pub(crate) async fn resident(programs: &Programs) -> Result<Figure> {
    let place = Place::on_sqlite()?;
    let app = place.open().await?;
    let accounts = place::accounts(&app, LOGINS).await?;
    app.store.close().await;
    let journal = Serving::start(&programs.journal, &[Path::new("serve")], &place.variables()).await?;
    let login = |(_, address): &(_, String)| {
        let body = serde_json::json!({"email": address, "password": PASSWORD});
        wire::post("/api/auth/login", None, &body.to_string())
    };
    let logins: Vec<Request> = accounts.iter().map(login).collect();
    let answered = send(&journal, logins.clone()).await?;
    let token = journal.ask(&logins[0], |answer| wire::member(answer, 200, "access_token")).await?;
    let routes = ["/api/auth/me", "/api/entries", "/api/stats", "/api/auth/sessions"];
    let reads = routes.iter().cycle().map(|route| wire::get(route, &token));
    let answered = answered + 1 + send(&journal, reads.take(REQUESTS - answered - 1).collect()).await?;
    let (resident, hashing) =
        (journal.resident()?, u64::from(Params::default().memory_kib) * 1024 * cores() as u64);
    journal.stop().await?;
    let from = format!(
        "MiB after {answered} requests; {} resident, {} of it to hash in, on {} threads",
        number(resident as f64 / MEBIBYTE),
        number(hashing as f64 / MEBIBYTE),
        cores(),
    );
    let value = resident.saturating_sub(hashing) as f64 / MEBIBYTE;
    Ok(Figure { value, from, aim: Aim::AtMost(60.0) })
}

async fn send(journal: &Serving, requests: Vec<Request>) -> Result<usize> {
    let requests: Arc<[Request]> = requests.into();
    let (address, pace) = (journal.address, Pace::Once);
    let load = Load { address, connections: 8, requests, pace, check: |_, answer| answer.status == 200 };
    Ok(load::run(load).await?.answered)
}
