use std::collections::BTreeSet;

use journal::config::{Kind, Preset, SETTINGS, find, markdown, nearest};

use super::{problem, read};

#[test]
fn every_name_stands_once_in_the_table_with_a_meaning() {
    let names: BTreeSet<&str> = SETTINGS.iter().map(|setting| setting.name).collect();
    assert_eq!(names.len(), SETTINGS.len());
    for setting in SETTINGS {
        assert!(!setting.meaning.is_empty(), "{} has a meaning", setting.name);
        assert!(!setting.allowed().contains('|') && !setting.meaning.contains('|'), "{}", setting.name);
    }
}

#[test]
fn every_default_is_allowed_when_it_is_given() {
    for setting in SETTINGS {
        if let Preset::Value(default) = setting.default {
            read(&[(setting.name, default)]);
        }
    }
}

#[test]
fn every_choice_is_allowed_and_every_bound_holds() {
    let https = ("PUBLIC_URL", "https://localhost");
    for setting in SETTINGS {
        match setting.kind {
            Kind::Choice(words) if setting.name != "ENV" => {
                for word in words {
                    read(&[https, (setting.name, word)]);
                }
            }
            Kind::Number(least, most) => {
                read(&[(setting.name, &least.to_string())]);
                read(&[(setting.name, &most.to_string())]);
                assert_eq!(problem(&[(setting.name, &(most + 1).to_string())]).0, setting.name);
            }
            _ => {}
        }
    }
}

#[test]
fn every_secret_is_marked() {
    for name in
        ["MASTER_KEY", "MASTER_KEY_PREVIOUS", "JWT_SECRET", "DEMO_PASSWORD", "SMTP_URL", "DATABASE_URL"]
    {
        assert!(find(name).unwrap().secret, "{name} is a secret");
    }
}

#[test]
fn the_nearest_name_is_found_over_small_slips() {
    assert_eq!(nearest("LISTNE"), "LISTEN");
    assert_eq!(nearest("COOKIES_SAMESITE"), "COOKIE_SAMESITE");
    assert_eq!(nearest("OAUTH_ACME_CLIENT_SECRT_FILE"), "OAUTH_ACME_CLIENT_SECRET_FILE");
}

#[test]
fn the_table_has_a_row_for_every_setting() {
    let table = markdown();
    assert_eq!(table.lines().count(), SETTINGS.len() + 3);
    assert!(table.contains("| `JOURNAL_LISTEN` | `127.0.0.1:8080` |"), "{table}");
    assert!(table.ends_with("|\n"));
}
