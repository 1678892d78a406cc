//! Accounts that come from elsewhere, with the password hashes that they had there.
//!
//! Each line of a file is an account of its own: it is made as a whole or refused with the reason, and the others go on.
//! An address that has an account already is left as it is, so that the same file may be given again. A hash is taken
//! over when it can be verified within bounds ([`crypto::password::adopt`]) and replaced by ours at the first login;
//! an account without one gets its password by a reset.

use std::collections::HashMap;

use jiff::Timestamp;

use super::operate::Error;
use crate::App;
use crate::access::{Role, Roles};
use crate::account::{self, Account, AccountId, Email, Profile, Username, store as accounts};
use crate::audit::{self, Actor, Kind};

/// An account as it was elsewhere; what is left out is left out.
#[derive(Clone, Debug, Default)]
pub struct Newcomer {
    /// The address to sign in with.
    pub email: String,
    /// The name to sign in with.
    pub username: Option<String>,
    /// The name to be called by.
    pub display_name: Option<String>,
    /// As the other program wrote it.
    pub password_hash: Option<String>,
    /// `user` or `admin`; `user` when empty.
    pub roles: Vec<String>,
    /// Whether the address is known to be theirs; it is, when nothing is said, as for accounts that operators make.
    pub is_verified: Option<bool>,
    /// When the account was made there.
    pub created_at: Option<Timestamp>,
}

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Brought {
    /// There is an account now, or would be.
    Made,
    /// The address had an account already, which stays as it is.
    Exists,
}

/// One run over a file.
pub struct Import<'a> {
    app: &'a App,
    is_dry: bool,
    /// Names that lines before this one had, with their line.
    emails: HashMap<String, u64>,
    usernames: HashMap<String, u64>,
}

/// A newcomer whose fields are what they should be.
struct Checked {
    account: Account,
    email: Email,
    username: Option<Username>,
    password_hash: Option<String>,
}

impl<'a> Import<'a> {
    /// A run that makes accounts; a dry one only tells what would become of each line.
    pub fn new(app: &'a App, is_dry: bool) -> Self {
        Self { app, is_dry, emails: HashMap::new(), usernames: HashMap::new() }
    }

    /// Brings one account, from this line of the file.
    pub async fn bring(&mut self, line: u64, newcomer: &Newcomer) -> Result<Brought, Error> {
        let checked = self.check(newcomer)?;
        self.is_first(line, &checked)?;
        let found = self.app.store.get(accounts::by_email(checked.email.folded())).await?;
        if found.is_some() {
            return Ok(Brought::Exists);
        }
        if let Some(name) = &checked.username
            && self.app.store.get(accounts::by_username(name.folded())).await?.is_some()
        {
            return Err(taken());
        }
        if self.is_dry { Ok(Brought::Made) } else { self.make(&checked).await }
    }

    fn check(&self, newcomer: &Newcomer) -> Result<Checked, Error> {
        let now = self.app.clock.now();
        let email = Email::parse(&newcomer.email)?;
        let username = newcomer.username.as_deref().map(Username::parse).transpose()?;
        let adopted = newcomer.password_hash.as_deref().map(crypto::password::adopt).transpose();
        let password_hash = adopted.map_err(|unfit| Error::Invalid(unfit.to_string()))?;
        let display_name = newcomer.display_name.as_deref().map(account::parse_display_name).transpose()?;
        let created_at = newcomer.created_at.unwrap_or(now);
        if created_at > now {
            return Err(Error::Invalid("it was made in the future".to_owned()));
        }
        let account = Account {
            id: AccountId(self.app.random.uuid_v7(now)),
            email: email.as_str().to_owned(),
            username: username.as_ref().map(|name| name.as_str().to_owned()),
            profile: Profile { display_name, ..Profile::default() },
            roles: Roles::given([role(&newcomer.roles)?]),
            created_at,
            verified_at: newcomer.is_verified.unwrap_or(true).then_some(created_at),
            first_signed_in_at: None,
            second_factor_since: None,
            disabled_at: None,
            deletion_at: None,
        };
        Ok(Checked { account, email, username, password_hash })
    }

    /// Whether no line before this one had the same address or username.
    fn is_first(&mut self, line: u64, checked: &Checked) -> Result<(), Error> {
        let again = |what: &str, before: u64| Error::Invalid(format!("line {before} has the same {what}"));
        let before = *self.emails.entry(checked.email.folded().to_owned()).or_insert(line);
        if before != line {
            return Err(again("address", before));
        }
        if let Some(name) = &checked.username {
            let before = *self.usernames.entry(name.folded().to_owned()).or_insert(line);
            if before != line {
                return Err(again("username", before));
            }
        }
        Ok(())
    }

    async fn make(&self, checked: &Checked) -> Result<Brought, Error> {
        let Checked { account, email, username, password_hash } = checked;
        let mut changes =
            account::adopt(self.app, account, email, username.as_ref(), password_hash.as_deref());
        changes.push(audit::record(self.app, account.id, None, Kind::AccountImported, Actor::Operator));
        match self.app.store.commit(changes).await {
            Err(error) if error.conflict() == Some("email") => Ok(Brought::Exists),
            Err(error) if error.conflict() == Some("username") => Err(taken()),
            other => Ok(other.map(|()| Brought::Made)?),
        }
    }
}

/// The highest of the roles that are named.
fn role(words: &[String]) -> Result<Role, Error> {
    let unknown =
        |word: &String| Error::Invalid(format!("there is no role {word:?}; the roles are user and admin"));
    let roles: Vec<Role> =
        words.iter().map(|word| built_in(word).ok_or_else(|| unknown(word))).collect::<Result<_, _>>()?;
    Ok(if roles.contains(&Role::Admin) { Role::Admin } else { Role::User })
}

/// Roles of an operator's own are not brought along: they are given here, by somebody who may.
fn built_in(word: &str) -> Option<Role> {
    Role::parse(word).filter(|role| matches!(role, Role::User | Role::Admin))
}

fn taken() -> Error {
    Error::Invalid("its username is another account's, or held by a registration".to_owned())
}
