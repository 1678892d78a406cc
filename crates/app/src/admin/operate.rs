//! The operator's verbs, as the command line calls them. They work while the server runs: its next request sees them
//! on SQLite, and on PostgreSQL at once or within a second.

use jiff::Timestamp;
use serde::Serialize;

use crate::App;
use crate::access::{Role, Roles, role_book_now};
use crate::account::{self, Account, AccountId, Email, NewPassword, last_admin, store as accounts};
use crate::audit::{self, Actor, Kind};
use crate::http::Complaint;
use crate::{mfa, passkey};

use super::act::{self, By};

/// Why an operator's act did not happen, in one sentence.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// What was given is not what it should be.
    #[error("{0}")]
    Invalid(String),
    /// No account has that address.
    #[error("no account has the address {0}")]
    Unknown(String),
    /// An account has that address already.
    #[error("an account with the address {0} exists already")]
    Exists(String),
    /// The list of breached passwords failed.
    #[error(transparent)]
    Breaches(#[from] account::Broken),
    /// Demo mode was never on.
    #[error("there is no demo user: demo mode was never on with this database")]
    NoDemo,
    /// The key of an account cannot be had.
    #[error(transparent)]
    AccountKey(#[from] account::key::Unopened),
    /// Hashing failed.
    #[error("the password could not be hashed: {0}")]
    Hash(#[from] crypto::password::Error),
    /// The program's own keys cannot be had.
    #[error(transparent)]
    Key(#[from] crate::key::Error),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl From<Complaint> for Error {
    fn from(complaint: Complaint) -> Self {
        Self::Invalid(complaint.message.into_owned())
    }
}

/// An account as operators see it: never what it holds.
#[derive(Clone, Debug, Serialize)]
pub struct AccountView {
    /// Its id.
    pub id: AccountId,
    /// Its address.
    pub email: String,
    /// Its username, if any.
    pub username: Option<String>,
    /// What it may do.
    pub roles: Roles,
    /// Whether its address is verified.
    pub is_verified: bool,
    /// Whether signing in asks for a second factor.
    pub has_second_factor: bool,
    /// Whether it may not sign in.
    pub is_disabled: bool,
    /// When it will be deleted, if its owner has asked for that.
    pub deletion_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
}

impl From<Account> for AccountView {
    fn from(account: Account) -> Self {
        Self {
            id: account.id,
            email: account.email,
            username: account.username,
            roles: account.roles,
            is_verified: account.verified_at.is_some(),
            has_second_factor: account.second_factor_since.is_some(),
            is_disabled: account.disabled_at.is_some(),
            deletion_at: account.deletion_at,
            created_at: account.created_at,
        }
    }
}

/// Makes an account with a verified address.
pub async fn create(app: &App, email: &str, password: &str, role: Role) -> Result<AccountView, Error> {
    let email = Email::parse(email)?;
    check_role(app, role).await?;
    let password = NewPassword::parse(password, Some(&email), None)?;
    let password = password.unless_breached(app.settings.breach_list.as_deref())??;
    let hash = app.hasher.hash(password.into_secret(), app.random.bytes()).await?;
    let (account, mut changes) = account::make(app, &email, &hash, role);
    changes.push(event(app, account.id, Kind::AccountCreated));
    match app.store.commit(changes).await {
        Err(error) if error.conflict() == Some("email") => Err(Error::Exists(email.as_str().to_owned())),
        other => Ok(other.map(|()| account.into())?),
    }
}

/// Whether there is such a role; refused in one sentence when not.
pub async fn check_role(app: &App, role: Role) -> Result<(), Error> {
    match role_book_now(app).await?.scopes(role) {
        Some(_) => Ok(()),
        None => Err(no_role(role.as_str())),
    }
}

pub(super) fn no_role(word: &str) -> Error {
    Error::Invalid(format!("there is no role {word:?}; journal role list shows all"))
}

/// All accounts, the oldest first.
pub async fn list(app: &App) -> Result<Vec<AccountView>, Error> {
    let found = app.store.all(accounts::all()).await?;
    Ok(found.into_iter().map(AccountView::from).collect())
}

/// One account.
pub async fn show(app: &App, email: &str) -> Result<AccountView, Error> {
    Ok(find(app, email).await?.into())
}

/// Disables an account, ends its sessions, and drops what was mailed to it.
pub async fn disable(app: &App, email: &str) -> Result<AccountView, Error> {
    let account = find(app, email).await?;
    let changes = act::lock(app, &account, By::Operator);
    app.store.commit(changes).await?;
    show(app, email).await
}

/// Lets an account sign in again. A session that began in the very moment of disabling is ended now.
pub async fn enable(app: &App, email: &str) -> Result<AccountView, Error> {
    let account = find(app, email).await?;
    let changes = act::unlock(app, &account, By::Operator);
    app.store.commit(changes).await?;
    show(app, email).await
}

/// Gives an account a role, instead of those that it has.
pub async fn set_role(app: &App, email: &str, role: Role) -> Result<AccountView, Error> {
    super::role::set_roles(app, email, &[role.as_str()]).await
}

/// Ends all sessions of an account.
pub async fn end_sessions(app: &App, email: &str) -> Result<AccountView, Error> {
    let account = find(app, email).await?;
    app.store.commit(act::end_sessions(app, &account, By::Operator)).await?;
    Ok(account.into())
}

/// Removes every second factor of an account, passkeys among them, for somebody who has lost all of theirs, and tells its
/// owner. Nothing happens where there is none.
pub async fn remove_factors(app: &App, email: &str) -> Result<AccountView, Error> {
    let account = find(app, email).await?;
    let mut changes = passkey::remove_all(app, account.id, Actor::Operator).await?;
    match (account.second_factor_since, changes.is_empty()) {
        (Some(_), _) => changes.extend(act::remove_factors(app, &account, By::Operator)),
        (None, true) => return show(app, email).await,
        (None, false) => {
            changes.push(event(app, account.id, Kind::SecondFactorRemoved));
            changes.extend(mfa::tell_removed(app, &account));
        }
    }
    match app.store.commit(changes).await {
        Err(error) if matches!(error.conflict(), Some("factor" | "passkey")) => {}
        other => other?,
    }
    app.mail_waiting.notify_one();
    show(app, email).await
}

/// Whether anybody has the role `admin`.
pub async fn has_admin(app: &App) -> Result<bool, Error> {
    Ok(last_admin::is_there_one(&app.store).await?)
}

pub(super) async fn find(app: &App, email: &str) -> Result<Account, Error> {
    let parsed = Email::parse(email)?;
    let found = app.store.get(accounts::by_email(parsed.folded())).await?;
    found.map(|found| found.account).ok_or_else(|| Error::Unknown(parsed.as_str().to_owned()))
}

pub(super) fn event(app: &App, account: AccountId, kind: Kind) -> store::Change {
    audit::record(app, account, None, kind, Actor::Operator)
}
