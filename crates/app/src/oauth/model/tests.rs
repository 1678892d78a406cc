use serde_json::json;

use super::*;
use crate::access::{Role, Roles};
use crate::account::Profile;

fn account(verified_at: Option<Timestamp>) -> Account {
    Account {
        id: AccountId(Uuid::from_u128(1)),
        email: "ada@example.org".to_owned(),
        username: None,
        profile: Profile::default(),
        roles: Roles::given([Role::User]),
        created_at: Timestamp::UNIX_EPOCH,
        verified_at,
        disabled_at: None,
        deletion_at: None,
        first_signed_in_at: None,
        second_factor_since: None,
    }
}

fn connection(unconfirmed_at: Option<Timestamp>) -> Connection {
    Connection {
        account: AccountId(Uuid::from_u128(2)),
        issuer: "https://id.example".to_owned(),
        subject: "7".to_owned(),
        shown_as: None,
        created_at: Timestamp::UNIX_EPOCH,
        last_used_at: None,
        unconfirmed_at,
    }
}

fn says(claims: &Value) -> Identity {
    identity("https://id.example", "7", claims.as_object().expect("an object"))
}

fn verified() -> Identity {
    says(&json!({"email": "ada@example.org", "email_verified": true}))
}

/// ASVS 10.5.2
#[test]
fn whoever_is_connected_is_known_by_issuer_and_subject_whatever_address_is_named() {
    let known = connection(None);
    let stranger = account(Some(Timestamp::UNIX_EPOCH));
    for (identity, trusted) in [(verified(), true), (verified(), false), (says(&json!({})), false)] {
        assert!(arrive(Some(&known), Some(&stranger), &identity, trusted) == Arrival::Known(known.account));
    }
}

#[test]
fn a_connection_that_was_set_aside_opens_nothing() {
    let aside = connection(Some(Timestamp::UNIX_EPOCH));
    assert!(arrive(Some(&aside), None, &verified(), true) == Arrival::SetAside);
}

#[test]
fn an_account_is_linked_silently_only_when_all_three_vouch_for_the_address() {
    let (checked, unchecked) = (account(Some(Timestamp::UNIX_EPOCH)), account(None));
    let (yes, no) = (verified(), says(&json!({"email": "ada@example.org"})));
    let email = yes.email.clone().expect("an address");
    for (owner, identity, trusted, expected) in [
        (Some(&checked), &yes, true, Arrival::Link(checked.id)),
        (Some(&unchecked), &yes, true, Arrival::SignInFirst),
        (None, &yes, true, Arrival::Welcome(email.clone())),
    ] {
        assert!(arrive(None, owner, identity, trusted) == expected);
    }
    // What follows without a voucher is the same whoever exists.
    for (identity, trusted) in [(&yes, false), (&no, true), (&no, false)] {
        for owner in [None, Some(&checked), Some(&unchecked)] {
            assert!(arrive(None, owner, identity, trusted) == Arrival::Register(email.clone()));
        }
    }
}

#[test]
fn without_an_address_there_is_no_account() {
    assert!(arrive(None, None, &says(&json!({"email_verified": true})), true) == Arrival::NoAddress);
}

#[test]
fn an_address_is_verified_when_the_provider_says_true_and_nothing_else() {
    assert!(verified().is_verified);
    for claims in [
        json!({"email": "ada@example.org"}),
        json!({"email": "ada@example.org", "email_verified": false}),
        json!({"email": "ada@example.org", "email_verified": "true"}),
        json!({"email": "ada@example.org", "email_verified": 1}),
        json!({"email": "ada@example.org", "email_verified": [true]}),
        json!({"email": "ada@example.org", "email_verified": null}),
        json!({"email": "no address", "email_verified": true}),
        json!({"email": ["ada@example.org"], "email_verified": true}),
    ] {
        assert!(!says(&claims).is_verified, "{claims}");
    }
}

#[test]
fn a_name_is_kept_as_one_line() {
    assert_eq!(shown(" Ada\n\u{1b}[31mLovelace ").as_deref(), Some("Ada[31mLovelace"));
    assert_eq!(shown(" \n "), None);
    assert_eq!(shown(&"x".repeat(1_000)).map(|name| name.len()), Some(254));
}

/// ASVS 1.2.2
#[test]
fn one_goes_on_in_this_journal_and_nowhere_else() {
    let own = "https://journal.example";
    for path in ["/", "/account", "/entries/1?a=b#c", "/a//b", "/%2f%2fevil.example"] {
        assert_eq!(own_path(own, path).as_deref(), Ok(path));
    }
    for foreign in [
        "",
        "account",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        " /account",
        &format!("/{}", "x".repeat(2_000)),
    ] {
        assert!(own_path(own, foreign).is_err(), "{foreign:?}");
    }
}

#[test]
fn no_two_purposes_share_a_word() {
    for purpose in Purpose::ALL {
        assert_eq!(Purpose::parse(purpose.stored()), Some(purpose));
    }
}
