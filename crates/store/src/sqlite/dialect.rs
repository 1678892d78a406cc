//! Migrations are written in PostgreSQL's words; here they become SQLite's.

/// Replaces type names and makes every table strict, so that SQLite refuses a value of another type as
/// PostgreSQL does. Strings, quoted names and comments stay as they are. What changes a column's collation is left
/// out: SQLite cannot, and need not, since it compares bytes unless it is told otherwise.
pub(crate) fn translate(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len() + sql.len() / 8);
    let mut words: Vec<String> = Vec::new();
    let mut rest = sql;
    let mut start = 0;
    while let Some(first) = rest.chars().next() {
        let (token, after) = rest.split_at(token_length(rest, first));
        rest = after;
        if first.is_alphabetic() || first == '_' {
            let word = token.to_ascii_lowercase();
            out.push_str(type_name(&word).unwrap_or(token));
            words.push(word);
        } else if first == ';' {
            finish(&mut out, start, &mut words);
            out.push(';');
            start = out.len();
        } else {
            out.push_str(token);
        }
    }
    finish(&mut out, start, &mut words);
    out
}

fn token_length(rest: &str, first: char) -> usize {
    let until =
        |end: &str, skip: usize| rest[skip..].find(end).map_or(rest.len(), |at| skip + at + end.len());
    match first {
        '\'' => until("'", 1),
        '"' => until("\"", 1),
        '-' if rest.starts_with("--") => until("\n", 2),
        '/' if rest.starts_with("/*") => until("*/", 2),
        first if first.is_alphanumeric() || first == '_' => {
            rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())
        }
        first => first.len_utf8(),
    }
}

fn type_name(word: &str) -> Option<&'static str> {
    match word {
        "uuid" | "bytea" => Some("blob"),
        "timestamptz" | "boolean" | "bigint" | "int" | "smallint" => Some("integer"),
        "jsonb" => Some("text"),
        _ => None,
    }
}

fn finish(out: &mut String, start: usize, words: &mut Vec<String>) {
    if let [alter, table, _, change, column, .., collate] = words.as_slice()
        && [alter, table, change, column, collate] == ["alter", "table", "alter", "column", "collate"]
    {
        out.truncate(start);
    }
    if words.starts_with(&["create".into(), "table".into()]) {
        let end = out.trim_end().len();
        out.insert_str(end, " strict");
    }
    words.clear();
}
