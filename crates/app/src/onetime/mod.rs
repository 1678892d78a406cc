//! Tokens that work once: what the links in mails carry.
//!
//! A token has 256 bits and is bound to its purpose and its account; the database keeps its digest alone. The link
//! holds it in the fragment, so that no server log has it, and starts with the public URL, whatever host a request
//! named. Redeeming spends it in the very commit that does what it is for, so that of many at once one succeeds.
//!
//! There are two kinds. What is *pending* gives somebody more than they have: a verified address, a new password.
//! Whatever ends an account's sessions drops it. What *protects* lets the owner take back what a thief did, so nothing
//! that a thief can do drops it. What must always hold: a token does nothing at any route but its own; one that is
//! spent or unknown is refused like any other, and counts against nobody.

mod store;

use ::store::Change;
use crypto::{Secret, onetime};
use jiff::{SignedDuration, Timestamp};

use crate::App;
use crate::http::{Error, Result, bad_request};
use crate::id::AccountId;

/// What a token is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Verifies the address of a registration.
    Verify,
    /// Sets a new password.
    Reset,
    /// Makes a new address the account's own.
    ConfirmEmail,
    /// Restores the address that was changed.
    UndoEmail,
    /// Says "this was not me" to a notice.
    NotMe,
    /// Keeps an account that was to be deleted.
    UndoDeletion,
    /// Makes the first admin, where there is none yet.
    SetUp,
}

impl Purpose {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Verify,
        Self::Reset,
        Self::ConfirmEmail,
        Self::UndoEmail,
        Self::NotMe,
        Self::UndoDeletion,
        Self::SetUp,
    ];

    /// How long a token of this purpose holds.
    pub fn life(self) -> SignedDuration {
        match self {
            Self::Reset => SignedDuration::from_mins(30),
            Self::Verify | Self::ConfirmEmail => SignedDuration::from_hours(24),
            // As long as a left address is held: whoever was told there can always go back to it.
            Self::UndoEmail | Self::NotMe | Self::SetUp => SignedDuration::from_hours(72),
            Self::UndoDeletion => SignedDuration::from_hours(14 * 24),
        }
    }

    /// The page that redeems it.
    pub fn page(self) -> &'static str {
        match self {
            Self::Verify => "/verify-email",
            Self::Reset => "/reset-password",
            Self::ConfirmEmail => "/confirm-email-change",
            Self::UndoEmail => "/undo-email-change",
            Self::NotMe => "/not-me",
            Self::UndoDeletion => "/undo-deletion",
            Self::SetUp => "/set-up",
        }
    }

    /// The word for it in the database.
    fn stored(self) -> &'static str {
        match self {
            Self::Verify => "verify",
            Self::Reset => "reset",
            Self::ConfirmEmail => "confirm_email",
            Self::UndoEmail => "undo_email",
            Self::NotMe => "not_me",
            Self::UndoDeletion => "undo_deletion",
            Self::SetUp => "set_up",
        }
    }
}

/// A fresh token, not stored yet.
pub struct Issued {
    /// For the mail, and for the developer.
    pub token: Secret<String>,
    /// The whole link, with the token in its fragment.
    pub link: String,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// What makes it work, for the caller to commit with its cause.
    pub stored: Change,
}

/// A live token that was presented.
#[derive(Clone, Debug)]
pub struct Presented {
    digest: onetime::Digest,
    purpose: Purpose,
    /// Whose it is.
    pub account: AccountId,
    /// The address that it is about, if any.
    pub address: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it stops working.
    pub expires_at: Timestamp,
}

/// Makes a token for an account (or a registration) that holds for its purpose's time.
pub fn issue(app: &App, purpose: Purpose, account: AccountId, address: Option<&str>) -> Issued {
    issue_until(app, purpose, account, address, app.clock.now() + purpose.life())
}

/// The same for a time of the caller's own.
pub fn issue_until(
    app: &App,
    purpose: Purpose,
    account: AccountId,
    address: Option<&str>,
    expires_at: Timestamp,
) -> Issued {
    let (token, digest) = onetime::new(&app.random);
    let link = format!("{}{}#token={}", app.settings.public_url, purpose.page(), token.expose());
    let stored = store::insert(digest, purpose.stored(), (account, address), app.clock.now(), expires_at);
    Issued { token, link, expires_at, stored }
}

/// A row like that of a token which nobody holds, for what an account's owner must see whether or not it may come true.
pub fn placeholder(app: &App, purpose: Purpose, account: AccountId, address: &str) -> Change {
    let now = app.clock.now();
    let nobodys = app.random.bytes();
    store::insert(nobodys, purpose.stored(), (account, Some(address)), now, now + purpose.life())
}

/// The address that shall become an account's own and may still say so, and until when.
pub async fn awaited_address(
    app: &App,
    account: AccountId,
) -> std::result::Result<Option<(String, Timestamp)>, ::store::Error> {
    app.store.get(store::newest_address(account, Purpose::ConfirmEmail.stored(), app.clock.now())).await
}

/// Something that costs as much as storing a token and opens nothing, for answers that must not tell.
pub fn decoy(app: &App) -> Change {
    let now = app.clock.now();
    let nobody = AccountId(app.random.uuid_v7(now));
    store::insert(app.random.bytes(), Purpose::Reset.stored(), (nobody, None), now, now)
}

/// A token that was never stored, for fields that must not tell.
pub fn dummy(app: &App) -> Secret<String> {
    onetime::new(&app.random).0
}

/// Looks a token up; 400 `token_invalid` when it is unknown, spent, too old or for something else.
pub async fn find(app: &App, purpose: Purpose, token: &str) -> Result<Presented> {
    let digest = onetime::digest(token).ok_or_else(token_invalid)?;
    let found = app.store.get(store::by_digest(digest, purpose, app.clock.now())).await?;
    found.ok_or_else(token_invalid)
}

impl Presented {
    /// The change that spends it; a conflict (`token`) when it was spent already.
    pub fn spend(&self, now: Timestamp) -> Change {
        store::spend(self.digest, self.purpose.stored(), now)
    }
}

/// The change that drops what is pending for an account.
pub fn drop_pending(account: AccountId) -> Change {
    store::drop_pending(account)
}

/// The change that drops what is pending for an account to be moved to another address.
pub fn drop_email_changes(account: AccountId) -> Change {
    store::drop_of(account, Purpose::ConfirmEmail.stored())
}

/// The change that drops every token of an account that was made then or later, whatever it is for.
pub fn drop_since(account: AccountId, then: Timestamp) -> Change {
    store::drop_since(account, then)
}

/// The change that drops every token of an account.
pub fn drop_all(account: AccountId) -> Change {
    store::drop_all(account)
}

/// The change that forgets tokens that have lapsed.
pub fn sweep(now: Timestamp) -> Change {
    store::sweep(now)
}

/// 400: the token does not hold. All reasons sound the same.
pub fn token_invalid() -> Error {
    bad_request("token_invalid", "This link does not hold any more: it was used, or it is too old.")
}

/// 400 for a conflict of what a token was redeemed for: somebody else was faster, or things have changed.
pub fn lost(error: ::store::Error) -> Error {
    if error.is_conflict() { token_invalid() } else { error.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_purposes_share_a_word_or_a_page() {
        for (at, one) in Purpose::ALL.iter().enumerate() {
            for other in &Purpose::ALL[..at] {
                assert!(one.stored() != other.stored() && one.page() != other.page(), "{one:?} {other:?}");
            }
        }
    }

    #[test]
    fn whoever_was_told_can_go_back_as_long_as_their_address_is_held() {
        assert!(Purpose::NotMe.life() <= Purpose::UndoEmail.life());
    }
}
