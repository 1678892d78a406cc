//! The master key's file, for installations that do not keep the key elsewhere.
//!
//! It is made on the first start, readable by its owner alone, and never overwritten: what it wraps is lost without
//! it. Two programs that start at once on an empty folder end up with the same key, because the file appears whole
//! and only where none stands.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use app::App;
use app::key::Masters;
use crypto::Random;
use crypto::keys::MasterKey;

use crate::Failure;

/// The file's name in the data folder.
pub const FILE: &str = "master.key";

/// What the key before is called while keys are still wrapped by it.
const PREVIOUS: &str = "master.key.previous";
/// How often a running program looks whether the key was exchanged.
const LOOK: Duration = Duration::from_secs(1);

/// A master key, and whether this very start made it.
pub struct Found {
    /// The key.
    pub key: MasterKey,
    /// The file that was just made for it.
    pub made: Option<PathBuf>,
}

/// Reads the key in this folder, making it when there is none.
pub fn in_folder(folder: &Path, random: &Random) -> Result<Found, Failure> {
    let path = folder.join(FILE);
    if let Some(key) = read(&path)? {
        return Ok(Found { key, made: None });
    }
    let fresh = MasterKey::generate(random);
    match create(&path, &fresh, random) {
        Ok(()) => Ok(Found { key: fresh, made: Some(path) }),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let key = read(&path)?.ok_or_else(|| vanished(&path))?;
            Ok(Found { key, made: None })
        }
        Err(error) => {
            Err(Failure::of(format_args!("the master key cannot be written to {}", path.display()), error))
        }
    }
}

/// The key in this file, when there is one.
pub fn read(path: &Path) -> Result<Option<MasterKey>, Failure> {
    match fs::read_to_string(path) {
        Ok(text) => match MasterKey::from_base64(&text) {
            Ok(key) => Ok(Some(key)),
            Err(_) => Err(Failure::new(format!("{} does not hold 32 bytes in base64", path.display()))),
        },
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => {
            Err(Failure::of(format_args!("the master key in {} cannot be read", path.display()), error))
        }
    }
}

/// The key before the one in this folder, while keys may still be wrapped by it.
pub fn previous_in(folder: &Path) -> Result<Option<MasterKey>, Failure> {
    read(&folder.join(PREVIOUS))
}

/// Puts a new key in the place of the one in this folder, which is kept beside it. Goes on where it was broken off:
/// when the old key stands beside another one already, nothing is done.
pub fn exchange(folder: &Path, random: &Random) -> Result<(), Failure> {
    let (path, previous) = (folder.join(FILE), folder.join(PREVIOUS));
    let failed = |error: io::Error| {
        Failure::of(format_args!("the master key in {} cannot be exchanged", path.display()), error)
    };
    let current = read(&path)?.ok_or_else(|| {
        Failure::new(format!("there is no master key in {}; nothing is wrapped by it", path.display()))
    })?;
    match read(&previous)? {
        Some(old) if old.fingerprint() != current.fingerprint() => return Ok(()),
        Some(_) => {}
        None => fs::hard_link(&path, &previous).map_err(failed)?,
    }
    let draft = path.with_extension(format!("{:x}.draft", u64::from_be_bytes(random.bytes())));
    let written = write_private(&draft, &MasterKey::generate(random));
    written.and_then(|()| sync(folder)).and_then(|()| fs::rename(&draft, &path)).map_err(failed)?;
    sync(folder).map_err(failed)
}

/// Renames the key before, which no key is wrapped by any more: backups made until now still need it.
pub fn put_previous_away(folder: &Path) -> Result<PathBuf, Failure> {
    let previous = folder.join(PREVIOUS);
    let name = read(&previous)?.map(|key| format!("{FILE}.{}", key.fingerprint()));
    let kept = folder.join(name.ok_or_else(|| vanished(&previous))?);
    let renamed = fs::rename(&previous, &kept).and_then(|()| sync(folder));
    renamed.map_err(|error| Failure::of(format_args!("{} cannot be renamed", previous.display()), error))?;
    Ok(kept)
}

/// Lets a running program wrap by the key in this folder, whenever it is exchanged.
pub async fn follow(app: App, folder: PathBuf) {
    let mut known = None;
    loop {
        let looked = folder.clone();
        let found = tokio::task::spawn_blocking(move || both(&looked)).await;
        if let Ok(Ok(Some(masters))) = found {
            let fingerprint = masters.current.fingerprint();
            // Also at the first look: the key may have been exchanged since the program opened its keys with it.
            if known.as_ref() != Some(&fingerprint) {
                app.keys.follow(&masters);
                tracing::debug!(fingerprint, "this master key wraps from now on");
                known = Some(fingerprint);
            }
        }
        tokio::time::sleep(LOOK).await;
    }
}

fn both(folder: &Path) -> Result<Option<Masters>, Failure> {
    let current = read(&folder.join(FILE))?;
    let previous = previous_in(folder)?;
    Ok(current.map(|current| Masters { current, previous }))
}

fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Whether anybody but the owner may read the file.
pub fn is_open_to_others(path: &Path) -> io::Result<bool> {
    Ok(fs::metadata(path)?.permissions().mode() & 0o077 != 0)
}

/// Writes the file under another name, durably, and gives it its own name only if that is free.
fn create(path: &Path, key: &MasterKey, random: &Random) -> io::Result<()> {
    let draft = path.with_extension(format!("{:x}.draft", u64::from_be_bytes(random.bytes())));
    let written = write_private(&draft, key).and_then(|()| fs::hard_link(&draft, path));
    fs::remove_file(&draft)?;
    written?;
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

fn write_private(path: &Path, key: &MasterKey) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(key.to_base64().expose().as_bytes())?;
    file.write_all(b"\n")?;
    file.sync_all()
}

fn vanished(path: &Path) -> Failure {
    Failure::new(format!("{} was there and is gone", path.display()))
}
