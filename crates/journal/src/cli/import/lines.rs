//! The lines of an import: JSON objects, one to a line, or CSV with a header. Both have the same fields.
//!
//! A line that cannot be understood is told by its number, and the next one is read. A file that cannot be read ends
//! the import.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use app::admin::Newcomer;
use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::Failure;
use crate::cli::arguments::Form;

/// What a line may say; anything else is a misspelling that would lose something.
const FIELDS: &str = "email, username, display_name, password_hash, roles, is_verified, created_at";

/// A line's number, and the newcomer or why there is none.
type Line = (u64, Result<Newcomer, String>);
type Lines = Box<dyn Iterator<Item = Result<Line, Failure>> + Send>;

/// The lines of a file; its form is told by its ending when it is not said.
pub(super) fn read(path: &Path, form: Option<Form>) -> Result<Lines, Failure> {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let form = form.or(match ending {
        "csv" => Some(Form::Csv),
        "jsonl" | "ndjson" => Some(Form::Jsonl),
        _ => None,
    });
    let form = form.ok_or_else(|| {
        Failure::new(format!("{} ends neither in .csv nor in .jsonl; say --format", path.display()))
    })?;
    let file = File::open(path).map_err(|error| unreadable(path, error))?;
    match form {
        Form::Jsonl => Ok(json(path, file)),
        Form::Csv => csv(path, file),
    }
}

fn json(path: &Path, file: File) -> Lines {
    let path = path.to_owned();
    let lines = BufReader::new(file).split(b'\n').enumerate();
    Box::new(lines.filter_map(move |(at, line)| {
        let line = match line {
            Ok(line) if line.trim_ascii().is_empty() => return None,
            Ok(line) => line,
            Err(error) => return Some(Err(unreadable(&path, error))),
        };
        // What serde says may repeat a value, and the value may be a hash.
        let object = serde_json::from_slice::<Map<String, Value>>(&line);
        let read = object.map_err(|_| "it is not a JSON object".to_owned()).and_then(newcomer);
        Some(Ok((at as u64 + 1, read)))
    }))
}

fn csv(path: &Path, file: File) -> Result<Lines, Failure> {
    let mut reader = ::csv::ReaderBuilder::new().trim(::csv::Trim::All).from_reader(file);
    let header = reader.headers().map_err(|error| unreadable(path, error))?.clone();
    let path = path.to_owned();
    Ok(Box::new(reader.into_records().map(move |record| {
        let record = match record {
            Ok(record) => record,
            Err(error) => return refused(&path, &error),
        };
        let line = record.position().map_or(0, ::csv::Position::line);
        let cells = header.iter().zip(&record).filter(|(_, cell)| !cell.is_empty());
        let cells = cells.map(|(name, cell)| (name.to_owned(), Value::from(cell)));
        Ok((line, newcomer(cells.collect())))
    })))
}

fn refused(path: &Path, error: &::csv::Error) -> Result<Line, Failure> {
    let reason = match error.kind() {
        ::csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("it has {len} cells, and the header has {expected_len}")
        }
        ::csv::ErrorKind::Utf8 { .. } => "it is not UTF-8".to_owned(),
        _ => return Err(unreadable(path, error)),
    };
    Ok((error.position().map_or(0, ::csv::Position::line), Err(reason)))
}

fn newcomer(mut fields: Map<String, Value>) -> Result<Newcomer, String> {
    fields.retain(|_, value| !value.is_null());
    let newcomer = Newcomer {
        email: text(&mut fields, "email")?.ok_or("it has no email")?,
        username: text(&mut fields, "username")?,
        display_name: text(&mut fields, "display_name")?,
        password_hash: text(&mut fields, "password_hash")?,
        roles: roles(fields.remove("roles"))?,
        is_verified: fields.remove("is_verified").map(|value| truth(&value)).transpose()?,
        created_at: text(&mut fields, "created_at")?.map(|text| time(&text)).transpose()?,
    };
    match fields.keys().next() {
        Some(unknown) => Err(format!("it has a field {unknown:?}; the fields are {FIELDS}")),
        None => Ok(newcomer),
    }
}

fn text(fields: &mut Map<String, Value>, name: &str) -> Result<Option<String>, String> {
    match fields.remove(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text).filter(|text| !text.is_empty())),
        Some(_) => Err(format!("{name} is not text")),
    }
}

/// A list of words, or words with spaces between.
fn roles(value: Option<Value>) -> Result<Vec<String>, String> {
    let wrong = || "roles are words, such as user or admin".to_owned();
    match value {
        None => Ok(Vec::new()),
        Some(Value::String(words)) => Ok(words.split_whitespace().map(str::to_owned).collect()),
        Some(Value::Array(words)) => {
            words.iter().map(|word| word.as_str().map(str::to_owned).ok_or_else(wrong)).collect()
        }
        Some(_) => Err(wrong()),
    }
}

fn truth(value: &Value) -> Result<bool, String> {
    let word = value.as_str().map(str::to_ascii_lowercase);
    match (value.as_bool(), word.as_deref()) {
        (Some(truth), _) => Ok(truth),
        (_, Some("true" | "yes" | "1")) => Ok(true),
        (_, Some("false" | "no" | "0")) => Ok(false),
        _ => Err("is_verified is true or false".to_owned()),
    }
}

fn time(text: &str) -> Result<Timestamp, String> {
    text.parse().map_err(|_| "created_at is a time such as 2024-05-01T09:30:00Z".to_owned())
}

fn unreadable(path: &Path, error: impl std::fmt::Display) -> Failure {
    Failure::of(format_args!("{} cannot be read", path.display()), error)
}
