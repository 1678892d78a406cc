//! Keys for access tokens. A key knows its one algorithm and its id.

use crate::Secret;
use crate::access::Claims;
use crate::keys::Key;

/// The least length of a shared secret in bytes (RFC 7518, section 3.2).
pub(crate) const MINIMUM_SECRET: usize = 32;

/// The shared secret is shorter than HS256 needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the token secret is {0} bytes long; it must be at least {MINIMUM_SECRET}")]
pub struct SecretTooShort(pub usize);

/// Signs access tokens.
#[derive(Clone)]
pub struct SigningKey {}

/// Checks what a [`SigningKey`] signed.
#[derive(Clone)]
pub struct VerifyingKey {}

impl SigningKey {
    /// Ed25519 from a 32-byte seed; `kid` is the public key's thumbprint (RFC 7638).
    pub fn eddsa(_seed: &Key) -> Self {
        Self {}
    }

    /// HMAC-SHA-256 with a secret shared by all nodes.
    pub fn hs256(secret: &Secret<Vec<u8>>) -> Result<Self, SecretTooShort> {
        let length = secret.expose().len();
        if length < MINIMUM_SECRET { Err(SecretTooShort(length)) } else { Ok(Self {}) }
    }

    /// The id that tokens of this key carry.
    pub fn kid(&self) -> &str {
        ""
    }

    /// The half that checks.
    pub fn verifying_key(&self) -> VerifyingKey {
        VerifyingKey {}
    }

    /// The token for these claims.
    pub fn sign(&self, _claims: &Claims) -> String {
        String::new()
    }
}
