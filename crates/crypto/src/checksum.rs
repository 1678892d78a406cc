//! The end of tokens that begin with a prefix: a checksum by which a secret scanner tells a leaked one from noise.

/// Digits in the order of their values.
pub(crate) const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// The length of a checksum in characters.
pub(crate) const LENGTH: usize = 6;

/// CRC-32 (IEEE) of everything before it, in base 62 with leading zeros.
pub(crate) fn of(before: &[u8]) -> [u8; LENGTH] {
    let mut rest = crc32fast::hash(before) as usize;
    let mut text = [0; LENGTH];
    for digit in text.iter_mut().rev() {
        *digit = DIGITS[rest % DIGITS.len()];
        rest /= DIGITS.len();
    }
    text
}
