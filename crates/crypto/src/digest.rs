//! Digests under a key, and comparison that does not tell where two values differ.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::keys::Key;

/// HMAC-SHA-256 of a message under a key, for one purpose named by `label`.
///
/// The label's length goes in first, so that no label and message can be mistaken for another pair.
pub fn keyed_digest(key: &Key, label: &str, message: &[u8]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.expose()).expect("HMAC takes keys of any length");
    mac.update(&(label.len() as u64).to_be_bytes());
    mac.update(label.as_bytes());
    mac.update(message);
    mac.finalize().into_bytes().into()
}

/// SHA-1, for one thing alone: lists of breached passwords are published in it. It protects nothing.
pub fn sha1(message: &[u8]) -> [u8; 20] {
    Sha1::digest(message).into()
}

/// SHA-256 without a key, to tell whether something is whole.
pub fn sha256(message: &[u8]) -> [u8; 32] {
    Sha256::digest(message).into()
}

/// Whether two values are the same, in a time that depends on their lengths alone.
pub fn equal(a: &[u8], b: &[u8]) -> bool {
    a.ct_eq(b).into()
}
