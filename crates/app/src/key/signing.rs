//! The keys that sign access tokens, as a node holds them, and how it notices new ones.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use ::store::{Change, Store};
use crypto::access::{Claims, Rejected, SigningKey, Verifier};
use crypto::keys::Key;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use tokio::sync::watch;

use super::model::{self, Life, State};
use super::store as rows;
use super::{Error, Wrapping};
use crate::App;
use crate::settings::Settings;

pub(super) const PURPOSE: &str = "signing";
/// How often a node looks for keys that others made.
const EVERY: Duration = Duration::from_secs(1);

/// Signs access tokens with the key whose turn it is.
pub struct Signer(Arc<Shared>);

/// Verifies access tokens with every key that may have signed one that lives.
pub struct TokenVerifier(Arc<Shared>);

struct Shared(RwLock<Arc<InUse>>);

struct InUse {
    keys: Vec<StoredKey>,
    states: Vec<State>,
    /// Instead of stored keys.
    secret: Option<SigningKey>,
    verifier: Verifier,
}

/// A signing key that was read and unwrapped.
#[derive(Clone)]
pub(super) struct StoredKey {
    number: i64,
    life: Life,
    /// None for one that was retired: nobody needs it any more.
    key: Option<SigningKey>,
}

impl Shared {
    fn now(&self) -> Arc<InUse> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Signer {
    /// The token for these claims.
    pub fn sign(&self, claims: &Claims) -> String {
        let held = self.0.now();
        let issued_at = Timestamp::from_second(claims.iat).unwrap_or(Timestamp::MAX);
        let lives: Vec<Life> = held.keys.iter().map(|stored| stored.life).collect();
        let stored = model::signing(&lives, issued_at).and_then(|at| held.keys[at].key.as_ref());
        held.secret.as_ref().or(stored).expect("a key that signs is always held").sign(claims)
    }
}

impl TokenVerifier {
    /// The claims of a token that is right in every respect at `now`.
    pub fn verify(&self, token: &str, now: Timestamp) -> Result<Claims, Rejected> {
        self.0.now().verifier.verify(token, now)
    }

    /// The public keys (RFC 7517); none with a shared secret.
    pub fn jwks(&self) -> Value {
        self.0.now().verifier.jwks()
    }
}

/// Signing with a secret that the operator gave.
pub(super) fn shared_secret(secret: SigningKey, settings: &Settings) -> (Signer, TokenVerifier) {
    let verifier = Verifier::new([secret.verifying_key()], &settings.issuer, &settings.audience);
    hold(InUse { keys: Vec::new(), states: Vec::new(), secret: Some(secret), verifier })
}

/// Signing with keys from the database.
pub(super) fn stored(keys: Vec<StoredKey>, settings: &Settings, now: Timestamp) -> (Signer, TokenVerifier) {
    hold(in_use(keys, settings, now))
}

fn hold(held: InUse) -> (Signer, TokenVerifier) {
    let shared = Arc::new(Shared(RwLock::new(Arc::new(held))));
    (Signer(shared.clone()), TokenVerifier(shared))
}

fn in_use(keys: Vec<StoredKey>, settings: &Settings, now: Timestamp) -> InUse {
    let lives: Vec<Life> = keys.iter().map(|stored| stored.life).collect();
    let states = model::states(&lives, now, settings.access_token_life);
    let verifying = keys.iter().zip(&states).filter(|(_, state)| **state != State::Retired);
    let halves = verifying.filter_map(|(stored, _)| stored.key.as_ref().map(SigningKey::verifying_key));
    let verifier = Verifier::new(halves, &settings.issuer, &settings.audience);
    InUse { keys, states, secret: None, verifier }
}

/// All signing keys, the oldest first.
pub(super) async fn read(store: &Store, wrapping: &Wrapping) -> Result<Vec<StoredKey>, Error> {
    open(&store.all(rows::signing()).await?, wrapping)
}

/// Opens those of these keys that sign, or did, the oldest first.
pub(super) fn open(rows: &[rows::Row], wrapping: &Wrapping) -> Result<Vec<StoredKey>, Error> {
    let open = |row: &rows::Row| {
        let life = Life { made_at: row.created_at, is_retired: row.retired_at.is_some() };
        let seed = (!life.is_retired).then(|| wrapping.unwrap(PURPOSE.as_bytes(), &row.wrapped));
        let seed = seed.transpose().map_err(|_| Error::WrongMasterKey { purpose: PURPOSE })?;
        Ok(StoredKey { number: row.number, life, key: seed.as_ref().map(SigningKey::eddsa) })
    };
    rows.iter().filter(|row| row.purpose == PURPOSE).map(open).collect()
}

/// Looks for new keys, and for old ones that nobody needs any more.
pub async fn reload(app: &App) -> Result<(), Error> {
    if app.settings.jwt_secret.is_some() {
        return Ok(());
    }
    let fresh = in_use(read(&app.store, &app.keys.server).await?, &app.settings, app.clock.now());
    if !fresh.states.contains(&State::Signing) {
        tracing::error!("the database holds no key that signs; the ones at hand are kept");
        return Ok(());
    }
    let held = app.keys.signing.0.now();
    let numbers = |held: &InUse| held.keys.iter().map(|stored| stored.number).collect::<Vec<_>>();
    if held.states != fresh.states || numbers(&held) != numbers(&fresh) {
        *app.keys.signing.0.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(fresh);
        // A key that was dropped must not live on in what it signed.
        app.tokens.forget_all();
    }
    Ok(())
}

/// Looks every second, until told to stop.
pub async fn watch(app: App, mut stopping: watch::Receiver<bool>) {
    while !*stopping.borrow() {
        if let Err(error) = reload(&app).await {
            tracing::warn!(%error, "signing keys could not be looked for");
        }
        let _ = tokio::time::timeout(EVERY, stopping.changed()).await;
    }
}

/// A signing key as operators see it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SigningKeyView {
    /// The id that its tokens carry; none for a shared secret and for a retired key.
    pub kid: Option<String>,
    /// `EdDSA` or `HS256`.
    pub algorithm: &'static str,
    /// `next`, `signing`, `verifying`, `retired` or `resting`.
    pub state: &'static str,
    /// When it was made; none for a shared secret.
    pub created_at: Option<Timestamp>,
    /// Until when tokens that it signed may live, for a key that verifies only.
    pub until: Option<Timestamp>,
}

/// All signing keys, the oldest first.
pub async fn list(app: &App) -> Result<Vec<SigningKeyView>, Error> {
    let held = in_use(read(&app.store, &app.keys.server).await?, &app.settings, app.clock.now());
    let is_resting = app.settings.jwt_secret.is_some();
    let view = |(stored, state): (&StoredKey, &State)| {
        let state = if is_resting && *state != State::Retired { State::Resting } else { *state };
        let until = match state {
            State::Verifying(until) => Some(until),
            _ => None,
        };
        SigningKeyView {
            kid: stored.key.as_ref().and_then(|key| key.kid().map(str::to_owned)),
            algorithm: "EdDSA",
            state: state.as_str(),
            created_at: Some(stored.life.made_at),
            until,
        }
    };
    let mut keys: Vec<_> = held.keys.iter().zip(&held.states).map(view).collect();
    if is_resting {
        let (algorithm, state) = ("HS256", State::Signing.as_str());
        keys.push(SigningKeyView { kid: None, algorithm, state, created_at: None, until: None });
    }
    Ok(keys)
}

/// A key about to take over.
pub struct Successor {
    /// The id that its tokens will carry.
    pub kid: String,
    /// When it begins to sign.
    pub signs_from: Timestamp,
    /// What makes it; a conflict (`signing key`) when another one was made meanwhile.
    pub changes: Vec<Change>,
}

/// Prepares the next signing key. With `drop_old` those before it verify nothing any more, and it signs at once.
pub async fn successor(app: &App, drop_old: bool) -> Result<Successor, Error> {
    let now = app.clock.now();
    let last = app.store.all(rows::signing()).await?.last().map_or(0, |row| row.number);
    let seed = Key::generate(&app.random);
    let wrapped = app.keys.server.wrap(&app.random, PURPOSE.as_bytes(), &seed);
    let kid = SigningKey::eddsa(&seed).kid().unwrap_or_default().to_owned();
    let mut changes = vec![rows::insert_signing(last + 1, wrapped, now)];
    if drop_old {
        changes.push(rows::retire_signing_until(last, now));
    }
    let signs_from = if drop_old { now } else { now + model::LEAD };
    Ok(Successor { kid, signs_from, changes })
}

/// The changes that retire keys which nobody needs any more.
pub fn retire(app: &App) -> Vec<Change> {
    let held = app.keys.signing.0.now();
    let over = held.keys.iter().zip(&held.states);
    let over = over.filter(|(stored, state)| **state == State::Retired && !stored.life.is_retired);
    over.map(|(stored, _)| rows::retire_signing(stored.number, app.clock.now())).collect()
}
