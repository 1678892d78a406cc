//! The documents tell the truth: folders that exist, settings as they are.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use super::{Source, assert_none, folders, root, sources};

fn read(document: &str) -> String {
    fs::read_to_string(root().join(document)).unwrap()
}

/// Paths between backticks that end in a slash.
fn named_folders(text: &str) -> BTreeSet<String> {
    let quoted = text.split('`').skip(1).step_by(2);
    let folders =
        quoted.filter(|path| path.ends_with('/') && !path.starts_with('/') && !path.contains([' ', '<']));
    folders.map(|path| path.trim_end_matches('/').to_owned()).collect()
}

/// The folders that a reader wants to find on the map: crates and what they are made of, the page's, the rest.
fn folders_worth_naming() -> BTreeSet<String> {
    let below =
        |folder: &str| folders(folder).into_iter().map(move |name| format!("{folder}/{name}")).collect();
    let mut all: Vec<String> = below("crates");
    for name in folders("crates") {
        all.extend::<Vec<String>>(below(&format!("crates/{name}/src")));
    }
    all.extend::<Vec<String>>(["web/src", "web/src/feature", "doc"].into_iter().flat_map(below).collect());
    let single = ["crates/store/migrations", "web/build", "web/e2e", "script", "bench", "deploy"];
    all.extend(single.into_iter().filter(|folder| root().join(folder).is_dir()).map(str::to_owned));
    all.into_iter().collect()
}

#[test]
fn the_architecture_page_names_every_folder_that_exists_and_none_that_does_not() {
    let named = named_folders(&read("ARCHITECTURE.md"));
    assert!(named.len() > 20, "the page names {} folders", named.len());
    let missing = folders_worth_naming().into_iter().filter(|folder| !named.contains(folder));
    let gone = named.iter().filter(|folder| !root().join(folder).is_dir());
    let breaches: Vec<String> = missing
        .map(|folder| format!("{folder}/ exists and is not named"))
        .chain(gone.map(|folder| format!("{folder}/ is named and does not exist")))
        .collect();
    assert_none(&breaches, "bring ARCHITECTURE.md up to date");
}

#[test]
fn the_table_of_security_requirements_tells_what_is_there() {
    let output = Command::new("python3").arg(root().join("script/asvs")).arg("--check").output();
    let output = output.expect("python3 is there, as script/bootstrap sees to");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_name_between_backticks_is_found() {
    let named = named_folders("See `crates/app/`, `lib.rs`, `/api/` and `a b/`.");
    assert_eq!(named.into_iter().collect::<Vec<_>>(), ["crates/app"]);
}

/// Places of the program that read settings, beside those that check them.
fn readers_of_settings() -> String {
    let is_reader = |source: &Source| {
        source.is_below("crates/journal/src") && !source.is_below("crates/journal/src/config")
    };
    sources().into_iter().filter(is_reader).map(|source| source.text).collect()
}

/// Settings that a text names.
fn settings_in(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !(c.is_ascii_uppercase() || c == '_'));
    words.filter_map(|word| word.strip_prefix("JOURNAL_")).map(|name| name.trim_end_matches('_'))
}

#[test]
fn no_document_says_of_a_setting_that_it_has_no_effect_while_the_program_reads_it() {
    let readers = readers_of_settings();
    let is_read = |name: &str| readers.contains(&format!("config.{}", name.to_ascii_lowercase()));
    assert!(is_read("AUDIT_RETENTION_DAYS") && !is_read("NOTHING"));
    let documents = sources().into_iter().filter(|source| source.has_ending(&["md"]));
    let breaches: Vec<String> = documents
        .flat_map(|source| {
            let told = source.text.split("\n\n").filter(|part| part.contains("no effect"));
            let wrong = told.flat_map(settings_in).filter(|name| is_read(name));
            wrong.map(|name| format!("{}: JOURNAL_{name}", source.path)).collect::<Vec<_>>()
        })
        .collect();
    assert_none(&breaches, "these settings have an effect");
}

#[test]
fn the_readme_tells_every_setting_as_it_is() {
    let readme = read("README.md");
    let table = journal::config::markdown();
    let header = table.lines().next().unwrap();
    let start = readme.find(header).expect("README has a table of settings");
    let told = readme[start..].split("\n\n").next().unwrap().trim_end();
    for (told, is) in told.lines().zip(table.lines()) {
        assert_eq!(told, is, "README tells a setting as it is not; this is the table:\n{table}");
    }
    assert_eq!(told.lines().count(), table.lines().count(), "this is the table:\n{table}");
}
