//! Roles in the database, and who has them. Every change of a role is announced under the id of nobody.

use jiff::Timestamp;
use store::{Change, Query};
use uuid::Uuid;

use crate::access::{Role, Roles, Scopes};
use crate::id::AccountId;

/// A role as it stands.
pub(super) struct Standing {
    pub(super) name: Option<Role>,
    pub(super) scopes: Scopes,
    pub(super) is_built_in: bool,
    pub(super) created_at: Option<Timestamp>,
}

/// All roles: those that are built in first, then by name.
pub(super) fn all() -> Query<Standing> {
    Query::new(
        "select name, scopes, is_built_in, created_at from roles order by is_built_in desc, name",
        [],
        |row| {
            let (name, scopes): (String, String) = (row.get("name")?, row.get("scopes")?);
            Ok(Standing {
                name: Role::parse(&name),
                scopes: Scopes::parse(&scopes),
                is_built_in: row.get("is_built_in")?,
                created_at: row.get("created_at")?,
            })
        },
    )
}

/// How many accounts have which roles together.
pub(super) fn holders() -> Query<(Roles, i64)> {
    Query::new("select roles, count(*) as people from accounts group by roles", [], |row| {
        let roles: String = row.get("roles")?;
        Ok((Role::parse_all(&roles), row.get("people")?))
    })
}

/// A new role; a conflict (`exists`) when there is one of that name.
pub(super) fn insert(role: Role, scopes: Scopes, now: Timestamp) -> Change {
    Change::new(
        "insert into roles (name, scopes, is_built_in, created_at) values ($1, $2, false, $3)
         on conflict (name) do nothing",
        [role.as_str().into(), scopes.stored().into(), now.into()],
    )
    .exactly(1)
    .called("exists")
    .announces(AccountId::NOBODY.0)
}

/// Lets a role of the operator's own grant something else; a conflict (`role`) when it is gone, or grants something
/// else meanwhile than was read.
pub(super) fn set_scopes(role: Role, before: Scopes, after: Scopes) -> Change {
    Change::new(
        "update roles set scopes = $3 where name = $1 and scopes = $2 and not is_built_in",
        [role.as_str().into(), before.stored().into(), after.stored().into()],
    )
    .exactly(1)
    .called("role")
    .announces(AccountId::NOBODY.0)
}

/// Makes a list of changes wait for, and depend on, a role that grants this; a conflict (`role`) when it is gone, or
/// grants something else.
pub(super) fn grants(role: Role, scopes: Scopes) -> Change {
    Change::new(
        "update roles set scopes = scopes where name = $1 and scopes = $2",
        [role.as_str().into(), scopes.stored().into()],
    )
    .exactly(1)
    .called("role")
}

/// Deletes a role of the operator's own; a conflict (`in_use`) when somebody has it. Whoever is about to give it holds
/// its row, so [`grants`] stands before this in the list.
pub(super) fn delete(role: Role) -> Change {
    Change::new(
        "delete from roles where name = $1 and not is_built_in
         and not exists (select 1 from accounts
                         where replace(' ' || roles || ' ', $2, '') <> ' ' || roles || ' ')",
        [role.as_str().into(), format!(" {} ", role.as_str()).into()],
    )
    .exactly(1)
    .called("in_use")
    .announces(AccountId::NOBODY.0)
}

/// Gives an account other roles; a conflict (`roles`) when it has others meanwhile than were read.
pub(super) fn set_roles(account: AccountId, before: &Roles, after: &Roles) -> Change {
    Change::new(
        "update accounts set roles = $3 where id = $1 and roles = $2",
        [account.into(), before.stored().into(), after.stored().into()],
    )
    .exactly(1)
    .called("roles")
    .announces(account.0)
}

/// A change of a role that somebody is yet to be told of.
pub(super) struct Untold {
    pub(super) id: Uuid,
    pub(super) role: Role,
    pub(super) sealed: Vec<u8>,
    /// The last who was told.
    pub(super) after: AccountId,
}

/// Has everybody told who has a role.
pub(super) fn leave_untold(id: Uuid, role: Role, sealed: Vec<u8>) -> Change {
    Change::new(
        "insert into role_notices (id, role, sealed, after_account) values ($1, $2, $3, $4)",
        [id.into(), role.as_str().into(), sealed.into(), Uuid::nil().into()],
    )
}

/// The oldest change that somebody is yet to be told of; `None` when all know all.
pub(super) fn untold() -> Query<Untold> {
    Query::new("select id, role, sealed, after_account from role_notices order by id limit 1", [], |row| {
        let role: String = row.get("role")?;
        let role =
            Role::parse(&role).ok_or_else(|| store::Error::Invalid("a notice is of no role".into()))?;
        Ok(Untold { id: row.get("id")?, role, sealed: row.get("sealed")?, after: row.get("after_account")? })
    })
}

/// The next who have a role of the operator's own, with their addresses.
pub(super) fn who_have(role: Role, after: AccountId, limit: i64) -> Query<(AccountId, String)> {
    Query::new(
        "select id, email from accounts
         where roles <> 'user' and replace(' ' || roles || ' ', $2, '') <> ' ' || roles || ' ' and id > $1
         order by id limit $3",
        [after.into(), format!(" {} ", role.as_str()).into(), limit.into()],
        |row| Ok((row.get("id")?, row.get("email")?)),
    )
}

/// Writes down who was told last; a conflict (`notice`) when others were told meanwhile.
pub(super) fn told_until(untold: &Untold, last: AccountId) -> Change {
    Change::new(
        "update role_notices set after_account = $3 where id = $1 and after_account = $2",
        [untold.id.into(), untold.after.into(), last.into()],
    )
    .exactly(1)
    .called("notice")
}

/// Everybody knows; a conflict (`notice`) when that was found out by another node.
pub(super) fn told(untold: &Untold) -> Change {
    Change::new(
        "delete from role_notices where id = $1 and after_account = $2",
        [untold.id.into(), untold.after.into()],
    )
    .exactly(1)
    .called("notice")
}
