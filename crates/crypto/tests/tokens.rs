//! Refresh tokens, tokens against forged requests, one-time tokens, and keyed digests.

use crypto::keys::Key;
use crypto::refresh::{Invalid, LENGTH, Presented, RefreshKeys};
use crypto::{Random, csrf, equal, keyed_digest, onetime};
use proptest::prelude::*;
use uuid::Uuid;

fn key(number: u8) -> Key {
    Key::from_bytes([number; 32])
}

fn refresh_keys() -> RefreshKeys {
    RefreshKeys::new(&key(1))
}

fn issued(account: u128, session: u128, generation: u64) -> String {
    let token = refresh_keys().issue(Uuid::from_u128(account), Uuid::from_u128(session), generation);
    token.expose().clone()
}

proptest! {
    #[test]
    fn a_refresh_token_says_what_it_was_issued_for(account: u128, session: u128, generation: u64) {
        let presented = refresh_keys().parse(&issued(account, session, generation)).unwrap();
        let (account, session) = (Uuid::from_u128(account), Uuid::from_u128(session));
        prop_assert_eq!(presented, Presented { account, session, generation });
    }

    #[test]
    fn the_same_generation_has_the_same_refresh_token(account: u128, session: u128, generation: u64) {
        prop_assert_eq!(issued(account, session, generation), issued(account, session, generation));
        prop_assert_ne!(issued(account, session, generation), issued(account, session, generation ^ 1));
    }

    #[test]
    fn no_text_is_a_refresh_token_by_chance(
        text in ".{0,120}", like in "jr_[0-9A-Za-z_-]{96}_[0-9A-Za-z]{6}",
    ) {
        prop_assert_eq!(refresh_keys().parse(&text), Err(Invalid));
        prop_assert_eq!(refresh_keys().parse(&like), Err(Invalid));
    }
}

/// ASVS V7.2.1
#[test]
fn a_refresh_token_with_any_one_character_changed_is_refused() {
    let token = issued(1, 2, 3);
    for position in 0..token.len() {
        for other in "A_z0-".chars().filter(|other| !token[position..].starts_with(*other)) {
            let mut changed = token.clone();
            changed.replace_range(position..=position, &other.to_string());
            assert_eq!(refresh_keys().parse(&changed), Err(Invalid), "{other} at {position}");
        }
    }
}

/// A changed token whose checksum was made right again fails all the same: the HMAC decides.
#[test]
fn a_right_checksum_does_not_make_a_refresh_token() {
    let stranger = RefreshKeys::new(&key(2));
    let token = stranger.issue(Uuid::from_u128(1), Uuid::from_u128(2), 3);
    assert!(stranger.parse(token.expose()).is_ok());
    assert_eq!(refresh_keys().parse(token.expose()), Err(Invalid));
}

#[test]
fn a_refresh_token_has_one_spelling() {
    let token = issued(1, 2, 3);
    let upper = token.replace("jr_", "JR_");
    let longer = format!("{token}0");
    for spelling in [&upper, &longer, &format!(" {token}"), &format!("{token}\n"), &token[..LENGTH - 1], ""] {
        assert_eq!(refresh_keys().parse(spelling), Err(Invalid), "{spelling}");
    }
    assert_eq!(refresh_keys().parse(&"ä".repeat(LENGTH / 2)), Err(Invalid));
}

/// The form that a secret scanner is told: prefix, length, and a CRC-32 in base 62 at the end.
#[test]
fn a_scanner_can_tell_a_refresh_token_from_noise() {
    let token = issued(1, 2, 3);
    assert_eq!(token.len(), 106);
    assert!(token.starts_with("jr_"));
    let (signed, checksum) = token.split_at(token.len() - 7);
    let digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let value = checksum[1..].chars().fold(0, |value, digit| value * 62 + digits.find(digit).unwrap());
    assert_eq!(value, crc32fast::hash(signed.as_bytes()) as usize);
}

/// What is derived must never change: everybody would be logged out. (The value was computed by
/// another program.)
#[test]
fn a_refresh_token_of_an_earlier_version_still_counts() {
    let token = "jr_AAAAAAAAAAAAAAAAAAAAAQAAAAAAAAAAAAAAAAAAAAIAAAAAAAAAAx_f-\
                 bNN2P0iltfmOauuGPtzi3fefEeY7h6P3Om3x9er_0RMwGv";
    assert_eq!(issued(1, 2, 3), token);
}

#[test]
fn a_token_against_forged_requests_counts_for_its_binding_only() {
    let token = csrf::issue(&key(1), &Random::seeded(1), b"session 1");
    assert!(csrf::check(&key(1), b"session 1", &token));
    for binding in [b"session 2".as_slice(), b"", b"session 11"] {
        assert!(!csrf::check(&key(1), binding, &token));
    }
    assert!(!csrf::check(&key(2), b"session 1", &token));
}

#[test]
fn a_token_against_forged_requests_looks_different_each_time() {
    let random = Random::seeded(1);
    let (one, two) = (csrf::issue(&key(1), &random, b""), csrf::issue(&key(1), &random, b""));
    assert_ne!(one, two);
    assert!(csrf::check(&key(1), b"", &one) && csrf::check(&key(1), b"", &two));
}

#[test]
fn a_changed_token_against_forged_requests_is_refused() {
    let token = csrf::issue(&key(1), &Random::seeded(1), b"");
    assert_eq!(token.len(), 64);
    for position in 0..token.len() {
        let other = if token[position..].starts_with('A') { "B" } else { "A" };
        let mut changed = token.clone();
        changed.replace_range(position..=position, other);
        assert!(!csrf::check(&key(1), b"", &changed), "at {position}");
    }
    for spelling in ["", &token[..63], &format!("{token}A"), &format!("{token}="), &"ä".repeat(32)] {
        assert!(!csrf::check(&key(1), b"", spelling), "{spelling}");
    }
}

/// ASVS V7.2.3, V11.5.1
#[test]
fn a_one_time_token_is_found_again_by_its_digest() {
    let random = Random::system();
    let (token, digest) = onetime::new(&random);
    assert_eq!(token.expose().len(), onetime::LENGTH);
    assert_eq!(onetime::digest(token.expose()), Some(digest));
    let (another, other_digest) = onetime::new(&random);
    assert_ne!(token.expose(), another.expose());
    assert_ne!(digest, other_digest);
}

#[test]
fn a_one_time_token_has_one_spelling() {
    let (token, _) = onetime::new(&Random::seeded(1));
    let token = token.expose();
    let stray_bits = format!("{}{}", &token[..42], char::from(token.as_bytes()[42] + 1));
    for spelling in
        ["", &token[..42], &format!("{token}="), &format!("{token}A"), &format!("{token} "), &stray_bits]
    {
        assert_eq!(onetime::digest(spelling), None, "{spelling}");
    }
}

/// ASVS 9.2.2
#[test]
fn digests_of_different_purposes_have_nothing_in_common() {
    let digest = keyed_digest(&key(1), "tag", b"holiday");
    assert_eq!(digest, keyed_digest(&key(1), "tag", b"holiday"));
    for other in [
        keyed_digest(&key(1), "tags", b"holiday"),
        keyed_digest(&key(1), "ta", b"gholiday"),
        keyed_digest(&key(1), "", b"tagholiday"),
        keyed_digest(&key(1), "tag", b"Holiday"),
        keyed_digest(&key(2), "tag", b"holiday"),
    ] {
        assert_ne!(digest, other);
    }
}

#[test]
fn values_are_equal_when_every_byte_is() {
    assert!(equal(b"", b""));
    assert!(equal(b"same", b"same"));
    assert!(!equal(b"same", b"sane"));
    assert!(!equal(b"same", b"same "));
}
