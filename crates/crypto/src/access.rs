//! Access tokens: JWTs as RFC 9068 shapes them, in one strict dialect.
//!
//! What must always hold: the algorithm belongs to the key and is never taken from the token; the
//! header holds `typ`, `alg` and `kid` and nothing else; nothing of the payload is read before the
//! signature is right; every claim is required and checked against the time that the caller gives.
//! Whether the session named in a token still lives is the caller's question.

mod key;
mod verify;

pub use key::{SecretTooShort, SigningKey, VerifyingKey};
pub use verify::{LEEWAY_SECONDS, LENGTH_LIMIT, Rejected, Verifier};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The `typ` of an access token (RFC 9068, section 2.1).
const TYPE: &str = "at+jwt";

/// What an access token says. Every claim is required.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// Who issued it.
    pub iss: String,
    /// For which service; one name, not a list.
    pub aud: String,
    /// The account.
    pub sub: Uuid,
    /// The client that asked for it.
    pub client_id: String,
    /// The session that it lives and dies with.
    pub sid: Uuid,
    /// The session's generation that it was minted with.
    pub r#gen: u64,
    /// What it may be used for, separated by spaces.
    pub scope: String,
    /// The person's roles.
    pub roles: Vec<String>,
    /// When it was issued, in seconds since 1970.
    pub iat: i64,
    /// From when it counts, in seconds since 1970.
    pub nbf: i64,
    /// From when it no longer counts, in seconds since 1970.
    pub exp: i64,
    /// An id of its own.
    pub jti: Uuid,
}
