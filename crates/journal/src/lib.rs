//! The program: its settings, its command line, and what it serves.

pub mod config;
