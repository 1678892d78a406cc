//! How often this process has committed to a file, whichever of its stores did: the sign that a snapshot is old.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

/// The count of one file; cheap to clone.
#[derive(Clone)]
pub(crate) struct Commits(Arc<AtomicU64>);

impl Commits {
    /// The count of an existing file, shared by all who ask for it in this process.
    pub(crate) fn of(path: &Path) -> Self {
        static FILES: Mutex<Option<HashMap<PathBuf, Weak<AtomicU64>>>> = Mutex::new(None);
        let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let mut files = FILES.lock().unwrap_or_else(PoisonError::into_inner);
        let files = files.get_or_insert_default();
        files.retain(|_, count| count.strong_count() > 0);
        if let Some(count) = files.get(&path).and_then(Weak::upgrade) {
            return Self(count);
        }
        let count = Arc::new(AtomicU64::new(0));
        files.insert(path, Arc::downgrade(&count));
        Self(count)
    }

    /// How many there were.
    pub(crate) fn count(&self) -> u64 {
        self.0.load(Ordering::Acquire)
    }

    /// Says that something was, or may have been, committed; before anybody is told so.
    pub(crate) fn add(&self) {
        self.0.fetch_add(1, Ordering::AcqRel);
    }
}
