//! The habits of the house, held by a test: what a compiler does not see and a reader should not have to look for.
//!
//! Each test lists every breach at once, with the file and what to do.

mod danger;
mod documents;
mod neighbours;
mod supply;
mod tree;
mod words;

use std::fs;
use std::path::{Path, PathBuf};

/// Folders that hold what is made or fetched, not what is written.
const NOT_OURS: [&str; 6] = [".git", "target", "node_modules", "dist", "data", "test-results"];

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_owned()
}

/// A file of the repository.
struct Source {
    /// Its path from the root, with `/` between folders.
    path: String,
    text: String,
}

impl Source {
    fn has_ending(&self, endings: &[&str]) -> bool {
        self.path.rsplit_once('.').is_some_and(|(_, ending)| endings.contains(&ending))
    }

    fn is_below(&self, folder: &str) -> bool {
        self.path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    }
}

/// All files that people wrote, and the lock files.
fn sources() -> Vec<Source> {
    let mut found = Vec::new();
    walk(&root(), &mut |path| {
        if let Ok(text) = fs::read_to_string(path) {
            let path = path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
            found.push(Source { path, text });
        }
    });
    assert!(found.len() > 100, "only {} files were found", found.len());
    found
}

fn walk(folder: &Path, visit: &mut impl FnMut(&Path)) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() && !path.is_symlink() && !NOT_OURS.contains(&name) {
            walk(&path, visit);
        } else if path.is_file() {
            visit(&path);
        }
    }
}

/// Folders of a folder, by name; none when it does not exist.
fn folders(folder: &str) -> Vec<String> {
    let Ok(entries) = fs::read_dir(root().join(folder)) else { return Vec::new() };
    let paths = entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let names = paths.map(|path| path.file_name().unwrap().to_str().unwrap().to_owned());
    let mut names: Vec<String> = names.filter(|name| !NOT_OURS.contains(&name.as_str())).collect();
    names.sort();
    names
}

#[track_caller]
fn assert_none(breaches: &[String], what_to_do: &str) {
    assert!(breaches.is_empty(), "{what_to_do}:\n  {}", breaches.join("\n  "));
}
