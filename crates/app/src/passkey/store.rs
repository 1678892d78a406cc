use jiff::Timestamp;
use store::{Change, Error, Query, Row};
use uuid::Uuid;

use super::model::{Ceremony, Purpose, Stored};
use crate::id::AccountId;

fn stored(row: &Row<'_>) -> Result<Stored, Error> {
    Ok(Stored {
        account: row.get("account_id")?,
        id: row.get("id")?,
        credential_id: row.get("credential_id")?,
        credential: row.get("credential")?,
        rp_id: row.get("rp_id")?,
        aaguid: row.get("aaguid")?,
        name: row.get("name")?,
        is_synced: row.get("is_synced")?,
        sign_count: row.get("sign_count")?,
        created_at: row.get("created_at")?,
        last_used_at: row.get("last_used_at")?,
        unconfirmed_at: row.get("unconfirmed_at")?,
    })
}

/// A ceremony.
pub(super) fn insert_ceremony(c: &Ceremony) -> Change {
    Change::new(
        "insert into passkey_ceremonies (id, purpose, account_id, browser, challenge, email, invite_id, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        [
            c.id.into(),
            c.purpose.stored().into(),
            c.account.into(),
            c.browser.into(),
            c.challenge.into(),
            c.email.clone().into(),
            c.invite.into(),
            c.expires_at.into(),
        ],
    )
}

/// The ceremony of that id, if this browser began it for this purpose and it has not lapsed.
pub(super) fn ceremony(id: Uuid, purpose: Purpose, browser: [u8; 32], now: Timestamp) -> Query<Ceremony> {
    Query::new(
        "select id, purpose, account_id, browser, challenge, email, invite_id, expires_at from passkey_ceremonies
         where id = $1 and purpose = $2 and browser = $3 and expires_at > $4",
        [id.into(), purpose.stored().into(), browser.into(), now.into()],
        |row| {
            let id = row.get("id")?;
            let word: String = row.get("purpose")?;
            let purpose = Purpose::ALL.into_iter().find(|purpose| purpose.stored() == word);
            Ok(Ceremony {
                id,
                purpose: purpose.ok_or_else(|| Error::Invalid("a ceremony is for something unknown".into()))?,
                account: row.get("account_id")?,
                browser: row.get("browser")?,
                challenge: row.get("challenge")?,
                email: row.get("email")?,
                invite: row.get("invite_id")?,
                expires_at: row.get("expires_at")?,
            })
        },
    )
}

/// The ceremonies that a browser has begun for a purpose, the newest first.
pub(super) fn of_browser(browser: [u8; 32], purpose: Purpose) -> Query<Uuid> {
    Query::new(
        "select id from passkey_ceremonies where browser = $1 and purpose = $2 order by id desc",
        [browser.into(), purpose.stored().into()],
        |row| row.get("id"),
    )
}

/// Drops a ceremony, if it is still there.
pub(super) fn drop_ceremony(ceremony: Uuid) -> Change {
    Change::new("delete from passkey_ceremonies where id = $1", [ceremony.into()])
}

/// Takes a ceremony; a conflict (`ceremony`) when it was taken already.
pub(super) fn take(ceremony: Uuid) -> Change {
    Change::new("delete from passkey_ceremonies where id = $1", [ceremony.into()])
        .exactly(1)
        .called("ceremony")
}

/// Drops an account's ceremonies.
pub(super) fn drop_ceremonies(account: AccountId) -> Change {
    Change::new("delete from passkey_ceremonies where account_id = $1", [account.into()])
}

/// Enters a credential in the directory; a conflict (`credential`) when it is somebody's already.
pub(super) fn claim(p: &Stored) -> Change {
    Change::new(
        "insert into passkey_credentials (credential_id, account_id, passkey_id) values ($1, $2, $3)",
        [p.credential_id.clone().into(), p.account.into(), p.id.into()],
    )
    .exactly(1)
    .called("credential")
}

/// Holds an account to fewer passkeys than `most`, counted at this moment; a conflict (`too_many`) when it has as many.
/// Additions take turns on the account's row, so that two at once do not both find the last place.
pub(super) fn has_room(account: AccountId, most: usize) -> Change {
    Change::new(
        "update accounts set created_at = created_at
         where id = $1 and (select count(*) from passkeys p where p.account_id = $1) < $2",
        [account.into(), i64::try_from(most).unwrap_or(i64::MAX).into()],
    )
    .exactly(1)
    .called("too_many")
}

/// A passkey, for good or, where its account is still to come, until then.
pub(super) fn insert(p: &Stored, held_until: Option<Timestamp>) -> Change {
    Change::new(
        "insert into passkeys (account_id, id, credential_id, credential, rp_id, aaguid, name, is_synced, sign_count,
                               created_at, held_until)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        [
            p.account.into(),
            p.id.into(),
            p.credential_id.clone().into(),
            p.credential.as_str().into(),
            p.rp_id.as_str().into(),
            p.aaguid.into(),
            p.name.as_str().into(),
            p.is_synced.into(),
            p.sign_count.into(),
            p.created_at.into(),
            held_until.into(),
        ],
    )
    .announces(p.account.0)
}

/// The passkey of that credential, whosever it is; one whose registration has lapsed is nobody's.
pub(super) fn by_credential(credential_id: &[u8], now: Timestamp) -> Query<Stored> {
    Query::new(
        "select p.account_id, p.id, p.credential_id, p.credential, p.rp_id, p.aaguid, p.name, p.is_synced, p.sign_count,
                p.created_at, p.last_used_at, p.unconfirmed_at
         from passkey_credentials d join passkeys p on p.account_id = d.account_id and p.id = d.passkey_id
         where d.credential_id = $1
               and (p.held_until is null or p.held_until > $2
                    or exists (select 1 from accounts a where a.id = p.account_id))",
        [credential_id.into(), now.into()],
        stored,
    )
}

/// A passkey of an account.
pub(super) fn by_id(account: AccountId, id: Uuid) -> Query<Stored> {
    Query::new(
        "select account_id, id, credential_id, credential, rp_id, aaguid, name, is_synced, sign_count, created_at,
                last_used_at, unconfirmed_at
         from passkeys where account_id = $1 and id = $2",
        [account.into(), id.into()],
        stored,
    )
}

/// An account's passkeys, the newest first.
pub(super) fn of_account(account: AccountId) -> Query<Stored> {
    Query::new(
        "select account_id, id, credential_id, credential, rp_id, aaguid, name, is_synced, sign_count, created_at,
                last_used_at, unconfirmed_at
         from passkeys where account_id = $1 order by created_at desc, id desc",
        [account.into()],
        stored,
    )
}

/// Records that a passkey was used, with what its authenticator says of it now; a conflict (`passkey`) when it was
/// removed, set aside or used since it was read.
pub(super) fn used(before: &Stored, after: &Stored, now: Timestamp) -> Change {
    Change::new(
        "update passkeys set credential = $4, is_synced = $5, sign_count = $6, last_used_at = $7
         where account_id = $1 and id = $2 and sign_count = $3 and unconfirmed_at is null",
        [
            before.account.into(),
            before.id.into(),
            before.sign_count.into(),
            after.credential.as_str().into(),
            after.is_synced.into(),
            after.sign_count.into(),
            now.into(),
        ],
    )
    .exactly(1)
    .called("passkey")
}

/// Calls a passkey something else; a conflict (`passkey`) when there is none.
pub(super) fn rename(account: AccountId, id: Uuid, name: &str) -> Change {
    Change::new(
        "update passkeys set name = $3 where account_id = $1 and id = $2",
        [account.into(), id.into(), name.into()],
    )
    .exactly(1)
    .called("passkey")
}

/// Says that a passkey is its owner's; a conflict (`passkey`) when there is none.
pub(super) fn confirm(account: AccountId, id: Uuid) -> Change {
    Change::new(
        "update passkeys set unconfirmed_at = null where account_id = $1 and id = $2",
        [account.into(), id.into()],
    )
    .exactly(1)
    .called("passkey")
    .announces(account.0)
}

/// Sets an account's passkeys aside until each is confirmed.
pub(super) fn set_aside(account: AccountId, now: Timestamp) -> Change {
    Change::new(
        "update passkeys set unconfirmed_at = coalesce(unconfirmed_at, $2) where account_id = $1",
        [account.into(), now.into()],
    )
    .announces(account.0)
}

/// Removes a passkey; a conflict (`last_way_in`) when nothing else would open the account, or when it is gone. One that
/// is set aside opens nothing, nor does one that was made for another host. `provider` is the issuer of one that opens the
/// account too.
pub(super) fn remove(account: AccountId, id: Uuid, (rp_id, provider): (&str, &str)) -> Change {
    Change::new(
        "delete from passkeys where account_id = $1 and id = $2
         and (unconfirmed_at is not null
              or exists (select 1 from accounts a where a.id = $1 and a.password_hash is not null)
              or exists (select 1 from passkeys o where o.account_id = $1 and o.id <> $2
                         and o.unconfirmed_at is null and o.rp_id = $3)
              or exists (select 1 from connections c where c.account_id = $1 and c.issuer = $4
                         and c.unconfirmed_at is null))",
        [account.into(), id.into(), rp_id.into(), provider.into()],
    )
    .exactly(1)
    .called("last_way_in")
    .announces(account.0)
}

/// Removes a passkey, whatever else opens the account; a conflict (`passkey`) when it is gone.
pub(super) fn remove_for_sure(account: AccountId, id: Uuid) -> Change {
    Change::new("delete from passkeys where account_id = $1 and id = $2", [account.into(), id.into()])
        .exactly(1)
        .called("passkey")
        .announces(account.0)
}

/// Takes a removed passkey's credential out of the directory.
pub(super) fn release(credential_id: &[u8]) -> Change {
    Change::new("delete from passkey_credentials where credential_id = $1", [credential_id.into()])
}

/// Forgets ceremonies that have lapsed.
pub(super) fn sweep_ceremonies(now: Timestamp) -> Change {
    Change::new("delete from passkey_ceremonies where expires_at <= $1", [now.into()])
}

/// Forgets passkeys whose registration has lapsed.
pub(super) fn sweep(now: Timestamp) -> [Change; 2] {
    [
        Change::new(
            "delete from passkey_credentials where account_id in
               (select p.account_id from passkeys p where p.held_until <= $1
                and not exists (select 1 from accounts a where a.id = p.account_id))",
            [now.into()],
        ),
        Change::new(
            "delete from passkeys where held_until <= $1
             and not exists (select 1 from accounts a where a.id = passkeys.account_id)",
            [now.into()],
        ),
    ]
}
