//! What a code says, without I/O: reading what people type, and judging it.

use crypto::totp;
use unicode_normalization::UnicodeNormalization;

/// How many recovery codes make a set.
pub(super) const SET: usize = 10;
/// How many random bytes a recovery code has: 80 bits.
pub(super) const RECOVERY_BYTES: usize = 10;
/// From how many recovery codes on their owner is told that few are left.
pub(super) const FEW: usize = 3;

/// What a code of an authenticator app is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Judged {
    /// It is the code of this step, and no code of that step or a later one was used.
    Right(i64),
    /// It was right, and it or a later one was used already.
    Repeated,
    /// It is no code of now.
    Wrong,
}

/// Judges a code: that of the server's present step, or of one step either side, for clocks that are off and people
/// who are slow. Every candidate is compared, whichever fits.
pub(super) fn judge(secret: &[u8], given: &str, last_step: i64, second: i64) -> Judged {
    let now = totp::step(second);
    let mut judged = Judged::Wrong;
    // The newest last: a code that two steps happen to share counts for the newer one.
    for step in [now - 1, now, now + 1] {
        if crypto::equal(totp::code(secret, step).as_bytes(), given.as_bytes()) {
            judged = if step > last_step { Judged::Right(step) } else { Judged::Repeated };
        }
    }
    judged
}

/// The six digits that somebody typed: without the spaces and hyphens that apps show, and in the digits of any script.
pub(super) fn digits(typed: &str) -> Option<String> {
    let plain: String = typed.nfkc().filter(|c| !is_between(*c)).take(totp::DIGITS + 1).collect();
    let digits: Option<String> = plain.chars().map(digit).collect();
    digits.filter(|digits| digits.len() == totp::DIGITS)
}

/// A recovery code in its one spelling, from whatever case, spaces and hyphens it was typed with. Digits that the
/// alphabet lacks are taken for the letters that they look like.
pub(super) fn recovery(typed: &str) -> Option<String> {
    let length = totp::base32(&[0; RECOVERY_BYTES]).len();
    let letter = |c: char| match c.to_ascii_lowercase() {
        '0' => Some('o'),
        '1' => Some('l'),
        '8' => Some('b'),
        c @ ('a'..='z' | '2'..='7') => Some(c),
        _ => None,
    };
    let code: Option<String> =
        typed.nfkc().filter(|c| !is_between(*c)).take(length + 1).map(letter).collect();
    code.filter(|code| code.len() == length)
}

/// A recovery code as it is shown: groups of four.
pub(super) fn shown(bytes: [u8; RECOVERY_BYTES]) -> String {
    let code = totp::base32(&bytes).to_lowercase();
    let letters: Vec<char> = code.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// The address that an authenticator app reads from a QR code (the "Key URI Format" that all of them take).
pub(super) fn address(issuer: &str, account: &str, secret: &str) -> String {
    let encode = |text: &str| {
        percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
    };
    let (issuer, account) = (encode(issuer), encode(account));
    format!(
        "otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits=6&period=30"
    )
}

/// Whether a character only separates.
fn is_between(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{200b}'..='\u{200f}' | '\u{2060}')
}

/// Where the digits of other scripts begin: Arabic and Persian, N'Ko, those of India, of Lao, Thai, Tibetan, Burmese,
/// Khmer and Mongolian. Full-width digits are plain ones after normalisation.
const ZEROS: [u32; 18] = [
    0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0e50,
    0x0ed0, 0x0f20, 0x1040, 0x17e0, 0x1810,
];

fn digit(c: char) -> Option<char> {
    let value = c.to_digit(10).or_else(|| {
        let offset = |zero: &u32| u32::from(c).checked_sub(*zero).filter(|value| *value < 10);
        ZEROS.iter().find_map(offset)
    });
    value.and_then(|value| char::from_digit(value, 10))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"12345678901234567890";
    const SECOND: i64 = 1_234_567_890;

    fn at(offset: i64) -> String {
        totp::code(SECRET, totp::step(SECOND) + offset)
    }

    /// ASVS 6.5.5
    #[test]
    fn a_code_holds_for_its_step_and_one_either_side() {
        let now = totp::step(SECOND);
        for offset in -1..=1 {
            assert_eq!(judge(SECRET, &at(offset), 0, SECOND), Judged::Right(now + offset));
        }
        for offset in [-3, -2, 2, 3] {
            assert_eq!(judge(SECRET, &at(offset), 0, SECOND), Judged::Wrong, "{offset} steps off");
        }
    }

    /// ASVS 6.5.1
    #[test]
    fn a_code_that_was_used_and_those_before_it_are_over() {
        let now = totp::step(SECOND);
        assert_eq!(judge(SECRET, &at(0), now, SECOND), Judged::Repeated);
        assert_eq!(judge(SECRET, &at(-1), now, SECOND), Judged::Repeated);
        assert_eq!(judge(SECRET, &at(1), now, SECOND), Judged::Right(now + 1));
    }

    #[test]
    fn digits_are_read_with_spaces_and_in_other_scripts() {
        for typed in
            ["123456", " 123 456 ", "123-456", "１２３４５６", "١٢٣٤٥٦", "۱۲۳۴۵۶", "१२३ ४५६", "123\u{a0}456"]
        {
            assert_eq!(digits(typed).as_deref(), Some("123456"), "{typed}");
        }
        let long = "1".repeat(100_000);
        for typed in ["", "12345", "1234567", "12345a", "½23456", "一二三四五六", "1 2 3 4 5", &long] {
            assert_eq!(digits(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_recovery_code_is_read_as_people_write_it() {
        let code = shown([0x5a; RECOVERY_BYTES]);
        assert_eq!((code.len(), code.matches('-').count()), (19, 3));
        let plain = recovery(&code).expect("a code");
        for typed in [code.to_uppercase(), code.replace('-', " "), format!("  {plain}\n")] {
            assert_eq!(recovery(&typed), Some(plain.clone()));
        }
        assert_eq!(recovery("0188-aaaa-aaaa-aaaa").as_deref(), Some("olbbaaaaaaaaaaaa"));
        for typed in ["", "abcd", "abcd-efgh-ijkl-mno9", "abcd-efgh-ijkl-mnop-q", "äbcd-efgh-ijkl-mnop"] {
            assert_eq!(recovery(typed), None, "{typed}");
        }
    }

    #[test]
    fn the_address_names_issuer_and_account_and_breaks_out_of_neither() {
        let address = address("journal.example:8080", "a&b=c@example.org", "ABC");
        assert_eq!(
            address,
            "otpauth://totp/journal%2Eexample%3A8080:a%26b%3Dc%40example%2Eorg?secret=ABC\
             &issuer=journal%2Eexample%3A8080&algorithm=SHA1&digits=6&period=30"
        );
    }
}
