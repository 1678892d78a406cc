//! People and what they have, as numbers; never what is in it.

use store::{Query, Row};
use uuid::Uuid;

use super::model::{Source, Standing, end_of};
use crate::access::Role;
use crate::account::store::read;
use crate::account::{Account, AccountId};

/// Somebody who was found, and by what a next look goes on behind them.
pub(super) struct Found {
    pub(super) key: String,
    pub(super) account: Account,
}

fn by_id(row: &Row<'_>) -> Result<Found, store::Error> {
    let account = read(row)?;
    Ok(Found { key: account.id.0.to_string(), account })
}

fn by_name(row: &Row<'_>) -> Result<Found, store::Error> {
    Ok(Found { key: row.get("folded")?, account: read(row)? })
}

/// The next people of a source behind that key, or its first.
pub(super) fn next(source: &Source, after: Option<&str>, limit: i64) -> Query<Found> {
    let before = after.and_then(|key| key.parse().ok()).unwrap_or(Uuid::max());
    match source {
        Source::Newest | Source::In(Standing::Active) => newest(before, limit),
        Source::In(Standing::Disabled) => disabled(before, limit),
        Source::In(Standing::DeletionPlanned) => leaving(before, limit),
        Source::In(Standing::Unverified) => unverified(before, limit),
        Source::Having(role) => having(*role, before, limit),
        Source::Addresses(start) => match after {
            None => addresses_from(start, limit),
            Some(key) => addresses_after(key, start, limit),
        },
        Source::Usernames(start) => match after {
            None => usernames_from(start, limit),
            Some(key) => usernames_after(key, start, limit),
        },
        Source::Ids(first, last) => {
            let after = after.and_then(|key| key.parse::<Uuid>().ok());
            ids(after.map_or(*first, |id| Uuid::from_u128(id.as_u128().saturating_add(1))), *last, limit)
        }
    }
}

/// All, the newest first.
fn newest(before: Uuid, limit: i64) -> Query<Found> {
    Query::new(
        "select id, email, username, display_name, time_zone, locale, roles, created_at, verified_at, disabled_at,
                deletion_at, first_signed_in_at, second_factor_since
         from accounts where id < $1 order by id desc limit $2",
        [before.into(), limit.into()],
        by_id,
    )
}

/// Those that may not sign in, the newest first.
fn disabled(before: Uuid, limit: i64) -> Query<Found> {
    Query::new(
        "select id, email, username, display_name, time_zone, locale, roles, created_at, verified_at, disabled_at,
                deletion_at, first_signed_in_at, second_factor_since
         from accounts where disabled_at is not null and id < $1 order by id desc limit $2",
        [before.into(), limit.into()],
        by_id,
    )
}

/// Those that will be deleted, the newest first.
fn leaving(before: Uuid, limit: i64) -> Query<Found> {
    Query::new(
        "select id, email, username, display_name, time_zone, locale, roles, created_at, verified_at, disabled_at,
                deletion_at, first_signed_in_at, second_factor_since
         from accounts where deletion_at is not null and id < $1 order by id desc limit $2",
        [before.into(), limit.into()],
        by_id,
    )
}

/// Those without a verified address, the newest first.
fn unverified(before: Uuid, limit: i64) -> Query<Found> {
    Query::new(
        "select id, email, username, display_name, time_zone, locale, roles, created_at, verified_at, disabled_at,
                deletion_at, first_signed_in_at, second_factor_since
         from accounts where verified_at is null and id < $1 order by id desc limit $2",
        [before.into(), limit.into()],
        by_id,
    )
}

/// Those who have a role, the newest first. Whoever has another one than `user` is in an index of their own.
fn having(role: Role, before: Uuid, limit: i64) -> Query<Found> {
    Query::new(
        "select id, email, username, display_name, time_zone, locale, roles, created_at, verified_at, disabled_at,
                deletion_at, first_signed_in_at, second_factor_since
         from accounts where roles <> 'user' and replace(' ' || roles || ' ', $3, '') <> ' ' || roles || ' ' and id < $1
         order by id desc limit $2",
        [before.into(), limit.into(), format!(" {} ", role.as_str()).into()],
        by_id,
    )
}

// The directory is cut first and then joined: a planner that knows nothing of a table yet would join all of it. Names
// that are merely held are left out, so that the join loses none and a short page is the last.

/// Those whose address begins so, in its order.
fn addresses_from(start: &str, limit: i64) -> Query<Found> {
    Query::new(
        "select e.folded, a.id, a.email, a.username, a.display_name, a.time_zone, a.locale, a.roles, a.created_at,
                a.verified_at, a.disabled_at, a.deletion_at, a.first_signed_in_at,
                a.second_factor_since
         from (select folded, account_id from account_emails
               where folded >= $1 and folded < $2 and held_until is null order by folded limit $3) e
         join accounts a on a.id = e.account_id order by e.folded",
        [start.into(), end_of(start).into(), limit.into()],
        by_name,
    )
}

/// The same behind an address.
fn addresses_after(key: &str, start: &str, limit: i64) -> Query<Found> {
    Query::new(
        "select e.folded, a.id, a.email, a.username, a.display_name, a.time_zone, a.locale, a.roles, a.created_at,
                a.verified_at, a.disabled_at, a.deletion_at, a.first_signed_in_at,
                a.second_factor_since
         from (select folded, account_id from account_emails
               where folded > $1 and folded < $2 and held_until is null order by folded limit $3) e
         join accounts a on a.id = e.account_id order by e.folded",
        [key.into(), end_of(start).into(), limit.into()],
        by_name,
    )
}

/// Those whose username begins so, in its order.
fn usernames_from(start: &str, limit: i64) -> Query<Found> {
    Query::new(
        "select u.folded, a.id, a.email, a.username, a.display_name, a.time_zone, a.locale, a.roles, a.created_at,
                a.verified_at, a.disabled_at, a.deletion_at, a.first_signed_in_at,
                a.second_factor_since
         from (select folded, account_id from account_usernames
               where folded >= $1 and folded < $2 and held_until is null order by folded limit $3) u
         join accounts a on a.id = u.account_id order by u.folded",
        [start.into(), end_of(start).into(), limit.into()],
        by_name,
    )
}

/// The same behind a username.
fn usernames_after(key: &str, start: &str, limit: i64) -> Query<Found> {
    Query::new(
        "select u.folded, a.id, a.email, a.username, a.display_name, a.time_zone, a.locale, a.roles, a.created_at,
                a.verified_at, a.disabled_at, a.deletion_at, a.first_signed_in_at,
                a.second_factor_since
         from (select folded, account_id from account_usernames
               where folded > $1 and folded < $2 and held_until is null order by folded limit $3) u
         join accounts a on a.id = u.account_id order by u.folded",
        [key.into(), end_of(start).into(), limit.into()],
        by_name,
    )
}

/// Those whose id is within bounds, in its order.
fn ids(first: Uuid, last: Uuid, limit: i64) -> Query<Found> {
    Query::new(
        "select id, email, username, display_name, time_zone, locale, roles, created_at, verified_at, disabled_at,
                deletion_at, first_signed_in_at, second_factor_since
         from accounts where id >= $1 and id <= $2 order by id limit $3",
        [first.into(), last.into(), limit.into()],
        by_id,
    )
}

/// How much somebody keeps here.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Kept {
    pub(super) entries: i64,
    pub(super) in_trash: i64,
    pub(super) bytes: i64,
}

/// How many entries an account has, in the trash too, and how many bytes their sealed form takes.
pub(super) fn kept(account: AccountId) -> Query<Kept> {
    Query::new(
        "select count(*) as entries,
                cast(coalesce(sum(case when deleted_at is null then 0 else 1 end), 0) as bigint) as in_trash,
                cast(coalesce(sum(length(head) + length(content)), 0) as bigint) as bytes
         from entries where account_id = $1",
        [account.into()],
        |row| {
            Ok(Kept {
                entries: row.get("entries")?,
                in_trash: row.get("in_trash")?,
                bytes: row.get("bytes")?,
            })
        },
    )
}
