//! The person at the terminal: what is said to them, and what they type unseen. The only place that prints.
//!
//! Answers go to stdout and everything else to stderr. A reader that went away (`journal user list | head`) is no
//! failure.

use std::io::{self, BufRead, IsTerminal, Read, Write};

use crypto::Secret;
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
use tokio::signal::ctrl_c;
use tokio::task::spawn_blocking;

use crate::Failure;

/// Longer than any password that is allowed, so that one over the limit is refused and not cut.
const LONGEST_LINE: u64 = 8 * 1024;

/// Says a line on stdout.
pub(crate) fn say(line: &str) {
    let _ = writeln!(io::stdout(), "{line}");
}

/// Says a line on stderr.
pub(crate) fn note(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Reads a password from standard input: its first line, or, at a terminal, what is typed twice and not shown.
pub(crate) async fn password(whose: &str) -> Result<Secret<String>, Failure> {
    if !io::stdin().is_terminal() {
        return line();
    }
    let question = format!("Password for {whose}: ");
    let _unseen = Unseen::begin()?;
    // Ctrl-C must not leave a terminal behind that shows nothing any more.
    tokio::select! {
        typed = spawn_blocking(move || twice(&question)) => typed.expect("asking does not panic"),
        _ = ctrl_c() => Err(Failure::new("interrupted before a password was given")),
    }
}

fn twice(question: &str) -> Result<Secret<String>, Failure> {
    let first = ask(question)?;
    let second = ask("Once more: ")?;
    if first.expose() == second.expose() { Ok(first) } else { Err(Failure::new("the two passwords differ")) }
}

fn ask(question: &str) -> Result<Secret<String>, Failure> {
    let _ = write!(io::stderr(), "{question}");
    let typed = line();
    let _ = writeln!(io::stderr());
    typed
}

fn line() -> Result<Secret<String>, Failure> {
    let mut line = String::new();
    let read = io::stdin().lock().take(LONGEST_LINE).read_line(&mut line);
    read.map_err(|error| Failure::of("the password could not be read from standard input", error))?;
    let password = Secret::new(line.trim_end_matches(['\r', '\n']).to_owned());
    if password.expose().is_empty() {
        return Err(Failure::new("no password was given: write it to standard input, on one line"));
    }
    Ok(password)
}

/// While it lives, the terminal does not show what is typed.
struct Unseen(Termios);

impl Unseen {
    fn begin() -> Result<Self, Failure> {
        let quiet = |error| Failure::of("the terminal cannot hide what is typed", error);
        let before = tcgetattr(io::stdin()).map_err(quiet)?;
        let mut hidden = before.clone();
        hidden.local_modes.remove(LocalModes::ECHO);
        tcsetattr(io::stdin(), OptionalActions::Flush, &hidden).map_err(quiet)?;
        Ok(Self(before))
    }
}

impl Drop for Unseen {
    fn drop(&mut self) {
        let _ = tcsetattr(io::stdin(), OptionalActions::Flush, &self.0);
    }
}
