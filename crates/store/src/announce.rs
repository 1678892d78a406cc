//! Who wants to hear that something changed. Listeners are called after the commit, before its caller goes on.

use std::sync::{Arc, RwLock};
use uuid::Uuid;

/// What listeners hear. The same change may be heard more than once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Announced {
    /// A committed change [announced](crate::Change::announces) this id.
    One(Uuid),
    /// Announcements of other nodes may have been missed: anything may have changed.
    All,
}

type Listener = dyn Fn(Announced) + Send + Sync;

#[derive(Clone, Default)]
pub(crate) struct Listeners(Arc<RwLock<Vec<Arc<Listener>>>>);

impl Listeners {
    pub(crate) fn add(&self, listener: impl Fn(Announced) + Send + Sync + 'static) {
        self.0.write().unwrap_or_else(std::sync::PoisonError::into_inner).push(Arc::new(listener));
    }

    pub(crate) fn tell_one(&self, id: Uuid) {
        self.tell(Announced::One(id));
    }

    /// A listener that panics harms neither the others nor the writer that calls them.
    pub(crate) fn tell(&self, announced: Announced) {
        let listeners = self.0.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
        for listener in listeners {
            let call = std::panic::AssertUnwindSafe(|| listener(announced));
            if std::panic::catch_unwind(call).is_err() {
                tracing::error!("a listener for announcements panicked");
            }
        }
    }
}
