//! How long things are, what they are called, and where SQL stands.

use super::{Source, assert_none, sources};

const PAGE: [&str; 5] = ["ts", "tsx", "mjs", "css", "html"];
/// Names that say nothing, so that everything ends up in them.
const EMPTY_NAMES: [&str; 10] =
    ["utils", "util", "common", "helpers", "helper", "misc", "manager", "managers", "shared", "lib.ts"];

fn is_generated(source: &Source) -> bool {
    source.path.ends_with("schema.d.ts") || source.path.contains(".gen.")
}

#[test]
fn files_are_short_enough_to_be_read() {
    let limit = |source: &Source| match source {
        source if source.has_ending(&["rs"]) => 400,
        source if source.path.contains(".test.") => 400,
        source if source.is_below("web") && source.has_ending(&PAGE) && !is_generated(source) => 250,
        _ => usize::MAX,
    };
    let breaches: Vec<String> = sources()
        .iter()
        .map(|source| (source, source.text.lines().count(), limit(source)))
        .filter(|(_, lines, limit)| lines > limit)
        .map(|(source, lines, limit)| format!("{} has {lines} lines, of {limit}", source.path))
        .collect();
    assert_none(&breaches, "find the second thing that the file is about");
}

#[test]
fn functions_fit_on_a_screen() {
    let rust = sources().into_iter().filter(|source| source.has_ending(&["rs"]));
    let breaches: Vec<String> = rust.flat_map(|source| long_functions(&source, 60)).collect();
    assert_none(&breaches, "give a part of the story a name");
}

/// Functions longer than this, found by their indentation, which rustfmt guarantees.
fn long_functions(source: &Source, limit: usize) -> Vec<String> {
    let lines: Vec<&str> = source.text.lines().collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let code = line.trim_start();
        if !begins_function(code) || code.ends_with('}') || code.ends_with(';') {
            continue;
        }
        let end = format!("{}}}", &line[..line.len() - code.len()]);
        let length = lines[at..].iter().position(|line| **line == end).map_or(0, |last| last + 1);
        if length > limit {
            found.push(format!("{}:{} has {length} lines, of {limit}", source.path, at + 1));
        }
    }
    found
}

fn begins_function(code: &str) -> bool {
    let mut words =
        code.split(' ').skip_while(|word| word.starts_with("pub") || ["async", "const"].contains(word));
    words.next() == Some("fn")
}

#[test]
fn a_long_function_would_be_found() {
    let body = "    work();\n".repeat(60);
    let text = format!("impl Thing {{\n    pub async fn long(\n        &self,\n    ) {{\n{body}    }}\n}}\n");
    let source = Source { path: "thing.rs".to_owned(), text };
    assert_eq!(long_functions(&source, 60), ["thing.rs:2 has 64 lines, of 60"]);
    assert!(long_functions(&source, 64).is_empty());
}

#[test]
fn names_say_what_is_inside() {
    let breaches: Vec<String> = sources()
        .iter()
        .filter(|source| {
            let mut parts = source.path.split('/').map(|part| part.split('.').next().unwrap_or_default());
            parts.any(|part| EMPTY_NAMES.contains(&part))
        })
        .map(|source| source.path.clone())
        .collect();
    assert_none(&breaches, "call it what a user would call it");
}

#[test]
fn sql_stands_in_store_files_alone() {
    let outside = |source: &Source| {
        (source.is_below("crates/app/src") || source.is_below("crates/journal/src"))
            && source.has_ending(&["rs"])
            && !source.path.ends_with("/store.rs")
            && !source.path.contains("/store/")
    };
    let breaches: Vec<String> = sources()
        .iter()
        .filter(|source| outside(source))
        .flat_map(|source| source.text.lines().enumerate().map(move |(at, line)| (source, at + 1, line)))
        .filter(|(_, _, line)| is_sql(line))
        .map(|(source, at, line)| format!("{}:{at}: {}", source.path, line.trim()))
        .collect();
    assert_none(&breaches, "move the statement into the slice's store.rs");
}

/// A line with a string that begins like a statement.
fn is_sql(line: &str) -> bool {
    let begins = |word: &str, also: &str| {
        line.to_ascii_lowercase().split('"').skip(1).any(|text| {
            let text = text.trim_start();
            text.starts_with(word) && (also.is_empty() || text.contains(also) || text.ends_with(also.trim()))
        })
    };
    begins("select ", "")
        || begins("insert into ", "")
        || begins("delete from ", "")
        || begins("update ", " set ")
        || begins("create table", "")
}

#[test]
fn a_statement_would_be_found() {
    for sql in [
        "\"select 1\"",
        "  r\"  INSERT INTO accounts\"",
        "\"update accounts set name = $1\"",
        "\"delete from x\"",
    ] {
        assert!(is_sql(sql), "{sql}");
    }
    for text in ["let selected = select(1)", "\"update the page\"", "// select one", "\"a selection\""] {
        assert!(!is_sql(text), "{text}");
    }
}
