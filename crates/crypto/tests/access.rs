//! Access tokens that are right, and how long they are.

use crypto::access::{Claims, LEEWAY_SECONDS, Rejected, SigningKey, Verifier};
use crypto::keys::Key;
use crypto::{Random, Secret};
use jiff::Timestamp;
use jsonwebtoken as other;
use proptest::prelude::*;
use serde_json::json;
use uuid::Uuid;

/// When all tokens here are issued, in seconds since 1970; the other library compares its own clock
/// with `exp`, so this is far ahead.
pub(crate) const ISSUED: i64 = 33_000_000_000;
pub(crate) const LIFETIME: i64 = 900;

pub(crate) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

pub(crate) fn seed(number: u8) -> Key {
    Key::from_bytes([number; 32])
}

pub(crate) fn secret() -> Secret<Vec<u8>> {
    Secret::new(b"a secret that all nodes share, and nobody else".to_vec())
}

pub(crate) fn claims() -> Claims {
    Claims {
        iss: "https://journal.example".into(),
        aud: "journal".into(),
        sub: Uuid::from_u128(1),
        client_id: "page".into(),
        sid: Uuid::from_u128(2),
        r#gen: 3,
        scope: "entries:read entries:write".into(),
        roles: vec!["user".into()],
        iat: ISSUED,
        nbf: ISSUED,
        exp: ISSUED + LIFETIME,
        jti: Uuid::from_u128(4),
    }
}

pub(crate) fn verifier(keys: &[&SigningKey]) -> Verifier {
    Verifier::new(keys.iter().map(|key| key.verifying_key()), claims().iss, claims().aud)
}

/// The private key in the form that the other library reads: PKCS #8 around the seed (RFC 8410).
pub(crate) fn other_signing_key(seed: &Key) -> other::EncodingKey {
    let frame = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
    other::EncodingKey::from_ed_der(&[frame.as_slice(), seed.expose()].concat())
}

fn both_kinds() -> [SigningKey; 2] {
    [SigningKey::eddsa(&seed(7)), SigningKey::hs256(&secret()).unwrap()]
}

#[test]
fn a_signed_token_gives_its_claims_back() {
    for key in both_kinds() {
        let token = key.sign(&claims());
        assert_eq!(verifier(&[&key]).verify(&token, at(ISSUED)), Ok(claims()));
    }
}

proptest! {
    #[test]
    fn whatever_the_claims_say_comes_back(
        generation: u64, scope in ".{0,60}", roles in prop::collection::vec(".{0,20}", 0..4),
        client_id in ".{0,30}", id: u128,
    ) {
        let key = SigningKey::eddsa(&seed(7));
        let said = Claims { r#gen: generation, scope, roles, client_id, sid: Uuid::from_u128(id), ..claims() };
        prop_assert_eq!(verifier(&[&key]).verify(&key.sign(&said), at(ISSUED)), Ok(said));
    }
}

#[test]
fn another_library_reads_our_tokens() {
    let eddsa = SigningKey::eddsa(&seed(7));
    let jwks = verifier(&[&eddsa]).jwks();
    let set: other::jwk::JwkSet = serde_json::from_value(jwks).unwrap();
    let published = other::DecodingKey::from_jwk(set.find(eddsa.kid().unwrap()).unwrap()).unwrap();
    let shared = other::DecodingKey::from_secret(secret().expose());
    let hs256 = SigningKey::hs256(&secret()).unwrap();
    let cases = [(eddsa, published, other::Algorithm::EdDSA), (hs256, shared, other::Algorithm::HS256)];
    for (key, theirs, algorithm) in cases {
        let mut expected = other::Validation::new(algorithm);
        expected.set_audience(&["journal"]);
        expected.set_issuer(&["https://journal.example"]);
        let read = other::decode::<Claims>(key.sign(&claims()), &theirs, &expected).unwrap();
        assert_eq!(read.claims, claims());
        assert_eq!(read.header.typ.as_deref(), Some("at+jwt"));
        assert_eq!(read.header.kid.as_deref(), key.kid());
    }
}

#[test]
fn we_read_tokens_that_another_library_made_with_our_keys() {
    let [eddsa, hs256] = both_kinds();
    let cases = [
        (&eddsa, other_signing_key(&seed(7)), other::Algorithm::EdDSA),
        (&hs256, other::EncodingKey::from_secret(secret().expose()), other::Algorithm::HS256),
    ];
    for (ours, theirs, algorithm) in cases {
        let mut header = other::Header::new(algorithm);
        header.typ = Some("at+jwt".into());
        header.kid = ours.kid().map(String::from);
        let token = other::encode(&header, &claims(), &theirs).unwrap();
        assert_eq!(verifier(&[ours]).verify(&token, at(ISSUED)), Ok(claims()));
    }
}

/// ASVS V9.2.1
#[test]
fn a_token_counts_until_the_second_it_expires() {
    let key = SigningKey::eddsa(&seed(7));
    let (verifier, token) = (verifier(&[&key]), key.sign(&claims()));
    let expiry = at(ISSUED + LIFETIME);
    let moment = jiff::SignedDuration::from_micros(1);
    assert!(verifier.verify(&token, expiry - moment).is_ok());
    assert_eq!(verifier.verify(&token, expiry), Err(Rejected::Expired));
    assert_eq!(verifier.verify(&token, at(ISSUED + 10 * LIFETIME)), Err(Rejected::Expired));
}

/// ASVS V9.2.1
#[test]
fn a_token_from_the_future_counts_only_within_the_leeway() {
    let key = SigningKey::eddsa(&seed(7));
    let now = ISSUED;
    for ahead in [
        Claims { nbf: now + LEEWAY_SECONDS, iat: now, ..claims() },
        Claims { nbf: now, iat: now + LEEWAY_SECONDS, ..claims() },
    ] {
        let verifier = verifier(&[&key]);
        assert!(verifier.verify(&key.sign(&ahead), at(now)).is_ok());
        assert_eq!(verifier.verify(&key.sign(&ahead), at(now - 1)), Err(Rejected::NotYetValid));
    }
}

/// The clock is the caller's: what the machine's own clock says does not matter.
#[test]
fn only_the_given_time_counts() {
    let key = SigningKey::eddsa(&seed(7));
    let long_ago = Claims { iat: 1000, nbf: 1000, exp: 1900, ..claims() };
    let token = key.sign(&long_ago);
    assert_eq!(verifier(&[&key]).verify(&token, at(1000)), Ok(long_ago));
}

/// ASVS V11.2.2: keys can be rotated without anybody noticing.
#[test]
fn while_keys_overlap_tokens_of_both_count() {
    let (old, new) = (SigningKey::eddsa(&seed(1)), SigningKey::eddsa(&seed(2)));
    let overlapping = verifier(&[&new, &old]);
    assert!(overlapping.verify(&old.sign(&claims()), at(ISSUED)).is_ok());
    assert!(overlapping.verify(&new.sign(&claims()), at(ISSUED)).is_ok());
    let afterwards = verifier(&[&new]);
    assert_eq!(afterwards.verify(&old.sign(&claims()), at(ISSUED)), Err(Rejected::UnknownKey));
}

#[test]
fn shared_secrets_can_overlap_too() {
    let old = SigningKey::hs256(&secret()).unwrap();
    let new = SigningKey::hs256(&Secret::new(vec![9; 32])).unwrap();
    let overlapping = verifier(&[&new, &old]);
    assert!(overlapping.verify(&old.sign(&claims()), at(ISSUED)).is_ok());
    assert!(overlapping.verify(&new.sign(&claims()), at(ISSUED)).is_ok());
    assert_eq!(verifier(&[&new]).verify(&old.sign(&claims()), at(ISSUED)), Err(Rejected::BadSignature));
}

#[test]
fn the_key_set_shows_every_public_key() {
    let (old, new) = (SigningKey::eddsa(&seed(1)), SigningKey::eddsa(&seed(2)));
    let jwks = verifier(&[&new, &old]).jwks();
    let kids: Vec<_> = jwks["keys"].as_array().unwrap().iter().map(|key| key["kid"].as_str()).collect();
    assert_eq!(kids, [new.kid(), old.kid()]);
    assert_eq!(jwks["keys"][0]["alg"], "EdDSA");
    assert_eq!(jwks["keys"][0]["use"], "sig");
}

#[test]
fn the_key_set_is_empty_when_the_secret_is_shared() {
    let key = SigningKey::hs256(&secret()).unwrap();
    assert_eq!(verifier(&[&key]).jwks(), json!({ "keys": [] }));
}

#[test]
fn every_random_seed_makes_a_key_of_its_own() {
    let random = Random::seeded(1);
    let (one, two) = (SigningKey::eddsa(&Key::generate(&random)), SigningKey::eddsa(&Key::generate(&random)));
    assert_ne!(one.kid(), two.kid());
    assert_eq!(one.kid().unwrap().len(), 43);
}
