//! Personal access tokens: what a script shows instead of signing in.
//!
//! `jpat_` · 43 random letters of base 62 (256 bits) · a checksum of six letters: the CRC-32 (IEEE) of all before it, in
//! base 62 with leading zeros, digits before capitals before small letters. So a token is one word, and matches
//! `\bjpat_[0-9A-Za-z]{49}\b`; the prefix and the checksum let a secret scanner tell a leaked one from noise without
//! asking anybody, and let the server refuse a mistyped one without asking the database.
//!
//! The token goes to the person and is never stored; the database keeps its digest. 256 random bits need no salt and no
//! slow hash. A token has one spelling only.

use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::checksum::{self, DIGITS};
use crate::{Random, Secret};

/// How every token begins.
pub const PREFIX: &str = "jpat_";
/// Random letters; each carries 5.95 bits.
const LETTERS: usize = 43;

/// The length of a token in characters.
pub const LENGTH: usize = PREFIX.len() + LETTERS + checksum::LENGTH;

/// SHA-256 of a token: what is stored and looked up.
pub type Digest = [u8; 32];

/// A fresh token and its digest.
pub fn new(random: &Random) -> (Secret<String>, Digest) {
    let mut token = String::with_capacity(LENGTH);
    token.push_str(PREFIX);
    while token.len() < PREFIX.len() + LETTERS {
        let mut bytes = Zeroizing::new([0; 64]);
        random.fill(bytes.as_mut_slice());
        // 248 is the last multiple of 62 in a byte: what lies above would favour the first letters.
        let letters = bytes.iter().filter(|byte| **byte < 248);
        let letters = letters.map(|byte| char::from(DIGITS[usize::from(*byte) % DIGITS.len()]));
        token.extend(letters.take(PREFIX.len() + LETTERS - token.len()));
    }
    let checksum = checksum::of(token.as_bytes());
    token.extend(checksum.map(char::from));
    let digest = Sha256::digest(token.as_bytes()).into();
    (Secret::new(token), digest)
}

/// The digest to look a presented token up by; `None` when it cannot be one of ours at all.
pub fn digest(token: &str) -> Option<Digest> {
    let (before, check) = token.as_bytes().split_at_checked(LENGTH - checksum::LENGTH)?;
    let letters = before.strip_prefix(PREFIX.as_bytes())?;
    if !letters.iter().all(u8::is_ascii_alphanumeric) || check != checksum::of(before) {
        return None;
    }
    Some(Sha256::digest(token.as_bytes()).into())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn a_token_is_one_word_of_54_letters_that_scanners_know() {
        let random = Random::seeded(7);
        let mut seen = HashSet::new();
        for _ in 0..500 {
            let (token, made) = new(&random);
            let token = token.expose();
            assert_eq!((token.len(), LENGTH), (54, 54));
            assert!(
                token.starts_with("jpat_") && token[5..].bytes().all(|letter| letter.is_ascii_alphanumeric())
            );
            assert_eq!(digest(token), Some(made));
            assert!(seen.insert(token.clone()));
        }
    }

    #[test]
    fn every_letter_is_about_as_likely_as_any_other() {
        let random = Random::seeded(11);
        let mut counts = [0_u32; 128];
        for _ in 0..2_000 {
            let (token, _) = new(&random);
            token.expose().as_bytes()[5..48].iter().for_each(|letter| counts[usize::from(*letter)] += 1);
        }
        // 86,000 letters, 1,387 expected of each; six standard deviations are 222.
        assert!(DIGITS.iter().all(|letter| counts[usize::from(*letter)].abs_diff(1_387) < 222), "{counts:?}");
    }

    /// No single changed, missing or added letter goes unnoticed, wherever it is.
    #[test]
    fn what_is_mistyped_is_told_without_a_look_up() {
        let (token, _) = new(&Random::seeded(7));
        let token = token.expose();
        for at in 0..token.len() {
            for letter in "0aZ_-é".chars().filter(|letter| !token[at..].starts_with(*letter)) {
                let other = format!("{}{letter}{}", &token[..at], &token[at + 1..]);
                assert_eq!(digest(&other), None, "{other}");
            }
            assert_eq!(digest(&format!("{}{}", &token[..at], &token[at + 1..])), None);
        }
        for other in ["", "jpat_", &format!("{token}0"), &token.to_uppercase(), &format!(" {token}")] {
            assert_eq!(digest(other), None, "{other}");
        }
    }

    /// The same sum as GitHub's tokens and the zip format have, so that a scanner needs no code of ours.
    #[test]
    fn the_checksum_is_the_well_known_crc32_in_base_62() {
        // CRC-32 of "123456789" is 0xCBF43926 = 3,421,780,262.
        let digits = checksum::of(b"123456789");
        let value = digits.iter().fold(0_u64, |sum, digit| {
            sum * 62 + DIGITS.iter().position(|known| known == digit).expect("a digit") as u64
        });
        assert_eq!(value, 0xCBF4_3926);
    }
}
