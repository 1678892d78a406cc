//! Checking presented access tokens.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::access::{Claims, TYPE, VerifyingKey};

/// How far ahead of the checking node's clock a token may have been made, in seconds. It applies to
/// `nbf` and `iat`, since the nodes' clocks differ a little; `exp` is exact.
pub const LEEWAY_SECONDS: i64 = 5;

/// Longer tokens, in bytes, are refused unread.
pub const LENGTH_LIMIT: usize = 4096;

/// Why a token is refused: for logs and tests. Clients hear one answer for all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Rejected {
    /// Not three parts of base64url, too long, or with a header that is not exactly `typ`, `alg`
    /// and, where the key has one, `kid`.
    #[error("the token is malformed")]
    Malformed,
    /// Another kind of token.
    #[error("the token is not an access token")]
    WrongType,
    /// No key of this id, or not with this algorithm.
    #[error("no key checks this token")]
    UnknownKey,
    /// The signature is wrong.
    #[error("the signature is wrong")]
    BadSignature,
    /// A claim is missing, there twice, or of another type.
    #[error("a claim is missing or malformed")]
    BadClaims,
    /// Issued by somebody else.
    #[error("the token has another issuer")]
    WrongIssuer,
    /// Meant for another service.
    #[error("the token is for another audience")]
    WrongAudience,
    /// Its time has passed.
    #[error("the token has expired")]
    Expired,
    /// Its time has not come.
    #[error("the token is not valid yet")]
    NotYetValid,
}

/// Checks access tokens of one issuer for one audience.
#[derive(Debug, Clone)]
pub struct Verifier {
    keys: Vec<VerifyingKey>,
    issuer: String,
    audience: String,
}

/// All that a header may hold. `crit`, `jku`, `jwk`, `x5c` and whatever else would have to be
/// understood are refused as unknown, and a name that comes twice is an error.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    typ: Option<String>,
    alg: String,
    kid: Option<String>,
}

impl Verifier {
    /// Several keys may overlap while a new one takes over; each checks with its own algorithm only.
    pub fn new(
        keys: impl IntoIterator<Item = VerifyingKey>,
        issuer: impl Into<String>,
        audience: impl Into<String>,
    ) -> Self {
        Self { keys: keys.into_iter().collect(), issuer: issuer.into(), audience: audience.into() }
    }

    /// The claims of a token that is right in every respect at `now`.
    pub fn verify(&self, token: &str, now: Timestamp) -> Result<Claims, Rejected> {
        if token.len() > LENGTH_LIMIT {
            return Err(Rejected::Malformed);
        }
        let (signed, signature) = token.rsplit_once('.').ok_or(Rejected::Malformed)?;
        let (header, payload) = signed.split_once('.').ok_or(Rejected::Malformed)?;
        let header: Header = serde_json::from_slice(&decode(header)?).map_err(|_| Rejected::Malformed)?;
        if header.typ.as_deref() != Some(TYPE) {
            return Err(Rejected::WrongType);
        }
        self.check_signature(&header, signed.as_bytes(), &decode(signature)?)?;
        let claims = serde_json::from_slice(&decode(payload)?).map_err(|_| Rejected::BadClaims)?;
        self.check_claims(&claims, now)?;
        Ok(claims)
    }

    /// The public keys as a JSON Web Key Set (RFC 7517). Shared secrets are never in it: with HS256
    /// it is empty.
    pub fn jwks(&self) -> Value {
        json!({ "keys": self.keys.iter().filter_map(VerifyingKey::jwk).collect::<Vec<_>>() })
    }

    /// The header only ever selects among our keys, and a key checks with the algorithm it was made
    /// for: an HMAC keyed with our public key finds no key here.
    fn check_signature(&self, header: &Header, signed: &[u8], signature: &[u8]) -> Result<(), Rejected> {
        let mut candidates = self
            .keys
            .iter()
            .filter(|key| key.algorithm() == header.alg && key.kid() == header.kid.as_deref())
            .peekable();
        if candidates.peek().is_none() {
            return Err(Rejected::UnknownKey);
        }
        if candidates.any(|key| key.checks(signed, signature)) { Ok(()) } else { Err(Rejected::BadSignature) }
    }

    fn check_claims(&self, claims: &Claims, now: Timestamp) -> Result<(), Rejected> {
        let now = now.as_second();
        if claims.iss != self.issuer {
            return Err(Rejected::WrongIssuer);
        }
        if claims.aud != self.audience {
            return Err(Rejected::WrongAudience);
        }
        if now >= claims.exp {
            return Err(Rejected::Expired);
        }
        if claims.nbf.max(claims.iat) > now + LEEWAY_SECONDS {
            return Err(Rejected::NotYetValid);
        }
        Ok(())
    }
}

/// Strict base64url: no padding, no other alphabet, no stray bits at the end, so that a token has
/// one spelling.
fn decode(part: &str) -> Result<Vec<u8>, Rejected> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| Rejected::Malformed)
}
