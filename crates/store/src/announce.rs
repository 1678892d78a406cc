//! Who wants to hear that something changed. Listeners are called after the commit, before its caller goes on.

use crate::Change;
use std::sync::{Arc, PoisonError, RwLock};
use uuid::Uuid;

/// What listeners hear. The same change may be heard more than once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Announced {
    /// A committed change [announced](crate::Change::announces) this id.
    One(Uuid),
    /// Announcements of other nodes may have been missed: anything may have changed.
    All,
}

/// All that can be heard of a commit.
pub(crate) enum Said<'a> {
    Announced(Announced),
    Witnessed(Uuid, Uuid),
    News(Uuid, &'a str),
}

type Listener = dyn Fn(&Said<'_>) + Send + Sync;

#[derive(Clone, Default)]
pub(crate) struct Listeners(Arc<RwLock<Vec<Arc<Listener>>>>);

impl Listeners {
    pub(crate) fn add(&self, listener: impl Fn(Announced) + Send + Sync + 'static) {
        self.listen(move |said| {
            if let Said::Announced(announced) = said {
                listener(*announced);
            }
        });
    }

    pub(crate) fn add_witness(&self, listener: impl Fn(Uuid, Uuid) + Send + Sync + 'static) {
        self.listen(move |said| {
            if let Said::Witnessed(owner, id) = said {
                listener(*owner, *id);
            }
        });
    }

    pub(crate) fn add_reader(&self, listener: impl Fn(Uuid, &str) + Send + Sync + 'static) {
        self.listen(move |said| {
            if let Said::News(owner, word) = said {
                listener(*owner, word);
            }
        });
    }

    fn listen(&self, listener: impl Fn(&Said<'_>) + Send + Sync + 'static) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).push(Arc::new(listener));
    }

    /// Says all that there is to say of a list that was committed.
    pub(crate) fn tell_of(&self, changes: &[Change]) {
        for change in changes {
            if let Some(id) = change.announces {
                self.tell_one(id);
            }
            if let Some((owner, id)) = change.witnessed {
                self.say(&Said::Witnessed(owner, id));
            }
            if let Some((owner, word)) = &change.news {
                self.say(&Said::News(*owner, word));
            }
        }
    }

    pub(crate) fn tell_one(&self, id: Uuid) {
        self.tell(Announced::One(id));
    }

    pub(crate) fn tell(&self, announced: Announced) {
        self.say(&Said::Announced(announced));
    }

    /// A listener that panics harms neither the others nor the writer that calls them.
    pub(crate) fn say(&self, said: &Said<'_>) {
        let listeners = self.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        for listener in listeners {
            let call = std::panic::AssertUnwindSafe(|| listener(said));
            if std::panic::catch_unwind(call).is_err() {
                tracing::error!("a listener for announcements panicked");
            }
        }
    }
}
