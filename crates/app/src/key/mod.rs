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
    let ring = Ring { store, wrapping: &server, random, now };
    let (signing, verifier) = if let Some(secret) = &settings.jwt_secret {
        signing::shared_secret(SigningKey::hs256(secret).map_err(|_| Error::ShortSecret)?, settings)
    } else {
        ring.key("signing").await?;
        signing::stored(signing::read(store, &server).await?, settings, now)
    };
    Ok(Keys {
        accounts: Wrapping::new(ACCOUNT_KEYS, masters),
        signing,
        verifier,
        refresh: RefreshKeys::new(&ring.key("refresh").await?),
        csrf: ring.key("csrf").await?,
        mail: ring.key("mail").await?,
        cursor: ring.key("cursor").await?,
        throttle: ring.key("throttle").await?,
        audit_seal: ring.key("audit seal").await?,
        audit_digest: ring.key("audit digest").await?,
        salt: ring.key("salt").await?,
        server,
    })
}

struct Ring<'a> {
    store: &'a Store,
    wrapping: &'a Wrapping,
    random: &'a Random,
    now: Timestamp,
}

impl Ring<'_> {
    async fn key(&self, purpose: &'static str) -> Result<Key, Error> {
        let wrapped = match self.store.get(store::newest(purpose)).await? {
            Some(wrapped) => wrapped,
            None => self.make(purpose).await?,
        };
        self.wrapping.unwrap(purpose.as_bytes(), &wrapped).map_err(|_| Error::WrongMasterKey { purpose })
    }

    /// Inserts a new key unless another node was faster, and reads what stands there now.
    async fn make(&self, purpose: &'static str) -> Result<Vec<u8>, Error> {
        let fresh = self.wrapping.wrap(self.random, purpose.as_bytes(), &Key::generate(self.random));
        self.store.commit([store::insert_first(purpose, fresh.clone(), self.now)]).await?;
        Ok(self.store.get(store::newest(purpose)).await?.unwrap_or(fresh))
    }
}
