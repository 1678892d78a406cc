//! The accounts in the database: rows in, changes out.

use jiff::Timestamp;
use store::{Change, Query, Row};
use uuid::Uuid;

use super::model::{Email, Username};
use crate::access::{Role, Roles};
use crate::id::AccountId;

/// An account as it stands in the database, without its secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// The address as it was given.
    pub email: String,
    /// The name to sign in with, if one was chosen.
    pub username: Option<String>,
    /// What its owner may change freely.
    pub profile: Profile,
    /// What it may do.
    pub roles: Roles,
    /// When it was made.
    pub created_at: Timestamp,
    /// When its address was verified.
    pub verified_at: Option<Timestamp>,
    /// Since when it may not sign in.
    pub disabled_at: Option<Timestamp>,
    /// When it is deleted, if its owner has asked for that; until then nobody signs in.
    pub deletion_at: Option<Timestamp>,
    /// When somebody first signed in.
    pub first_signed_in_at: Option<Timestamp>,
    /// Since when signing in asks for a second factor.
    pub second_factor_since: Option<Timestamp>,
}

/// What a person says of themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// The name to be called by.
    pub display_name: Option<String>,
    /// An IANA name.
    pub time_zone: Option<String>,
    /// A BCP 47 tag.
    pub locale: Option<String>,
}

/// An account with its password's hash, for login alone.
#[derive(Clone)]
pub struct WithPassword {
    /// The account.
    pub account: Account,
    /// A PHC string; none for accounts without a password.
    pub password_hash: Option<String>,
}

/// A registration that waits to be verified.
#[derive(Clone)]
pub struct Registration {
    /// What its account will be called.
    pub account: AccountId,
    /// The address as it was given.
    pub email: String,
    /// The username that it holds.
    pub username: Option<String>,
    /// A PHC string; empty when it was begun with a passkey.
    pub password_hash: String,
    /// The invitation of which it holds a use.
    pub invite: Option<Uuid>,
    /// When it lapses.
    pub expires_at: Timestamp,
}

/// Reads an account's columns, whatever else a query selects.
pub fn read(row: &Row<'_>) -> Result<Account, store::Error> {
    let roles: String = row.get("roles")?;
    Ok(Account {
        id: row.get("id")?,
        email: row.get("email")?,
        username: row.get("username")?,
        profile: Profile {
            display_name: row.get("display_name")?,
            time_zone: row.get("time_zone")?,
            locale: row.get("locale")?,
        },
        roles: Role::parse_all(&roles),
        created_at: row.get("created_at")?,
        verified_at: row.get("verified_at")?,
        disabled_at: row.get("disabled_at")?,
        deletion_at: row.get("deletion_at")?,
        first_signed_in_at: row.get("first_signed_in_at")?,
        second_factor_since: row.get("second_factor_since")?,
    })
}

fn with_password(row: &Row<'_>) -> Result<WithPassword, store::Error> {
    Ok(WithPassword { account: read(row)?, password_hash: row.get("password_hash")? })
}

fn registration(row: &Row<'_>) -> Result<Registration, store::Error> {
    Ok(Registration {
        account: row.get("account_id")?,
        email: row.get("email")?,
        username: row.get("username")?,
        password_hash: row.get("password_hash")?,
        invite: row.get("invite_id")?,
        expires_at: row.get("expires_at")?,
    })
}

/// The account of that id.
pub fn by_id(id: AccountId) -> Query<Account> {
    Query::new(
        "select id, email, username, display_name, time_zone, locale, roles, created_at, verified_at, disabled_at,
                deletion_at, first_signed_in_at, second_factor_since from accounts where id = $1",
        [id.into()],
        read,
    )
}

/// The account of that address; one that an account has left is nobody's.
pub fn by_email(folded: &str) -> Query<WithPassword> {
    Query::new(
        "select a.id, a.email, a.username, a.display_name, a.time_zone, a.locale, a.roles, a.created_at, a.verified_at,
                a.disabled_at, a.deletion_at, a.first_signed_in_at, a.second_factor_since, a.password_hash
         from account_emails e join accounts a on a.id = e.account_id where e.folded = $1 and e.held_until is null",
        [folded.into()],
        with_password,
    )
}

/// The account of that username; a username that a registration merely holds is nobody's.
pub fn by_username(folded: &str) -> Query<WithPassword> {
    Query::new(
        "select a.id, a.email, a.username, a.display_name, a.time_zone, a.locale, a.roles, a.created_at, a.verified_at,
                a.disabled_at, a.deletion_at, a.first_signed_in_at, a.second_factor_since, a.password_hash
         from account_usernames u join accounts a on a.id = u.account_id where u.folded = $1",
        [folded.into()],
        with_password,
    )
}

/// All accounts, the oldest first.
pub fn all() -> Query<Account> {
    Query::new(
        "select id, email, username, display_name, time_zone, locale, roles, created_at, verified_at, disabled_at,
                deletion_at, first_signed_in_at, second_factor_since from accounts order by created_at, id",
        [],
        read,
    )
}

/// The wrapped key of an account.
pub(super) fn wrapped_key(id: AccountId) -> Query<Vec<u8>> {
    Query::new("select wrapped_key from accounts where id = $1", [id.into()], |row| row.get("wrapped_key"))
}

/// The wrapped keys of the next hundred accounts after this one, in the order of ids.
pub(super) fn wrapped_keys_after(after: Option<AccountId>) -> Query<(AccountId, Vec<u8>)> {
    Query::new(
        "select id, wrapped_key from accounts where id > $1 order by id limit 100",
        [after.map_or(uuid::Uuid::nil(), |after| after.0).into()],
        |row| Ok((row.get("id")?, row.get("wrapped_key")?)),
    )
}

/// Stores an account's key as it is wrapped now; a conflict (`wrapped`) when it was wrapped meanwhile, or is gone.
pub(super) fn rewrap(id: AccountId, before: Vec<u8>, after: Vec<u8>) -> Change {
    Change::new(
        "update accounts set wrapped_key = $3 where id = $1 and wrapped_key = $2",
        [id.into(), before.into(), after.into()],
    )
    .exactly(1)
    .called("wrapped")
}

/// A new account. Its address and username are entered by [`claim_email`] and [`claim_username`].
pub fn insert(a: &Account, password_hash: Option<&str>, wrapped_key: Vec<u8>) -> Change {
    Change::new(
        "insert into accounts (id, email, username, display_name, time_zone, locale, roles, created_at, verified_at,
                               password_hash, wrapped_key) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        [
            a.id.into(),
            a.email.as_str().into(),
            a.username.clone().into(),
            a.profile.display_name.clone().into(),
            a.profile.time_zone.clone().into(),
            a.profile.locale.clone().into(),
            a.roles.stored().into(),
            a.created_at.into(),
            a.verified_at.into(),
            password_hash.map(str::to_owned).into(),
            wrapped_key.into(),
        ],
    )
    .exactly(1)
    .called("account")
}

/// Takes an address for an account; a conflict (`email`) when it is another's or still held for one.
pub fn claim_email(folded: &str, account: AccountId, now: Timestamp) -> Change {
    Change::new(
        "insert into account_emails (folded, account_id) values ($1, $2)
         on conflict (folded) do update set account_id = excluded.account_id, held_until = null
         where account_emails.held_until <= $3
               or (account_emails.held_until is not null and account_emails.account_id = excluded.account_id)",
        [folded.into(), account.into(), now.into()],
    )
    .exactly(1)
    .called("email")
}

/// Takes a username, for good or until `held_until`; a conflict (`username`) when it is another's.
pub fn claim_username(
    name: &Username,
    account: AccountId,
    held_until: Option<Timestamp>,
    now: Timestamp,
) -> Change {
    Change::new(
        "insert into account_usernames (folded, account_id, held_until) values ($1, $2, $3)
         on conflict (folded) do update set account_id = excluded.account_id, held_until = excluded.held_until
         where account_usernames.held_until <= $4 or account_usernames.account_id = excluded.account_id",
        [name.folded().into(), account.into(), held_until.into(), now.into()],
    )
    .exactly(1)
    .called("username")
}

/// Gives up every username of an account but this one.
pub(super) fn release_usernames(account: AccountId, kept: &Username) -> Change {
    Change::new(
        "delete from account_usernames where account_id = $1 and folded <> $2",
        [account.into(), kept.folded().into()],
    )
}

/// A registration's row.
pub(super) fn insert_registration(r: &Registration, email: &Email, now: Timestamp) -> Change {
    Change::new(
        "insert into registrations (account_id, email, email_folded, username, password_hash, invite_id, created_at,
                                    expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        [
            r.account.into(),
            r.email.as_str().into(),
            email.folded().into(),
            r.username.clone().into(),
            r.password_hash.as_str().into(),
            r.invite.into(),
            now.into(),
            r.expires_at.into(),
        ],
    )
}

/// The registration that would become that account.
pub fn registration_by_id(account: AccountId, now: Timestamp) -> Query<Registration> {
    Query::new(
        "select account_id, email, username, password_hash, invite_id, expires_at from registrations
         where account_id = $1 and expires_at > $2",
        [account.into(), now.into()],
        registration,
    )
}

/// An address's pending registrations, the newest first, at most 50: more are nobody's honest doing.
pub fn registrations_by_email(folded: &str, now: Timestamp) -> Query<Registration> {
    Query::new(
        "select account_id, email, username, password_hash, invite_id, expires_at from registrations
         where email_folded = $1 and expires_at > $2 order by created_at desc, account_id desc limit 50",
        [folded.into(), now.into()],
        registration,
    )
}

/// The pending registration that holds a username.
pub fn registration_by_username(folded: &str, now: Timestamp) -> Query<Registration> {
    Query::new(
        "select r.account_id, r.email, r.username, r.password_hash, r.invite_id, r.expires_at
         from account_usernames u join registrations r on r.account_id = u.account_id
         where u.folded = $1 and r.expires_at > $2",
        [folded.into(), now.into()],
        registration,
    )
}

/// Takes a registration away because it becomes an account; a conflict when somebody else was faster.
pub(super) fn take_registration(account: AccountId) -> Change {
    Change::new("delete from registrations where account_id = $1", [account.into()])
        .exactly(1)
        .called("registration")
}

/// Marks an account's address as verified.
pub fn verify(account: AccountId, now: Timestamp) -> Change {
    Change::new(
        "update accounts set verified_at = coalesce(verified_at, $2) where id = $1",
        [account.into(), now.into()],
    )
    .exactly(1)
    .called("account")
    .announces(account.0)
}

/// Writes username and profile; a conflict (`profile`) when they were changed since they were read.
pub(super) fn update_profile(before: &Account, after: &Account) -> Change {
    Change::new(
        "update accounts set username = $2, display_name = $3, time_zone = $4, locale = $5
         where id = $1 and username is not distinct from $6 and display_name is not distinct from $7
               and time_zone is not distinct from $8 and locale is not distinct from $9",
        [
            after.id.into(),
            after.username.clone().into(),
            after.profile.display_name.clone().into(),
            after.profile.time_zone.clone().into(),
            after.profile.locale.clone().into(),
            before.username.clone().into(),
            before.profile.display_name.clone().into(),
            before.profile.time_zone.clone().into(),
            before.profile.locale.clone().into(),
        ],
    )
    .exactly(1)
    .called("profile")
    .announces(after.id.0)
}

/// Sets an account's username, which no directory knows.
pub(super) fn rename(account: AccountId, username: &str) -> Change {
    Change::new("update accounts set username = $2 where id = $1", [account.into(), username.into()])
        .announces(account.0)
}

/// The account with its password's hash.
pub fn with_password_by_id(id: AccountId) -> Query<WithPassword> {
    Query::new(
        "select a.id, a.email, a.username, a.display_name, a.time_zone, a.locale, a.roles, a.created_at, a.verified_at,
                a.disabled_at, a.deletion_at, a.first_signed_in_at, a.second_factor_since, a.password_hash
         from accounts a where a.id = $1",
        [id.into()],
        with_password,
    )
}

/// Holds a sign-in to the password that was found right; a conflict (`password`) when it was replaced meanwhile, or
/// the account was closed.
pub fn sign_in(account: AccountId, password_hash: &str, now: Timestamp) -> Change {
    Change::new(
        "update accounts set first_signed_in_at = coalesce(first_signed_in_at, $3)
         where id = $1 and password_hash = $2 and disabled_at is null and deletion_at is null",
        [account.into(), password_hash.into(), now.into()],
    )
    .exactly(1)
    .called("password")
}

/// Replaces a password's hash after a login found it outdated; nothing happens when it was changed meanwhile.
pub fn rehash(account: AccountId, before: &str, after: String) -> Change {
    Change::new(
        "update accounts set password_hash = $3 where id = $1 and password_hash = $2",
        [account.into(), before.into(), after.into()],
    )
}

/// Disables or enables an account.
pub fn set_disabled(account: AccountId, at: Option<Timestamp>) -> Change {
    Change::new("update accounts set disabled_at = $2 where id = $1", [account.into(), at.into()])
        .exactly(1)
        .called("account")
        .announces(account.0)
}

/// Forgets lapsed registrations with the mails that wait for them, and names and addresses that are held no more.
pub fn sweep(now: Timestamp) -> [Change; 4] {
    [
        Change::new(
            "delete from outbox where delivered_at is null
             and account_id in (select account_id from registrations where expires_at <= $1)",
            [now.into()],
        ),
        Change::new("delete from registrations where expires_at <= $1", [now.into()]),
        Change::new("delete from account_usernames where held_until <= $1", [now.into()]),
        Change::new("delete from account_emails where held_until <= $1", [now.into()]),
    ]
}
