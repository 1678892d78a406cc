//! The program as people run it: a process with an environment, two streams, signals and an exit code.

mod audit;
mod build_info;
mod commands;
mod config;
mod demo;
mod doctor;
mod import;
mod invite;
mod keys;
mod log;
mod mail;
mod migrate;
mod nodes;
mod openapi;
mod passwords;
mod postgres;
mod recovery;
mod role;
mod serve;
mod stop;
mod supervisor;
mod traces;
mod user;

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Lines, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, ExitStatus, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use store::{DatabaseUrl, Options, Store};
use tempfile::TempDir;

/// A folder with nothing in it, in which the program runs; with `JOURNAL_TEST_ENGINE=postgres` also a schema of its
/// own in the cluster that `JOURNAL_TEST_POSTGRES` names.
pub(crate) struct Home {
    folder: TempDir,
    database: Option<String>,
    /// Held until the end, where another test may have the schema afterwards.
    _held: Option<testkit::Database>,
}

/// The running server; it is killed when dropped.
pub(crate) struct Server {
    child: Child,
    said: Lines<BufReader<ChildStdout>>,
    log: PathBuf,
    /// Where it says that it is ready.
    pub(crate) url: String,
}

impl Home {
    pub(crate) fn new() -> Self {
        // On a thread of its own, because the test may be inside of a runtime already.
        let held = std::thread::spawn(postgres::held).join().unwrap();
        let database = held.as_ref().map(postgres::address);
        Self { database, _held: held, ..Self::on_sqlite() }
    }

    /// Also the schema has nothing in it.
    pub(crate) fn without_tables() -> Self {
        let database = std::thread::spawn(postgres::schema).join().unwrap();
        Self { database, ..Self::on_sqlite() }
    }

    /// For what only a file can show.
    pub(crate) fn on_sqlite() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), database: None, _held: None }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The program with these arguments and settings, and nothing else in its environment.
    #[allow(clippy::disallowed_methods, reason = "whoever counts lines says in the environment where")]
    fn command(&self, arguments: &[&str], settings: &[(&str, &str)]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_journal"));
        command.current_dir(self.path()).env_clear().args(arguments);
        command.env("JOURNAL_METRICS_LISTEN", "off").env("JOURNAL_LISTEN", "127.0.0.1:0");
        // Where lines are counted, the counts go where those of the tests go, and not into this folder.
        command.envs(std::env::var_os("LLVM_PROFILE_FILE").map(|file| ("LLVM_PROFILE_FILE", file)));
        // All requests of a test come from one network, and as fast as they can.
        command.env("JOURNAL_LIMIT_REQUESTS", "0");
        command.env("RUST_LOG", "debug,app=trace,crypto=trace,journal=trace,store=trace");
        command.envs(self.database.as_ref().map(|url| ("JOURNAL_DATABASE_URL", url)));
        command.envs(settings.iter().map(|(name, value)| (format!("JOURNAL_{name}"), value)));
        command
    }

    /// Runs a command to its end, with this on its standard input.
    pub(crate) fn run_with(&self, arguments: &[&str], settings: &[(&str, &str)], input: &str) -> Output {
        let mut command = self.command(arguments, settings);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // A command that fails before it reads closes its end; that is no failure of the test.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let output = child.wait_with_output().unwrap();
        log_file().1.write_all(&output.stderr).unwrap();
        output
    }

    /// Begins a command and does not wait for it.
    pub(crate) fn begin(&self, arguments: &[&str]) -> Child {
        let mut command = self.command(arguments, &[]);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log_file().1).spawn().unwrap()
    }

    /// Runs a command to its end, below a shell that does this first.
    pub(crate) fn run_under(&self, first: &str, arguments: &[&str]) -> Output {
        let program = self.command(arguments, &[]);
        let mut shell = Command::new("/bin/sh");
        shell.current_dir(self.path()).env_clear().args(["-c", &format!("{first}; exec \"$0\" \"$@\"")]);
        shell.arg(program.get_program()).args(program.get_args());
        shell.envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
        shell.output().unwrap()
    }

    /// The database of this home, opened beside the program.
    pub(crate) async fn store(&self) -> Store {
        let file = || DatabaseUrl::Sqlite(self.path().join("data/journal.db"));
        let url = self.database.as_ref().map_or_else(file, |url| url.parse().unwrap());
        Store::open(Options { url, connections: 1 }).await.unwrap()
    }

    /// Runs a command to its end.
    pub(crate) fn run(&self, arguments: &[&str], settings: &[(&str, &str)]) -> Output {
        self.run_with(arguments, settings, "")
    }

    /// What a command that must succeed says, as JSON.
    #[track_caller]
    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        let output = self.run(&[arguments, &["--json"]].concat(), &[]);
        assert!(output.status.success(), "{arguments:?} fails: {}", stderr(&output));
        serde_json::from_slice(&output.stdout).expect("the answer is JSON")
    }

    /// Makes an account on the command line.
    #[track_caller]
    pub(crate) fn create(&self, email: &str, role: &str) {
        let password = format!("{}\n", testkit::PASSWORD);
        let output = self.run_with(&["user", "create", email, "--role", role], &[], &password);
        assert!(output.status.success(), "{}", stderr(&output));
    }

    /// Starts the server and waits until it is ready.
    #[track_caller]
    pub(crate) fn serve(&self, settings: &[(&str, &str)]) -> Server {
        self.serve_below(settings, &[])
    }

    /// The same, with more in its environment, as from a supervisor.
    #[track_caller]
    pub(crate) fn serve_below(&self, settings: &[(&str, &str)], environment: &[(&str, &str)]) -> Server {
        let mut command = self.command(&["serve"], settings);
        command.envs(environment.iter().copied());
        let mut server = Server::of(command);
        let Some(first) = server.next_line() else {
            server.wait();
            panic!("the server does not start: {}", server.log());
        };
        let url = first.strip_prefix("Journal is ready at ").expect("the first line tells where");
        url.split(' ').next().unwrap_or_default().clone_into(&mut server.url);
        server
    }

    /// Starts the server with these arguments, and reads nothing of what it says.
    pub(crate) fn serve_and_say(&self, arguments: &[&str], settings: &[(&str, &str)]) -> Server {
        Server::of(self.command(arguments, settings))
    }
}

impl Server {
    fn of(mut command: Command) -> Self {
        let (log, file) = log_file();
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(file).spawn().unwrap();
        let said = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, said, log, url: String::new() }
    }

    /// The next line on stdout.
    pub(crate) fn next_line(&mut self) -> Option<String> {
        self.said.next().map(Result::unwrap)
    }

    /// What it has logged so far.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }

    /// The address that it listens on, as in `127.0.0.1:4711`.
    pub(crate) fn address(&self) -> &str {
        self.url.strip_prefix("http://localhost").map_or("", |_| &self.url["http://".len()..])
    }

    pub(crate) fn pid(&self) -> Pid {
        Pid::from_child(&self.child)
    }

    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).unwrap();
    }

    pub(crate) fn wait(&mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }

    /// Asks it to stop, and waits until it has.
    pub(crate) fn stop(mut self) -> ExitStatus {
        self.signal(Signal::TERM);
        self.wait()
    }

    /// Ends it as a power cut would.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A file of its own for what a process logs, where the whole test run is searched for secrets afterwards.
#[allow(clippy::disallowed_methods, reason = "the test run names its folder in the environment")]
fn log_file() -> (PathBuf, File) {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let folder = std::env::var_os("JOURNAL_TEST_LOG_DIR").map_or_else(std::env::temp_dir, PathBuf::from);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let path = folder.join(format!("journal-program-{}-{number}.log", std::process::id()));
    let file = OpenOptions::new().create(true).append(true).open(&path).unwrap();
    (path, file)
}

pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Asserts that a command failed, and gives its one sentence.
#[track_caller]
pub(crate) fn refusal(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{}", stderr(output));
    assert_eq!(stdout(output), "");
    let said = stderr(output);
    // A server may have logged a warning before it gave up.
    let lines: Vec<&str> = said.lines().skip_while(|line| !line.starts_with("journal: ")).collect();
    let sentence = lines.join("\n");
    sentence.strip_prefix("journal: ").expect("it names the program").to_owned()
}
