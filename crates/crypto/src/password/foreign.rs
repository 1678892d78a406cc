//! Hashes that other programs made: bcrypt, PBKDF2-SHA256 in Django's form, scrypt and SHA-512-crypt.
//!
//! They come with imported accounts, are verified here and never made: the first login replaces each by ours. Their
//! costs are somebody else's choice, so each scheme has a bound, and what is beyond is refused before anything is
//! computed. Argon2 of every kind is no stranger and has its own path. All of this runs on the thread for dear hashes,
//! in memory of its own.

use std::ops::RangeInclusive;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::Error;

/// bcrypt: two to the power of this many rounds. Fourteen is about a second.
const BCRYPT_COSTS: RangeInclusive<u32> = 4..=14;
/// PBKDF2: iterations. Django's own number grows by a fifth a year and is 1.2 million now.
const PBKDF2_ITERATIONS: RangeInclusive<u32> = 1..=2_000_000;
/// scrypt: bytes of memory, and bytes that all lanes together go through.
const SCRYPT_MEMORY: u64 = 256 * 1024 * 1024;
const SCRYPT_WORK: u64 = 1024 * 1024 * 1024;
/// SHA-512-crypt: rounds, each of which reads the password.
const CRYPT_ROUNDS: RangeInclusive<u32> = 1_000..=500_000;
/// SHA-512-crypt, when nothing is said.
const CRYPT_USUAL: u32 = 5_000;
/// Bytes of an output that are worth comparing and that anybody makes.
const OUTPUTS: RangeInclusive<usize> = 16..=128;
/// Bytes of a salt that anybody makes.
const LONGEST_SALT: usize = 128;
/// What bcrypt looks at, with the NUL behind the password.
const BCRYPT_READS: usize = 72;
/// The letters of crypt(3), in the order of their values.
const CRYPT_LETTERS: &[u8; 64] = b"./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Some writers pad, some do not, and some leave bits behind a salt's last letter.
const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_allow_trailing_bits(true)
    .with_decode_padding_mode(DecodePaddingMode::Indifferent);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const BCRYPT: GeneralPurpose = GeneralPurpose::new(&alphabet::BCRYPT, LENIENT);

/// A hash made elsewhere: how, with which salt, and what came of it.
#[derive(Clone)]
pub(super) struct Foreign {
    scheme: Scheme,
    salt: Vec<u8>,
    output: Vec<u8>,
}

#[derive(Clone, Copy)]
enum Scheme {
    Bcrypt {
        cost: u32,
    },
    /// Django's: bcrypt of the SHA-256 in hexadecimal, so that nothing is cut off after 72 bytes.
    BcryptSha256 {
        cost: u32,
    },
    Pbkdf2 {
        iterations: u32,
    },
    Scrypt(scrypt::Params),
    Sha512Crypt {
        rounds: u32,
    },
}

impl Foreign {
    /// Reads a stored hash; `None` when it is not of these schemes, an error when it is and cannot be used.
    pub(super) fn parse(text: &str) -> Option<Result<Self, Error>> {
        let (scheme, rest) = text.strip_prefix('$').unwrap_or(text).split_once('$')?;
        let is_modular = text.starts_with('$');
        let parsed = match (scheme, is_modular) {
            ("2a" | "2b" | "2y", true) => bcrypt(rest, false),
            ("bcrypt", false) => django_bcrypt(rest, false),
            ("bcrypt_sha256", false) => django_bcrypt(rest, true),
            ("pbkdf2_sha256", false) => pbkdf2(rest),
            ("scrypt", true) => scrypt_phc(rest),
            ("scrypt", false) => scrypt_django(rest),
            ("6", true) => sha512_crypt(rest),
            _ => return None,
        };
        Some(parsed.filter(Self::is_sane).ok_or(Error::Invalid))
    }

    fn is_sane(&self) -> bool {
        OUTPUTS.contains(&self.output.len()) && self.salt.len() <= LONGEST_SALT
    }

    /// What the scheme gives for a password.
    pub(super) fn compute(&self, password: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
        let mut output = Zeroizing::new(vec![0; self.output.len()]);
        match self.scheme {
            Scheme::Bcrypt { cost } => bcrypt_into(&mut output, cost, &self.salt, password)?,
            Scheme::BcryptSha256 { cost } => {
                let digest = Zeroizing::new(Sha256::digest(password).to_vec());
                bcrypt_into(&mut output, cost, &self.salt, hex(&digest).as_bytes())?;
            }
            Scheme::Pbkdf2 { iterations } => {
                pbkdf2::pbkdf2_hmac::<Sha256>(password, &self.salt, iterations, &mut output);
            }
            Scheme::Scrypt(params) => {
                scrypt::scrypt(password, &self.salt, &params, &mut output).map_err(|_| Error::Failed)?;
            }
            Scheme::Sha512Crypt { rounds } => {
                let params = sha_crypt::Params::new(rounds).map_err(|_| Error::Invalid)?;
                let digest = Zeroizing::new(sha_crypt::sha512_crypt(password, &self.salt, params));
                output = Zeroizing::new(crypt_letters(&digest));
            }
        }
        Ok(output)
    }

    /// Whether the output is the stored one, in constant time.
    pub(super) fn is_output(&self, output: &[u8]) -> bool {
        crate::equal(&self.output, output)
    }
}

/// `10$` salt of 22 letters, output of 31.
fn bcrypt(rest: &str, is_hashed_first: bool) -> Option<Foreign> {
    let (cost, letters) = rest.split_once('$')?;
    let cost = cost.parse().ok().filter(|cost| BCRYPT_COSTS.contains(cost))?;
    let (salt, output) = letters.split_at_checked(22)?;
    let (salt, output) = (BCRYPT.decode(salt).ok()?, BCRYPT.decode(output).ok()?);
    let is_whole = salt.len() == 16 && output.len() == 23;
    let scheme = if is_hashed_first { Scheme::BcryptSha256 { cost } } else { Scheme::Bcrypt { cost } };
    is_whole.then_some(Foreign { scheme, salt, output })
}

/// `$2b$10$…` behind Django's name.
fn django_bcrypt(rest: &str, is_hashed_first: bool) -> Option<Foreign> {
    let rest = ["$2a$", "$2b$", "$2y$"].iter().find_map(|version| rest.strip_prefix(version))?;
    bcrypt(rest, is_hashed_first)
}

/// `260000$salt$output`; the salt is text.
fn pbkdf2(rest: &str) -> Option<Foreign> {
    let [iterations, salt, output] = parts(rest)?;
    let iterations = iterations.parse().ok().filter(|number| PBKDF2_ITERATIONS.contains(number))?;
    let (scheme, output) = (Scheme::Pbkdf2 { iterations }, STANDARD.decode(output).ok()?);
    Some(Foreign { scheme, salt: salt.as_bytes().to_vec(), output })
}

/// `ln=14,r=8,p=1$salt$output`; the salt is base64.
fn scrypt_phc(rest: &str) -> Option<Foreign> {
    let [params, salt, output] = parts(rest)?;
    let mut numbers = params.split(',');
    let mut number = |name: &str| numbers.next()?.strip_prefix(name)?.strip_prefix('=')?.parse().ok();
    let scheme = scrypt_scheme(number("ln")?, number("r")?, number("p")?)?;
    Some(Foreign { scheme, salt: STANDARD.decode(salt).ok()?, output: STANDARD.decode(output).ok()? })
}

/// `16384$salt$8$1$output`; the salt is text.
fn scrypt_django(rest: &str) -> Option<Foreign> {
    let [n, salt, r, p, output] = parts(rest)?;
    let n: u32 = n.parse().ok().filter(|n: &u32| n.is_power_of_two())?;
    let scheme = scrypt_scheme(n.ilog2(), r.parse().ok()?, p.parse().ok()?)?;
    Some(Foreign { scheme, salt: salt.as_bytes().to_vec(), output: STANDARD.decode(output).ok()? })
}

fn scrypt_scheme(log_n: u32, r: u32, p: u32) -> Option<Scheme> {
    let n = 1_u64.checked_shl(log_n).filter(|n| *n > 1)?;
    let memory = n.checked_mul(128)?.checked_mul(r.into())?;
    let work = memory.checked_mul(p.into())?;
    // Before the parameters are made: their own check multiplies without looking.
    if memory > SCRYPT_MEMORY || work > SCRYPT_WORK {
        return None;
    }
    scrypt::Params::new(log_n.try_into().ok()?, r, p).ok().map(Scheme::Scrypt)
}

/// `rounds=10000$salt$output` or `salt$output`; the salt is text, of which 16 letters count.
fn sha512_crypt(rest: &str) -> Option<Foreign> {
    let (rounds, rest) = match rest.strip_prefix("rounds=") {
        Some(said) => said.split_once('$').and_then(|(rounds, rest)| Some((rounds.parse().ok()?, rest)))?,
        None => (CRYPT_USUAL, rest),
    };
    let [salt, output] = parts(rest)?;
    let is_whole = output.len() == 86 && output.bytes().all(|letter| CRYPT_LETTERS.contains(&letter));
    let within = CRYPT_ROUNDS.contains(&rounds);
    let (salt, output) = (salt.as_bytes().to_vec(), output.as_bytes().to_vec());
    (is_whole && within).then_some(Foreign { scheme: Scheme::Sha512Crypt { rounds }, salt, output })
}

fn parts<const N: usize>(text: &str) -> Option<[&str; N]> {
    let parts: Vec<&str> = text.split('$').collect();
    parts.try_into().ok().filter(|parts: &[&str; N]| parts.iter().all(|part| !part.is_empty()))
}

fn bcrypt_into(output: &mut [u8], cost: u32, salt: &[u8], password: &[u8]) -> Result<(), Error> {
    let salt = salt.try_into().map_err(|_| Error::Invalid)?;
    // In C a password ends at its first NUL, and that NUL is read too.
    let mut read: Zeroizing<Vec<u8>> =
        Zeroizing::new(password.iter().copied().take_while(|byte| *byte != 0).collect());
    read.push(0);
    read.truncate(BCRYPT_READS);
    let made = Zeroizing::new(::bcrypt::bcrypt(cost, salt, &read));
    let length = output.len();
    output.copy_from_slice(made.get(..length).ok_or(Error::Invalid)?);
    Ok(())
}

fn hex(bytes: &[u8]) -> Zeroizing<String> {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    Zeroizing::new(digits.map(|digit| char::from(DIGITS[usize::from(digit)])).collect())
}

/// A digest in the order and the letters of SHA-crypt: three bytes that lie 21 apart become four letters, and which of
/// the three is first moves on by one each time.
fn crypt_letters(digest: &[u8; 64]) -> Vec<u8> {
    let mut letters = Vec::with_capacity(86);
    let mut write = |mut bits: usize, count: usize| {
        for _ in 0..count {
            letters.push(CRYPT_LETTERS[bits & 63]);
            bits >>= 6;
        }
    };
    for at in 0..21 {
        let mut three = [at, at + 21, at + 42].map(|at| usize::from(digest[at]));
        three.rotate_left(at % 3);
        write(three[0] << 16 | three[1] << 8 | three[2], 4);
    }
    write(usize::from(digest[63]), 2);
    letters
}
