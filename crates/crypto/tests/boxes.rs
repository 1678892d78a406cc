//! Sealed boxes, wrapped keys, and the master key's text form.

use std::collections::HashSet;

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use crypto::Random;
use crypto::keys::{BadMasterKey, Key, MasterKey, Tampered};
use crypto::sealed::{OVERHEAD, open, open_owned, seal};
use proptest::prelude::*;

const CONTEXT: &[u8] = b"entries/content/0197a3b2";

fn random() -> Random {
    Random::seeded(1)
}

fn key(number: u8) -> Key {
    Key::from_bytes([number; 32])
}

proptest! {
    /// ASVS V11.3.2
    #[test]
    fn what_was_sealed_opens_byte_for_byte(
        plain in prop::collection::vec(any::<u8>(), 0..2000),
        context in prop::collection::vec(any::<u8>(), 0..100),
    ) {
        let sealed = seal(&key(1), &random(), &context, &plain);
        prop_assert_eq!(sealed.len(), plain.len() + OVERHEAD);
        prop_assert_eq!(open(&key(1), &context, &sealed), Ok(plain));
    }

    /// Another implementation of the same cipher opens our boxes and makes boxes that open.
    #[test]
    fn a_box_is_what_the_cipher_of_that_name_makes_of_it(
        plain in prop::collection::vec(any::<u8>(), 0..2000),
        context in prop::collection::vec(any::<u8>(), 0..100),
    ) {
        let sealed = seal(&key(1), &random(), &context, &plain);
        let other = XChaCha20Poly1305::new(key(1).expose().into());
        let (head, rest) = sealed.split_at(25);
        let nonce = XNonce::try_from(&head[1..]).unwrap();
        let aad = [&[1], context.as_slice()].concat();
        prop_assert_eq!(other.decrypt(&nonce, Payload { msg: rest, aad: &aad }).unwrap(), plain.clone());
        let theirs = other.encrypt(&nonce, Payload { msg: &plain, aad: &aad }).unwrap();
        prop_assert_eq!(open_owned(&key(1), &context, [head, &theirs].concat()), Ok(plain));
    }

    #[test]
    fn no_bytes_open_by_chance(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert_eq!(open(&key(1), CONTEXT, &bytes), Err(Tampered));
    }
}

/// ASVS V11.3.3
#[test]
fn a_box_with_any_one_bit_changed_does_not_open() {
    let sealed = seal(&key(1), &random(), CONTEXT, b"Dear diary");
    for bit in 0..sealed.len() * 8 {
        let mut changed = sealed.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(open(&key(1), CONTEXT, &changed), Err(Tampered), "bit {bit}");
    }
}

/// ASVS V11.3.3
#[test]
fn a_box_that_was_cut_or_lengthened_does_not_open() {
    let sealed = seal(&key(1), &random(), CONTEXT, b"Dear diary");
    for length in 0..sealed.len() {
        assert_eq!(open(&key(1), CONTEXT, &sealed[..length]), Err(Tampered), "{length}");
    }
    assert_eq!(open(&key(1), CONTEXT, &[sealed.as_slice(), &[0]].concat()), Err(Tampered));
}

#[test]
fn a_box_that_was_moved_to_another_place_does_not_open() {
    let sealed = seal(&key(1), &random(), CONTEXT, b"Dear diary");
    for elsewhere in [b"entries/title/0197a3b2".as_slice(), b"", &CONTEXT[1..]] {
        assert_eq!(open(&key(1), elsewhere, &sealed), Err(Tampered));
    }
    assert_eq!(open(&key(2), CONTEXT, &sealed), Err(Tampered));
}

/// ASVS V11.3.4
#[test]
fn the_same_text_is_sealed_differently_each_time() {
    let random = random();
    let nonces: HashSet<Vec<u8>> =
        (0..1000).map(|_| seal(&key(1), &random, CONTEXT, b"Dear diary")[1..25].to_vec()).collect();
    assert_eq!(nonces.len(), 1000);
}

/// ASVS V11.3.2: the text and the key are nowhere in the box.
#[test]
fn a_box_shows_nothing_of_what_is_inside() {
    let plain = [b'x'; 64];
    let sealed = seal(&key(b'k'), &random(), CONTEXT, &plain);
    assert!(!sealed.windows(8).any(|window| window == &plain[..8] || window == [b'k'; 8]));
}

#[test]
fn a_wrapped_key_comes_back_in_its_own_context_only() {
    let wrapping = MasterKey::generate(&random()).wrapping("account keys");
    let inner = Key::generate(&random());
    let wrapped = wrapping.wrap(&random(), b"account 1", &inner);
    assert_eq!(wrapped.len(), 73);
    assert_eq!(wrapping.unwrap(b"account 1", &wrapped).unwrap().expose(), inner.expose());
    assert_eq!(wrapping.unwrap(b"account 2", &wrapped).unwrap_err(), Tampered);
}

#[test]
fn something_else_that_was_sealed_with_a_wrapping_key_is_no_key() {
    let wrapping = MasterKey::generate(&random()).wrapping("account keys");
    for length in [0, 31, 33] {
        // Nothing outside can seal with a wrapping key; a damaged or foreign box is as near as it gets.
        let sealed = seal(&key(1), &random(), b"account 1", &vec![0; length]);
        assert_eq!(wrapping.unwrap(b"account 1", &sealed).unwrap_err(), Tampered);
    }
}

/// ASVS V11.2.2: the master key can be replaced, and tells its wrapped keys from others'.
#[test]
fn each_label_and_each_master_key_wraps_for_itself() {
    let (one, two) = (MasterKey::generate(&random()), MasterKey::generate(&Random::seeded(2)));
    let wrapped = one.wrapping("signing").wrap(&random(), b"", &key(1));
    assert!(one.wrapping("signing").unwrap(b"", &wrapped).is_ok());
    assert!(one.wrapping("csrf").unwrap(b"", &wrapped).is_err());
    assert!(two.wrapping("signing").unwrap(b"", &wrapped).is_err());
    assert_ne!(one.fingerprint(), two.fingerprint());
    assert_eq!(one.fingerprint().len(), 16);
}

/// What is derived must never change: a stored key would be lost with it. (The values were computed
/// by another program.)
#[test]
fn a_key_that_an_earlier_version_wrapped_still_unwraps() {
    let master = MasterKey::from_base64("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=").unwrap();
    assert_eq!(master.fingerprint(), "0262c1084b0b25da");
    let wrapped = master.wrapping("signing").wrap(&Random::seeded(1), b"context", &key(5));
    let hexadecimal = wrapped.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    let hexadecimal: String = hexadecimal.map(|digit| char::from_digit(digit.into(), 16).unwrap()).collect();
    let earlier = "014cbbd8ca5215b8d161aec181a74b694f4e24b001d5b081dc7f3b303221f59ae8345e81b4\
        df85d43eaabfce732f09fd2bd4ccc8c85744987b802321ec57b219a3409619b04061d93e";
    assert_eq!(hexadecimal, earlier);
}

#[test]
fn a_master_key_is_read_in_every_usual_spelling() {
    // Bytes whose base64 needs the characters in which the two alphabets differ.
    let standard = "+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/8=";
    let url_safe = standard.replace('+', "-").replace('/', "_");
    let expected = MasterKey::from_base64(standard).unwrap().fingerprint();
    for spelling in [
        standard.trim_end_matches('=').to_owned(),
        format!("  {standard}\r\n"),
        format!("{standard}="),
        url_safe.clone(),
        url_safe.trim_end_matches('=').to_owned(),
    ] {
        assert_eq!(MasterKey::from_base64(&spelling).unwrap().fingerprint(), expected, "{spelling}");
    }
}

#[test]
fn a_master_key_comes_back_from_its_own_text() {
    let master = MasterKey::generate(&random());
    let text = master.to_base64();
    assert_eq!(text.expose().len(), 44);
    assert_eq!(MasterKey::from_base64(text.expose()).unwrap().fingerprint(), master.fingerprint());
}

#[test]
fn what_is_wrong_with_a_master_key_is_said_without_repeating_it() {
    let cases = [
        ("", BadMasterKey::Empty),
        (" \n", BadMasterKey::Empty),
        ("correct horse battery staple", BadMasterKey::NotBase64),
        ("AAECAw==AAAA", BadMasterKey::NotBase64),
        ("+/-_", BadMasterKey::NotBase64),
        ("c2VjcmV0", BadMasterKey::Length(6)),
        ("====", BadMasterKey::Length(0)),
        ("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g", BadMasterKey::Length(33)),
    ];
    for (text, expected) in cases {
        let error = MasterKey::from_base64(text).unwrap_err();
        assert_eq!(error, expected, "{text}");
        assert!(error.to_string().contains("32 bytes"));
        assert!(text.trim().is_empty() || !error.to_string().contains(text));
    }
    let hexadecimal = "00".repeat(32);
    assert_eq!(MasterKey::from_base64(&hexadecimal).unwrap_err(), BadMasterKey::Length(48));
}

#[test]
fn keys_do_not_print_themselves() {
    let master = MasterKey::generate(&random());
    assert_eq!(format!("{:?} {:?} {:?}", key(1), master, master.wrapping("x")), "… … …");
}
