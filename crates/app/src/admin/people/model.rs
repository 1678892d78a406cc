//! What is looked for among people, and where.

use unicode_normalization::UnicodeNormalization;
use uuid::Uuid;

use crate::access::{Role, RoleBook};
use crate::account::{Account, AccountId};
use crate::http::Complaint;

/// Characters of what is searched for; no address is longer.
const LONGEST: usize = 254;
/// Digits from which on a text is also looked for among ids: fewer would find a part of everybody.
const FEWEST_DIGITS: usize = 6;

/// What became of an account, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Standing {
    /// Nothing: its owner comes and goes.
    Active,
    /// Its address was never verified.
    Unverified,
    /// It may not sign in.
    Disabled,
    /// It will be deleted.
    DeletionPlanned,
}

impl Standing {
    /// What stands in the way first.
    pub(super) fn of(account: &Account) -> Self {
        if account.disabled_at.is_some() {
            Self::Disabled
        } else if account.deletion_at.is_some() {
            Self::DeletionPlanned
        } else if account.verified_at.is_none() {
            Self::Unverified
        } else {
            Self::Active
        }
    }

    pub(super) fn parse(word: &str) -> Result<Self, Complaint> {
        match word {
            "active" => Ok(Self::Active),
            "unverified" => Ok(Self::Unverified),
            "disabled" => Ok(Self::Disabled),
            "deletion_planned" => Ok(Self::DeletionPlanned),
            _ => Err(Complaint::new(
                "invalid_choice",
                "Ask for active, unverified, disabled or deletion_planned.",
            )),
        }
    }

    /// Whether an account is among those; one that is locked and will be deleted is among both.
    fn includes(self, account: &Account) -> bool {
        match self {
            Self::Active => Self::of(account) == Self::Active,
            Self::Unverified => account.verified_at.is_none(),
            Self::Disabled => account.disabled_at.is_some(),
            Self::DeletionPlanned => account.deletion_at.is_some(),
        }
    }
}

/// A role that there is.
pub(super) fn parse_role(word: &str, book: &RoleBook) -> Result<Role, Complaint> {
    let known = Role::parse(word).filter(|role| book.scopes(*role).is_some());
    known.ok_or_else(|| Complaint::new("invalid_choice", "There is no such role."))
}

/// A place where people are found in an order, each by an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// All, the newest first.
    Newest,
    /// Those in that standing, the newest first.
    In(Standing),
    /// Those who have a role that not everybody has, the newest first.
    Having(Role),
    /// Those whose address begins so.
    Addresses(String),
    /// Those whose username begins so.
    Usernames(String),
    /// Those whose id is within these bounds.
    Ids(Uuid, Uuid),
}

/// Who is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sought {
    pub(super) words: String,
    pub(super) standing: Option<Standing>,
    pub(super) role: Option<Role>,
}

impl Sought {
    pub(super) fn check_words(words: &str) -> Result<String, Complaint> {
        let words = words.trim();
        if words.chars().count() <= LONGEST && !words.chars().any(char::is_control) {
            return Ok(words.to_owned());
        }
        Err(Complaint::new("out_of_range", "Search for at most 254 characters."))
    }

    /// What tells this search from others, for places in it.
    pub(super) fn list(&self) -> String {
        format!("people {self:?}")
    }

    /// Where to look, one after the other.
    pub(super) fn sources(&self) -> Vec<Source> {
        if self.words.is_empty() {
            return vec![match (self.role, self.standing) {
                // Nearly everybody is a user.
                (Some(role), _) if role != Role::User => Source::Having(role),
                (_, Some(standing)) if standing != Standing::Active => Source::In(standing),
                _ => Source::Newest,
            }];
        }
        let address = self.words.nfc().collect::<String>().to_lowercase();
        let username = self.words.nfkc().collect::<String>().to_lowercase();
        let ids = id_range(&self.words).map(|(first, last)| Source::Ids(first, last));
        [Source::Addresses(address), Source::Usernames(username)].into_iter().chain(ids).collect()
    }

    /// Whether somebody who was found at a source is meant, and not told already from an earlier one.
    pub(super) fn takes(&self, account: &Account, sources: &[Source], at: usize) -> bool {
        account.id != AccountId::DEMO
            && self.standing.is_none_or(|standing| standing.includes(account))
            && self.role.is_none_or(|role| account.roles.contains(&role))
            && !sources[..at].iter().any(|source| source.has(account))
    }

    /// Whether everybody is meant who is found.
    pub(super) fn takes_all(&self) -> bool {
        self.standing.is_none() && self.role.is_none()
    }
}

impl Source {
    /// Whether an account is found here, of those sources that come before another one.
    fn has(&self, account: &Account) -> bool {
        match self {
            Self::Addresses(start) => folded_email(account).starts_with(start.as_str()),
            Self::Usernames(start) => {
                let name = account.username.as_deref().unwrap_or_default();
                name.to_lowercase().starts_with(start.as_str())
            }
            _ => false,
        }
    }
}

fn folded_email(account: &Account) -> String {
    crate::account::Email::parse(&account.email).map(|email| email.folded().to_owned()).unwrap_or_default()
}

/// The first and the last id that begin with these hexadecimal digits.
fn id_range(words: &str) -> Option<(Uuid, Uuid)> {
    let digits: String = words.chars().filter(|letter| *letter != '-').collect();
    let is_id = (FEWEST_DIGITS..=32).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_hexdigit());
    if !is_id {
        return None;
    }
    let filled = |with: char| format!("{digits}{}", with.to_string().repeat(32 - digits.len()));
    Some((filled('0').parse().ok()?, filled('f').parse().ok()?))
}

/// What sorts after everything that begins so, and before everything else that sorts after it.
pub(super) fn end_of(start: &str) -> String {
    format!("{start}{}", char::MAX)
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    fn account(email: &str, username: Option<&str>) -> Account {
        Account {
            id: AccountId(Uuid::from_u128(7)),
            email: email.to_owned(),
            username: username.map(str::to_owned),
            profile: crate::account::Profile::default(),
            roles: [Role::User].into_iter().collect(),
            created_at: Timestamp::UNIX_EPOCH,
            verified_at: Some(Timestamp::UNIX_EPOCH),
            disabled_at: None,
            deletion_at: None,
            first_signed_in_at: None,
            second_factor_since: None,
        }
    }

    fn sought(words: &str) -> Sought {
        Sought { words: words.to_owned(), ..Sought::default() }
    }

    #[test]
    fn without_words_the_rarest_thing_leads() {
        let of = |standing, role| Sought { words: String::new(), standing, role }.sources();
        assert_eq!(of(None, None), [Source::Newest]);
        assert_eq!(of(Some(Standing::Active), None), [Source::Newest]);
        assert_eq!(of(Some(Standing::Disabled), Some(Role::User)), [Source::In(Standing::Disabled)]);
        assert_eq!(of(Some(Standing::Disabled), Some(Role::Admin)), [Source::Having(Role::Admin)]);
    }

    #[test]
    fn words_are_folded_and_looked_for_among_ids_when_they_may_be_one() {
        let (address, name) = (Source::Addresses("ada".into()), Source::Usernames("ada".into()));
        assert_eq!(sought("ADA").sources(), [address, name]);
        let Some(Source::Ids(first, last)) = sought("0190-ABcd-").sources().pop() else { panic!("an id") };
        assert_eq!(first.to_string(), "0190abcd-0000-0000-0000-000000000000");
        assert_eq!(last.to_string(), "0190abcd-ffff-ffff-ffff-ffffffffffff");
        assert_eq!(sought("0190a").sources().len(), 2);
        assert_eq!(sought(&"f".repeat(33)).sources().len(), 2);
    }

    #[test]
    fn nobody_is_told_twice() {
        let both = account("Ada@example.com", Some("Adalove"));
        let sought = sought("ada");
        let sources = sought.sources();
        assert!(sought.takes(&both, &sources, 0) && !sought.takes(&both, &sources, 1));
        let named = account("b@example.com", Some("ADAlove"));
        assert!(sought.takes(&named, &sources, 1) && !sought.takes(&named, &sources, 2));
    }

    #[test]
    fn a_standing_takes_whoever_is_in_it_whatever_else_they_are() {
        let gone = Account {
            disabled_at: Some(Timestamp::UNIX_EPOCH),
            deletion_at: Some(Timestamp::UNIX_EPOCH),
            ..account("a@example.com", None)
        };
        assert_eq!(Standing::of(&gone), Standing::Disabled);
        assert!(Standing::Disabled.includes(&gone) && Standing::DeletionPlanned.includes(&gone));
        assert!(!Standing::Active.includes(&gone) && !Standing::Unverified.includes(&gone));
    }

    #[test]
    fn the_end_of_a_beginning_comes_after_all_that_begin_so() {
        let end = end_of("ada");
        assert!("ada" < end.as_str() && "adaé\u{10fffe}" < end.as_str() && end.as_str() < "adb");
    }
}
