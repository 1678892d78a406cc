//! The master key, the keys derived from it to wrap others, and the keys that do the work.
//!
//! The master key lives outside the database and only ever makes wrapping keys, one per label
//! (HKDF-SHA-256). Every other key is random and stored wrapped, so that the master key can change
//! without anything being encrypted anew. A wrapped key is bound to its context: one that was
//! copied to another row or another purpose does not unwrap.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::{Random, Secret, sealed};

/// What a sealed or wrapped value is refused with: it was changed, cut, moved to another context,
/// or made under another key. Which of these is not told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the sealed value is damaged, or was not made under this key and context")]
pub struct Tampered;

/// Why a text is not a master key. The text itself is never repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadMasterKey {
    /// Nothing but white space.
    #[error("the master key is empty; it must be 32 bytes in base64 (44 characters)")]
    Empty,
    /// A character or an ending that base64 does not have.
    #[error("the master key is not base64; it must be 32 bytes in base64 (44 characters)")]
    NotBase64,
    /// Base64, but of another length.
    #[error("the master key is {0} bytes long; it must be exactly 32 bytes in base64 (44 characters)")]
    Length(usize),
}

/// A random 256-bit key for one purpose, wiped when dropped.
#[derive(Clone)]
pub struct Key(Zeroizing<[u8; 32]>);

impl Key {
    /// A fresh key.
    pub fn generate(random: &Random) -> Self {
        let mut key = Self(Zeroizing::new([0; 32]));
        random.fill(key.0.as_mut_slice());
        key
    }

    /// A key from bytes that are as random as a key must be.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The bytes in the clear.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

/// The key that wraps all others, 32 bytes.
#[derive(Clone)]
pub struct MasterKey(Key);

impl MasterKey {
    /// A fresh master key.
    pub fn generate(random: &Random) -> Self {
        Self(Key::generate(random))
    }

    /// Reads 32 bytes of base64: either alphabet, with or without padding, white space around it.
    pub fn from_base64(text: &str) -> Result<Self, BadMasterKey> {
        let text = text.trim();
        if text.is_empty() {
            return Err(BadMasterKey::Empty);
        }
        let engine = if text.contains(['-', '_']) { &URL_SAFE_NO_PAD } else { &STANDARD_NO_PAD };
        let bytes = engine.decode(text.trim_end_matches('=')).map_err(|_| BadMasterKey::NotBase64)?;
        let bytes = Zeroizing::new(bytes);
        let mut key = Key(Zeroizing::new([0; 32]));
        if bytes.len() != key.0.len() {
            return Err(BadMasterKey::Length(bytes.len()));
        }
        key.0.copy_from_slice(&bytes);
        Ok(Self(key))
    }

    /// The key as 44 characters of padded base64, as [`MasterKey::from_base64`] reads it.
    pub fn to_base64(&self) -> Secret<String> {
        Secret::new(STANDARD.encode(self.0.expose()))
    }

    /// Sixteen hexadecimal digits that tell master keys apart and give nothing of them away.
    pub fn fingerprint(&self) -> String {
        let derived = self.derive("fingerprint");
        let (first, _) = derived.expose().split_first_chunk().expect("32 bytes begin with 8");
        format!("{:016x}", u64::from_be_bytes(*first))
    }

    /// The wrapping key of this label. The same label gives the same key again.
    pub fn wrapping(&self, label: &str) -> WrappingKey {
        WrappingKey(self.derive(&format!("wrapping/{label}")))
    }

    fn derive(&self, label: &str) -> Key {
        let mut key = Key(Zeroizing::new([0; 32]));
        Hkdf::<Sha256>::new(None, self.0.expose())
            .expand(format!("journal/v1/{label}").as_bytes(), key.0.as_mut_slice())
            .expect("32 bytes are within what HKDF-SHA-256 can give");
        key
    }
}

/// A key that does nothing but wrap keys of one kind.
#[derive(Clone)]
pub struct WrappingKey(Key);

impl WrappingKey {
    /// Wraps a key for storage: 73 bytes, different each time.
    pub fn wrap(&self, random: &Random, context: &[u8], key: &Key) -> Vec<u8> {
        sealed::seal(&self.0, random, context, key.expose())
    }

    /// Gives back the key that was wrapped in the same context.
    pub fn unwrap(&self, context: &[u8], wrapped: &[u8]) -> Result<Key, Tampered> {
        let bytes = Zeroizing::new(sealed::open(&self.0, context, wrapped)?);
        let mut key = Key(Zeroizing::new([0; 32]));
        if bytes.len() != key.0.len() {
            return Err(Tampered);
        }
        key.0.copy_from_slice(&bytes);
        Ok(key)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

impl fmt::Debug for WrappingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}
