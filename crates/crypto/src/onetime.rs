//! Tokens that work once: in mails, invitations, set-up links.
//!
//! The token itself goes to the person and is never stored; the database keeps its digest. 256
//! random bits need no salt and no slow hash. A token has one spelling only.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::{Random, Secret};

/// SHA-256 of a token's 32 bytes: what is stored and looked up.
pub type Digest = [u8; 32];

/// The length of a token in characters.
pub const LENGTH: usize = 43;

/// A fresh token (43 characters of base64url) and its digest.
pub fn new(random: &Random) -> (Secret<String>, Digest) {
    let mut bytes = Zeroizing::new([0; 32]);
    random.fill(bytes.as_mut_slice());
    (Secret::new(URL_SAFE_NO_PAD.encode(*bytes)), Sha256::digest(*bytes).into())
}

/// The digest to look a presented token up by; `None` when it cannot be a token at all.
pub fn digest(token: &str) -> Option<Digest> {
    if token.len() != LENGTH {
        return None;
    }
    let mut bytes = Zeroizing::new([0; 32]);
    URL_SAFE_NO_PAD.decode_slice(token, bytes.as_mut_slice()).ok()?;
    Some(Sha256::digest(*bytes).into())
}
