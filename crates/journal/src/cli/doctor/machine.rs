//! The machine: the data folder, the key in it, the disk below it, the clock.

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use app::clock::Clock;
use jiff::{SignedDuration, Timestamp};
use rustix::fs::statvfs;

use super::Finding;
use crate::config::Config;
use crate::master_key;

/// Less free space than this is a matter of days.
const SCARCE: u64 = 1024 * 1024 * 1024;
/// With less than this, SQLite cannot fold its log back any more.
const TOO_LITTLE: u64 = 64 * 1024 * 1024;
/// What others than the owner may do.
const OTHERS: u32 = 0o077;
/// How far the clock of the file system may be from ours.
const APART: SignedDuration = SignedDuration::from_mins(1);
/// A clock that says less was never set: this program did not exist then.
const OLDEST: &str = "2026-01-01T00:00:00Z";

pub(super) fn examine(config: &Config) -> Vec<Finding> {
    let folder = config.data_dir.as_path();
    if !folder.is_dir() {
        let says = format!("{} does not exist yet", folder.display());
        return vec![Finding::warning("data folder", says, "the first `journal serve` makes it")];
    }
    let mut findings = vec![permissions(folder), space(folder), key(config, folder)];
    findings.extend(probe(folder));
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
    let free = match statvfs(folder) {
        Ok(stat) => stat.f_bavail * stat.f_frsize,
        Err(error) => return unreadable("disk space", folder, &error),
    };
    let says = format!("{} MiB are free for {}", free / 1024 / 1024, folder.display());
    let hint = "make room, or move JOURNAL_DATA_DIR to a larger disk";
    match free {
        ..TOO_LITTLE => Finding::error("disk space", says, hint),
        TOO_LITTLE..SCARCE => Finding::warning("disk space", says, hint),
        SCARCE.. => Finding::ok("disk space", says),
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
    match written {
        Ok(at) => {
            let writable = Finding::ok("writing", format!("{} can be written", folder.display()));
            vec![writable, clock(Timestamp::try_from(at).ok())]
        }
        Err(error) => {
            let says = format!("{} cannot be written: {error}", folder.display());
            vec![
                Finding::error("writing", says, "let the user that runs Journal own the folder"),
                clock(None),
            ]
        }
    }
}

fn clock(disk: Option<Timestamp>) -> Finding {
    const CHECK: &str = "clock";
    const HINT: &str = "set the machine's clock, and let a time service keep it; tokens depend on it";
    let now = Clock::system().now();
    let oldest: Timestamp = OLDEST.parse().expect("a time");
    let apart = disk.map(|disk| now.duration_since(disk).abs());
    match apart {
        _ if now < oldest => Finding::error(CHECK, format!("it says {now}, which is long past"), HINT),
        Some(apart) if apart > APART => {
            Finding::warning(CHECK, format!("it is {}s away from the disk's", apart.as_secs()), HINT)
        }
        _ => Finding::ok(CHECK, format!("it says {now:.0}")),
    }
}

fn unreadable(check: &'static str, path: &Path, error: &dyn std::fmt::Display) -> Finding {
    let says = format!("{} cannot be looked at: {error}", path.display());
    Finding::error(check, says, "run this as the user that runs Journal")
}
