//! What an access token for scripts is, and what may be asked of one.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::{Scope, Scopes};
use crate::http::Complaint;
use crate::id::TokenId;

/// The most live tokens of one account.
pub(super) const MOST: i64 = 50;
/// The longest that one may hold.
const LONGEST: SignedDuration = SignedDuration::from_hours(24 * 366);
/// How long one holds when nothing is said.
pub(super) const USUAL: SignedDuration = SignedDuration::from_hours(24 * 90);
/// Networks that are remembered of a token.
const NETWORKS: usize = 16;

/// A token as its owner sees it; never the token itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TokenItem {
    /// Its id, which opens nothing.
    pub id: TokenId,
    /// What its owner calls it.
    pub name: String,
    /// What it may be used for, as far as its owner's roles grant that.
    #[schema(value_type = Vec<String>)]
    pub scopes: Scopes,
    /// When it was first made.
    pub created_at: Timestamp,
    /// When the secret was made that holds now: then, or at the last rotation.
    pub issued_at: Timestamp,
    /// Until when it holds.
    pub expires_at: Timestamp,
    /// When it was last used, to the minute; null when never.
    pub last_used_at: Option<Timestamp>,
    /// From which network address.
    pub last_used_from: Option<String>,
}

/// A token with its secret, which is shown once.
#[derive(Serialize, ToSchema)]
pub(super) struct MadeToken {
    /// For the `Authorization: Bearer` header.
    pub(super) token: String,
    #[serde(flatten)]
    pub(super) item: TokenItem,
}

pub(super) fn check_name(name: &str) -> Result<String, Complaint> {
    let name = name.trim();
    if (1..=100).contains(&name.chars().count()) && !name.chars().any(char::is_control) {
        return Ok(name.to_owned());
    }
    Err(Complaint::new("invalid_name", "A name is one line of at most 100 characters."))
}

/// The scopes of a token, which must be among those of whoever makes it.
pub(super) fn check_scopes(words: &[String], own: Scopes) -> Result<Scopes, Complaint> {
    if words.is_empty() {
        return Err(Complaint::new("required", "Choose at least one thing that the token may do."));
    }
    let scopes: Option<Scopes> = words.iter().map(|word| Scope::parse(word)).collect();
    let Some(scopes) = scopes else {
        return Err(Complaint::new("unknown_scope", "One of these is no scope that there is."));
    };
    if own.contain_all(scopes) {
        return Ok(scopes);
    }
    Err(Complaint::new("beyond_own", "A token may do no more than you may do yourself."))
}

pub(super) fn check_end(at: Timestamp, now: Timestamp) -> Result<Timestamp, Complaint> {
    if now < at && at <= now + LONGEST {
        return Ok(at);
    }
    Err(Complaint::new("out_of_range", "A token ends in the future, within a year."))
}

/// When a rotated token ends if nothing is said: it gets as long as it was given before.
pub(super) fn end_after_rotation(before: &TokenItem, now: Timestamp) -> Timestamp {
    now + before.expires_at.duration_since(before.issued_at).clamp(SignedDuration::ZERO, LONGEST)
}

/// The networks of a token with one more, of which the oldest are forgotten; `None` when it is known already.
pub(super) fn with_network(networks: &str, network: &str) -> Option<String> {
    let known: Vec<&str> = networks.split(' ').filter(|known| !known.is_empty()).collect();
    if known.contains(&network) {
        return None;
    }
    let kept = known.len().saturating_sub(NETWORKS - 1);
    Some(known[kept..].iter().copied().chain([network]).collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("a time")
    }

    #[test]
    fn a_token_is_given_no_more_than_its_maker_has() {
        let own = Scopes::parse("entries:read profile:read");
        let check = |words: &[&str]| {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            check_scopes(&words, own).map_err(|complaint| complaint.code)
        };
        assert_eq!(check(&["entries:read"]), Ok(Scopes::parse("entries:read")));
        assert_eq!(check(&["entries:read", "admin:read"]), Err("beyond_own"));
        assert_eq!(check(&["entries:read", "entries:all"]), Err("unknown_scope"));
        assert_eq!(check(&["entries:read profile:read"]), Err("unknown_scope"));
        assert_eq!(check(&[]), Err("required"));
    }

    #[test]
    fn a_token_ends_within_a_year() {
        let day = 86_400;
        assert!(check_end(at(1), at(0)).is_ok() && check_end(at(366 * day), at(0)).is_ok());
        for end in [0, -1, 366 * day + 1] {
            assert!(check_end(at(end), at(0)).is_err(), "{end}");
        }
    }

    #[test]
    fn a_rotated_token_gets_as_long_as_before() {
        let token = TokenItem {
            id: TokenId(Uuid::nil()),
            name: String::new(),
            scopes: Scopes::default(),
            created_at: at(0),
            issued_at: at(100),
            expires_at: at(700),
            last_used_at: None,
            last_used_from: None,
        };
        assert_eq!(end_after_rotation(&token, at(1_000)), at(1_600));
    }

    #[test]
    fn the_latest_networks_are_remembered() {
        assert_eq!(with_network("", "192.0.2.1").as_deref(), Some("192.0.2.1"));
        assert_eq!(with_network("192.0.2.1", "192.0.2.1"), None);
        let full: Vec<String> = (0..NETWORKS).map(|last| format!("192.0.2.{last}")).collect();
        let after = with_network(&full.join(" "), "2001:db8::/64").expect("a new one");
        assert!(after.starts_with("192.0.2.1 ") && after.ends_with(" 2001:db8::/64"));
        assert_eq!(after.split(' ').count(), NETWORKS);
    }

    #[test]
    fn a_name_is_one_line() {
        assert_eq!(check_name(" backup ").as_deref(), Ok("backup"));
        for name in ["", "  ", "a\nb", "a\0b", &"x".repeat(101)] {
            assert!(check_name(name).is_err(), "{name:?}");
        }
    }
}
