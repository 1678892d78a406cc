//! The API over real HTTP, on the database that `JOURNAL_TEST_ENGINE` names. Modules mirror the source.

mod access;
mod account;
mod admin;
mod demo;
mod document;
mod entry;
mod http;
mod invite;
mod mail;
mod password;
mod sealed;
mod session;
mod stats;
mod throttle;
