//! Codes that change every thirty seconds (TOTP, RFC 6238), as authenticator apps compute them.
//!
//! HMAC-SHA-1 and six digits: what every app understands. A secret has 160 bits, as RFC 4226 (section 4, R6)
//! recommends. Nothing here knows the time; callers give the step.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use zeroize::Zeroizing;

use crate::Random;

/// How long a step takes, in seconds.
pub const PERIOD: i64 = 30;
/// How many digits a code has.
pub const DIGITS: usize = 6;
/// How many bytes a secret has.
pub const LENGTH: usize = 20;

/// The letters of base32 (RFC 4648, section 6).
const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// A fresh secret.
pub fn secret(random: &Random) -> Zeroizing<[u8; LENGTH]> {
    let mut bytes = Zeroizing::new([0; LENGTH]);
    random.fill(bytes.as_mut_slice());
    bytes
}

/// The step that a second of Unix time lies in.
pub fn step(second: i64) -> i64 {
    second.div_euclid(PERIOD)
}

/// The code of a step: six digits.
pub fn code(secret: &[u8], step: i64) -> String {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).expect("HMAC takes keys of any length");
    mac.update(&step.to_be_bytes());
    let digest: [u8; 20] = mac.finalize().into_bytes().into();
    // The last half byte says where the number begins (RFC 4226, section 5.3).
    let at = usize::from(digest[19] & 0x0f);
    let number = u32::from_be_bytes([digest[at] & 0x7f, digest[at + 1], digest[at + 2], digest[at + 3]]);
    format!("{:06}", number % 1_000_000)
}

/// Bytes in base32, without padding.
pub fn base32(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(5) * 8);
    let (mut held, mut bits) = (0_u32, 0_u32);
    for byte in bytes {
        held = (held << 8 | u32::from(*byte)) & 0xffff;
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(LETTERS[(held >> bits & 0x1f) as usize]));
        }
    }
    if bits > 0 {
        text.push(char::from(LETTERS[(held << (5 - bits) & 0x1f) as usize]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The last six of the eight digits of RFC 6238, appendix B.
    #[test]
    fn codes_are_those_of_the_specification() {
        let secret = b"12345678901234567890";
        let expected = [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ];
        for (second, digits) in expected {
            assert_eq!(code(secret, step(second)), digits, "at {second}");
        }
    }

    /// RFC 4648, section 10, without the padding.
    #[test]
    fn base32_is_that_of_the_specification() {
        let expected = [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ];
        for (plain, text) in expected {
            assert_eq!(base32(plain.as_bytes()), text);
        }
    }

    /// ASVS 6.5.3
    #[test]
    fn no_two_secrets_are_the_same() {
        let random = Random::system();
        assert_ne!(secret(&random), secret(&random));
        assert_eq!(base32(secret(&random).as_slice()).len(), 32);
    }
}
