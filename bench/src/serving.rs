//! A server as a process of its own: started, asked what it costs, and ended by its own process id.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use app::clock::Clock;
use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::mpsc;

use crate::Result;
use crate::wire::{self, Answer, Connection, Request};

/// How long a server may take until it says where it listens.
const PATIENCE: Duration = Duration::from_secs(30);
/// The kernel counts a process's time in hundredths of a second, whatever the machine (`proc_pid_stat(5)`).
const TICK: Duration = Duration::from_millis(10);

/// A running server; it ends when this is dropped.
pub(crate) struct Serving {
    /// Where it answers.
    pub(crate) address: SocketAddr,
    process: Child,
    id: u32,
}

impl Serving {
    /// Starts a program and waits until it says `http://…:port`. It gets these variables and no others.
    pub(crate) async fn start(
        program: &Path,
        arguments: &[&Path],
        variables: &[(String, String)],
    ) -> Result<Self> {
        let mut process = Command::new(program)
            .args(arguments)
            .env_clear()
            .envs(variables.iter().map(|(name, value)| (name, value)))
            .current_dir(std::env::temp_dir())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| format!("{} cannot be started: {error}", program.display()))?;
        let (line, lines) = mpsc::unbounded_channel();
        pass_on(process.stdout.take().ok_or("a process without stdout")?, line.clone());
        pass_on(process.stderr.take().ok_or("a process without stderr")?, line);
        let id = process.id().ok_or("the program ended at once")?;
        let port = tokio::time::timeout(PATIENCE, port(lines)).await;
        let port = port.map_err(|_| format!("{} does not say where it listens", program.display()))??;
        Ok(Self { address: (Ipv4Addr::LOCALHOST, port).into(), process, id })
    }

    /// Ends the process.
    pub(crate) async fn stop(mut self) -> Result<()> {
        Ok(self.process.kill().await?)
    }

    /// Sends one request on a connection of its own and hands the answer to `read`.
    pub(crate) async fn ask<T>(
        &self,
        request: &Request,
        read: impl FnOnce(&Answer) -> Result<T>,
    ) -> Result<T> {
        read(&Connection::to(self.address)?.ask(request).await?)
    }

    /// Waits until `GET /readyz` is 200.
    pub(crate) async fn until_ready(&self, clock: &Clock) -> Result<()> {
        let give_up = clock.instant() + PATIENCE;
        let ready = wire::get("/readyz", "none");
        while !matches!(self.ask(&ready, |answer| Ok(answer.status)).await, Ok(200)) {
            if clock.instant() > give_up {
                return Err("the server does not get ready".into());
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        Ok(())
    }

    /// The processor time that the process has used, its threads together.
    pub(crate) fn processor_time(&self) -> Result<Duration> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.id))?;
        // The second field is the program's name in brackets, and may hold spaces.
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<u32>().ok());
        let (user, system) = ticks(11).zip(ticks(12)).ok_or("/proc does not tell the time used")?;
        Ok(TICK * (user + system))
    }

    /// The process's resident memory, in bytes.
    pub(crate) fn resident(&self) -> Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kibibytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
        Ok(kibibytes.ok_or("/proc does not tell the memory used")? * 1024)
    }
}

/// Reads to the end, so that the process never waits for somebody to listen.
fn pass_on(output: impl AsyncRead + Send + Unpin + 'static, line: mpsc::UnboundedSender<String>) {
    tokio::spawn(async move {
        let mut lines = BufReader::new(output).lines();
        while let Ok(Some(read)) = lines.next_line().await {
            let _ = line.send(read);
        }
    });
}

async fn port(mut lines: mpsc::UnboundedReceiver<String>) -> Result<u16> {
    let mut said = String::new();
    while let Some(line) = lines.recv().await {
        let after_host = line.split_once("http://").and_then(|(_, url)| url.split_once(':'));
        let digits =
            after_host.map(|(_, rest)| rest.chars().take_while(char::is_ascii_digit).collect::<String>());
        if let Some(port) = digits.and_then(|digits| digits.parse().ok()) {
            return Ok(port);
        }
        said.push_str(&line);
        said.push('\n');
    }
    Err(format!("the server ended instead of serving:\n{said}").into())
}
