//! Keys for access tokens. A key has one algorithm for all its life, and its id.
//!
//! Signing goes straight to `ed25519-dalek` and `hmac`: a JWT library in between parses the private
//! key anew for every token, which doubles the price of a refresh, and reads headers more kindly
//! than this server wants. The tests let such a library check these tokens, and the other way round.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signature, Signer, Verifier};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::Secret;
use crate::access::{Claims, TYPE};
use crate::keys::Key;

/// The least length of a shared secret in bytes (RFC 7518, section 3.2).
const MINIMUM_SECRET: usize = 32;

/// The shared secret is shorter than HS256 needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the token secret is {0} bytes long; it must be at least {MINIMUM_SECRET}")]
pub struct SecretTooShort(pub usize);

/// Signs access tokens.
#[derive(Clone)]
pub struct SigningKey {
    kid: Option<String>,
    /// The first part of every token of this key, with its dot.
    header: String,
    half: SigningHalf,
}

#[derive(Clone)]
enum SigningHalf {
    EdDsa(Box<ed25519_dalek::SigningKey>),
    Hs256(Hmac<Sha256>),
}

/// Checks what a [`SigningKey`] signed.
#[derive(Clone)]
pub struct VerifyingKey {
    kid: Option<String>,
    half: VerifyingHalf,
}

#[derive(Clone)]
enum VerifyingHalf {
    EdDsa(ed25519_dalek::VerifyingKey),
    Hs256(Hmac<Sha256>),
}

impl SigningKey {
    /// Ed25519 from a 32-byte seed; `kid` is the public key's thumbprint (RFC 7638).
    pub fn eddsa(seed: &Key) -> Self {
        let secret = ed25519_dalek::SigningKey::from_bytes(seed.expose());
        let kid = thumbprint(&secret.verifying_key());
        Self {
            header: header(&json!({ "typ": TYPE, "alg": "EdDSA", "kid": kid })),
            kid: Some(kid),
            half: SigningHalf::EdDsa(Box::new(secret)),
        }
    }

    /// HMAC-SHA-256 with a secret that all nodes share. It has no `kid`: a thumbprint of a secret
    /// would help those who guess at it (RFC 7638, section 7).
    pub fn hs256(secret: &Secret<Vec<u8>>) -> Result<Self, SecretTooShort> {
        let secret = secret.expose();
        if secret.len() < MINIMUM_SECRET {
            return Err(SecretTooShort(secret.len()));
        }
        let mac = Hmac::new_from_slice(secret).expect("HMAC takes keys of any length");
        Ok(Self {
            kid: None,
            header: header(&json!({ "typ": TYPE, "alg": "HS256" })),
            half: SigningHalf::Hs256(mac),
        })
    }

    /// The id that this key's tokens carry; `None` for HS256.
    pub fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    /// The half that checks.
    pub fn verifying_key(&self) -> VerifyingKey {
        let half = match &self.half {
            SigningHalf::EdDsa(secret) => VerifyingHalf::EdDsa(secret.verifying_key()),
            SigningHalf::Hs256(mac) => VerifyingHalf::Hs256(mac.clone()),
        };
        VerifyingKey { kid: self.kid.clone(), half }
    }

    /// The token for these claims: a JWS in compact form.
    pub fn sign(&self, claims: &Claims) -> String {
        let claims = serde_json::to_vec(claims).expect("claims are strings, ids and numbers");
        let mut token = String::with_capacity(self.header.len() + claims.len() * 4 / 3 + 90);
        token.push_str(&self.header);
        URL_SAFE_NO_PAD.encode_string(claims, &mut token);
        let signature = self.signature(token.as_bytes());
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(signature, &mut token);
        token
    }

    fn signature(&self, signed: &[u8]) -> Vec<u8> {
        match &self.half {
            SigningHalf::EdDsa(secret) => secret.sign(signed).to_bytes().to_vec(),
            SigningHalf::Hs256(mac) => mac.clone().chain_update(signed).finalize().into_bytes().to_vec(),
        }
    }
}

impl VerifyingKey {
    /// The id that tokens for this key carry; `None` for HS256.
    pub fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    /// The one algorithm of this key, as a token's header names it.
    pub fn algorithm(&self) -> &'static str {
        match self.half {
            VerifyingHalf::EdDsa(_) => "EdDSA",
            VerifyingHalf::Hs256(_) => "HS256",
        }
    }

    /// Whether the signature over these bytes was made by the other half.
    pub(super) fn checks(&self, signed: &[u8], signature: &[u8]) -> bool {
        match &self.half {
            VerifyingHalf::EdDsa(public) => Signature::from_slice(signature)
                .is_ok_and(|signature| public.verify(signed, &signature).is_ok()),
            VerifyingHalf::Hs256(mac) => mac.clone().chain_update(signed).verify_slice(signature).is_ok(),
        }
    }

    /// The public key as a JWK (RFC 8037); `None` for a shared secret, which nobody may see.
    pub(super) fn jwk(&self) -> Option<Value> {
        match &self.half {
            VerifyingHalf::EdDsa(public) => Some(json!({
                "kty": "OKP",
                "crv": "Ed25519",
                "x": URL_SAFE_NO_PAD.encode(public.as_bytes()),
                "kid": self.kid,
                "use": "sig",
                "alg": "EdDSA",
            })),
            VerifyingHalf::Hs256(_) => None,
        }
    }
}

fn header(header: &Value) -> String {
    URL_SAFE_NO_PAD.encode(header.to_string()) + "."
}

/// SHA-256 over the required members in lexicographic order, without spaces (RFC 7638, section 3).
fn thumbprint(public: &ed25519_dalek::VerifyingKey) -> String {
    let x = URL_SAFE_NO_PAD.encode(public.as_bytes());
    let canonical = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#);
    URL_SAFE_NO_PAD.encode(Sha256::digest(canonical))
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey").field("kid", &self.kid).finish_non_exhaustive()
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifyingKey").field("kid", &self.kid).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key pair of RFC 8037, appendix A.1.
    const SEED: &str = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";
    const X: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

    fn rfc_8037() -> SigningKey {
        let seed = URL_SAFE_NO_PAD.decode(SEED).unwrap();
        SigningKey::eddsa(&Key::from_bytes(seed.try_into().unwrap()))
    }

    /// RFC 8037, appendix A.3.
    #[test]
    fn the_kid_is_the_thumbprint_of_the_public_key() {
        assert_eq!(rfc_8037().kid(), Some("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"));
    }

    /// RFC 8037, appendix A.2.
    #[test]
    fn the_jwk_shows_the_public_key_and_not_the_seed() {
        let jwk = rfc_8037().verifying_key().jwk().unwrap();
        assert_eq!(jwk["x"], X);
        assert_eq!(jwk.get("d"), None);
        assert!(!jwk.to_string().contains(SEED));
    }

    /// RFC 8037, appendix A.4 and A.5: the bytes that are signed there, and their signature.
    /// ASVS 11.6.1
    #[test]
    fn the_signature_is_the_one_of_the_rfc() {
        let signed = b"eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
        let expected =
            "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
        let signature = rfc_8037().signature(signed);
        assert_eq!(URL_SAFE_NO_PAD.encode(&signature), expected);
        assert!(rfc_8037().verifying_key().checks(signed, &signature));
    }

    /// ASVS V11.2.3: a shared secret of less than 256 bits is refused.
    #[test]
    fn a_short_shared_secret_is_refused_with_its_length() {
        let refused = SigningKey::hs256(&Secret::new(vec![7; 31])).unwrap_err();
        assert_eq!(refused, SecretTooShort(31));
        assert_eq!(refused.to_string(), "the token secret is 31 bytes long; it must be at least 32");
        assert!(SigningKey::hs256(&Secret::new(vec![7; 32])).is_ok());
    }

    #[test]
    fn a_key_does_not_print_its_secret() {
        let shown = format!("{:?}", SigningKey::eddsa(&Key::from_bytes([0xAB; 32])));
        assert!(!shown.contains("171") && !shown.to_lowercase().contains("abab"));
        assert!(shown.starts_with("SigningKey { kid: Some("));
    }
}
