//! The API over real HTTP, on the database that `JOURNAL_TEST_ENGINE` names. Modules mirror the source.

mod access;
mod account;
mod admin;
mod audit;
mod demo;
mod document;
mod entry;
mod event;
mod figure;
mod http;
mod invite;
mod key;
mod mail;
mod mfa;
mod nodes;
mod oauth;
mod onetime;
mod passkey;
mod password;
mod recovery;
mod sealed;
mod session;
mod stats;
mod throttle;
mod token;
