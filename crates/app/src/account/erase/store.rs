use jiff::Timestamp;
use store::{Change, Query};

use crate::id::AccountId;

/// Accounts whose deletion is due, a hundred at a time, with their wrapped keys.
pub(super) fn deletion_due(now: Timestamp) -> Query<(AccountId, Vec<u8>)> {
    Query::new(
        "select id, wrapped_key from accounts where deletion_at <= $1 order by deletion_at limit 100",
        [now.into()],
        |row| Ok((row.get("id")?, row.get("wrapped_key")?)),
    )
}

/// Writes over an account's key; a conflict (`account`) when its deletion is not due.
pub(super) fn destroy_key(account: AccountId, nothing: Vec<u8>, now: Timestamp) -> Change {
    Change::new(
        "update accounts set wrapped_key = $2 where id = $1 and deletion_at <= $3",
        [account.into(), nothing.into(), now.into()],
    )
    .exactly(1)
    .called("account")
}

/// Deletes an account with all that refers to it, and what stands of it in the directories.
pub(super) fn erase(account: AccountId) -> [Change; 13] {
    [
        Change::new("delete from accounts where id = $1", [account.into()]).announces(account.0),
        Change::new("delete from account_emails where account_id = $1", [account.into()]),
        Change::new("delete from account_usernames where account_id = $1", [account.into()]),
        Change::new("delete from registrations where account_id = $1", [account.into()]),
        Change::new("delete from sign_in_attempts where account_id = $1", [account.into()]),
        Change::new("delete from access_tokens where account_id = $1", [account.into()]),
        Change::new("delete from passkeys where account_id = $1", [account.into()]),
        Change::new("delete from passkey_credentials where account_id = $1", [account.into()]),
        Change::new("delete from passkey_ceremonies where account_id = $1", [account.into()]),
        Change::new("delete from connections where account_id = $1", [account.into()]),
        Change::new("delete from provider_subjects where account_id = $1", [account.into()]),
        Change::new("delete from provider_flows where account_id = $1", [account.into()]),
        // An invitation outlives the admin who made it.
        Change::new("update invites set created_by = null where created_by = $1", [account.into()]),
    ]
}
