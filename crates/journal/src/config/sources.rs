//! Where settings are looked for: the process's environment and the settings file. The only place that asks for it.

use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::given::SettingsFile;
use super::problem::{Problem, Problems};

/// The file that is read when no other is named.
const DEFAULT_FILE: &str = "journal.toml";

/// What there is to read; tests make their own.
#[derive(Default)]
pub struct Sources {
    /// Names and values of the environment.
    pub variables: Vec<(OsString, OsString)>,
    /// The settings file, when there is one.
    pub file: Option<SettingsFile>,
}

impl Sources {
    /// The process's environment, and the file named on the command line or `journal.toml` in the working folder.
    #[allow(clippy::disallowed_methods, reason = "this is the place that asks the environment")]
    pub fn of_process(named: Option<&Path>) -> Result<Self, Problems> {
        Ok(Self { variables: std::env::vars_os().collect(), file: settings_file(named)? })
    }
}

/// A missing file is fine unless somebody named it.
fn settings_file(named: Option<&Path>) -> Result<Option<SettingsFile>, Problems> {
    let path = named.map_or_else(|| PathBuf::from(DEFAULT_FILE), Path::to_path_buf);
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok(Some(SettingsFile { path, text })),
        Err(error) if error.kind() == ErrorKind::NotFound && named.is_none() => Ok(None),
        Err(error) => {
            let name = path.display().to_string();
            let sentence = format!("the settings file {name} cannot be read: {error}");
            Err(Problems(vec![Problem { name, sentence }]))
        }
    }
}
