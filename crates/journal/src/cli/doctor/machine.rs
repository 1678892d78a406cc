//! The machine: the data folder, the key in it, the disk below it, the clock, how many files may be open.

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use app::clock::Clock;
use jiff::Timestamp;
use rustix::fs::statvfs;
use rustix::process::{Resource, getrlimit};

use super::{Finding, judge};
use crate::config::Config;
use crate::master_key;

/// What others than the owner may do.
const OTHERS: u32 = 0o077;

pub(super) fn examine(config: &Config) -> Vec<Finding> {
    let mut findings = vec![judge::open_files(getrlimit(Resource::Nofile).current)];
    let folder = config.data_dir.as_path();
    if folder.is_dir() {
        findings.extend([permissions(folder), space(folder), key(config, folder)]);
        findings.extend(probe(folder));
    } else {
        let says = format!("{} does not exist yet", folder.display());
        findings.push(Finding::warning("data folder", says, "the first `journal serve` makes it"));
        findings.push(judge::clock(Clock::system().now(), None));
    }
    findings
}

fn permissions(folder: &Path) -> Finding {
    match fs::metadata(folder).map(|metadata| metadata.permissions().mode() & 0o777) {
        Ok(mode) if mode & OTHERS == 0 => {
            Finding::ok("data folder", format!("{} belongs to its owner alone", folder.display()))
        }
        Ok(mode) => {
            let says = format!("{} is open to others on this machine (mode {mode:o})", folder.display());
            Finding::warning("data folder", says, format!("chmod 700 {}", folder.display()))
        }
        Err(error) => unreadable("data folder", folder, &error),
    }
}

fn space(folder: &Path) -> Finding {
    match statvfs(folder) {
        Ok(stat) => judge::space(stat.f_bavail * stat.f_frsize, &folder.display().to_string()),
        Err(error) => unreadable("disk space", folder, &error),
    }
}

fn key(config: &Config, folder: &Path) -> Finding {
    const CHECK: &str = "master key";
    if config.master_key.is_some() {
        return Finding::ok(CHECK, "given in JOURNAL_MASTER_KEY");
    }
    let path = folder.join(master_key::FILE);
    match (master_key::read(&path), master_key::is_open_to_others(&path)) {
        (Ok(Some(_)), Ok(false)) => Finding::ok(
            CHECK,
            format!("{} belongs to its owner alone; keep a copy elsewhere", path.display()),
        ),
        (Ok(Some(_)), Ok(true)) => {
            let says = format!("{} can be read by others on this machine", path.display());
            Finding::error(CHECK, says, format!("chmod 600 {}", path.display()))
        }
        (Ok(Some(_)), Err(error)) => unreadable(CHECK, &path, &error),
        (Ok(None), _) => {
            let hint =
                "the first start makes it; if this journal was used before, put the old file back first";
            Finding::warning(CHECK, format!("{} does not exist", path.display()), hint)
        }
        (Err(failure), _) => {
            Finding::error(CHECK, failure.to_string(), "put the file back from where you keep its copy")
        }
    }
}

/// Writes and removes a small file, which shows that the folder can be written and what the disk thinks is now.
fn probe(folder: &Path) -> Vec<Finding> {
    let path = folder.join(format!("doctor.{}.probe", std::process::id()));
    let written = fs::File::create_new(&path)
        .and_then(|mut file| file.write_all(b"probe\n").and_then(|()| file.sync_all()))
        .and_then(|()| fs::metadata(&path)?.modified());
    let _ = fs::remove_file(&path);
    let now = Clock::system().now();
    match written {
        Ok(at) => {
            let writable = Finding::ok("writing", format!("{} can be written", folder.display()));
            vec![writable, judge::clock(now, Timestamp::try_from(at).ok())]
        }
        Err(error) => {
            let says = format!("{} cannot be written: {error}", folder.display());
            let hint = "let the user that runs Journal own the folder";
            vec![Finding::error("writing", says, hint), judge::clock(now, None)]
        }
    }
}

fn unreadable(check: &'static str, path: &Path, error: &dyn std::fmt::Display) -> Finding {
    let says = format!("{} cannot be looked at: {error}", path.display());
    Finding::error(check, says, "run this as the user that runs Journal")
}
