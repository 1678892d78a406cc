//! What the operator said, and where: the environment first, then files it names, then `journal.toml`.
//!
//! Nothing is understood here but names. Every value keeps its origin, so that a wrong one can be found, and every
//! name is known, so that a misspelt one is never silently without effect.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::Problem;
use super::setting::{self, PREFIX};
use super::{provider, setting::Setting};

/// Longer than any value; a mistaken path must not fill the memory.
const LONGEST_FILE: u64 = 1024 * 1024;

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The variable of that name.
    Environment,
    /// The file that the variable with `_FILE` behind its name points to.
    EnvironmentFile(PathBuf),
    /// A key of the settings file.
    Toml {
        /// The settings file.
        path: PathBuf,
        /// The line of the key, from 1.
        line: usize,
    },
    /// Nobody said anything.
    Default,
}

/// A value as it was written.
#[derive(Clone, Debug)]
pub struct Given {
    /// The text.
    pub text: String,
    /// Where it stood.
    pub origin: Origin,
}

/// All values given, by name without prefix.
pub type Values = BTreeMap<String, Given>;

/// The settings file: where it is and what it says.
pub struct SettingsFile {
    /// Its path, for messages.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
}

/// Gathers what the variables and the settings file say; variables win.
pub(super) fn gather(
    variables: &[(OsString, OsString)],
    file: Option<&SettingsFile>,
) -> (Values, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut values = file.map(|file| from_toml(file, &mut problems)).unwrap_or_default();
    values.extend(from_environment(variables, &mut problems));
    (values, problems)
}

fn from_environment(variables: &[(OsString, OsString)], problems: &mut Vec<Problem>) -> Values {
    let mut values = Values::new();
    for (variable, value) in variables {
        let Some(name) = variable.to_str().and_then(|variable| variable.strip_prefix(PREFIX)) else {
            continue;
        };
        if is_foreign(name) {
            continue;
        }
        let Some(text) = value.to_str() else {
            problems.push(Problem::of(name, format!("{PREFIX}{name} (environment) is not text in UTF-8")));
            continue;
        };
        match known(name) {
            // Empty means unset, as in every shell; but a secret that went missing must not weaken anything.
            Some((plain, _)) if text.trim().is_empty() && !is_secret(plain) => {}
            Some((plain, Way::Direct)) => {
                insert(&mut values, plain, text.to_owned(), Origin::Environment, problems);
            }
            Some((plain, Way::ThroughFile)) => match read_file(Path::new(text)) {
                Ok(content) => {
                    insert(&mut values, plain, content, Origin::EnvironmentFile(text.into()), problems);
                }
                Err(why) => {
                    let sentence =
                        format!("{PREFIX}{name} (environment) names the file `{text}`, which {why}");
                    problems.push(Problem::of(name, sentence));
                }
            },
            None => {
                let nearest = setting::nearest(name);
                let sentence = format!("{PREFIX}{name} is not a setting; did you mean {PREFIX}{nearest}?");
                problems.push(Problem::of(name, sentence));
            }
        }
    }
    values
}

/// Whether a variable holds the value, or names the file that does.
enum Way {
    Direct,
    ThroughFile,
}

/// The setting that a variable without prefix means.
fn known(name: &str) -> Option<(&str, Way)> {
    if is_known(name) {
        return Some((name, Way::Direct));
    }
    name.strip_suffix("_FILE").filter(|plain| is_known(plain)).map(|plain| (plain, Way::ThroughFile))
}

fn is_known(name: &str) -> bool {
    setting::find(name).is_some() || provider::split(name).is_some()
}

/// Whether the value of this name is never shown.
pub(super) fn is_secret(name: &str) -> bool {
    setting::find(name).is_some_and(|Setting { secret, .. }| *secret) || provider::is_secret(name)
}

/// Variables that others set: Kubernetes for a service called `journal`, systemd for the log (`JOURNAL_STREAM`),
/// and this project's own tests.
fn is_foreign(name: &str) -> bool {
    name.starts_with("SERVICE_")
        || name == "PORT"
        || name.starts_with("PORT_")
        || name == "STREAM"
        || name.starts_with("TEST_")
}

fn insert(values: &mut Values, name: &str, text: String, origin: Origin, problems: &mut Vec<Problem>) {
    if values.insert(name.to_owned(), Given { text, origin }).is_some() {
        let sentence = format!("{PREFIX}{name} and {PREFIX}{name}_FILE are both set; keep one of them");
        problems.push(Problem::of(name, sentence));
    }
}

/// The content of a file that holds one value, without its final line break.
fn read_file(path: &Path) -> Result<String, String> {
    let mut content = String::new();
    File::open(path)
        .and_then(|file| file.take(LONGEST_FILE).read_to_string(&mut content))
        .map_err(|error| format!("cannot be read: {error}"))?;
    let line = content.strip_suffix('\n').unwrap_or(&content);
    Ok(line.strip_suffix('\r').unwrap_or(line).to_owned())
}

fn from_toml(file: &SettingsFile, problems: &mut Vec<Problem>) -> Values {
    let mut values = Values::new();
    let table = match DeTable::parse(&file.text) {
        Ok(table) => table.into_inner(),
        Err(error) => {
            let line = error.span().map_or(1, |span| line_of(&file.text, span.start));
            let path = file.path.display().to_string();
            let sentence = format!("{path} line {line} is not TOML: {}", error.message());
            problems.push(Problem { name: path, sentence });
            return values;
        }
    };
    for (key, value) in table {
        let origin = Origin::Toml { path: file.path.clone(), line: line_of(&file.text, key.span().start) };
        let key = key.into_inner();
        let name = key.to_ascii_uppercase();
        if key != key.to_ascii_lowercase() || !is_known(&name) {
            let nearest = setting::nearest(&name).to_ascii_lowercase();
            let sentence = format!("`{key}` ({origin}) is not a setting; did you mean `{nearest}`?");
            problems.push(Problem::of(&name, sentence));
            continue;
        }
        if let Some(text) = text_of(&value) {
            values.insert(name, Given { text, origin });
        } else {
            let sentence =
                format!("`{key}` ({origin}) must be text, a number, true or false, or a list of texts");
            problems.push(Problem::of(&name, sentence));
        }
    }
    values
}

/// A value of the settings file, written as the environment would write it.
fn text_of(value: &Spanned<DeValue<'_>>) -> Option<String> {
    match value.get_ref() {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str().to_owned()),
        DeValue::Boolean(switch) => Some(switch.to_string()),
        DeValue::Array(items) => {
            let texts = items.iter().map(|item| item.get_ref().as_str());
            texts.collect::<Option<Vec<_>>>().map(|texts| texts.join(","))
        }
        _ => None,
    }
}

/// The line, from 1, of a place in a text.
fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes().iter().take(at).filter(|&&byte| byte == b'\n').count() + 1
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Environment => f.write_str("environment"),
            Self::EnvironmentFile(path) => write!(f, "file {}", path.display()),
            Self::Toml { path, line } => write!(f, "{} line {line}", path.display()),
            Self::Default => f.write_str("default"),
        }
    }
}
