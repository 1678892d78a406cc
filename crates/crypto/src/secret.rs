//! A value that must not be shown.
//!
//! It has no `Display`, its `Debug` prints an ellipsis, and it is overwritten when dropped. Where
//! it is needed in the clear the code says [`Secret::expose`], so that a reader finds every place.

use std::fmt;

use serde::{Deserialize, Deserializer};
use zeroize::Zeroize;

/// A secret of any kind that knows how to wipe itself.
#[derive(Clone)]
pub struct Secret<T: Zeroize>(T);

impl<T: Zeroize> Secret<T> {
    /// Takes the value in; copies made before are the caller's to wipe.
    pub fn new(value: T) -> Self {
        Self(value)
    }

    /// The value in the clear. Never log, format or store what this returns.
    pub fn expose(&self) -> &T {
        &self.0
    }
}

impl<T: Zeroize> Drop for Secret<T> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl<T: Zeroize> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

/// Requests carry secrets, so they can be read; there is no `Serialize` on purpose.
impl<'de, T: Zeroize + Deserialize<'de>> Deserialize<'de> for Secret<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_does_not_show_itself() {
        let secret = Secret::new(String::from("hunter2"));
        assert_eq!(format!("{secret:?}"), "…");
        assert_eq!(secret.expose(), "hunter2");
    }

    #[test]
    fn a_secret_inside_a_struct_does_not_show_itself_either() {
        #[derive(Debug)]
        #[expect(dead_code, reason = "only its Debug is of interest")]
        struct Login {
            password: Secret<String>,
        }
        let login = Login { password: Secret::new(String::from("hunter2")) };
        assert!(!format!("{login:#?}").contains("hunter2"));
    }

    #[test]
    fn a_secret_is_read_from_a_request() {
        let secret: Secret<String> = serde_json::from_str("\"hunter2\"").unwrap();
        assert_eq!(secret.expose(), "hunter2");
    }

    #[test]
    fn a_dropped_secret_was_wiped() {
        use std::sync::atomic::{AtomicBool, Ordering};
        struct Witness<'a>(&'a AtomicBool);
        impl Zeroize for Witness<'_> {
            fn zeroize(&mut self) {
                self.0.store(true, Ordering::SeqCst);
            }
        }
        let wiped = AtomicBool::new(false);
        drop(Secret::new(Witness(&wiped)));
        assert!(wiped.load(Ordering::SeqCst));
    }
}
