//! Wrapping keys of the master key, and of the one before while keys are still wrapped by it.
//!
//! A rotation of the master key wraps anew what it finds wrapped by the previous one, and nothing else: no key
//! changes, so nobody is logged out and no entry is encrypted anew. It can be broken off at any point and begun again.

use std::sync::{Arc, PoisonError, RwLock};

use ::store::Change;
use crypto::Random;
use crypto::keys::{Key, MasterKey, Tampered, WrappingKey};

use super::store as rows;
use crate::App;

/// The master key, and the one before while it is still needed.
#[derive(Clone)]
pub struct Masters {
    /// What wraps.
    pub current: MasterKey,
    /// What also opens.
    pub previous: Option<MasterKey>,
}

impl From<&MasterKey> for Masters {
    fn from(current: &MasterKey) -> Self {
        Self { current: current.clone(), previous: None }
    }
}

/// Wraps keys of one kind.
pub struct Wrapping {
    label: &'static str,
    pair: RwLock<Arc<(WrappingKey, Option<WrappingKey>)>>,
}

/// What wrapping anew makes of a wrapped key.
pub enum Rewrapped {
    /// It is wrapped by the current master key already.
    Already,
    /// So it is now.
    Anew(Vec<u8>),
}

impl Wrapping {
    pub(super) fn new(label: &'static str, masters: &Masters) -> Self {
        Self { label, pair: RwLock::new(Arc::new(pair(label, masters))) }
    }

    pub(super) fn follow(&self, masters: &Masters) {
        *self.pair.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(pair(self.label, masters));
    }

    fn now(&self) -> Arc<(WrappingKey, Option<WrappingKey>)> {
        self.pair.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Wraps a key for storage, by the current master key.
    pub fn wrap(&self, random: &Random, context: &[u8], key: &Key) -> Vec<u8> {
        self.now().0.wrap(random, context, key)
    }

    /// Gives back the key that was wrapped in the same context, by this master key or the one before.
    pub fn unwrap(&self, context: &[u8], wrapped: &[u8]) -> Result<Key, Tampered> {
        let pair = self.now();
        pair.0.unwrap(context, wrapped).or_else(|tampered| match &pair.1 {
            Some(previous) => previous.unwrap(context, wrapped),
            None => Err(tampered),
        })
    }

    /// Wraps a key by the current master key, if it is not yet.
    pub fn rewrap(&self, random: &Random, context: &[u8], wrapped: &[u8]) -> Result<Rewrapped, Tampered> {
        if self.now().0.unwrap(context, wrapped).is_ok() {
            return Ok(Rewrapped::Already);
        }
        let key = self.unwrap(context, wrapped)?;
        Ok(Rewrapped::Anew(self.wrap(random, context, &key)))
    }
}

fn pair(label: &str, masters: &Masters) -> (WrappingKey, Option<WrappingKey>) {
    (masters.current.wrapping(label), masters.previous.as_ref().map(|previous| previous.wrapping(label)))
}

/// The changes that wrap the program's own keys anew, each guarded by how it was wrapped, and how many need none.
/// `Err` names the purpose of a key that neither master key opens.
pub async fn rewrap(app: &App) -> Result<(Vec<Change>, usize, Vec<String>), ::store::Error> {
    let (mut changes, mut already, mut lost) = (Vec::new(), 0, Vec::new());
    for row in app.store.all(rows::all()).await? {
        match app.keys.server.rewrap(&app.random, row.purpose.as_bytes(), &row.wrapped) {
            Ok(Rewrapped::Already) => already += 1,
            Ok(Rewrapped::Anew(wrapped)) => changes.push(rows::rewrap(&row, wrapped)),
            Err(Tampered) => lost.push(row.purpose),
        }
    }
    Ok((changes, already, lost))
}
