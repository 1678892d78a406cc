//! The command line: what can be asked for, and how the answer is told.
//!
//! Every command works while the server runs, takes `--json`, and ends with a code that is not 0 and one sentence on
//! stderr when it fails. Passwords come from standard input only, where no process list and no shell history sees
//! them.

mod arguments;
mod audit;
mod build_info;
mod config;
mod demo;
pub mod doctor;
mod import;
mod invite;
mod keys;
mod mail;
mod migrate;
mod openapi;
mod outcome;
mod passwords;
mod role;
mod user;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use tokio::runtime::Builder;

use crate::config::{Config, Sources};
use crate::logs::{self, Form};
use crate::serve::{self, Supervisor};
use crate::traces::Traces;
use crate::{Failure, terminal};

use arguments::{Arguments, Command};
use outcome::Outcome;

/// Reads the command line, does what it says and tells how it went.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let told = match &arguments.command {
        None | Some(Command::Serve) => serve(&arguments).map(|()| ExitCode::SUCCESS),
        Some(command) => answer(&arguments, command).map(|outcome| outcome.tell(arguments.json)),
    };
    told.unwrap_or_else(|failure| {
        terminal::note(&format!("journal: {failure}"));
        ExitCode::FAILURE
    })
}

/// Every command with its help, as the command line understands it.
pub fn grammar() -> clap::Command {
    Arguments::command()
}

fn serve(arguments: &Arguments) -> Result<(), Failure> {
    let sources = sources(arguments)?;
    let config = Config::read(&sources)?;
    let form = if config.is_production() { Form::Json } else { Form::Lines };
    let traces = logs::begin(form, config.otlp_endpoint.as_deref())?;
    let supervisor = Supervisor::named_in(&sources.variables)?;
    complete(async {
        let sending = traces.map(Traces::start);
        let served = serve::run(&config, &supervisor, arguments.json).await;
        if let Some(sending) = sending {
            sending.finish().await;
        }
        served
    })
}

fn answer(arguments: &Arguments, command: &Command) -> Result<Outcome, Failure> {
    logs::begin(Form::Quiet, None)?;
    match command {
        Command::Serve => unreachable!("serving has no outcome to tell"),
        Command::BuildInfo => Ok(build_info::run()),
        Command::Openapi => openapi::run(),
        Command::Config { ask } => config::run(ask, &sources(arguments)?, arguments.json),
        Command::Doctor => complete(doctor::run(&sources(arguments)?)),
        Command::Migrate => complete(migrate::run(&config(arguments)?)),
        Command::User { act } => complete(user::run(act, &config(arguments)?)),
        Command::Keys { act } => complete(keys::run(act, &config(arguments)?)),
        Command::Audit { act } => complete(audit::run(act, &config(arguments)?)),
        Command::Passwords { act } => passwords::run(act),
        Command::Role { act } => complete(role::run(act, &config(arguments)?)),
        Command::Invite { act } => complete(invite::run(act, &config(arguments)?)),
        Command::Demo { act } => complete(demo::run(act, &config(arguments)?)),
        Command::Mail { act } => complete(mail::run(act, &config(arguments)?)),
    }
}

fn sources(arguments: &Arguments) -> Result<Sources, Failure> {
    Ok(Sources::of_process(arguments.config.as_deref())?)
}

fn config(arguments: &Arguments) -> Result<Config, Failure> {
    Ok(Config::read(&sources(arguments)?)?)
}

/// Runs something to its end on threads of its own.
fn complete<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = Builder::new_multi_thread().enable_all().build();
    let runtime = runtime
        .map_err(|error| Failure::of("the threads that the program works with cannot be started", error))?;
    let done = runtime.block_on(work);
    // Whatever still runs was given its time already, or waits for somebody who types nothing more.
    runtime.shutdown_background();
    done
}
