//! What may not stand in any file: unfinished marks, and traces of the machine that a file was written on.

use super::{Source, assert_none, sources};

/// Written in two halves, so that this file does not hold what it looks for.
const UNFINISHED: [&str; 7] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X"),
    concat!("todo", "!("),
    concat!("unimpl", "emented!("),
    concat!("dbg", "!("),
    concat!("#[ign", "ore]"),
];
const SKIPPED: [&str; 6] = [
    concat!("it.sk", "ip("),
    concat!("it.on", "ly("),
    concat!("test.sk", "ip("),
    concat!("test.on", "ly("),
    concat!("describe.sk", "ip("),
    concat!("describe.on", "ly("),
];
const MACHINE: [&str; 6] = [
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("/Us", "ers/"),
    concat!("/home", "/runner"),
    concat!(".lib", "rary/"),
    concat!("\"resolved\": ", "\"http"),
];

fn is_code(source: &Source) -> bool {
    source.has_ending(&["rs", "ts", "tsx", "mjs", "sql", "css", "html"]) || source.is_below("script")
}

fn lines_with<'a>(source: &'a Source, words: &'a [&str]) -> impl Iterator<Item = String> + 'a {
    let lines = source.text.lines().enumerate();
    // The template of a temporary name is no mark.
    let is_template = |line: &str| line.contains("mktemp");
    let found =
        lines.filter(move |(_, line)| words.iter().any(|word| line.contains(word)) && !is_template(line));
    found.map(move |(at, line)| format!("{}:{}: {}", source.path, at + 1, line.trim()))
}

#[test]
fn nothing_is_left_unfinished() {
    let code: Vec<Source> = sources().into_iter().filter(is_code).collect();
    let breaches: Vec<String> = code
        .iter()
        .flat_map(|source| lines_with(source, &UNFINISHED).chain(lines_with(source, &SKIPPED)))
        .collect();
    assert_none(&breaches, "finish it, or write down why it stays");
}

#[test]
fn no_file_knows_the_machine_that_it_was_written_on() {
    let all = sources();
    let breaches: Vec<String> = all.iter().flat_map(|source| lines_with(source, &MACHINE)).collect();
    assert_none(&breaches, "say it without a path or host of one machine");
}
