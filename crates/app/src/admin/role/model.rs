//! What may be asked of roles, and who may hand out which.

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::{Role, RoleBook, Roles, Scope, Scopes};
use crate::http::Complaint;

/// A role, as operators see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RoleItem {
    /// Its name.
    #[schema(value_type = String)]
    pub name: Role,
    /// What it grants.
    #[schema(value_type = Vec<String>)]
    pub scopes: Scopes,
    /// Whether it came with the program and stays as it is.
    pub is_built_in: bool,
    /// How many accounts have it.
    pub people: i64,
    /// When it was made; null for one that is built in.
    pub created_at: Option<Timestamp>,
}

/// The name of a role of the operator's own.
pub(super) fn check_name(name: &str) -> Result<Role, Complaint> {
    match Role::parse(name) {
        Some(role @ Role::Named(_)) => Ok(role),
        Some(_) => Err(Complaint::new("built_in", "That role is built in.")),
        None => {
            let message =
                "A role's name is 2 to 24 small letters, digits and hyphens, and begins with a letter.";
            Err(Complaint::new("invalid_name", message))
        }
    }
}

/// What a role shall grant.
pub(super) fn check_scopes<S: AsRef<str>>(words: &[S]) -> Result<Scopes, Complaint> {
    if words.is_empty() {
        return Err(Complaint::new("required", "A role grants at least one scope."));
    }
    let scopes: Option<Scopes> = words.iter().map(|word| Scope::parse(word.as_ref())).collect();
    let all = || Scope::all().map(Scope::as_str).collect::<Vec<_>>().join(", ");
    scopes.ok_or_else(|| Complaint::new("unknown_scope", format!("The scopes are {}.", all())))
}

/// The roles that an account shall have.
pub(super) fn check_roles<S: AsRef<str>>(words: &[S], book: &RoleBook) -> Result<Roles, Complaint> {
    if words.is_empty() {
        return Err(Complaint::new("required", "An account has at least one role."));
    }
    let known = |word: &str| Role::parse(word).filter(|role| book.scopes(*role).is_some());
    let roles: Option<Vec<Role>> = words.iter().map(|word| known(word.as_ref())).collect();
    roles
        .map(Roles::given)
        .ok_or_else(|| Complaint::new("unknown_role", "One of these is no role that there is."))
}

/// Whether somebody with these roles and scopes may give or take these roles: no more than they have themselves.
pub(super) fn may_hand_out(own: (&[Role], Scopes), changed: &[Role], book: &RoleBook) -> bool {
    let (roles, scopes) = own;
    scopes.contain_all(book.scopes_of(changed))
        && (roles.contains(&Role::Admin) || !changed.contains(&Role::Admin))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book() -> RoleBook {
        let rows =
            [("user", "entries:read"), ("admin", "entries:read admin:write"), ("support", "admin:read")];
        rows.into_iter()
            .map(|(name, scopes)| (Role::parse(name).expect("a name"), Scopes::parse(scopes)))
            .collect()
    }

    #[test]
    fn nobody_hands_out_what_they_lack() {
        let (book, support) = (book(), Role::parse("support").expect("a name"));
        let all = Scopes::parse("entries:read admin:read admin:write");
        let may = |roles: &[Role], scopes, changed: &[Role]| may_hand_out((roles, scopes), changed, &book);
        assert!(may(&[Role::User, Role::Admin], all, &[Role::User, Role::Admin, support]));
        assert!(!may(&[Role::User, Role::Admin], Scopes::parse("admin:write"), &[Role::User]));
        assert!(!may(&[support], Scopes::parse("admin:read"), &[Role::Admin]));
        assert!(!may(&[support], all, &[Role::Admin]), "the same scopes are not the role");
        assert!(may(&[support], all, &[Role::User, support]));
    }

    #[test]
    fn an_account_gets_roles_that_there_are() {
        let check =
            |words: &[&str]| check_roles(words, &book()).map(|roles| roles.stored()).map_err(|c| c.code);
        assert_eq!(check(&["support", "admin"]).as_deref(), Ok("user admin support"));
        assert_eq!(check(&["support"]).as_deref(), Ok("support"));
        assert_eq!(check(&["night-watch"]), Err("unknown_role"));
        assert_eq!(check(&["user admin"]), Err("unknown_role"));
        assert_eq!(check(&[]), Err("required"));
    }

    #[test]
    fn a_role_of_ones_own_is_neither_built_in_nor_empty() {
        assert!(check_name("support").is_ok());
        assert_eq!(check_name("admin").map_err(|complaint| complaint.code), Err("built_in"));
        assert_eq!(check_name("Support").map_err(|complaint| complaint.code), Err("invalid_name"));
        assert!(check_scopes(&["admin:read"]).is_ok());
        assert!(check_scopes::<&str>(&[]).is_err() && check_scopes(&["admin"]).is_err());
    }
}
