//! The program's tests: one binary, its modules as in `src`; `program` runs the program itself as a process.

mod config;
mod crash;
mod master_key;
mod page;
mod program;
mod sealed;
mod serve;
mod tidy;
