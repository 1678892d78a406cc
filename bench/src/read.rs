//! Reading over HTTP: the whole program against axum alone with the same answers, turn by turn.
//!
//! Both servers stand for the whole time; each round measures one after the other, so that whatever else happens on
//! the machine happens to both, and the medians are compared.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crate::load::{self, Check, Load, Pace};
use crate::place::{self, PASSWORD, Place};
use crate::serving::Serving;
use crate::table::{Aim, Figure, median, number};
use crate::wire::{self, Request};
use crate::{CONNECTIONS, Programs, Result};

/// Accounts that read, each its own profile and its own entry.
const ACCOUNTS: usize = 64;
/// How long each server is measured in one round.
const TURN: Duration = Duration::from_secs(2);
/// A page of a journal.
const PARAGRAPH: &str = "Walked to the *harbour* before breakfast; the ferry was late and nobody minded. ";
/// How often it is repeated: an entry of about 2,000 bytes.
const PARAGRAPHS: usize = 25;

/// The ratios, each of requests in a second, and of the processor time that the servers took for one.
pub(crate) struct Read {
    /// `GET /api/auth/me` against axum alone.
    pub(crate) me: [Figure; 2],
    /// `GET /api/entries/{id}` against axum alone.
    pub(crate) entry: [Figure; 2],
}

/// Measures both.
pub(crate) async fn measure(
    programs: &Programs,
    place: &Place,
    rounds: usize,
    aims: [Aim; 2],
) -> Result<Read> {
    let app = place.open().await?;
    let accounts = place::accounts(&app, ACCOUNTS).await?;
    app.store.close().await;
    let journal = Serving::start(&programs.journal, &[Path::new("serve")], &place.variables()).await?;
    let mut requests = Requests::default();
    for (_, address) in &accounts {
        requests.add(&journal, address).await?;
    }
    let bare = bare(programs, place, &journal, &requests).await?;
    let pair = Pair { journal, bare, rounds };
    let read = Read {
        me: pair.compare(requests.me.into(), aims[0]).await?,
        entry: pair.compare(requests.entry.into(), aims[1]).await?,
    };
    pair.journal.stop().await?;
    pair.bare.stop().await?;
    Ok(read)
}

#[derive(Default)]
struct Requests {
    me: Vec<Request>,
    entry: Vec<Request>,
}

impl Requests {
    /// Signs an account in and writes its entry.
    async fn add(&mut self, journal: &Serving, address: &str) -> Result<()> {
        let login = serde_json::json!({"email": address, "password": PASSWORD}).to_string();
        let login = wire::post("/api/auth/login", None, &login);
        let token = journal.ask(&login, |answer| wire::member(answer, 200, "access_token")).await?;
        let entry = serde_json::json!({
            "title": "The harbour", "content": PARAGRAPH.repeat(PARAGRAPHS), "tags": ["sea", "morning"],
        });
        let entry = wire::post("/api/entries", Some(&token), &entry.to_string());
        let id = journal.ask(&entry, |answer| wire::member(answer, 201, "id")).await?;
        self.me.push(wire::get("/api/auth/me", &token));
        self.entry.push(wire::get(&format!("/api/entries/{id}"), &token));
        Ok(())
    }
}

/// Axum alone, with the program's own answers as its answers.
async fn bare(programs: &Programs, place: &Place, journal: &Serving, requests: &Requests) -> Result<Serving> {
    let mut files = Vec::new();
    for (name, of_route) in [("me.json", &requests.me), ("entry.json", &requests.entry)] {
        let file = place.file(name);
        journal.ask(&of_route[0], |answer| Ok(std::fs::write(&file, &answer.body)?)).await?;
        files.push(file);
    }
    Serving::start(&programs.bare, &[&files[0], &files[1]], &[]).await
}

struct Pair {
    journal: Serving,
    bare: Serving,
    rounds: usize,
}

impl Pair {
    async fn compare(&self, requests: Arc<[Request]>, aim: Aim) -> Result<[Figure; 2]> {
        let servers = [&self.bare, &self.journal];
        let mut taken = [Vec::new(), Vec::new()];
        let mut used = [Vec::new(), Vec::new()];
        for server in servers {
            turn(server, &requests, TURN / 4).await?;
        }
        for _ in 0..self.rounds {
            for (at, server) in servers.into_iter().enumerate() {
                let (rate, microseconds) = turn(server, &requests, TURN).await?;
                taken[at].push(rate);
                used[at].push(microseconds);
            }
        }
        let ([bare, journal], [bare_used, journal_used]) = (taken.map(median), used.map(median));
        let rates = format!("{} of {} a second", number(journal), number(bare));
        let times = format!("{} to {} µs for each", number(bare_used), number(journal_used));
        Ok([
            Figure { value: journal / bare, from: rates, aim },
            Figure { value: bare_used / journal_used, from: times, aim: Aim::None },
        ])
    }
}

/// Answers in a second, and the microseconds of processor time that the server took for each.
async fn turn(server: &Serving, requests: &Arc<[Request]>, time: Duration) -> Result<(f64, f64)> {
    let check: Check = |_, answer| answer.status == 200 && answer.body.len() > 100;
    let (requests, pace) = (requests.clone(), Pace::For(time));
    let before = server.processor_time()?;
    let load = Load { address: server.address, connections: CONNECTIONS, requests, pace, check };
    let outcome = load::run(load).await?;
    let used = server.processor_time()?.saturating_sub(before).as_secs_f64() * 1e6;
    Ok((outcome.per_second(), used / (outcome.per_second() * outcome.took.as_secs_f64())))
}
