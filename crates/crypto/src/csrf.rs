//! Tokens against cross-site request forgery.
//!
//! A token is a random nonce and its HMAC under the server's key, bound to whatever the caller names
//! (the session, or the fact that there is none). Nothing is stored; every issue looks different,
//! so that compression cannot leak one; a token of one session is worth nothing in another.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::keys::Key;
use crate::{Random, equal, keyed_digest};

const NONCE: usize = 16;
const LABEL: &str = "csrf token";

/// A fresh token for this binding: 64 characters of base64url.
pub fn issue(key: &Key, random: &Random, binding: &[u8]) -> String {
    let nonce: [u8; NONCE] = random.bytes();
    let mac = keyed_digest(key, LABEL, &[&nonce, binding].concat());
    URL_SAFE_NO_PAD.encode([nonce.as_slice(), &mac].concat())
}

/// Whether the token was issued under this key for this binding.
pub fn check(key: &Key, binding: &[u8], token: &str) -> bool {
    let mut bytes = [0; NONCE + 32];
    if token.len() != bytes.len() / 3 * 4 {
        return false;
    }
    match URL_SAFE_NO_PAD.decode_slice(token, &mut bytes) {
        Ok(_) => {
            let (nonce, mac) = bytes.split_at(NONCE);
            equal(&keyed_digest(key, LABEL, &[nonce, binding].concat()), mac)
        }
        Err(_) => false,
    }
}
