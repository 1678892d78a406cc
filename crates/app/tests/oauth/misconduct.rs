//! A provider that misbehaves signs nobody in, whatever it does, and makes no account.

use serde_json::{Value, json};
use testkit::{CLIENT_ID, Forgery, Misconduct};

use super::{Away, EMAIL, accounts, connect, connections, house, refused, tokens, trusted};

/// Noon of the day on which the tests' clocks begin, give or take.
const NOW: i64 = 1_772_355_600;

fn claims(claims: Value) -> Misconduct {
    Misconduct { claims, ..Misconduct::default() }
}

fn header(header: Value) -> Misconduct {
    Misconduct { header, ..Misconduct::default() }
}

fn forged(forgery: Forgery, header: Value) -> Misconduct {
    Misconduct { forgery, header, ..Misconduct::default() }
}

fn given(tokens: Value) -> Misconduct {
    Misconduct { tokens, ..Misconduct::default() }
}

fn keys(keys: Value) -> Misconduct {
    Misconduct { keys: Some(keys), ..Misconduct::default() }
}

fn answers(status: u16, headers: Vec<(&'static str, String)>, body: &str) -> Misconduct {
    Misconduct { answer: Some((status, headers, body.to_owned())), ..Misconduct::default() }
}

fn told(user_info: Value) -> Misconduct {
    Misconduct { user_info, claims: json!({"email": null}), ..Misconduct::default() }
}

/// What an ID token says, of whom, for whom and when.
fn said() -> Vec<(&'static str, Misconduct)> {
    vec![
        ("another issuer", claims(json!({"iss": "https://evil.example"}))),
        ("the issuer with a slash", claims(json!({"iss": "http://127.0.0.1/"}))),
        ("no issuer", claims(json!({"iss": null}))),
        ("another audience", claims(json!({"aud": "somebody else"}))),
        ("another audience beside us", claims(json!({"aud": [CLIENT_ID, "somebody else"]}))),
        ("no audience", claims(json!({"aud": null}))),
        ("an audience of nobody", claims(json!({"aud": []}))),
        ("an audience that is a number", claims(json!({"aud": 1}))),
        ("another party", claims(json!({"azp": "somebody else"}))),
        ("another party for us", claims(json!({"aud": [CLIENT_ID], "azp": "somebody else"}))),
        ("a time that has passed", claims(json!({"exp": NOW - 3_600}))),
        ("no end", claims(json!({"exp": null}))),
        ("an end in words", claims(json!({"exp": "2099-01-01"}))),
        ("made in the future", claims(json!({"iat": NOW + 3_600}))),
        ("made long ago", claims(json!({"iat": NOW - 7_200}))),
        ("made at no time", claims(json!({"iat": null}))),
        ("not valid yet", claims(json!({"nbf": NOW + 3_600}))),
        ("another nonce", claims(json!({"nonce": "A".repeat(43)}))),
        ("no nonce", claims(json!({"nonce": null}))),
        ("an empty nonce", claims(json!({"nonce": ""}))),
        ("no subject", claims(json!({"sub": null}))),
        ("an empty subject", claims(json!({"sub": ""}))),
        ("a subject that is a number", claims(json!({"sub": 7}))),
        ("a subject without end", claims(json!({"sub": "7".repeat(256)}))),
        ("another access token", claims(json!({"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}))),
    ]
}

/// How an ID token is signed.
fn signed(jwk: &Value) -> Vec<(&'static str, Misconduct)> {
    let mut encrypting = jwk.clone();
    encrypting["use"] = json!("enc");
    let mut of_another = jwk.clone();
    of_another["alg"] = json!("ES384");
    let secret = json!({"kty": "oct", "kid": "one", "k": jwk["x"]});
    let mut second = jwk.clone();
    second["kid"] = json!("two");
    vec![
        ("signed by somebody else", forged(Forgery::OtherKey, Value::Null)),
        ("half a signature", forged(Forgery::Half, Value::Null)),
        ("altered after it was signed", forged(Forgery::Altered, Value::Null)),
        ("no signature", forged(Forgery::Unsigned, Value::Null)),
        ("no algorithm", forged(Forgery::Unsigned, json!({"alg": "none"}))),
        ("the public key as a secret", forged(Forgery::Hmac, json!({"alg": "HS256"}))),
        ("another algorithm", header(json!({"alg": "RS256"}))),
        ("an algorithm that nobody knows", header(json!({"alg": "ES256K"}))),
        ("a key that is not published", header(json!({"kid": "three"}))),
        ("an extension that must be understood", header(json!({"crit": ["exp"], "exp": 1}))),
        ("an access token in its place", header(json!({"typ": "at+jwt"}))),
        ("a logout token in its place", header(json!({"typ": "logout+jwt"}))),
        (
            "a key that it brings along",
            forged(Forgery::OtherKey, json!({"jwk": jwk, "jku": "https://evil.example/keys"})),
        ),
        ("no keys", keys(json!({"keys": []}))),
        ("keys that are none", keys(json!({"keys": "one"}))),
        ("keys that are no set", keys(json!([jwk]))),
        ("a key for something else", keys(json!({"keys": [encrypting]}))),
        ("a key of another algorithm", keys(json!({"keys": [of_another]}))),
        (
            "a shared secret among the keys",
            Misconduct {
                keys: Some(json!({"keys": [secret]})),
                ..forged(Forgery::Hmac, json!({"alg": "HS256"}))
            },
        ),
        (
            "no name for one of two keys",
            Misconduct { keys: Some(json!({"keys": [jwk, second]})), ..header(json!({"kid": null})) },
        ),
    ]
}

/// What the provider's other addresses answer.
fn answered() -> Vec<(&'static str, Misconduct)> {
    let elsewhere = vec![("location", "https://evil.example/token".to_owned())];
    let long = format!("{{\"pad\":\"{}\"}}", "x".repeat(1_200_000));
    vec![
        ("a code that is refused", answers(400, vec![], r#"{"error": "invalid_grant"}"#)),
        ("an answer that leads elsewhere", answers(302, elsewhere.clone(), "")),
        ("an answer that leads elsewhere for good", answers(307, elsewhere, "")),
        ("an answer without end", answers(200, vec![], &long)),
        ("an answer that is a page", answers(200, vec![], "<html>")),
        ("an answer that is no object", answers(200, vec![], "[]")),
        ("tokens of another type", given(json!({"token_type": "mac"}))),
        ("no ID token", given(json!({"id_token": null}))),
        ("an ID token that is none", given(json!({"id_token": "a.b.c"}))),
        ("an ID token that is an object", given(json!({"id_token": {"sub": "7"}}))),
        ("no access token", given(json!({"access_token": null}))),
        ("user info about somebody else", told(json!({"sub": "8"}))),
        ("user info about nobody", told(json!({"sub": null}))),
    ]
}

/// ASVS 6.8.2, 10.5.1, 10.5.4
#[tokio::test]
#[allow(clippy::disallowed_macros, reason = "each misbehaviour, and what became of it, is there to be read")]
async fn whatever_a_provider_does_wrong_nobody_gets_in() {
    let (journal, provider) = trusted().await;
    let ada = journal.person(EMAIL).await;
    connect(&journal, &provider, &ada.tokens.access, "7").await;
    let all: Vec<_> = said().into_iter().chain(signed(&provider.jwk())).chain(answered()).collect();
    assert!(all.len() >= 40, "{}", all.len());
    let count = all.len();
    let before = (accounts(&journal).await, connections(&journal).await);
    for (name, misconduct) in all {
        // Keys are remembered for an hour, and a provider that answers no more for longer is one that is away.
        journal.advance(2 * 3_600);
        provider.misbehave(at(&journal, misconduct));
        // As the one who is connected, and as a stranger whose address is somebody's.
        for person in [
            json!({"sub": "7", "email": EMAIL, "email_verified": true}),
            json!({"sub": "9", "email": EMAIL, "email_verified": true}),
            json!({"sub": "9", "email": "new@example.com", "email_verified": true}),
        ] {
            let answer = Away::new(&journal).through(&provider, person).await;
            println!("{name}: {}", answer.header("location"));
            refused(&journal, &answer, "provider_refused");
        }
    }
    println!("{count} ways to misbehave, none of them let anybody in");
    provider.misbehave(Misconduct::default());
    journal.advance(2 * 3_600);
    assert_eq!((accounts(&journal).await, connections(&journal).await), before);
    let right = json!({"sub": "7", "email": EMAIL, "email_verified": true});
    tokens(&journal, &Away::new(&journal).through(&provider, right).await).await;
}

/// The same misconduct by the clock as it stands.
fn at(journal: &testkit::TestApp, mut misconduct: Misconduct) -> Misconduct {
    let later = journal.clock.now().as_second() - NOW;
    for name in ["exp", "iat", "nbf"] {
        if let Some(second) = misconduct.claims[name].as_i64() {
            misconduct.claims[name] = json!(second + later);
        }
    }
    misconduct
}

#[tokio::test]
async fn what_a_provider_may_do_is_not_held_against_it() {
    let (journal, provider) = trusted().await;
    let ada = journal.person(EMAIL).await;
    connect(&journal, &provider, &ada.tokens.access, "7").await;
    for (name, misconduct) in [
        ("an audience in a list", claims(json!({"aud": [CLIENT_ID]}))),
        ("we are the party", claims(json!({"azp": CLIENT_ID}))),
        ("times with fractions", claims(json!({"exp": 4_000_000_000.5}))),
        (
            "more claims than were asked for",
            claims(json!({"groups": ["a", "b"], "email": "other@example.com"})),
        ),
        ("no hash of the access token", claims(json!({"at_hash": null}))),
        ("no type", header(json!({"typ": null}))),
        ("no name for the only key", header(json!({"kid": null}))),
        ("a type in small letters", header(json!({"typ": "jwt"}))),
        ("more in the answer", given(json!({"refresh_token": "x", "expires_in": 300, "scope": "openid"}))),
        ("a token type in other letters", given(json!({"token_type": "bearer"}))),
    ] {
        provider.misbehave(misconduct);
        let answer = Away::new(&journal).through(&provider, json!({"sub": "7"})).await;
        assert!(answer.set_cookie("refresh_token").is_some(), "{name}: {answer:?}");
    }
}

#[tokio::test]
async fn a_provider_that_signs_with_a_new_key_is_believed_at_once() {
    let (journal, provider) = trusted().await;
    let ada = journal.person(EMAIL).await;
    provider.misbehave(keys(json!({"keys": []})));
    let mut browser = Away::new(&journal);
    browser.leave(Some(&ada.tokens.access), &json!({})).await;
    let query = provider.approve(&browser.url, json!({"sub": "7"}));
    let first = browser.back(&query).await;
    assert!(super::place(&journal, &first).contains("error=provider_refused"));
    provider.misbehave(Misconduct::default());
    provider.asked();
    journal.advance(61);
    connect(&journal, &provider, &ada.tokens.access, "7").await;
    assert_eq!(connections(&journal).await, 1);
    let fetched = provider.asked();
    assert_eq!(fetched.iter().filter(|path| *path == "/keys").count(), 1, "{fetched:?}");
}

/// ASVS 10.5.3, 13.2.4: what a provider's documents name is asked only where the operator has named the host.
#[tokio::test]
async fn a_description_that_names_other_hosts_or_another_issuer_is_of_no_use() {
    for member in ["token_endpoint", "jwks_uri", "userinfo_endpoint", "issuer", "authorization_endpoint"] {
        let (journal, provider) = house(|_| {}).await;
        let description = json!({ member: "http://127.0.0.2:9/elsewhere" });
        // A browser may be sent anywhere by https, and nowhere without.
        let description = if member == "authorization_endpoint" {
            json!({ member: "ftp://127.0.0.1/authorize" })
        } else {
            description
        };
        provider.misbehave(Misconduct { description, ..Misconduct::default() });
        let refused = Away::new(&journal).ask("house", None, &json!({})).await;
        assert_eq!(refused.refusal(), (503, "provider_unavailable"), "{member}");
    }
}
