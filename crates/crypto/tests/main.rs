//! The tests of the crypto crate, each named as the sentence it shows.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod access;
mod access_forged;
mod boxes;
mod foreign;
mod id_token;
mod password;
mod random;
mod tokens;
