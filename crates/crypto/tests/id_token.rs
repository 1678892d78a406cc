use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use crypto::id_token::{Claims, Expected, KeySet, Rejected, verify};
use jiff::Timestamp;
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm,
    Ed25519KeyPair, KeyPair,
};
use serde_json::{Value, json};

const NOW: i64 = 1_800_000_000;

enum Issuer {
    Ecdsa(&'static str, EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

fn part(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

impl Issuer {
    fn ecdsa(algorithm: &'static EcdsaSigningAlgorithm, name: &'static str) -> Self {
        let chance = SystemRandom::new();
        let key = EcdsaKeyPair::generate_pkcs8(algorithm, &chance).unwrap();
        Self::Ecdsa(name, EcdsaKeyPair::from_pkcs8(algorithm, key.as_ref(), &chance).unwrap())
    }

    fn ed25519() -> Self {
        let key = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
        Self::Ed25519(Ed25519KeyPair::from_pkcs8(key.as_ref()).unwrap())
    }

    fn all() -> [Self; 3] {
        [
            Self::ecdsa(&ECDSA_P256_SHA256_FIXED_SIGNING, "ES256"),
            Self::ecdsa(&ECDSA_P384_SHA384_FIXED_SIGNING, "ES384"),
            Self::ed25519(),
        ]
    }

    fn algorithm(&self) -> &'static str {
        match self {
            Self::Ecdsa(name, _) => name,
            Self::Ed25519(_) => "EdDSA",
        }
    }

    fn jwk(&self) -> Value {
        match self {
            Self::Ecdsa(name, pair) => {
                let (point, curve) =
                    (pair.public_key().as_ref(), if *name == "ES256" { "P-256" } else { "P-384" });
                let (x, y) = point[1..].split_at((point.len() - 1) / 2);
                json!({"kty": "EC", "crv": curve, "kid": "one", "use": "sig", "x": part(x), "y": part(y)})
            }
            Self::Ed25519(pair) => {
                json!({"kty": "OKP", "crv": "Ed25519", "kid": "one", "x": part(pair.public_key())})
            }
        }
    }

    fn keys(&self) -> KeySet {
        KeySet::parse(json!({"keys": [self.jwk()]}).to_string().as_bytes()).unwrap()
    }

    fn sign(&self, header: &Value, claims: &Value) -> String {
        let signed = format!("{}.{}", part(header.to_string()), part(claims.to_string()));
        let signature = match self {
            Self::Ecdsa(_, pair) => {
                pair.sign(&SystemRandom::new(), signed.as_bytes()).unwrap().as_ref().to_vec()
            }
            Self::Ed25519(pair) => pair.sign(signed.as_bytes()).as_ref().to_vec(),
        };
        format!("{signed}.{}", part(signature))
    }
}

fn claims() -> Value {
    json!({"iss": "https://id.example", "sub": "7", "aud": "us", "nonce": "n", "iat": NOW, "exp": NOW + 300})
}

fn expected() -> Expected<'static> {
    Expected {
        issuer: "https://id.example",
        client_id: "us",
        nonce: "n",
        algorithms: &[],
        access_token: "token",
        signed_in_since: None,
    }
}

fn check(token: &str, keys: &KeySet, expected: &Expected<'_>) -> Result<Claims, Rejected> {
    verify(token, keys, expected, Timestamp::from_second(NOW).unwrap())
}

fn header(issuer: &Issuer) -> Value {
    json!({"alg": issuer.algorithm(), "kid": "one"})
}

/// A token with these claims instead, of an issuer that signs rightly.
fn with(change: &Value) -> Result<Claims, Rejected> {
    let issuer = Issuer::ed25519();
    let mut all = claims();
    for (name, value) in change.as_object().unwrap() {
        if value.is_null() {
            all.as_object_mut().unwrap().remove(name);
        } else {
            all[name] = value.clone();
        }
    }
    check(&issuer.sign(&header(&issuer), &all), &issuer.keys(), &expected())
}

#[test]
fn a_token_of_each_algorithm_is_taken_by_its_key_and_by_no_other() {
    for issuer in Issuer::all() {
        let token = issuer.sign(&header(&issuer), &claims());
        let claims = check(&token, &issuer.keys(), &expected()).unwrap();
        assert_eq!((claims.subject.as_str(), &claims.all["nonce"]), ("7", &json!("n")));
        for other in Issuer::all() {
            let refused = check(&token, &other.keys(), &expected()).unwrap_err();
            let is_of_kind = other.algorithm() == issuer.algorithm();
            assert_eq!(refused, if is_of_kind { Rejected::BadSignature } else { Rejected::UnknownKey });
        }
    }
}

/// RFC 7515, appendix A.2: the key, the header and the signature are the specification's.
#[test]
fn the_signature_of_the_specifications_example_is_right() {
    const N: &str = "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";
    const TOKEN: &str = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
    let keys = KeySet::parse(json!({"keys": [{"kty": "RSA", "n": N, "e": "AQAB"}]}).to_string().as_bytes());
    let keys = keys.unwrap();
    // Its claims are no ID token's; that is seen only once the signature has been found right.
    assert_eq!(check(TOKEN, &keys, &expected()).unwrap_err(), Rejected::BadClaims);
    let altered = TOKEN.replacen(".eyJpc3MiOiJqb2Ui", ".eyJpc3MiOiJqb2Uk", 1);
    assert_eq!(check(&altered, &keys, &expected()).unwrap_err(), Rejected::BadSignature);
}

#[test]
fn a_token_is_taken_from_its_issuer_for_us_alone_and_for_this_sign_in() {
    for (change, why) in [
        (json!({"iss": "https://id.example/"}), Rejected::WrongIssuer),
        (json!({"iss": null}), Rejected::BadClaims),
        (json!({"aud": "them"}), Rejected::WrongAudience),
        (json!({"aud": ["us", "them"]}), Rejected::WrongAudience),
        (json!({"aud": []}), Rejected::WrongAudience),
        (json!({"azp": "them"}), Rejected::WrongParty),
        (json!({"nonce": "m"}), Rejected::WrongNonce),
        (json!({"nonce": null}), Rejected::WrongNonce),
        (json!({"sub": ""}), Rejected::BadClaims),
        (json!({"sub": "a\nb"}), Rejected::BadClaims),
        (json!({"sub": "7".repeat(256)}), Rejected::BadClaims),
        (json!({"at_hash": "x"}), Rejected::WrongAccessToken),
    ] {
        assert_eq!(with(&change).unwrap_err(), why, "{change}");
    }
    for change in [json!({"aud": ["us"]}), json!({"azp": "us"}), json!({"sub": "7".repeat(255)})] {
        assert!(with(&change).is_ok(), "{change}");
    }
}

#[test]
fn a_token_is_taken_within_its_time_give_or_take_a_minute() {
    for (change, is_taken) in [
        (json!({"exp": NOW - 59}), true),
        (json!({"exp": NOW - 60}), false),
        (json!({"iat": NOW + 60}), true),
        (json!({"iat": NOW + 61}), false),
        (json!({"iat": NOW - 660}), true),
        (json!({"iat": NOW - 661}), false),
        (json!({"nbf": NOW + 60}), true),
        (json!({"nbf": NOW + 61}), false),
        (json!({"exp": 1e300}), true),
        (json!({"exp": -1e300}), false),
    ] {
        assert_eq!(with(&change).is_ok(), is_taken, "{change}");
    }
}

#[test]
fn where_a_fresh_sign_in_was_asked_for_the_token_says_when_it_was() {
    let issuer = Issuer::ed25519();
    let since = Some(Timestamp::from_second(NOW - 30).unwrap());
    let expected = Expected { signed_in_since: since, ..expected() };
    for (auth_time, is_taken) in
        [(json!(NOW), true), (json!(NOW - 90), true), (json!(NOW - 91), false), (Value::Null, false)]
    {
        let mut all = claims();
        if !auth_time.is_null() {
            all["auth_time"] = auth_time;
        }
        let token = issuer.sign(&header(&issuer), &all);
        assert_eq!(check(&token, &issuer.keys(), &expected).is_ok(), is_taken);
    }
}

#[test]
fn an_access_token_that_came_along_is_the_one_that_the_token_means() {
    for issuer in Issuer::all() {
        let hash = match issuer.algorithm() {
            "ES256" => ring::digest::digest(&ring::digest::SHA256, b"token"),
            "ES384" => ring::digest::digest(&ring::digest::SHA384, b"token"),
            _ => ring::digest::digest(&ring::digest::SHA512, b"token"),
        };
        let mut all = claims();
        all["at_hash"] = json!(part(&hash.as_ref()[..hash.as_ref().len() / 2]));
        let token = issuer.sign(&header(&issuer), &all);
        assert!(check(&token, &issuer.keys(), &expected()).is_ok());
        let other = Expected { access_token: "another", ..expected() };
        assert_eq!(check(&token, &issuer.keys(), &other).unwrap_err(), Rejected::WrongAccessToken);
    }
}

#[test]
fn a_header_that_is_not_understood_is_refused() {
    let issuer = Issuer::ed25519();
    for (change, why) in [
        (json!({"alg": "none"}), Rejected::WrongAlgorithm),
        (json!({"alg": "HS256"}), Rejected::WrongAlgorithm),
        (json!({"alg": "RS256"}), Rejected::UnknownKey),
        (json!({"kid": "two"}), Rejected::UnknownKey),
        (json!({"typ": "at+jwt"}), Rejected::WrongType),
        (json!({"crit": ["exp"]}), Rejected::Malformed),
        (json!({"alg": 1}), Rejected::Malformed),
    ] {
        let mut header = header(&issuer);
        for (name, value) in change.as_object().unwrap() {
            header[name] = value.clone();
        }
        let token = issuer.sign(&header, &claims());
        assert_eq!(check(&token, &issuer.keys(), &expected()).unwrap_err(), why, "{change}");
    }
    let token = issuer.sign(&header(&issuer), &claims());
    let only = ["RS256".to_owned()];
    let expected = Expected { algorithms: &only, ..expected() };
    assert_eq!(check(&token, &issuer.keys(), &expected).unwrap_err(), Rejected::WrongAlgorithm);
}

#[test]
fn keys_that_are_not_for_this_are_passed_over() {
    let issuer = Issuer::ed25519();
    let token = issuer.sign(&header(&issuer), &claims());
    let changed = |name: &str, value: Value| {
        let mut jwk = issuer.jwk();
        jwk[name] = value;
        KeySet::parse(
            json!({"keys": [jwk, 1, "x", {"kty": "oct", "k": "AA", "kid": "one"}]}).to_string().as_bytes(),
        )
        .unwrap()
    };
    assert!(check(&token, &changed("extra", json!(1)), &expected()).is_ok());
    for (name, value) in
        [("use", json!("enc")), ("alg", json!("ES256")), ("crv", json!("X25519")), ("x", json!("?"))]
    {
        let refused = check(&token, &changed(name, value), &expected()).unwrap_err();
        assert_eq!(refused, Rejected::UnknownKey, "{name}");
    }
    // Without a name in the header there is one key to choose, or none.
    let plain = issuer.sign(&json!({"alg": "EdDSA"}), &claims());
    assert!(check(&plain, &issuer.keys(), &expected()).is_ok());
    let mut second = issuer.jwk();
    second["kid"] = json!("two");
    let two = KeySet::parse(json!({"keys": [issuer.jwk(), second]}).to_string().as_bytes()).unwrap();
    assert_eq!(check(&plain, &two, &expected()).unwrap_err(), Rejected::UnknownKey);
    for broken in ["", "[]", "{}", "{\"keys\": 1}"] {
        assert!(KeySet::parse(broken.as_bytes()).is_none(), "{broken}");
    }
}

#[test]
fn what_is_no_token_is_refused_and_nothing_breaks() {
    let issuer = Issuer::ed25519();
    let token = issuer.sign(&header(&issuer), &claims());
    let keys = issuer.keys();
    for broken in
        ["", ".", "..", "a.b.c", &"a".repeat(70_000), &token[..token.len() - 1], &format!("{token}=")]
    {
        assert!(check(broken, &keys, &expected()).is_err());
    }
    for at in 0..token.len() {
        let mut bytes = token.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(bytes).unwrap();
        assert!(changed == token || check(&changed, &keys, &expected()).is_err(), "{at}");
    }
}
