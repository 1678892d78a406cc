//! The program's tests: one binary, its modules as in `src`; `program` runs the program itself as a process.

mod config;
mod master_key;
mod page;
mod program;
mod serve;
