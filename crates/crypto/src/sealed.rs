//! Sealed boxes: XChaCha20-Poly1305 with a random nonce and an authenticated context.
//!
//! A box is `version (1) | nonce (24) | ciphertext | tag (16)`. The context is not stored; it names
//! where the box belongs (table, row, column), and a box that was moved elsewhere does not open.
//! Nonces of 192 random bits do not repeat in practice, whatever a key has sealed before.
//!
//! `XChaCha20` is `ChaCha20` (RFC 8439) under a key that `HChaCha20` makes of the key and the first 16 bytes of the
//! nonce, with the other 8 behind four zeros (draft-irtf-cfrg-xchacha-03, section 2.3). So `ring` does the long part,
//! at three times the speed of the whole in portable code.

use chacha20::{R20, hchacha};
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};
use zeroize::Zeroizing;

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
    let (key, nonce) = cipher(key, &nonce);
    let tag = key
        .seal_in_place_separate_tag(nonce, Aad::from(authenticated(context)), &mut sealed[HEADER..])
        .expect("the content is shorter than the 256 GiB that one nonce allows");
    sealed.extend_from_slice(tag.as_ref());
    sealed
}

/// Opens what [`seal`] made.
pub fn open(key: &Key, context: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Tampered> {
    open_owned(key, context, sealed.to_vec())
}

/// The same where the box may be used up: what was in it comes back in its memory.
pub fn open_owned(key: &Key, context: &[u8], mut sealed: Vec<u8>) -> Result<Vec<u8>, Tampered> {
    let (version, rest) = sealed.split_first().ok_or(Tampered)?;
    let (nonce, _) = rest.split_first_chunk::<NONCE>().ok_or(Tampered)?;
    if *version != VERSION {
        return Err(Tampered);
    }
    let (key, nonce) = cipher(key, nonce);
    let context = Aad::from(authenticated(context));
    let length = key.open_within(nonce, context, &mut sealed, HEADER..).map_err(|_| Tampered)?.len();
    sealed.truncate(length);
    Ok(sealed)
}

/// The cipher of one box.
fn cipher(key: &Key, nonce: &[u8; NONCE]) -> (LessSafeKey, Nonce) {
    let (first, last) = nonce.split_first_chunk::<16>().expect("24 bytes are more than 16");
    let subkey: Zeroizing<[u8; 32]> =
        Zeroizing::new(hchacha::<R20>(key.expose().into(), first.into()).into());
    let mut short = [0; 12];
    short[4..].copy_from_slice(last);
    let key = UnboundKey::new(&CHACHA20_POLY1305, subkey.as_slice()).expect("a key has 32 bytes");
    (LessSafeKey::new(key), Nonce::assume_unique_for_key(short))
}

/// The version is authenticated with the context, so that a later format cannot be read as this one.
fn authenticated(context: &[u8]) -> Vec<u8> {
    [&[VERSION], context].concat()
}
