//! Access tokens for scripts in the database.

use crypto::personal::Digest;
use jiff::Timestamp;
use store::{Change, Query, Row};

use super::model::{MOST, TokenItem};
use crate::access::{NOTED_EVERY, Scopes};
use crate::id::{AccountId, TokenId};

/// A token with the digest that it is known by now.
pub(super) struct Known {
    pub(super) digest: Vec<u8>,
    pub(super) item: TokenItem,
}

/// What is kept of the use of a token.
pub(super) struct Used {
    pub(super) networks: String,
}

fn item(row: &Row<'_>) -> Result<TokenItem, store::Error> {
    let (id, name) = (row.get("id")?, row.get("name")?);
    let scopes: String = row.get("scopes")?;
    Ok(TokenItem {
        id,
        name,
        scopes: Scopes::parse(&scopes),
        created_at: row.get("created_at")?,
        issued_at: row.get("issued_at")?,
        expires_at: row.get("expires_at")?,
        last_used_at: row.get("last_used_at")?,
        last_used_from: row.get("last_used_from")?,
    })
}

/// All tokens of an account, also those that have run out lately; the newest first.
pub(super) fn of_account(account: AccountId) -> Query<TokenItem> {
    Query::new(
        "select id, name, scopes, created_at, issued_at, expires_at, last_used_at, last_used_from
         from access_tokens where account_id = $1 order by created_at desc, id desc",
        [account.into()],
        item,
    )
}

/// A token of an account's.
pub(super) fn by_id(account: AccountId, id: TokenId) -> Query<Known> {
    Query::new(
        "select id, name, scopes, created_at, issued_at, expires_at, last_used_at, last_used_from, digest
         from access_tokens where account_id = $1 and id = $2",
        [account.into(), id.into()],
        |row| Ok(Known { item: item(row)?, digest: row.get("digest")? }),
    )
}

/// A new token; a conflict (`full`) when the account has as many as one may have. Parallel ones take turns at the row of
/// their account, which [`still_may`](crate::access::InSession::still_may) takes before this in the list.
pub(super) fn insert(digest: Digest, account: AccountId, token: &TokenItem) -> Change {
    Change::new(
        "insert into access_tokens (digest, account_id, id, name, scopes, created_at, issued_at, expires_at, networks)
         select $1, $2, $3, $4, $5, $6, $6, $7, ''
         where (select count(*) from access_tokens where account_id = $2 and expires_at > $6) < $8",
        [
            digest.into(),
            account.into(),
            token.id.into(),
            token.name.as_str().into(),
            token.scopes.stored().into(),
            token.created_at.into(),
            token.expires_at.into(),
            MOST.into(),
        ],
    )
    .exactly(1)
    .called("full")
}

/// Puts another secret in the place of a token's; a conflict (`token`) when it is gone, or was rotated meanwhile.
pub(super) fn rotate(
    before: &Known,
    account: AccountId,
    digest: Digest,
    end: (Timestamp, Timestamp),
) -> Change {
    let (now, expires_at) = end;
    Change::new(
        "update access_tokens set digest = $4, issued_at = $5, expires_at = $6
         where account_id = $1 and id = $2 and digest = $3",
        [
            account.into(),
            before.item.id.into(),
            before.digest.clone().into(),
            digest.into(),
            now.into(),
            expires_at.into(),
        ],
    )
    .exactly(1)
    .called("token")
    .announces(account.0)
}

/// Revokes a token; a conflict (`token`) when the account has none of that id.
pub(super) fn revoke(account: AccountId, id: TokenId) -> Change {
    Change::new("delete from access_tokens where account_id = $1 and id = $2", [account.into(), id.into()])
        .exactly(1)
        .called("token")
        .announces(account.0)
}

/// Revokes all tokens of an account.
pub(super) fn revoke_all(account: AccountId) -> Change {
    Change::new("delete from access_tokens where account_id = $1", [account.into()]).announces(account.0)
}

/// What is kept of the use of a token; `None` when it is gone.
pub(super) fn use_of(account: AccountId, id: TokenId) -> Query<Used> {
    Query::new(
        "select networks from access_tokens where account_id = $1 and id = $2",
        [account.into(), id.into()],
        |row| Ok(Used { networks: row.get("networks")? }),
    )
}

/// Writes down when and from where a token was used, unless another node has done so within the minute.
pub(super) fn used(account: AccountId, id: TokenId, at: Timestamp, address: &str) -> Change {
    Change::new(
        "update access_tokens set last_used_at = $3, last_used_from = $4
         where account_id = $1 and id = $2 and (last_used_at is null or last_used_at <= $5)",
        [account.into(), id.into(), at.into(), address.into(), (at - NOTED_EVERY).into()],
    )
}

/// The same for a use from a network that is new; a conflict (`networks`) when they are others meanwhile.
pub(super) fn used_elsewhere(
    (account, id): (AccountId, TokenId),
    (at, address): (Timestamp, &str),
    (before, after): (&str, &str),
) -> Change {
    Change::new(
        "update access_tokens set last_used_at = $3, last_used_from = $4, networks = $6
         where account_id = $1 and id = $2 and networks = $5",
        [account.into(), id.into(), at.into(), address.into(), before.into(), after.into()],
    )
    .exactly(1)
    .called("networks")
}

/// Forgets tokens that ran out before then.
pub(super) fn sweep(before: Timestamp) -> Change {
    Change::new("delete from access_tokens where expires_at <= $1", [before.into()])
}
