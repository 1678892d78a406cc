//! The program's tests: one binary, its modules as in `src`.

mod config;
