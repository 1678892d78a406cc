//! Access tokens that are wrong in one respect each.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use crypto::access::{Claims, LENGTH_LIMIT, Rejected, SigningKey};
use crypto::refresh::RefreshKeys;
use jsonwebtoken as other;
use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::access::{ISSUED, at, claims, other_signing_key, secret, seed, verifier};

fn check(token: &str) -> Result<Claims, Rejected> {
    verifier(&[&SigningKey::eddsa(&seed(7))]).verify(token, at(ISSUED))
}

fn check_hs256(token: &str) -> Result<Claims, Rejected> {
    verifier(&[&SigningKey::hs256(&secret()).unwrap()]).verify(token, at(ISSUED))
}

fn header() -> Value {
    json!({ "typ": "at+jwt", "alg": "EdDSA", "kid": SigningKey::eddsa(&seed(7)).kid() })
}

/// The header with one more, or another, member.
fn header_with(name: &str, value: impl Into<Value>) -> String {
    let mut header = header();
    header[name] = value.into();
    header.to_string()
}

fn payload() -> Value {
    serde_json::to_value(claims()).unwrap()
}

fn unsigned(header: &str, payload: &str) -> String {
    format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(payload))
}

/// A token of any text whatever, with a right signature by the server's own key.
fn signed(header: &str, payload: &str) -> String {
    let message = unsigned(header, payload);
    let key = other_signing_key(&seed(7));
    let signature = other::crypto::sign(message.as_bytes(), &key, other::Algorithm::EdDSA).unwrap();
    format!("{message}.{signature}")
}

fn signed_with(secret: &[u8], header: &str, payload: &str) -> String {
    let message = unsigned(header, payload);
    let key = other::EncodingKey::from_secret(secret);
    let signature = other::crypto::sign(message.as_bytes(), &key, other::Algorithm::HS256).unwrap();
    format!("{message}.{signature}")
}

#[test]
fn what_these_tests_sign_is_right_when_nothing_was_changed() {
    assert_eq!(check(&signed(&header().to_string(), &payload().to_string())), Ok(claims()));
    let header = r#"{"alg":"HS256","typ":"at+jwt"}"#;
    let token = signed_with(secret().expose(), header, &payload().to_string());
    assert_eq!(check_hs256(&token), Ok(claims()));
}

/// ASVS V9.1.2
#[test]
fn a_token_without_an_algorithm_is_refused() {
    for none in ["none", "None", "NONE", "nOnE", ""] {
        let message = unsigned(&header_with("alg", none), &payload().to_string());
        for signature in ["", "AA"] {
            assert_eq!(check(&format!("{message}.{signature}")), Err(Rejected::UnknownKey), "{none}");
        }
    }
    let message = unsigned(r#"{"typ":"at+jwt"}"#, &payload().to_string());
    assert_eq!(check(&format!("{message}.")), Err(Rejected::Malformed));
}

/// ASVS V9.1.2: the classic swap, an HMAC keyed with what everybody may know.
#[test]
fn an_hmac_keyed_with_the_public_key_is_refused() {
    let jwks = verifier(&[&SigningKey::eddsa(&seed(7))]).jwks();
    let x = jwks["keys"][0]["x"].as_str().unwrap();
    let raw = URL_SAFE_NO_PAD.decode(x).unwrap();
    let jwk = jwks["keys"][0].to_string();
    for public in [raw.as_slice(), x.as_bytes(), jwk.as_bytes()] {
        for header in [header_with("alg", "HS256"), r#"{"typ":"at+jwt","alg":"HS256"}"#.into()] {
            let token = signed_with(public, &header, &payload().to_string());
            assert_eq!(check(&token), Err(Rejected::UnknownKey));
            // Nor does the right kind of header help a signature of the wrong kind.
            let (_, signature) = token.rsplit_once('.').unwrap();
            let disguised =
                format!("{}.{signature}", unsigned(&self::header().to_string(), &payload().to_string()));
            assert_eq!(check(&disguised), Err(Rejected::BadSignature));
        }
    }
}

/// ASVS V9.1.2: after a change of algorithm, tokens of the former one are worth nothing.
#[test]
fn a_token_of_another_algorithm_is_refused() {
    assert_eq!(check_hs256(&SigningKey::eddsa(&seed(7)).sign(&claims())), Err(Rejected::UnknownKey));
    assert_eq!(check(&SigningKey::hs256(&secret()).unwrap().sign(&claims())), Err(Rejected::UnknownKey));
    for algorithm in ["HS256", "HS512", "RS256", "ES256", "PS256", "Ed25519", "eddsa"] {
        let token = signed(&header_with("alg", algorithm), &payload().to_string());
        assert_eq!(check(&token), Err(Rejected::UnknownKey), "{algorithm}");
    }
}

/// ASVS V9.2.2
#[test]
fn another_type_of_token_is_refused() {
    for typ in ["JWT", "at+JWT", "application/at+jwt", "id+jwt", ""] {
        let token = signed(&header_with("typ", typ), &payload().to_string());
        assert_eq!(check(&token), Err(Rejected::WrongType), "{typ}");
    }
    for typ in [json!(null), json!(["at+jwt"]), json!(1)] {
        assert!(check(&signed(&header_with("typ", typ), &payload().to_string())).is_err());
    }
    let kid = SigningKey::eddsa(&seed(7)).kid().unwrap().to_owned();
    let untyped = json!({ "alg": "EdDSA", "kid": kid }).to_string();
    assert_eq!(check(&signed(&untyped, &payload().to_string())), Err(Rejected::WrongType));
}

/// ASVS V9.2.2
#[test]
fn a_refresh_token_is_no_access_token() {
    let refresh = RefreshKeys::new(&seed(7)).issue(Uuid::from_u128(1), Uuid::from_u128(2), 3);
    assert_eq!(check(refresh.expose()), Err(Rejected::Malformed));
}

/// ASVS V9.1.3
#[test]
fn a_key_that_the_token_names_or_brings_is_not_used() {
    for name in ["jku", "jwk", "x5u", "x5c", "x5t", "x5t#S256"] {
        let token = signed(&header_with(name, "https://elsewhere.example/keys"), &payload().to_string());
        assert_eq!(check(&token), Err(Rejected::Malformed), "{name}");
    }
    for kid in ["", "../../dev/null", "' or 1=1 --", "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"] {
        let token = signed(&header_with("kid", kid), &payload().to_string());
        assert_eq!(check(&token), Err(Rejected::UnknownKey), "{kid}");
    }
    let nameless = signed(r#"{"typ":"at+jwt","alg":"EdDSA"}"#, &payload().to_string());
    assert_eq!(check(&nameless), Err(Rejected::UnknownKey));
}

#[test]
fn a_header_that_asks_for_more_is_refused() {
    let demands: [(&str, Value); 5] = [
        ("crit", json!(["exp"])),
        ("crit", json!([])),
        ("b64", json!(false)),
        ("zip", json!("DEF")),
        ("cty", json!("JWT")),
    ];
    for (name, value) in demands {
        let token = signed(&header_with(name, value), &payload().to_string());
        assert_eq!(check(&token), Err(Rejected::Malformed), "{name}");
    }
}

#[test]
fn a_name_that_comes_twice_in_the_header_is_refused() {
    let header = header().to_string();
    let inside = header.strip_prefix('{').unwrap();
    for first in
        [r#""alg":"none""#, r#""alg":"EdDSA""#, r#""typ":"JWT""#, r#""kid":"x""#, r#""\u0061lg":"none""#]
    {
        let token = signed(&format!("{{{first},{inside}"), &payload().to_string());
        assert_eq!(check(&token), Err(Rejected::Malformed), "{first}");
    }
}

#[test]
fn a_claim_that_comes_twice_is_refused() {
    let payload = payload().to_string();
    let inside = payload.strip_prefix('{').unwrap();
    for first in
        [r#""sub":"00000000-0000-0000-0000-000000000009""#, r#""exp":99999999999"#, r#""roles":["admin"]"#]
    {
        let token = signed(&header().to_string(), &format!("{{{first},{inside}"));
        assert_eq!(check(&token), Err(Rejected::BadClaims), "{first}");
    }
}

/// ASVS V9.2.1, V9.2.3, V9.2.4
#[test]
fn every_claim_is_required() {
    let names: Vec<String> = payload().as_object().unwrap().keys().cloned().collect();
    assert_eq!(names.len(), 12);
    for name in names {
        let mut without = payload();
        without.as_object_mut().unwrap().remove(&name);
        assert_eq!(
            check(&signed(&header().to_string(), &without.to_string())),
            Err(Rejected::BadClaims),
            "{name}"
        );
        let mut null = payload();
        null[&name] = Value::Null;
        assert_eq!(
            check(&signed(&header().to_string(), &null.to_string())),
            Err(Rejected::BadClaims),
            "{name}"
        );
    }
}

/// ASVS V9.2.1
#[test]
fn claims_of_another_type_are_refused() {
    let wrong: [(&str, Value); 12] = [
        ("exp", json!("33000000900")),
        ("exp", json!(33_000_000_900.5)),
        ("exp", json!(1e30)),
        ("exp", json!(u64::MAX)),
        ("nbf", json!(true)),
        ("iat", json!([ISSUED])),
        ("gen", json!(-1)),
        ("aud", json!(["journal"])),
        ("iss", json!(["https://journal.example"])),
        ("sub", json!("the owner")),
        ("roles", json!("admin")),
        ("roles", json!({ "0": "admin" })),
    ];
    for (name, value) in wrong {
        let mut payload = payload();
        payload[name] = value;
        let token = signed(&header().to_string(), &payload.to_string());
        assert_eq!(check(&token), Err(Rejected::BadClaims), "{name}");
    }
    for payload in ["", "null", "[]", "{}", "\"\"", "{", "\u{feff}{}"] {
        assert_eq!(check(&signed(&header().to_string(), payload)), Err(Rejected::BadClaims), "{payload}");
    }
}

/// ASVS V9.2.3, V9.2.4
#[test]
fn another_issuer_or_audience_is_refused() {
    for iss in ["", "https://journal.example/", "https://journal.exampl", "HTTPS://JOURNAL.EXAMPLE"] {
        let token = SigningKey::eddsa(&seed(7)).sign(&Claims { iss: iss.into(), ..claims() });
        assert_eq!(check(&token), Err(Rejected::WrongIssuer), "{iss}");
    }
    for aud in ["", "journal ", "journal,other", "Journal"] {
        let token = SigningKey::eddsa(&seed(7)).sign(&Claims { aud: aud.into(), ..claims() });
        assert_eq!(check(&token), Err(Rejected::WrongAudience), "{aud}");
    }
}

/// ASVS V9.1.1: times and names of a forged token are not even looked at.
#[test]
fn a_wrong_signature_is_told_before_anything_of_the_payload() {
    let message = unsigned(&header().to_string(), "not json at all");
    let forged = format!("{message}.{}", URL_SAFE_NO_PAD.encode([0; 64]));
    assert_eq!(check(&forged), Err(Rejected::BadSignature));
    let stranger = SigningKey::eddsa(&seed(8)).sign(&claims());
    let (_, signature) = stranger.rsplit_once('.').unwrap();
    let message = unsigned(&header().to_string(), &payload().to_string());
    assert_eq!(check(&format!("{message}.{signature}")), Err(Rejected::BadSignature));
}

/// ASVS V9.1.1
#[test]
fn a_token_with_any_one_character_changed_is_refused() {
    for key in [SigningKey::eddsa(&seed(7)), SigningKey::hs256(&secret()).unwrap()] {
        let (verifier, token) = (verifier(&[&key]), key.sign(&claims()));
        for position in 0..token.len() {
            let mut changed = token.clone().into_bytes();
            changed[position] = if changed[position] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert!(verifier.verify(&changed, at(ISSUED)).is_err(), "at {position}");
        }
    }
}

/// A token that could be written in two ways would slip past whatever remembers tokens.
#[test]
fn a_token_has_one_spelling() {
    let token = SigningKey::hs256(&secret()).unwrap().sign(&claims());
    assert!(check_hs256(&token).is_ok());
    let last = token.chars().last().unwrap();
    // 32 bytes end in a character of which four bits count; the neighbour differs in the others only.
    let neighbour = char::from(last as u8 + 1);
    let stray_bits = format!("{}{neighbour}", token.strip_suffix(last).unwrap());
    let respelled = [
        format!("{token}="),
        format!("{token} "),
        format!(" {token}"),
        format!("{token}\n"),
        format!("{token}."),
        format!(".{token}"),
        token.replace('.', ".."),
        token.replace('.', "%2E"),
        token.replace(['-', '_'], "+"),
        stray_bits,
    ];
    for spelling in respelled.iter().filter(|spelling| **spelling != token) {
        assert!(check_hs256(spelling).is_err(), "{spelling}");
    }
}

#[test]
fn what_is_no_token_at_all_is_malformed() {
    let deep = "[".repeat(2000);
    let nested = format!("{}.e30.AA", URL_SAFE_NO_PAD.encode(&deep));
    for garbage in ["", ".", "..", "...", "a.b.c", "e30.e30.e30", "null", "\0.\0.\0", "ä.ö.ü", &nested] {
        assert_eq!(check(garbage), Err(Rejected::Malformed), "{garbage}");
    }
    let whole = SigningKey::eddsa(&seed(7)).sign(&claims());
    let encrypted = format!("{whole}.AA.AA");
    assert!(check(&encrypted).is_err());
    let headless = whole.split_once('.').unwrap().1;
    assert_eq!(check(headless), Err(Rejected::Malformed));
}

#[test]
fn a_very_long_token_is_refused_unread() {
    let longest = Claims { scope: "x".repeat(2300), ..claims() };
    let token = SigningKey::eddsa(&seed(7)).sign(&longest);
    assert!(token.len() <= LENGTH_LIMIT);
    assert!(check(&token).is_ok());
    let longer = Claims { scope: "x".repeat(3000), ..claims() };
    assert_eq!(check(&SigningKey::eddsa(&seed(7)).sign(&longer)), Err(Rejected::Malformed));
    assert_eq!(check(&"A".repeat(10_000_000)), Err(Rejected::Malformed));
}

proptest! {
    #[test]
    fn no_text_is_a_token_by_chance(text in ".{0,400}") {
        prop_assert!(check(&text).is_err());
    }

    #[test]
    fn nothing_in_three_parts_is_a_token_by_chance(
        header in prop::collection::vec(any::<u8>(), 0..200),
        payload in prop::collection::vec(any::<u8>(), 0..200),
        signature in prop::collection::vec(any::<u8>(), 0..100),
    ) {
        let parts = [header, payload, signature].map(|part| URL_SAFE_NO_PAD.encode(part));
        prop_assert!(check(&parts.join(".")).is_err());
    }

    #[test]
    fn nothing_under_a_right_signature_panics(payload in ".{0,300}", kid in ".{0,50}") {
        prop_assert_eq!(check(&signed(&header().to_string(), &payload)), Err(Rejected::BadClaims));
        prop_assert!(check(&signed(&header_with("kid", kid), &payload)).is_err());
    }
}
