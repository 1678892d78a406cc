//! Roles, scopes, and which role has which: one table.

use serde::Serialize;
use utoipa::ToSchema;

/// What a person is to this installation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Writes a journal.
    User,
    /// Runs the place; is a user as well.
    Admin,
}

/// What a token may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Read one's own entries.
    EntriesRead,
    /// Write, change and delete one's own entries.
    EntriesWrite,
    /// Read one's own profile.
    ProfileRead,
    /// Change one's own profile.
    ProfileWrite,
    /// See one's own sessions.
    SessionsRead,
    /// End one's own sessions.
    SessionsWrite,
    /// See what operators see.
    AdminRead,
    /// Do what operators do.
    AdminWrite,
}

const SCOPES: [(Scope, &str, Role); 8] = [
    (Scope::EntriesRead, "entries:read", Role::User),
    (Scope::EntriesWrite, "entries:write", Role::User),
    (Scope::ProfileRead, "profile:read", Role::User),
    (Scope::ProfileWrite, "profile:write", Role::User),
    (Scope::SessionsRead, "sessions:read", Role::User),
    (Scope::SessionsWrite, "sessions:write", Role::User),
    (Scope::AdminRead, "admin:read", Role::Admin),
    (Scope::AdminWrite, "admin:write", Role::Admin),
];

impl Role {
    /// The word for it in tokens, in answers and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Admin => "admin",
        }
    }

    /// The role of that name.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::User, Self::Admin].into_iter().find(|role| role.as_str() == word)
    }

    /// Roles as they are stored: names with a space between.
    pub fn parse_all(words: &str) -> Vec<Self> {
        words.split(' ').filter_map(Self::parse).collect()
    }

    /// All roles that come with this one, as they are stored.
    pub fn stored(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Admin => "user admin",
        }
    }
}

impl Scope {
    /// The word for it in tokens.
    pub fn as_str(self) -> &'static str {
        SCOPES.iter().find(|(scope, ..)| *scope == self).map_or("", |(_, word, _)| word)
    }

    fn is_granted_by(self, roles: &[Role]) -> bool {
        SCOPES.iter().any(|(scope, _, role)| *scope == self && roles.contains(role))
    }
}

/// The scopes that roles grant, in the order of the table.
pub fn scopes_of(roles: &[Role]) -> Vec<&'static str> {
    SCOPES.iter().filter(|(_, _, role)| roles.contains(role)).map(|(_, word, _)| *word).collect()
}

/// Whether somebody with these roles may give that one to somebody: nobody grants what they lack.
pub fn may_grant(own: &[Role], role: Role) -> bool {
    let granted = scopes_of(&Role::parse_all(role.stored()));
    let held = scopes_of(own);
    granted.iter().all(|scope| held.contains(scope))
}

/// Whether a token with these scopes, in the hands of somebody with these roles, has the scope.
pub(super) fn has_scope(token_scopes: &str, roles: &[Role], scope: Scope) -> bool {
    scope.is_granted_by(roles) && token_scopes.split(' ').any(|word| word == scope.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_has_six_scopes_and_an_admin_all_eight() {
        assert_eq!(scopes_of(&Role::parse_all(Role::User.stored())).len(), 6);
        assert_eq!(scopes_of(&Role::parse_all(Role::Admin.stored())).len(), 8);
        assert!(scopes_of(&[]).is_empty());
    }

    #[test]
    fn nobody_grants_what_they_lack() {
        let admin = [Role::User, Role::Admin];
        assert!(may_grant(&admin, Role::Admin) && may_grant(&admin, Role::User));
        assert!(may_grant(&[Role::User], Role::User) && !may_grant(&[Role::User], Role::Admin));
        assert!(!may_grant(&[Role::Admin], Role::Admin), "the role alone does not hold what comes with it");
    }

    #[test]
    fn a_scope_needs_both_the_token_and_the_present_role() {
        let admin = [Role::User, Role::Admin];
        assert!(has_scope("entries:read admin:read", &admin, Scope::AdminRead));
        assert!(!has_scope("entries:read admin:read", &[Role::User], Scope::AdminRead));
        assert!(!has_scope("entries:read", &admin, Scope::AdminRead));
        assert!(!has_scope("", &admin, Scope::EntriesRead));
    }
}
