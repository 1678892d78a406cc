//! The program's own keys, made on first start and never defaulted.
//!
//! Each is random, stored wrapped by the master key, and stays when the master key rotates. Two nodes that start at
//! once on an empty database agree, because a key is inserted only where none stands and then read back. Only
//! wrapping keys are derived from the master key; whoever holds a copy of the database without it holds nothing.
//!
//! `signing.rs` is how keys for access tokens take over from each other, `wrapping.rs` how master keys do.

mod check;
mod model;
mod signing;
mod store;
mod wrapping;

use ::store::Store;
use crypto::Random;
use crypto::access::SigningKey;
use crypto::keys::Key;
use crypto::refresh::RefreshKeys;
use jiff::Timestamp;

use crate::settings::Settings;

pub use check::{Fit, check};
pub use model::State;
pub use signing::{Signer, SigningKeyView, Successor, TokenVerifier, list, reload, retire, successor, watch};
pub use wrapping::{Masters, Rewrapped, Wrapping, rewrap};

/// What the wrapping key of the server's own keys is derived with.
const SERVER_KEYS: &str = "server keys";
/// What the wrapping key of accounts' keys is derived with.
const ACCOUNT_KEYS: &str = "account keys";
/// What the keys are for of which there is one each.
const SINGLE: [&str; 8] =
    ["refresh", "csrf", "mail", "cursor", "throttle", "audit seal", "audit digest", "salt"];

/// What is wrong when the keys cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The master key does not open what it should have wrapped.
    #[error(
        "the master key does not fit this database ({purpose} cannot be opened): give the key that the database was \
         made with in JOURNAL_MASTER_KEY, or the file master.key of its data folder"
    )]
    WrongMasterKey {
        /// Which key could not be opened.
        purpose: &'static str,
    },
    /// The secret for HS256 is too short.
    #[error("JOURNAL_JWT_SECRET must have at least 32 bytes")]
    ShortSecret,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] ::store::Error),
}

/// The keys in use.
pub struct Keys {
    /// Wraps the program's own keys.
    pub server: Wrapping,
    /// Wraps the key of each account.
    pub accounts: Wrapping,
    /// Signs access tokens.
    pub signing: Signer,
    /// Verifies access tokens.
    pub verifier: TokenVerifier,
    /// Derives refresh tokens.
    pub refresh: RefreshKeys,
    /// Binds CSRF tokens to sessions.
    pub csrf: Key,
    /// Seals mails in the outbox.
    pub mail: Key,
    /// Authenticates list cursors.
    pub cursor: Key,
    /// Hides what limits are kept for.
    pub throttle: Key,
    /// Seals what the audit trail says.
    pub audit_seal: Key,
    /// Holds the audit trail together.
    pub audit_digest: Key,
    /// Gives each address a salt for its pending registrations.
    pub salt: Key,
}

impl Keys {
    /// From now on wraps with the keys of other masters, and opens with theirs.
    pub fn follow(&self, masters: &Masters) {
        self.server.follow(masters);
        self.accounts.follow(masters);
    }
}

/// Opens the stored keys, making those that do not exist yet.
pub async fn load(
    store: &Store,
    masters: &Masters,
    settings: &Settings,
    random: &Random,
    now: Timestamp,
) -> Result<Keys, Error> {
    let server = Wrapping::new(SERVER_KEYS, masters);
    let shared = settings.jwt_secret.as_ref().map(SigningKey::hs256);
    let shared = shared.transpose().map_err(|_| Error::ShortSecret)?;
    let signing = shared.is_none().then_some(signing::PURPOSE);
    let stored = fill(store, &server, (random, now), SINGLE.into_iter().chain(signing)).await?;
    let key = |purpose: &'static str| {
        open(&server, purpose, newest(&stored, purpose).ok_or_else(|| lost(purpose))?)
    };
    let (signing, verifier) = match shared {
        Some(secret) => signing::shared_secret(secret, settings),
        None => signing::stored(signing::open(&stored, &server)?, settings, now),
    };
    Ok(Keys {
        accounts: Wrapping::new(ACCOUNT_KEYS, masters),
        signing,
        verifier,
        refresh: RefreshKeys::new(&key("refresh")?),
        csrf: key("csrf")?,
        mail: key("mail")?,
        cursor: key("cursor")?,
        throttle: key("throttle")?,
        audit_seal: key("audit seal")?,
        audit_digest: key("audit digest")?,
        salt: key("salt")?,
        server,
    })
}

/// All stored keys, after those that do not exist yet are made, in one commit. Where another node was faster its keys
/// stand, and are what is read. A master key that does not open the others makes none.
async fn fill(
    store: &Store,
    wrapping: &Wrapping,
    (random, now): (&Random, Timestamp),
    purposes: impl Iterator<Item = &'static str>,
) -> Result<Vec<store::Row>, Error> {
    let stored = store.all(store::all()).await?;
    let mut made = Vec::new();
    for purpose in purposes {
        if let Some(wrapped) = newest(&stored, purpose) {
            open(wrapping, purpose, wrapped)?;
        } else {
            let fresh = wrapping.wrap(random, purpose.as_bytes(), &Key::generate(random));
            made.push(store::insert_first(purpose, fresh, now));
        }
    }
    if made.is_empty() {
        return Ok(stored);
    }
    store.commit(made).await?;
    Ok(store.all(store::all()).await?)
}

fn open(wrapping: &Wrapping, purpose: &'static str, wrapped: &[u8]) -> Result<Key, Error> {
    wrapping.unwrap(purpose.as_bytes(), wrapped).map_err(|_| Error::WrongMasterKey { purpose })
}

/// The key of a purpose that was made last and is not retired, as it is wrapped.
fn newest<'a>(stored: &'a [store::Row], purpose: &str) -> Option<&'a [u8]> {
    let of_purpose = stored.iter().filter(|row| row.purpose == purpose && row.retired_at.is_none());
    of_purpose.max_by_key(|row| row.number).map(|row| row.wrapped.as_slice())
}

fn lost(purpose: &str) -> Error {
    Error::Store(::store::Error::Invalid(format!("the key for {purpose} is retired, and none came after it")))
}
