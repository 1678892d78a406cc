//! Measures Journal as people run it: the release program as a process of its own, over real HTTP, with all its
//! layers, next to what it is compared with, in one run and on one machine.
//!
//! One that misses its aim is marked, and the run fails, as it does when an answer is wrong or something is broken.
//! `bench/README.md` says how to read them.

mod driver;
mod load;
mod login;
mod place;
mod read;
mod refresh;
mod serving;
mod table;
mod timing;
mod weight;
mod wire;

use std::error::Error;
use std::io::Write;
use std::num::NonZero;
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;

use clap::Parser;
use tokio::signal::unix::{SignalKind, signal};

use crate::place::Place;
use crate::table::{Aim, Column, Table};
use crate::timing::Route;

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// Clients at the same time.
const CONNECTIONS: usize = 64;

/// What is measured, and how long.
#[derive(Parser)]
#[command(about = "Measures Journal")]
struct Arguments {
    /// The folder with the release programs.
    #[arg(long, default_value = "target/release")]
    programs: PathBuf,
    /// A PostgreSQL for us alone that waits for its disk; without it, SQLite alone is measured.
    #[arg(long)]
    postgres: Option<String>,
    /// Only these.
    #[arg(value_enum)]
    only: Vec<What>,
    /// How often each turn is taken.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// With `timing`: how many pairs of answers are compared, for each kind of account and each route.
    #[arg(long, default_value_t = 2_000, value_parser = clap::value_parser!(u32).range(100..))]
    pairs: u32,
    /// With `timing`: only this route; may be given again.
    #[arg(long, value_enum)]
    route: Vec<Route>,
    /// With `timing`: against the program whose decoy was taken out, which must be found.
    #[arg(long)]
    red: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum What {
    /// Reads over HTTP against axum alone.
    Read,
    /// Durable refreshes.
    Refresh,
    /// Logins against the hash alone.
    Login,
    /// The store against the bare drivers.
    Store,
    /// Size, time to ready, memory.
    Weight,
    /// Whether answers or their times tell who has an account. Only done when it is named.
    Timing,
}

/// The programs that are measured.
struct Programs {
    journal: PathBuf,
    without_decoy: PathBuf,
    bare: PathBuf,
    throughput: PathBuf,
}

#[tokio::main(worker_threads = 1)]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // Dropping the run ends the servers that it started.
    let measured = tokio::select! {
        measured = run(&arguments) => measured,
        () = told_to_stop() => Err("stopped".into()),
    };
    match measured {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            note(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

async fn told_to_stop() {
    let Ok(mut terminated) = signal(SignalKind::terminate()) else { return };
    tokio::select! {
        _ = terminated.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

async fn run(arguments: &Arguments) -> Result<()> {
    // Each server has a working folder of its own.
    let folder = std::path::absolute(&arguments.programs)?;
    let programs = Programs {
        journal: folder.join("journal"),
        without_decoy: folder.join("journal-without-decoy"),
        bare: folder.join("bare-peer"),
        throughput: folder.join("examples/throughput"),
    };
    if arguments.only.contains(&What::Timing) {
        return time(arguments, &programs).await;
    }
    let mut table = Table::default();
    for what in [What::Read, What::Refresh, What::Login, What::Store, What::Weight] {
        if !arguments.only.is_empty() && !arguments.only.contains(&what) {
            continue;
        }
        let place = Place::on_sqlite()?;
        let rounds = arguments.rounds;
        Measuring { programs: &programs, place, column: Column::First, rounds }
            .measure(what, &mut table)
            .await?;
        if let Some(url) = &arguments.postgres {
            let place = Place::on_postgres(url).await?;
            Measuring { programs: &programs, place, column: Column::Postgres, rounds }
                .measure(what, &mut table)
                .await?;
        }
    }
    match table.print()? {
        0 => Ok(()),
        missed => Err(format!("{missed} figures miss their aim").into()),
    }
}

/// Alone, since nothing else may happen meanwhile.
async fn time(arguments: &Arguments, programs: &Programs) -> Result<()> {
    if arguments.only.len() > 1 {
        return Err("`timing` is measured alone".into());
    }
    let routes = if arguments.route.is_empty() { &Route::ALL[..] } else { &arguments.route };
    let pairs = usize::try_from(arguments.pairs)?;
    let wanted = timing::Wanted { routes, pairs, is_red: arguments.red };
    note("on SQLite");
    let mut is_well = timing::measure(programs, &Place::on_sqlite()?, wanted).await?;
    if let Some(url) = &arguments.postgres {
        note("on PostgreSQL");
        is_well &= timing::measure(programs, &Place::on_postgres(url).await?, wanted).await?;
    }
    if is_well { Ok(()) } else { Err("answers tell who has an account".into()) }
}

/// One database's turn.
struct Measuring<'a> {
    programs: &'a Programs,
    place: Place,
    column: Column,
    rounds: usize,
}

impl Measuring<'_> {
    async fn measure(&self, what: What, table: &mut Table) -> Result<()> {
        let Self { programs, place, column, rounds } = self;
        let is_first = *column == Column::First;
        match what {
            What::Read => {
                note("reads against axum alone");
                let aims = if is_first { [Aim::AtLeast(0.6), Aim::AtLeast(0.5)] } else { [Aim::None; 2] };
                let read = read::measure(programs, place, *rounds, aims).await?;
                let [rate, processor] = read.me;
                table.put(*column, "GET /api/auth/me ÷ bare axum", rate);
                table.put(*column, "  the server's processor time alone", processor);
                let [rate, processor] = read.entry;
                table.put(*column, "GET /api/entries/{id} ÷ bare axum", rate);
                table.put(*column, "  the server's time alone, for that", processor);
            }
            What::Refresh => {
                note("durable refreshes");
                let (tokens, aim) = if is_first { (40_000, 8_000.0) } else { (10_000, 2_000.0) };
                let refreshes = refresh::measure(programs, place, *rounds, tokens, aim).await?;
                table.put(*column, "durable refreshes a second, 64 clients", refreshes);
            }
            What::Login => {
                note("logins against the hash alone");
                // PostgreSQL computes on the same cores, so there it is printed beside, as for reads.
                let aim = if is_first { Aim::AtLeast(0.9) } else { Aim::None };
                let logins = login::measure(programs, place, *rounds, aim).await?;
                table.put(*column, "logins ÷ hashes alone", logins);
            }
            What::Store => {
                note("the store against the drivers");
                for (what, figure) in driver::measure(programs, place).await? {
                    table.put(*column, what, figure);
                }
            }
            What::Weight if is_first => {
                note("size, start and memory");
                table.put(*column, "size of the program", weight::size(programs)?);
                table.put(*column, "time to ready, empty folder", weight::time_to_ready(programs).await?);
                table.put(*column, "memory without hashing", weight::resident(programs).await?);
            }
            What::Weight | What::Timing => {}
        }
        Ok(())
    }
}

/// Says a line on stderr.
fn note(line: &str) {
    let _ = writeln!(std::io::stderr(), "bench: {line}");
}

/// The cores there are.
fn cores() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get)
}
