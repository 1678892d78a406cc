//! Cryptography without I/O: keys, sealed boxes, tokens and password hashes.
//!
//! What must always hold: a secret is a [`Secret`] or a [`keys::Key`], wiped when dropped and never
//! printed; every comparison with something secret takes constant time; time and chance are given
//! by the caller; each key serves one purpose, and where one key makes several kinds of output,
//! labels keep them apart. Nothing here reads a file, a clock or the network.

pub mod access;
mod checksum;
pub mod csrf;
mod digest;
pub mod id_token;
pub mod keys;
pub mod onetime;
pub mod password;
pub mod personal;
mod random;
pub mod refresh;
pub mod sealed;
mod secret;
pub mod totp;

pub use digest::{equal, keyed_digest, sha1, sha256};
pub use random::Random;
pub use secret::Secret;
