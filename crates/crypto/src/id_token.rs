//! Checking ID tokens: what an OpenID provider says of somebody who has just signed in there (`OpenID` Connect Core 1.0,
//! section 3.1.3.7).
//!
//! The algorithm is one of a fixed list and has to fit the key: a token cannot bring `none`, cannot make a shared secret
//! of a public key, and cannot name a key of its own (`jwk`, `jku` and `x5c` are not looked at). What must always hold:
//! a token is taken from the issuer that was asked, for this client alone, for this very sign-in, and within its time.

mod keys;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value};

pub use keys::KeySet;
use keys::{Algorithm, Key};

/// How far the clock of a provider may be ahead of ours, or behind, in seconds.
const LEEWAY_SECONDS: i64 = 60;
/// How old a token may be that answers a sign-in which just took place, in seconds.
const OLDEST_SECONDS: i64 = 600;
/// Longer tokens, in bytes, are refused unread.
const LENGTH_LIMIT: usize = 64 * 1024;
/// The longest subject, in bytes (section 2 of the specification).
pub const LONGEST_SUBJECT: usize = 255;

/// Why a token is refused: for logs and tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Rejected {
    /// Not three parts of base64url, too long, or with a header that is not understood.
    #[error("the token is malformed")]
    Malformed,
    /// Not an ID token: an access token or a logout token of the same issuer, say.
    #[error("the token is of another type")]
    WrongType,
    /// An algorithm that is never taken, such as `none`, or one that the provider does not sign with.
    #[error("the algorithm is not taken")]
    WrongAlgorithm,
    /// None of the issuer's keys fits. It may have new ones.
    #[error("no key checks this token")]
    UnknownKey,
    /// The signature is wrong.
    #[error("the signature is wrong")]
    BadSignature,
    /// A claim is missing, there twice, or of another type.
    #[error("a claim is missing or malformed")]
    BadClaims,
    /// Issued by somebody else.
    #[error("the token has another issuer")]
    WrongIssuer,
    /// Meant for somebody else, or for somebody else as well.
    #[error("the token is for another audience")]
    WrongAudience,
    /// Given to another client.
    #[error("the token was given to another party")]
    WrongParty,
    /// Its time has passed, or it was made long ago.
    #[error("the token has expired")]
    Expired,
    /// Its time has not come.
    #[error("the token is not valid yet")]
    NotYetValid,
    /// The answer to another sign-in.
    #[error("the token answers another sign-in")]
    WrongNonce,
    /// The access token that came along is another one.
    #[error("the access token does not belong to the token")]
    WrongAccessToken,
    /// Whoever it is did not prove it again, although that was asked for.
    #[error("the sign-in at the provider is not fresh")]
    NotFresh,
}

/// What a token has to say.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// The issuer that was asked, to the letter.
    pub issuer: &'a str,
    /// Who we are there.
    pub client_id: &'a str,
    /// What was sent along with the request.
    pub nonce: &'a str,
    /// The algorithms that the provider says it signs with; empty when it does not say.
    pub algorithms: &'a [String],
    /// The access token that came along.
    pub access_token: &'a str,
    /// Set: whoever it is has signed in at the provider since then.
    pub signed_in_since: Option<Timestamp>,
}

/// What a token says that is right in every respect.
#[derive(Debug, Clone)]
pub struct Claims {
    /// Who it is there: never given to anybody else by that issuer.
    pub subject: String,
    /// All of it, as it stands there.
    pub all: Map<String, Value>,
}

/// What has to be understood of a header; the rest of it says where keys could be fetched, and is not listened to.
#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    typ: Option<String>,
    crit: Option<Value>,
}

#[derive(Deserialize)]
struct Wire {
    iss: String,
    sub: String,
    aud: Audience,
    azp: Option<String>,
    exp: Seconds,
    iat: Seconds,
    nbf: Option<Seconds>,
    nonce: Option<String>,
    auth_time: Option<Seconds>,
    at_hash: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

/// Seconds since 1970; the specification allows fractions.
#[derive(Clone, Copy, Deserialize)]
#[serde(untagged)]
enum Seconds {
    Whole(i64),
    Broken(f64),
}

impl Seconds {
    #[allow(clippy::cast_possible_truncation, reason = "saturates, and then fails the checks of time")]
    fn whole(self) -> i64 {
        match self {
            Self::Whole(seconds) => seconds,
            Self::Broken(seconds) => seconds.floor() as i64,
        }
    }
}

/// The claims of a token that is right in every respect at `now`.
pub fn verify(
    token: &str,
    keys: &KeySet,
    expected: &Expected<'_>,
    now: Timestamp,
) -> Result<Claims, Rejected> {
    if token.len() > LENGTH_LIMIT {
        return Err(Rejected::Malformed);
    }
    let (signed, signature) = token.rsplit_once('.').ok_or(Rejected::Malformed)?;
    let (header, payload) = signed.split_once('.').ok_or(Rejected::Malformed)?;
    let header: Header = serde_json::from_slice(&decode(header)?).map_err(|_| Rejected::Malformed)?;
    if header.crit.is_some() {
        return Err(Rejected::Malformed);
    }
    if header.typ.as_deref().is_some_and(|kind| !kind.eq_ignore_ascii_case("jwt")) {
        return Err(Rejected::WrongType);
    }
    let algorithm = Algorithm::parse(&header.alg).ok_or(Rejected::WrongAlgorithm)?;
    if !expected.algorithms.is_empty() && !expected.algorithms.contains(&header.alg) {
        return Err(Rejected::WrongAlgorithm);
    }
    let key: &Key = keys.find(algorithm, header.kid.as_deref()).ok_or(Rejected::UnknownKey)?;
    if !key.checks(algorithm, signed.as_bytes(), &decode(signature)?) {
        return Err(Rejected::BadSignature);
    }
    let payload = decode(payload)?;
    let claims: Wire = serde_json::from_slice(&payload).map_err(|_| Rejected::BadClaims)?;
    check_parties(&claims, expected)?;
    check_times(&claims, expected, now.as_second())?;
    if claims.at_hash.is_some_and(|hash| hash != algorithm.half_hash(expected.access_token)) {
        return Err(Rejected::WrongAccessToken);
    }
    let all = serde_json::from_slice(&payload).map_err(|_| Rejected::BadClaims)?;
    Ok(Claims { subject: claims.sub, all })
}

fn check_parties(claims: &Wire, expected: &Expected<'_>) -> Result<(), Rejected> {
    if claims.iss != expected.issuer {
        return Err(Rejected::WrongIssuer);
    }
    let is_ours_alone = match &claims.aud {
        Audience::One(one) => one == expected.client_id,
        // Another audience is one that could present this token to us: none is trusted to.
        Audience::Many(all) => !all.is_empty() && all.iter().all(|one| one == expected.client_id),
    };
    if !is_ours_alone {
        return Err(Rejected::WrongAudience);
    }
    if claims.azp.as_deref().is_some_and(|party| party != expected.client_id) {
        return Err(Rejected::WrongParty);
    }
    let nonce = claims.nonce.as_deref().unwrap_or_default();
    if nonce.is_empty() || !crate::equal(nonce.as_bytes(), expected.nonce.as_bytes()) {
        return Err(Rejected::WrongNonce);
    }
    let is_usable = !claims.sub.is_empty() && claims.sub.len() <= LONGEST_SUBJECT;
    if is_usable && !claims.sub.chars().any(char::is_control) { Ok(()) } else { Err(Rejected::BadClaims) }
}

fn check_times(claims: &Wire, expected: &Expected<'_>, now: i64) -> Result<(), Rejected> {
    if now >= claims.exp.whole().saturating_add(LEEWAY_SECONDS) {
        return Err(Rejected::Expired);
    }
    let begins = claims.nbf.map_or(i64::MIN, Seconds::whole).max(claims.iat.whole());
    if begins > now + LEEWAY_SECONDS {
        return Err(Rejected::NotYetValid);
    }
    if claims.iat.whole() < now - OLDEST_SECONDS - LEEWAY_SECONDS {
        return Err(Rejected::Expired);
    }
    let Some(since) = expected.signed_in_since else { return Ok(()) };
    let signed_in = claims.auth_time.ok_or(Rejected::NotFresh)?.whole();
    if signed_in < since.as_second() - LEEWAY_SECONDS { Err(Rejected::NotFresh) } else { Ok(()) }
}

/// Strict base64url: no padding, no other alphabet, no stray bits at the end.
fn decode(part: &str) -> Result<Vec<u8>, Rejected> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| Rejected::Malformed)
}
