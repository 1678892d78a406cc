//! The list of breached passwords: missing, unreadable, broken.

use std::fs;

use super::{examine, says, state, used};
use crate::program::Home;

const CHECK: &str = "breach list";

/// A home with a list of some thousand passwords.
fn with_list() -> Home {
    let home = used();
    let mut lines: Vec<String> = (0..5_000).map(|number| hex(&format!("made up {number}"))).collect();
    lines.sort();
    fs::write(home.path().join("published.txt"), lines.join("\n")).unwrap();
    home.json(&["passwords", "build-breach-list", "published.txt", "breaches"]);
    home
}

fn hex(password: &str) -> String {
    crypto::sha1(password.as_bytes()).iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02X}"))
}

#[test]
fn a_list_that_is_whole_is_fine_and_none_is_nothing_to_tell_of() {
    let home = with_list();
    let (ok, findings) = examine(&home, &[("BREACH_LIST", "breaches")]);
    assert!(ok, "{findings:#}");
    assert_eq!(state(&findings, CHECK), ["ok"]);
    assert!(says(&findings, CHECK).contains("5000 passwords"), "{findings:#}");
    assert_eq!(state(&examine(&home, &[]).1, CHECK), [""; 0]);
}

#[test]
fn a_list_that_is_missing_or_cannot_be_read_is_an_error_with_a_hint() {
    let home = with_list();
    // Not by its mode, which does not bind whoever is root: a folder cannot be read as a file.
    for place in ["nowhere", "data"] {
        let (ok, findings) = examine(&home, &[("BREACH_LIST", place)]);
        assert!(!ok, "{place}");
        assert_eq!(state(&findings, CHECK), ["error"], "{place}");
        assert!(says(&findings, CHECK).contains(place), "{findings:#}");
        assert_eq!(state(&findings, "database"), ["ok"], "the rest is looked at all the same");
    }
}

#[test]
fn a_list_that_is_broken_is_an_error_wherever_it_is_broken() {
    let home = with_list();
    let path = home.path().join("breaches");
    let whole = fs::read(&path).unwrap();
    let last = whole.len() - 1;
    let broken = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        let (ok, findings) = examine(&home, &[("BREACH_LIST", "breaches")]);
        assert!(!ok, "{findings:#}");
        assert_eq!(state(&findings, CHECK), ["error"]);
        let hints = serde_json::to_string(&findings).unwrap();
        assert!(hints.contains("build-breach-list"), "{hints}");
    };
    broken(b"no list at all");
    broken(&whole[..last]);
    // In the entries, which no start reads.
    let mut changed = whole.clone();
    changed[last] ^= 1;
    broken(&changed);
}
