//! Where a measured server keeps its data, and what is in it before it starts.
//!
//! Rows are put there through the program's own library, on the same database and the same master key, because a
//! hundred thousand sign-ins over HTTP would take the better part of an hour: nearly all of it hashing.

use std::ffi::OsString;

use app::App;
use app::access::Role;
use app::account::{self, AccountId, Email};
use app::clock::Clock;
use app::http::Client;
use app::session::{self, Session};
use crypto::{Random, Secret};
use journal::config::{Config, Sources};
use journal::start::{self, Purpose};
use store::{Change, Options, Store};
use tempfile::TempDir;

use crate::Result;

/// The password of every account here.
pub(crate) const PASSWORD: &str = "velvet-otter-93-lantern";
/// Sessions that are committed together.
const TOGETHER: usize = 2_000;

/// A data folder, and the database that belongs to it.
pub(crate) struct Place {
    folder: TempDir,
    postgres: Option<String>,
}

impl Place {
    /// On SQLite, in a folder of its own.
    pub(crate) fn on_sqlite() -> Result<Self> {
        Ok(Self { folder: tempfile::tempdir()?, postgres: None })
    }

    /// On this PostgreSQL, in a schema of its own.
    pub(crate) async fn on_postgres(url: &str) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let store = Store::open(Options { url: url.parse()?, connections: 1 }).await?;
        let schema = format!("place_{}", Random::system().uuid_v7(Clock::system().now()).simple());
        // Statements live as long as the program, and there are a handful of places.
        store.commit([Change::new(format!("create schema {schema}").leak(), [])]).await?;
        store.close().await;
        let joint = if url.contains('?') { '&' } else { '?' };
        let postgres = format!("{url}{joint}options=-c%20search_path%3D{schema}");
        Ok(Self { folder, postgres: Some(postgres) })
    }

    /// The address of the database, when it is PostgreSQL.
    pub(crate) fn postgres(&self) -> Option<&str> {
        self.postgres.as_deref()
    }

    /// The settings of the server: nothing that a production server has is off but the limit on requests and the
    /// listener for metrics.
    pub(crate) fn variables(&self) -> Vec<(String, String)> {
        let folder = self.folder.path().display().to_string();
        let set = |name: &str, value: &str| (format!("JOURNAL_{name}"), value.to_owned());
        let mut variables = vec![
            set("ENV", "test"),
            set("LISTEN", "127.0.0.1:0"),
            set("DATA_DIR", &folder),
            set("LIMIT_REQUESTS", "0"),
            set("METRICS_LISTEN", "off"),
        ];
        variables.extend(self.postgres.as_deref().map(|url| set("DATABASE_URL", url)));
        variables
    }

    /// A file in the data folder.
    pub(crate) fn file(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    /// The program from within, on this data, without serving.
    pub(crate) async fn open(&self) -> Result<App> {
        let variables = self.variables().into_iter();
        let variables =
            variables.map(|(name, value)| (OsString::from(name), OsString::from(value))).collect();
        let config = Config::read(&Sources { variables, file: None })?;
        Ok(start::app(&config, &config.public_url(0), Purpose::Command).await?)
    }
}

/// An address that nobody has.
pub(crate) fn address(random: &Random, clock: &Clock) -> String {
    format!("writer-{}@example.org", random.uuid_v7(clock.now()).simple())
}

/// Makes accounts with one password between them, and returns their ids and addresses.
pub(crate) async fn accounts(app: &App, count: usize) -> Result<Vec<(AccountId, String)>> {
    let hash = app.hasher.hash(Secret::new(PASSWORD.to_owned()), app.random.bytes()).await?;
    let mut made = Vec::with_capacity(count);
    let mut changes: Vec<Change> = Vec::new();
    for _ in 0..count {
        let address = address(&app.random, &app.clock);
        let email = Email::parse(&address).map_err(|complaint| complaint.message)?;
        let (account, its_changes) = account::make(app, &email, &hash, Role::User);
        changes.extend(its_changes);
        made.push((account.id, address));
    }
    app.store.commit(changes).await?;
    Ok(made)
}

/// Makes `count` sessions, as logins make them, spread over the accounts.
pub(crate) async fn sessions(app: &App, accounts: &[AccountId], count: usize) -> Result<Vec<Session>> {
    let client = Client { address: std::net::Ipv4Addr::LOCALHOST.into(), user_agent: String::new() };
    let mut made = Vec::with_capacity(count);
    let mut waiting = Vec::new();
    for (number, account) in (1..=count).zip(accounts.iter().cycle()) {
        let started = session::start(app, *account, session::Method::Password, &client);
        waiting.extend(started.changes);
        made.push(started.session);
        if number % TOGETHER == 0 || number == count {
            app.store.commit(std::mem::take(&mut waiting)).await?;
        }
    }
    Ok(made)
}
