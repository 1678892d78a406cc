//! `script/model`: explores every world within the full bounds, then looks for every seeded fault.

#![allow(clippy::disallowed_macros, reason = "a command speaks to the person at the terminal")]

use std::env;
use std::process::ExitCode;
use std::thread;

use model::{FAULTS, FULL, Report, SMALL, Scene, find, prove};

const USAGE: &str = "usage: journal-model [all | prove | small | faults | story NUMBER]";

#[allow(clippy::disallowed_methods, reason = "a command reads its own arguments")]
fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let holds = match arguments[..] {
        [] | ["all"] => proved(&FULL) & found(),
        ["prove"] => proved(&FULL),
        ["small"] => proved(&SMALL) & found(),
        ["faults"] => found(),
        ["story", number] => told(number),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    if holds { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Explores scenes under the rule as it is, and tells a line of each.
fn proved(scenes: &[Scene]) -> bool {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    println!("{:<24}{:>12}{:>13}{:>7}{:>9}", "scene", "worlds", "events", "depth", "seconds");
    let mut total = (0, 0.0);
    let mut said: Vec<(&str, u64)> = Vec::new();
    for scene in scenes {
        let report = prove(*scene, threads);
        let seconds = report.took.as_secs_f64();
        println!(
            "{:<24}{:>12}{:>13}{:>7}{seconds:>9.1}",
            scene.name, report.worlds, report.events, report.depth
        );
        if !report.broken.is_empty() {
            tell(&report);
            return false;
        }
        total = (total.0 + report.worlds, total.1 + seconds);
        said = report
            .said
            .iter()
            .enumerate()
            .map(|(at, (name, count))| (*name, count + said.get(at).map_or(0, |s| s.1)))
            .collect();
    }
    println!("{:<24}{:>12}{:>20}{:>9.1}", "together", total.0, "", total.1);
    let said: Vec<String> = said.iter().map(|(name, count)| format!("{name} {count}")).collect();
    println!("no promise is broken in any of them. Decided: {}\n", said.join(", "));
    true
}

/// Looks for every fault, and prints the table.
fn found() -> bool {
    println!("| | what is wrong | promise that finds it | events | worlds |\n|---|---|---|---|---|");
    let mut missed = 0;
    for (at, fault) in FAULTS.iter().enumerate() {
        let report = find(fault);
        let story = report.broken.iter().find(|(promise, _)| *promise == fault.broken);
        let (by, events) =
            story.map_or(("**not found**", 0), |(promise, story)| (promise.name(), story.0.len()));
        missed += usize::from(story.is_none());
        println!("| {} | {} | {by} | {events} | {} |", at + 1, fault.name, report.worlds);
    }
    println!("\n{} of {} seeded faults found", FAULTS.len() - missed, FAULTS.len());
    missed == 0
}

/// Tells how a fault breaks its promise.
fn told(number: &str) -> bool {
    let fault = number.parse::<usize>().ok().and_then(|number| FAULTS.get(number.checked_sub(1)?));
    let Some(fault) = fault else {
        eprintln!("faults are numbered from 1 to {}", FAULTS.len());
        return false;
    };
    println!("{}", fault.name);
    tell(&find(fault));
    true
}

fn tell(report: &Report) {
    for (promise, story) in &report.broken {
        println!("broken: {}", promise.name());
        for event in &story.0 {
            println!("  {event}");
        }
    }
}
