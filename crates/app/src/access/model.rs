//! Scopes, roles, and sets of both.

use std::fmt;
use std::ops::{BitAnd, BitOr, Deref};
use std::sync::Arc;

use serde::{Serialize, Serializer};

/// What may be done by somebody who is signed in.
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
    /// See one's own sessions, access tokens and activity.
    SessionsRead,
    /// End one's own sessions, make and revoke one's own access tokens.
    SessionsWrite,
    /// See what operators see.
    AdminRead,
    /// Do what operators do.
    AdminWrite,
}

/// Every scope with the word for it in tokens, in the order in which they are listed.
const WORDS: [(Scope, &str); 8] = [
    (Scope::EntriesRead, "entries:read"),
    (Scope::EntriesWrite, "entries:write"),
    (Scope::ProfileRead, "profile:read"),
    (Scope::ProfileWrite, "profile:write"),
    (Scope::SessionsRead, "sessions:read"),
    (Scope::SessionsWrite, "sessions:write"),
    (Scope::AdminRead, "admin:read"),
    (Scope::AdminWrite, "admin:write"),
];

impl Scope {
    /// All of them, in order.
    pub fn all() -> impl Iterator<Item = Self> {
        WORDS.iter().map(|(scope, _)| *scope)
    }

    /// The word for it in tokens.
    pub fn as_str(self) -> &'static str {
        WORDS[self as usize].1
    }

    /// What it lets somebody do, in words for people that follow "you may".
    pub fn described(self) -> &'static str {
        match self {
            Self::EntriesRead => "read your entries",
            Self::EntriesWrite => "write, change and delete your entries",
            Self::ProfileRead => "read your profile",
            Self::ProfileWrite => "change your profile",
            Self::SessionsRead => "see your devices, access tokens and activity",
            Self::SessionsWrite => "sign out devices, make and revoke access tokens",
            Self::AdminRead => "see what admins see",
            Self::AdminWrite => "do what admins do",
        }
    }

    /// The scope of that word.
    pub fn parse(word: &str) -> Option<Self> {
        WORDS.iter().find(|(_, known)| *known == word).map(|(scope, _)| *scope)
    }
}

/// A set of scopes.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Scopes(u32);

impl Scopes {
    /// Scopes as tokens and tables hold them: words with a space between. Words that are none mean nothing.
    pub fn parse(words: &str) -> Self {
        words.split(' ').filter_map(Scope::parse).collect()
    }

    /// The same the other way round.
    pub fn stored(self) -> String {
        self.words().collect::<Vec<_>>().join(" ")
    }

    /// Whether the scope is among them.
    pub fn contains(self, scope: Scope) -> bool {
        self.0 & 1 << scope as u32 != 0
    }

    /// Whether all of the others are among them.
    pub fn contain_all(self, others: Self) -> bool {
        others.0 & !self.0 == 0
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Those of one that the other has not, either way round.
    #[must_use]
    pub fn difference(self, other: Self) -> Self {
        Self(self.0 ^ other.0)
    }

    /// What they let somebody do, in order.
    pub fn described(self) -> impl Iterator<Item = &'static str> {
        Scope::all().filter(move |scope| self.contains(*scope)).map(Scope::described)
    }

    /// Their words, in order.
    pub fn words(self) -> impl Iterator<Item = &'static str> {
        WORDS.iter().filter(move |(scope, _)| self.contains(*scope)).map(|(_, word)| *word)
    }
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        Self(scopes.into_iter().fold(0, |set, scope| set | 1 << scope as u32))
    }
}

impl BitAnd for Scopes {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl BitOr for Scopes {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl fmt::Debug for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.words()).finish()
    }
}

impl Serialize for Scopes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.words())
    }
}

/// What a person is to this installation. What a role grants stands in the table of roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Writes a journal.
    User,
    /// Runs the place; is a user as well.
    Admin,
    /// A role of the operator's own.
    Named(RoleName),
}

/// The name of a role of the operator's own: 2 to 24 of small letters, digits and hyphens, beginning with a letter.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RoleName {
    letters: [u8; Self::LONGEST],
    length: u8,
}

impl RoleName {
    /// The most letters.
    pub const LONGEST: usize = 24;

    fn parse(word: &str) -> Option<Self> {
        let is_name = (2..=Self::LONGEST).contains(&word.len())
            && word.starts_with(|first: char| first.is_ascii_lowercase())
            && word.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
        let mut letters = [0; Self::LONGEST];
        letters.get_mut(..word.len()).filter(|_| is_name)?.copy_from_slice(word.as_bytes());
        Some(Self { letters, length: u8::try_from(word.len()).ok()? })
    }

    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.letters[..usize::from(self.length)]).unwrap_or_default()
    }
}

impl fmt::Debug for RoleName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

impl Role {
    /// The word for it in tokens, in answers and on the command line.
    pub fn as_str(&self) -> &str {
        match self {
            Self::User => "user",
            Self::Admin => "admin",
            Self::Named(name) => name.as_str(),
        }
    }

    /// The role of that name, whether or not there is one; `None` for what can be no name.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "user" => Some(Self::User),
            "admin" => Some(Self::Admin),
            word => RoleName::parse(word).map(Self::Named),
        }
    }

    /// Roles as they are stored: names with a space between.
    pub fn parse_all(words: &str) -> Roles {
        words.split(' ').filter_map(Self::parse).collect()
    }
}

impl Serialize for Role {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// The roles of an account, in order and each once; cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roles(Arc<[Role]>);

impl Roles {
    /// Roles as they are given to an account: whoever is an admin is a user as well.
    pub fn given(roles: impl IntoIterator<Item = Role>) -> Self {
        let mut given: Vec<Role> = roles.into_iter().collect();
        if given.contains(&Role::Admin) {
            given.push(Role::User);
        }
        given.into_iter().collect()
    }

    /// As they are stored.
    pub fn stored(&self) -> String {
        self.iter().map(Role::as_str).collect::<Vec<_>>().join(" ")
    }

    /// Those that only one of both has: what is given and what is taken when one becomes the other.
    pub fn changed(&self, after: &Self) -> Vec<Role> {
        let lost = self.iter().filter(|role| !after.contains(role));
        lost.chain(after.iter().filter(|role| !self.contains(role))).copied().collect()
    }
}

impl FromIterator<Role> for Roles {
    fn from_iter<I: IntoIterator<Item = Role>>(roles: I) -> Self {
        let mut roles: Vec<Role> = roles.into_iter().collect();
        roles.sort_unstable();
        roles.dedup();
        Self(roles.into())
    }
}

impl Deref for Roles {
    type Target = [Role];

    fn deref(&self) -> &[Role] {
        &self.0
    }
}

impl Serialize for Roles {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scope_has_its_own_word_and_place() {
        for (at, scope) in Scope::all().enumerate() {
            assert_eq!((scope as usize, Scope::parse(scope.as_str())), (at, Some(scope)));
            assert!(Scopes::parse(scope.as_str()).contains(scope));
        }
        assert_eq!(Scope::parse("entries:all"), None);
    }

    #[test]
    fn a_set_of_scopes_says_what_is_in_it() {
        let set = Scopes::parse("admin:read nonsense entries:read entries:read");
        assert_eq!(set.stored(), "entries:read admin:read");
        assert!(set.contain_all(Scopes::parse("entries:read")) && set.contain_all(Scopes::default()));
        assert!(!set.contain_all(Scopes::parse("entries:read entries:write")));
        assert_eq!((set & Scopes::parse("admin:read")).stored(), "admin:read");
        assert_eq!(set.difference(Scopes::parse("entries:read")).stored(), "admin:read");
        assert!(Scopes::parse("").is_empty());
    }

    #[test]
    fn a_name_of_a_role_is_a_short_plain_word() {
        for word in ["support", "a1", "night-watch", &"a".repeat(24)] {
            assert_eq!(Role::parse(word).expect(word).as_str(), word);
        }
        for word in ["", "a", "Support", "1st", "-x", "a b", "a_b", "a%", "é1", &"a".repeat(25)] {
            assert_eq!(Role::parse(word), None, "{word}");
        }
    }

    #[test]
    fn roles_stand_in_order_and_an_admin_is_a_user() {
        assert_eq!(Role::parse_all("support admin user user").stored(), "user admin support");
        assert_eq!(Roles::given([Role::Admin]).stored(), "user admin");
        let (before, after) = (Role::parse_all("user admin"), Role::parse_all("user support"));
        assert_eq!(before.changed(&after), [Role::Admin, Role::parse("support").expect("a name")]);
        assert!(Role::parse_all("").is_empty());
    }
}
