//! What no file of ours does, because nothing that a person sends may ever become a program.

use super::{Source, assert_none, sources};

/// Lines of the sources below these folders, with these endings, that hold one of these words.
fn holding(folders: &[&str], endings: &[&str], words: &[&str]) -> Vec<String> {
    let is_meant = |source: &Source| {
        folders.iter().any(|folder| source.is_below(folder))
            && source.has_ending(endings)
            && !source.path.contains(".test.")
    };
    let read: Vec<Source> = sources().into_iter().filter(is_meant).collect();
    assert!(read.len() > 10, "only {} files of {folders:?} were read", read.len());
    let lines = read.iter().flat_map(|source| {
        source.text.lines().enumerate().map(move |(at, line)| (format!("{}:{}", source.path, at + 1), line))
    });
    let found = lines.filter(|(_, line)| words.iter().any(|word| line.contains(word)));
    found.map(|(place, line)| format!("{place}: {}", line.trim())).collect()
}

const PROGRAM: [&str; 4] = ["crates/app/src", "crates/crypto/src", "crates/journal/src", "crates/store/src"];

/// ASVS 1.2.5
#[test]
fn the_program_starts_no_other_program() {
    let words = ["process::Command", "Command::new(", "libc::exec", "/bin/sh"];
    assert_none(&holding(&PROGRAM, &["rs"], &words), "do it in the program itself");
}

/// ASVS 1.2.4
#[test]
fn no_statement_is_put_together_from_parts() {
    // `Query::new` and `Change::new` take `&'static str`, so that a value can only be a parameter; this is the way round.
    let words = ["String::leak", "Box::leak", ".leak()", "concat!("];
    assert_none(
        &holding(&PROGRAM[..3], &["rs"], &words),
        "write the statement out, and give values as parameters",
    );
}

/// ASVS 1.3.2
#[test]
fn the_page_makes_no_code_of_text() {
    let words = ["eval(", "new Function(", "setTimeout(\"", "setTimeout('", "document.write(", "innerHTML ="];
    assert_none(&holding(&["web/src"], &["ts", "tsx"], &words), "call the function itself");
}

/// ASVS 1.4.1
#[test]
fn none_of_our_crates_allows_unsafe_code() {
    let breaches =
        holding(&["crates"], &["rs"], &["allow(unsafe_code)", "unsafe {", "unsafe fn", "unsafe impl"]);
    let elsewhere =
        breaches.into_iter().filter(|breach| !breach.starts_with("crates/journal/tests/tidy/danger.rs"));
    assert_none(&elsewhere.collect::<Vec<_>>(), "there is a safe way");
}
