//! What Journal writes to people.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::admin_act::AdminAct;
use super::words;

/// Everything that Journal writes to people. Links are complete URLs that start with the public one.
///
/// A new message is a variant here and two templates: what the variant holds is what its templates may name.
#[derive(Clone, Serialize)]
#[serde(untagged)]
pub enum Message {
    /// To whoever registered: the address must be confirmed.
    VerifyAddress {
        /// Confirms the address; its token is in the fragment.
        link: String,
        /// When the registration began whose password the link makes good.
        begun: Timestamp,
        /// When the link stops working.
        expires: Timestamp,
    },
    /// To the owner of an address that somebody tried to register again.
    AlreadyRegistered {
        /// When it was tried.
        at: Timestamp,
        /// Where one signs in.
        link: String,
    },
    /// To the owner of a session that was ended, because an old refresh token came back.
    RefreshReused {
        /// When it came back.
        at: Timestamp,
        /// The network address that it came from.
        address: String,
        /// The browser and system of the session that was ended.
        browser: String,
        /// Where the devices are listed.
        link: String,
        /// Says that it was not the owner.
        not_me: String,
    },
    /// To whoever forgot a password.
    ResetPassword {
        /// Sets a new one.
        link: String,
        /// When it was asked for.
        at: Timestamp,
        /// When the link stops working.
        expires: Timestamp,
    },
    /// To the owner of an account whose password is another one now.
    PasswordChanged {
        /// When it was changed.
        at: Timestamp,
        /// The network address that it was changed from.
        address: String,
        /// Says that it was not the owner.
        not_me: String,
    },
    /// To the owner of an account that asks for a code of an app from now on.
    SecondFactorOn {
        /// When it was turned on.
        at: Timestamp,
        /// From which network address.
        address: String,
        /// Says that it was not the owner.
        not_me: String,
    },
    /// To the owner of an account that asks for no second factor any more.
    SecondFactorOff {
        /// When it was turned off.
        at: Timestamp,
        /// From which network address; none when the operator removed it.
        address: Option<String>,
        /// Says that it was not the owner.
        not_me: String,
    },
    /// To the owner of an account whose recovery code was used.
    RecoveryCodeUsed {
        /// When.
        at: Timestamp,
        /// From which network address.
        address: String,
        /// How many are left.
        left: usize,
        /// Whether it is time for new ones.
        is_few: bool,
        /// Where new ones are made.
        link: String,
        /// Says that it was not the owner.
        not_me: String,
    },
    /// To the owner of an account that was signed in to from a browser that it does not know.
    NewDevice {
        /// When.
        at: Timestamp,
        /// From which network address.
        address: String,
        /// The browser and system.
        browser: String,
        /// Where the devices are listed.
        link: String,
        /// Says that it was not the owner.
        not_me: String,
    },
    /// To the owner of an account that has a new access token for scripts.
    TokenCreated {
        /// What the owner calls it.
        name: String,
        /// When it was made.
        at: Timestamp,
        /// The network address that it was made from.
        address: String,
        /// Until when it holds.
        expires: Timestamp,
        /// Where access tokens are listed.
        link: String,
        /// Says that it was not the owner.
        not_me: String,
    },
    /// To the owner of an account that has other roles.
    RolesChanged {
        /// Since when.
        at: Timestamp,
        /// The roles that it has now, with commas between.
        roles: String,
        /// Why, in the words of whoever did it.
        reason: String,
    },
    /// To somebody who has a role that grants something else.
    RoleGrantsChanged {
        /// Since when.
        at: Timestamp,
        /// Which role.
        role: String,
        /// What it lets them do, each to follow "you may".
        grants: Vec<String>,
        /// Why, in the words of whoever did it.
        reason: String,
    },
    /// To the owner of an account that was closed for a day after too many wrong guesses.
    AccountLocked {
        /// When it was closed.
        at: Timestamp,
        /// Where a new password is asked for, which opens it again.
        link: String,
        /// Says that it was not the owner.
        not_me: String,
    },
    /// To an address that shall become an account's own.
    ConfirmEmail {
        /// Confirms it.
        link: String,
        /// When the link stops working.
        expires: Timestamp,
    },
    /// To the owner of an address that somebody wanted to move another account to.
    AddressInUse {
        /// When it was tried.
        at: Timestamp,
        /// Where one signs in.
        link: String,
    },
    /// To the owner of an account that shall get another address.
    EmailChangeAsked {
        /// When it was asked for.
        at: Timestamp,
        /// From which network address.
        address: String,
        /// Says that it was not the owner.
        not_me: String,
    },
    /// To the address that an account has left.
    EmailChanged {
        /// When.
        at: Timestamp,
        /// Until when it can be undone.
        until: Timestamp,
        /// Undoes it.
        undo: String,
    },
    /// To the owner of an account who said that it was not them.
    TakenBack {
        /// Sets a new password.
        link: String,
        /// When the link stops working.
        expires: Timestamp,
        /// Where another link is asked for.
        again: String,
    },
    /// To the owner of an account that will be deleted.
    DeletionPlanned {
        /// When it was asked for.
        at: Timestamp,
        /// When it happens.
        on: Timestamp,
        /// Keeps the account.
        undo: String,
        /// Says that it was not the owner.
        not_me: String,
    },
    /// To the owner of an account that will be deleted, who asked for a new password.
    DeletionWaits {
        /// Keeps the account.
        link: String,
        /// When it is deleted.
        on: Timestamp,
    },
    /// To the owner of an account that has another passkey.
    PasskeyAdded {
        /// When it was added.
        at: Timestamp,
        /// From which network address.
        address: String,
        /// What it is called.
        name: String,
        /// Where passkeys are listed.
        link: String,
        /// Says that it was not the owner.
        not_me: String,
    },
    /// To the owner of an account that has a passkey less.
    PasskeyRemoved {
        /// When it was removed.
        at: Timestamp,
        /// From which network address.
        address: String,
        /// What it was called.
        name: String,
        /// Says that it was not the owner.
        not_me: String,
    },
    /// To the owner of a passkey that was refused, since there may be two of it.
    PasskeyCloned {
        /// When it was refused.
        at: Timestamp,
        /// From which network address.
        address: String,
        /// What it is called.
        name: String,
        /// Where passkeys are listed.
        link: String,
        /// Says that it was not the owner.
        not_me: String,
    },
    /// To the owner of an account that a sign-in provider opens from now on.
    ProviderConnected {
        /// When it was connected.
        at: Timestamp,
        /// From which network address.
        address: String,
        /// What the provider is called.
        provider: String,
        /// Where providers are listed.
        link: String,
        /// Says that it was not the owner.
        not_me: String,
    },
    /// To the owner of an account that a sign-in provider opens no more.
    ProviderDisconnected {
        /// When it was disconnected.
        at: Timestamp,
        /// From which network address.
        address: String,
        /// What the provider is called.
        provider: String,
        /// Says that it was not the owner.
        not_me: String,
    },
    /// To somebody to whom an admin did something.
    AdminActed {
        /// What.
        act: AdminAct,
        /// When.
        at: Timestamp,
        /// Why, as the admin said it.
        reason: String,
        /// What the person calls the thing that it is about, where it is one of several.
        name: Option<String>,
        /// What the person can do about it, if that takes a link.
        link: Option<String>,
        /// When the link stops working, or what was planned happens.
        until: Option<Timestamp>,
    },
    /// To an operator who asked whether mail arrives.
    Test {},
}

/// A message in words, with the address that it goes to. It may hold tokens: it is sealed wherever it rests.
#[derive(Clone, Serialize, Deserialize)]
pub struct Letter {
    /// The one recipient.
    pub to: String,
    /// One line.
    pub subject: String,
    /// Lines of at most 72 characters, links apart.
    pub text: String,
    /// A complete document that loads nothing.
    pub html: String,
}

impl Message {
    /// What each is called, as `name` tells it: a test compares them with the templates that there are.
    pub const KINDS: [&'static str; 27] = [
        "verify-address",
        "already-registered",
        "reset-password",
        "password-changed",
        "second-factor-on",
        "second-factor-off",
        "recovery-code-used",
        "new-device",
        "token-created",
        "roles-changed",
        "role-grants-changed",
        "account-locked",
        "refresh-reused",
        "confirm-email",
        "address-in-use",
        "email-change-asked",
        "email-changed",
        "taken-back",
        "deletion-planned",
        "deletion-waits",
        "passkey-added",
        "passkey-removed",
        "passkey-cloned",
        "provider-connected",
        "provider-disconnected",
        "admin-acted",
        "test",
    ];

    /// Puts the message into words.
    pub fn write(&self, to: &str) -> Letter {
        words::render(self, to).expect("templates are part of the program, and a test renders each")
    }

    /// What its templates are called.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::VerifyAddress { .. } => "verify-address",
            Self::AlreadyRegistered { .. } => "already-registered",
            Self::ResetPassword { .. } => "reset-password",
            Self::PasswordChanged { .. } => "password-changed",
            Self::SecondFactorOn { .. } => "second-factor-on",
            Self::SecondFactorOff { .. } => "second-factor-off",
            Self::RecoveryCodeUsed { .. } => "recovery-code-used",
            Self::NewDevice { .. } => "new-device",
            Self::TokenCreated { .. } => "token-created",
            Self::RolesChanged { .. } => "roles-changed",
            Self::RoleGrantsChanged { .. } => "role-grants-changed",
            Self::AccountLocked { .. } => "account-locked",
            Self::RefreshReused { .. } => "refresh-reused",
            Self::ConfirmEmail { .. } => "confirm-email",
            Self::AddressInUse { .. } => "address-in-use",
            Self::EmailChangeAsked { .. } => "email-change-asked",
            Self::EmailChanged { .. } => "email-changed",
            Self::TakenBack { .. } => "taken-back",
            Self::DeletionPlanned { .. } => "deletion-planned",
            Self::DeletionWaits { .. } => "deletion-waits",
            Self::PasskeyAdded { .. } => "passkey-added",
            Self::PasskeyRemoved { .. } => "passkey-removed",
            Self::PasskeyCloned { .. } => "passkey-cloned",
            Self::ProviderConnected { .. } => "provider-connected",
            Self::ProviderDisconnected { .. } => "provider-disconnected",
            Self::AdminActed { .. } => "admin-acted",
            Self::Test {} => "test",
        }
    }
}

impl Letter {
    /// The links in the text, in order and each once.
    pub fn links(&self) -> Vec<&str> {
        let words = self.text.split_whitespace();
        let mut links: Vec<&str> = Vec::new();
        for link in words.filter(|word| word.starts_with("https://") || word.starts_with("http://")) {
            if !links.contains(&link) {
                links.push(link);
            }
        }
        links
    }
}

#[cfg(test)]
mod tests;
