//! Refresh tokens: derived from account, session and generation, never stored.
//!
//! `jr_` · base64url of account (16), session (16), generation (8, big-endian) and their HMAC (32) ·
//! `_` · a checksum of six characters. Being derived, the same generation always gives the same
//! token, so that a repeated answer is identical, and a stolen database holds none. The prefix and
//! the checksum let a secret scanner tell a leaked token from noise without any key. A token has one
//! spelling only. Whether its generation still counts is the rotation rule's decision, not made here.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

use crate::keys::Key;
use crate::{Secret, checksum, equal, keyed_digest};

const PREFIX: &str = "jr_";
const LABEL: &str = "refresh token";
const CLAIMED: usize = 16 + 16 + 8;
const MAC: usize = 32;
const BODY: usize = (CLAIMED + MAC) / 3 * 4;

/// The length of a refresh token in characters.
pub const LENGTH: usize = PREFIX.len() + BODY + 1 + checksum::LENGTH;

/// Makes refresh tokens and reads them back.
#[derive(Debug, Clone)]
pub struct RefreshKeys(Key);

/// What a genuine token says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Presented {
    /// Whose session it is.
    pub account: Uuid,
    /// The session that it continues.
    pub session: Uuid,
    /// Which of the session's successive tokens this is.
    pub generation: u64,
}

/// Not a token that these keys made. Why is not told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a refresh token of this server")]
pub struct Invalid;

impl RefreshKeys {
    /// Tokens under this key.
    pub fn new(key: &Key) -> Self {
        Self(key.clone())
    }

    /// The token of one generation of a session: always the same for the same three.
    pub fn issue(&self, account: Uuid, session: Uuid, generation: u64) -> Secret<String> {
        let mut bytes = [0; CLAIMED + MAC];
        bytes[..16].copy_from_slice(account.as_bytes());
        bytes[16..32].copy_from_slice(session.as_bytes());
        bytes[32..CLAIMED].copy_from_slice(&generation.to_be_bytes());
        let mac = keyed_digest(&self.0, LABEL, &bytes[..CLAIMED]);
        bytes[CLAIMED..].copy_from_slice(&mac);
        let mut token = String::with_capacity(LENGTH);
        token.push_str(PREFIX);
        URL_SAFE_NO_PAD.encode_string(bytes, &mut token);
        let checksum = checksum::of(token.as_bytes());
        token.push('_');
        token.extend(checksum.map(char::from));
        Secret::new(token)
    }

    /// Reads a presented token, and believes it only when its HMAC is right.
    pub fn parse(&self, token: &str) -> Result<Presented, Invalid> {
        let (signed, check) = token.as_bytes().split_at_checked(PREFIX.len() + BODY).ok_or(Invalid)?;
        let body = signed.strip_prefix(PREFIX.as_bytes()).ok_or(Invalid)?;
        if check.strip_prefix(b"_") != Some(&checksum::of(signed)) {
            return Err(Invalid);
        }
        let mut bytes = [0; CLAIMED + MAC];
        URL_SAFE_NO_PAD.decode_slice(body, &mut bytes).map_err(|_| Invalid)?;
        let (claimed, mac) = bytes.split_at(CLAIMED);
        if !equal(&keyed_digest(&self.0, LABEL, claimed), mac) {
            return Err(Invalid);
        }
        let (account, rest) = claimed.split_first_chunk().ok_or(Invalid)?;
        let (session, generation) = rest.split_first_chunk().ok_or(Invalid)?;
        Ok(Presented {
            account: Uuid::from_bytes(*account),
            session: Uuid::from_bytes(*session),
            generation: u64::from_be_bytes(generation.try_into().map_err(|_| Invalid)?),
        })
    }
}
