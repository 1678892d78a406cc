//! Who may know whom: the one direction between crates, and between the slices of `app`.

use std::fs;

use super::{Source, assert_none, folders, root, sources};

/// For each slice, what it may use of others; a longer path allows that part alone. ARCHITECTURE.md says why.
const MAY_USE: [(&str, &[&str]); 23] = [
    ("http", &[]),
    ("key", &[]),
    ("health", &["http"]),
    ("document", &["http"]),
    ("audit", &["access", "http"]),
    ("mail", &["http"]),
    ("access", &["http"]),
    ("event", &["access", "http"]),
    ("figure", &["http"]),
    ("onetime", &["http"]),
    ("invite", &["access", "audit", "http"]),
    ("account", &["access", "audit", "http", "invite", "key", "mail", "onetime", "throttle"]),
    ("session", &["account", "access", "audit", "figure", "http", "mail", "onetime", "throttle"]),
    ("token", &["session", "account", "access", "audit", "http", "mail", "onetime"]),
    ("mfa", &["session", "account", "access", "audit", "figure", "http", "mail", "onetime", "throttle"]),
    ("passkey", &["session", "account", "access", "audit", "figure", "http", "mail", "onetime", "throttle"]),
    (
        "oauth",
        &[
            "passkey", "session", "account", "access", "audit", "figure", "http", "mail", "onetime",
            "throttle",
        ],
    ),
    (
        "password",
        &[
            "mfa", "oauth", "passkey", "token", "session", "account", "access", "audit", "figure", "http",
            "mail", "onetime", "throttle",
        ],
    ),
    (
        "recovery",
        &[
            "oauth", "passkey", "token", "session", "account", "access", "audit", "http", "mail", "onetime",
            "throttle",
        ],
    ),
    ("entry", &["account::AccountId", "account::key", "access", "audit", "http"]),
    ("stats", &["account::AccountId", "account::key", "access", "audit", "entry", "http"]),
    ("admin", &["*"]),
    ("throttle", &["access", "audit", "http"]),
];

/// What a crate may depend on in this workspace.
const CRATES: [(&str, &[&str]); 6] = [
    ("crypto", &[]),
    ("store", &[]),
    ("app", &["crypto", "store"]),
    ("journal", &["app", "crypto", "store"]),
    ("model", &["app"]),
    ("testkit", &["app", "crypto", "store"]),
];

#[test]
fn slices_reach_only_the_neighbours_they_may() {
    let slices = folders("crates/app/src");
    let unlisted = slices.iter().filter(|slice| MAY_USE.iter().all(|(known, _)| known != slice));
    let mut breaches: Vec<String> = unlisted.map(|slice| format!("{slice} has no row in MAY_USE")).collect();
    let all = sources();
    for (slice, allowed) in MAY_USE {
        let folder = format!("crates/app/src/{slice}");
        for source in all.iter().filter(|source| source.is_below(&folder)) {
            let used = uses(source).into_iter().filter(|path| {
                let neighbour = path.split("::").next().unwrap_or_default();
                neighbour != slice
                    && slices.iter().any(|slice| slice == neighbour)
                    && !is_allowed(allowed, path)
            });
            breaches.extend(used.map(|path| format!("{} uses {path}", source.path)));
        }
    }
    assert_none(&breaches, "turn the dependency round, or let `admin` compose");
}

fn is_allowed(allowed: &[&str], path: &str) -> bool {
    let leads_to =
        |whole: &str| path == whole || path.strip_prefix(whole).is_some_and(|rest| rest.starts_with("::"));
    allowed.iter().any(|allowed| *allowed == "*" || leads_to(allowed))
}

/// Every path from the root of the crate, without what follows the second part.
fn uses(source: &Source) -> Vec<String> {
    let code: String = source
        .text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n");
    let mut prefixes = vec!["crate::"];
    if source.path.ends_with("/mod.rs") && source.path.matches('/').count() == 4 {
        prefixes.push("super::");
    }
    let starts =
        prefixes.iter().flat_map(|prefix| code.match_indices(prefix).map(|(at, _)| at + prefix.len()));
    starts.flat_map(|at| paths(&code[at..])).collect()
}

/// The paths that begin here: `a::b::c` is `a::b`, `{a::b, c::{d, e}}` is `a::b`, `c::d` and `c::e`.
fn paths(code: &str) -> Vec<String> {
    let Some(group) = code.strip_prefix('{') else {
        let end = code.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).unwrap_or(code.len());
        let (path, rest) = code.split_at(end);
        return match path.strip_suffix("::") {
            Some(stem) if rest.starts_with('{') => {
                paths(rest).into_iter().map(|path| first_two(&format!("{stem}::{path}"))).collect()
            }
            _ => vec![first_two(path)],
        };
    };
    let mut depth = 0_u32;
    let mut items = vec![String::new()];
    for letter in group.chars() {
        match letter {
            '}' if depth == 0 => break,
            ',' if depth == 0 => items.push(String::new()),
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth > 0 || letter != ',' {
            items.last_mut().unwrap().push(letter);
        }
    }
    items.iter().map(|item| item.trim()).filter(|item| !item.is_empty()).flat_map(paths).collect()
}

fn first_two(path: &str) -> String {
    path.split("::").filter(|part| !part.is_empty()).take(2).collect::<Vec<_>>().join("::")
}

#[test]
fn paths_are_found_in_all_their_forms() {
    let uses =
        |text: &str| uses(&Source { path: "crates/app/src/entry/read.rs".to_owned(), text: text.to_owned() });
    assert_eq!(uses("use crate::account::store::by_id;"), ["account::store"]);
    assert_eq!(
        uses("use crate::{App, http, mail::{self, Message}};"),
        ["App", "http", "mail::self", "mail::Message"]
    );
    assert_eq!(uses("use crate::{\n    account::{key, store},\n    id::AccountId,\n};").len(), 3);
    assert_eq!(uses("    let found = crate::session::end(app);"), ["session::end"]);
    assert!(uses("// crate::session is not used").is_empty());
}

#[test]
fn a_part_that_is_allowed_does_not_allow_the_whole() {
    assert!(is_allowed(&["account::key", "http"], "account::key"));
    assert!(is_allowed(&["account::key", "http"], "http::Json"));
    assert!(!is_allowed(&["account::key", "http"], "account::store"));
    assert!(!is_allowed(&["account::key", "http"], "account::keys"));
}

#[test]
fn crates_depend_one_way() {
    let ours = folders("crates");
    let mut breaches = Vec::new();
    for name in &ours {
        let Some((_, allowed)) = CRATES.iter().find(|(known, _)| known == name) else {
            breaches.push(format!("{name} has no row in CRATES"));
            continue;
        };
        let manifest = fs::read_to_string(root().join("crates").join(name).join("Cargo.toml")).unwrap();
        let section =
            manifest.split("\n[dependencies]").nth(1).unwrap_or_default().split("\n[").next().unwrap();
        let names = section.lines().filter_map(|line| line.split(['.', ' ', '=']).next());
        let wrong = names.filter(|used| ours.iter().any(|name| name == used) && !allowed.contains(used));
        breaches.extend(wrong.map(|used| format!("{name} depends on {used}")));
    }
    assert_none(&breaches, "dependencies point from journal over app to store and crypto");
}
