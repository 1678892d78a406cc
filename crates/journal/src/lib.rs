//! The program: its settings, its command line, and what it serves.
//!
//! `config` reads and checks what the operator decided; `start` opens database, keys and threads with it; `serve`
//! answers requests until it is told to stop; `cli` names the commands. What Journal does is the `app` crate's.

pub mod cli;
pub mod config;
mod failure;
pub mod logs;
pub mod master_key;
pub mod metrics;
pub mod page;
pub mod serve;
pub mod start;
mod terminal;
pub mod traces;

pub use failure::Failure;
