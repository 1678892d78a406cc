//! A whole Journal for tests: the real program over real HTTP, on either database, with a clock that tests move.
//!
//! Every test starts its own server on a free port of the loopback, with its own database: a file in a temporary
//! folder, or, when `JOURNAL_TEST_ENGINE` is `postgres`, a schema of its own in the cluster that
//! `JOURNAL_TEST_POSTGRES` names, or, when it is `pooler`, a database behind a pooler. So every test in
//! `crates/app/tests` runs on all of them, unchanged.

mod answer;
mod authenticator;
mod browser;
mod code_app;
mod database;
mod github_server;
mod mail_server;
mod openid_provider;
mod person;
mod test_app;

pub use answer::Answer;
pub use authenticator::{Assertion, Authenticator, Creation};
pub use browser::Browser;
pub use code_app::CodeApp;
pub use database::Database;
pub use github_server::GithubServer;
pub use mail_server::{MailServer, Manner, Received};
pub use openid_provider::{Answered, CLIENT_ID, CLIENT_SECRET, Forgery, Misconduct, OpenIdProvider, query};
pub use person::{Mail, Person, Tokens};
pub use test_app::{COST, TestApp};

/// A password that is good enough, and that no log may hold.
pub const PASSWORD: &str = "canary-velvet-otter-93-lantern";
/// Another one.
pub const OTHER_PASSWORD: &str = "canary-marble-heron-17-orchard";
