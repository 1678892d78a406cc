//! Sealed boxes: XChaCha20-Poly1305 with a random nonce and an authenticated context.
//!
//! A box is `version (1) | nonce (24) | ciphertext | tag (16)`. The context is not stored; it names
//! where the box belongs (table, row, column), and a box that was moved elsewhere does not open.
//! Nonces of 192 random bits do not repeat in practice, whatever a key has sealed before.

use chacha20poly1305::aead::AeadInOut;
use chacha20poly1305::{KeyInit, Tag, XChaCha20Poly1305, XNonce};

use crate::Random;
use crate::keys::{Key, Tampered};

const VERSION: u8 = 1;
const NONCE: usize = 24;
const TAG: usize = 16;
const HEADER: usize = 1 + NONCE;

/// What a box adds to the length of its content, in bytes.
pub const OVERHEAD: usize = HEADER + TAG;

/// Seals `plain` so that it opens only with the same key and context.
pub fn seal(key: &Key, random: &Random, context: &[u8], plain: &[u8]) -> Vec<u8> {
    let mut sealed = Vec::with_capacity(plain.len() + OVERHEAD);
    sealed.push(VERSION);
    let nonce: [u8; NONCE] = random.bytes();
    sealed.extend_from_slice(&nonce);
    sealed.extend_from_slice(plain);
    let tag = cipher(key)
        .encrypt_inout_detached(&XNonce::from(nonce), &authenticated(context), (&mut sealed[HEADER..]).into())
        .expect("the content is shorter than the 256 GiB that one nonce allows");
    sealed.extend_from_slice(&tag);
    sealed
}

/// Opens what [`seal`] made.
pub fn open(key: &Key, context: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Tampered> {
    let (header, rest) = sealed.split_at_checked(HEADER).ok_or(Tampered)?;
    let (version, nonce) = header.split_first().ok_or(Tampered)?;
    if *version != VERSION {
        return Err(Tampered);
    }
    let nonce = XNonce::try_from(nonce).map_err(|_| Tampered)?;
    let (ciphertext, tag) = rest.split_last_chunk::<TAG>().ok_or(Tampered)?;
    let mut plain = ciphertext.to_vec();
    cipher(key)
        .decrypt_inout_detached(
            &nonce,
            &authenticated(context),
            plain.as_mut_slice().into(),
            &Tag::from(*tag),
        )
        .map_err(|_| Tampered)?;
    Ok(plain)
}

fn cipher(key: &Key) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(key.expose().into())
}

/// The version is authenticated with the context, so that a later format cannot be read as this one.
fn authenticated(context: &[u8]) -> Vec<u8> {
    [&[VERSION], context].concat()
}
