//! What a ceremony is for, what a passkey is called, and which host passkeys belong to.

use jiff::{SignedDuration, Timestamp};
use url::{Host, Url};
use uuid::Uuid;

use crate::account::Account;
use crate::http::Complaint;
use crate::id::AccountId;

/// How long a ceremony may take.
pub(super) const CEREMONY: SignedDuration = SignedDuration::from_mins(5);
/// How many passkeys an account may have.
pub(super) const MOST: usize = 50;
/// The longest name, in characters.
const LONGEST_NAME: usize = 64;

/// What a ceremony is for. What was asked for one is refused for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// A new account with a passkey alone.
    SignUp,
    /// Another passkey for an account.
    Add,
    /// Signing in.
    SignIn,
    /// The second step of a sign-in that a password began.
    SecondStep,
    /// Proving once more who holds a session.
    Prove,
}

impl Purpose {
    /// All of them.
    pub(super) const ALL: [Self; 5] = [Self::SignUp, Self::Add, Self::SignIn, Self::SecondStep, Self::Prove];

    /// The word for it in the database.
    pub(super) fn stored(self) -> &'static str {
        match self {
            Self::SignUp => "sign_up",
            Self::Add => "add",
            Self::SignIn => "sign_in",
            Self::SecondStep => "second_step",
            Self::Prove => "prove",
        }
    }
}

/// What was asked of a browser.
#[derive(Clone, Debug)]
pub(super) struct Ceremony {
    pub(super) id: Uuid,
    pub(super) purpose: Purpose,
    /// Whose it is; nobody's for a sign-in.
    pub(super) account: Option<AccountId>,
    /// The digest of what the browser shows to be the same.
    pub(super) browser: [u8; 32],
    pub(super) challenge: [u8; 32],
    /// The address of a sign-up.
    pub(super) email: Option<String>,
    /// The invitation of a sign-up.
    pub(super) invite: Option<Uuid>,
    pub(super) expires_at: Timestamp,
}

/// A passkey as it stands in the database.
#[derive(Clone, Debug)]
pub(super) struct Stored {
    pub(super) account: AccountId,
    pub(super) id: Uuid,
    pub(super) credential_id: Vec<u8>,
    /// The public key and what else is checked against, as `webauthn-rs` writes it.
    pub(super) credential: String,
    /// The host that it was made for.
    pub(super) rp_id: String,
    /// Which kind of authenticator says that it made it; nothing proves it.
    pub(super) aaguid: Uuid,
    pub(super) name: String,
    /// Whether it was backed up when it was last used.
    pub(super) is_synced: bool,
    pub(super) sign_count: u32,
    pub(super) created_at: Timestamp,
    pub(super) last_used_at: Option<Timestamp>,
    /// Since when it waits for its owner to say that it is theirs.
    pub(super) unconfirmed_at: Option<Timestamp>,
}

/// What authenticators show an account as.
pub(super) struct Shown {
    pub(super) name: String,
    pub(super) display_name: String,
}

impl Shown {
    /// Its address, and the name its owner is called by, or the address again.
    pub(super) fn of(account: Account) -> Self {
        let display_name = account.profile.display_name.unwrap_or_else(|| account.email.clone());
        Self { name: account.email, display_name }
    }
}

/// The host that passkeys are made for: that of the public URL. None when that is an address and no name, since
/// passkeys belong to names.
pub fn relying_party_id(public_url: &str) -> Option<String> {
    match Url::parse(public_url).ok()?.host()? {
        Host::Domain(name) => Some(name.to_owned()),
        Host::Ipv4(_) | Host::Ipv6(_) => None,
    }
}

/// What a passkey shall be called.
pub(super) fn parse_name(text: &str) -> Result<String, Complaint> {
    let name = text.trim();
    if name.is_empty() {
        return Err(Complaint::new("required", "Give the passkey a name."));
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(Complaint::new("too_long", "A name has at most 64 characters."));
    }
    if name.chars().any(char::is_control) {
        return Err(Complaint::new("invalid", "A name is one line of text."));
    }
    Ok(name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_belong_to_names_and_not_to_addresses() {
        let of = |url| relying_party_id(url);
        assert_eq!(of("https://journal.example").as_deref(), Some("journal.example"));
        assert_eq!(of("https://Journal.Example:8443/diary").as_deref(), Some("journal.example"));
        assert_eq!(of("http://localhost:8080").as_deref(), Some("localhost"));
        assert_eq!(of("http://127.0.0.1:8080"), None);
        assert_eq!(of("http://[::1]:8080"), None);
        assert_eq!(of("nonsense"), None);
    }

    #[test]
    fn a_name_is_one_short_line() {
        assert_eq!(parse_name("  My phone ").as_deref(), Ok("My phone"));
        for wrong in ["", "   ", "two\nlines", "nul\0", &"x".repeat(65)] {
            assert!(parse_name(wrong).is_err(), "{wrong:?}");
        }
        assert!(parse_name(&"é".repeat(64)).is_ok());
    }

    #[test]
    fn no_two_purposes_share_a_word() {
        for (at, one) in Purpose::ALL.iter().enumerate() {
            assert!(Purpose::ALL[..at].iter().all(|other| other.stored() != one.stored()));
        }
    }
}
