//! The program's tests: one binary, its modules as in `src`; `program` runs the program itself as a process.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod config;
mod crash;
mod deploy;
mod logs;
mod master_key;
mod page;
mod program;
mod sealed;
mod serve;
mod tidy;
