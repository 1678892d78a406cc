//! Who comes back from a provider, and what follows from it: rules without I/O.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};
use url::Url;
use uuid::Uuid;

use crate::account::{Account, Email};
use crate::http::Complaint;
use crate::id::{AccountId, SessionId};

/// How long somebody may take at the provider.
pub(super) const FLOW: SignedDuration = SignedDuration::from_mins(10);
/// The longest name that is kept of somebody, in characters.
const LONGEST_NAME: usize = 254;

/// What a flow is for. What was begun for one is of no use for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Signing in, or up.
    Enter,
    /// Connecting the provider to the account that asks.
    Connect,
    /// Proving once more who holds a session.
    Prove,
}

impl Purpose {
    const ALL: [Self; 3] = [Self::Enter, Self::Connect, Self::Prove];

    /// The word for it in the database.
    pub(super) fn stored(self) -> &'static str {
        match self {
            Self::Enter => "enter",
            Self::Connect => "connect",
            Self::Prove => "prove",
        }
    }

    /// The purpose of that word.
    pub(super) fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.stored() == word)
    }
}

/// Somebody who is away at a provider.
#[derive(Clone, Debug)]
pub(super) struct Flow {
    /// The digest of the state that the provider gives back.
    pub(super) state: [u8; 32],
    pub(super) purpose: Purpose,
    /// The provider's name in the settings.
    pub(super) provider: String,
    /// Whose session asked, and which; nobody's for a sign-in.
    pub(super) asker: Option<(AccountId, SessionId)>,
    /// The digest of what the browser shows to be the same.
    pub(super) browser: [u8; 32],
    /// The invitation of a sign-up.
    pub(super) invite: Option<Uuid>,
    /// Where in the page to go on, if not at its beginning.
    pub(super) return_to: Option<String>,
    pub(super) started_at: Timestamp,
    pub(super) expires_at: Timestamp,
}

/// Somebody as a provider knows them.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Identity {
    pub(super) issuer: String,
    pub(super) subject: String,
    /// What the provider says their address is.
    pub(super) email: Option<Email>,
    /// Whether it says that the address is verified: the word `true`, and nothing that reads like it.
    pub(super) is_verified: bool,
    /// What they are called there, to tell one connection from another.
    pub(super) shown_as: Option<String>,
}

/// An account's connection to a provider.
#[derive(Clone, Debug)]
pub struct Connection {
    /// Whose it is; for a registration that waits, what its account will be called.
    pub account: AccountId,
    /// The provider, as it calls itself.
    pub issuer: String,
    /// What it calls the account's owner.
    pub subject: String,
    /// What they are called there, for people to read.
    pub shown_as: Option<String>,
    /// Since when.
    pub created_at: Timestamp,
    /// When it was last used to sign in or to prove something.
    pub last_used_at: Option<Timestamp>,
    /// Since when it waits for its owner to say that it is theirs.
    pub unconfirmed_at: Option<Timestamp>,
}

/// What follows when somebody comes back who wants to sign in or up.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Arrival {
    /// The account that the identity is connected to.
    Known(AccountId),
    /// The same, but the connection was set aside when the account was recovered.
    SetAside,
    /// An account with that address, which the provider vouches for, gets the connection and is signed in to.
    Link(AccountId),
    /// There is an account with that address, and a word of the provider is not enough to get into it.
    SignInFirst,
    /// A new account, whose address the provider vouches for.
    Welcome(Email),
    /// A registration like any other: whoever reads the address's mail decides.
    Register(Email),
    /// The provider names no address, and an account needs one.
    NoAddress,
}

/// Decides, from the connection of that identity and the account of its address, as far as there are any.
///
/// Without the provider's voucher nothing is told, and nothing is different, whether or not the address has an account.
pub(super) fn arrive(
    known: Option<&Connection>,
    owner: Option<&Account>,
    identity: &Identity,
    is_trusted: bool,
) -> Arrival {
    if let Some(known) = known {
        return if known.unconfirmed_at.is_some() {
            Arrival::SetAside
        } else {
            Arrival::Known(known.account)
        };
    }
    let Some(email) = identity.email.clone() else { return Arrival::NoAddress };
    if !is_trusted || !identity.is_verified {
        return Arrival::Register(email);
    }
    match owner {
        None => Arrival::Welcome(email),
        Some(owner) if owner.verified_at.is_some() => Arrival::Link(owner.id),
        Some(_) => Arrival::SignInFirst,
    }
}

/// Reads what a provider says of somebody, in the claims of `OpenID` Connect (Core 1.0, section 5.1).
pub(super) fn identity(issuer: &str, subject: &str, claims: &Map<String, Value>) -> Identity {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    let email = text("email").and_then(|address| Email::parse(address).ok());
    let shown_as = text("email").or(text("preferred_username")).or(text("name"));
    Identity {
        issuer: issuer.to_owned(),
        subject: subject.to_owned(),
        is_verified: email.is_some() && claims.get("email_verified") == Some(&Value::Bool(true)),
        email,
        shown_as: shown_as.and_then(shown),
    }
}

/// A name as it may be kept and shown.
pub(super) fn shown(name: &str) -> Option<String> {
    let clean: String = name.trim().chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect();
    (!clean.is_empty()).then_some(clean)
}

/// A place in the page: a path of ours, however a browser reads it.
pub(super) fn own_path(public_url: &str, text: &str) -> Result<String, Complaint> {
    let refused = || Complaint::new("invalid", "Name a place in this journal, such as /account.");
    if !text.starts_with('/') || text.len() > 2_000 || text.chars().any(|c| c.is_control() || c == '\\') {
        return Err(refused());
    }
    let own = Url::parse(public_url).map_err(|_| refused())?;
    // As a browser does: `//elsewhere.example` is another host.
    let leads_to = own.join(text).map_err(|_| refused())?;
    if leads_to.origin() != own.origin() || text.starts_with("//") {
        return Err(refused());
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests;
