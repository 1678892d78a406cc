//! Where the trail ended, kept in a file beside the database, out of reach of whoever can write to it.
//!
//! A database that was cut back to an earlier state is a true state, and nothing in it tells. The file does: it only ever
//! moves on to a checkpoint behind which the one that it held still stands. It is owner-only and replaced as a whole.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use store::Store;
use tokio::task::spawn_blocking;

use super::store as events;
use crate::App;

/// What the file is called in the data folder.
pub const FILE: &str = "audit.anchor";
/// How often it is written at most.
const EVERY: Duration = Duration::from_secs(1);

/// What the kept anchor says about a trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// None is kept yet.
    None,
    /// The trail holds that checkpoint.
    Stands(i64),
    /// The trail does not hold that checkpoint, or another one in its place.
    Cut(i64),
    /// The file cannot be read, or holds no anchor.
    Unread(String),
}

/// Looks for the kept anchor among the checkpoints. Only verifying tells whether all before it is whole.
pub async fn kept(store: &Store, path: &Path) -> Result<Kept, store::Error> {
    let (number, digest) = match read(path) {
        Ok(Some(anchor)) => anchor,
        Ok(None) => return Ok(Kept::None),
        Err(error) => return Ok(Kept::Unread(error.to_string())),
    };
    let stands = match number {
        0 => true,
        number => {
            let found = store.get(events::checkpoint_by_number(number)).await?;
            found.is_some_and(|found| found.digest == digest)
        }
    };
    Ok(if stands { Kept::Stands(number) } else { Kept::Cut(number) })
}

/// An anchor in words: the number of a checkpoint and its digest.
pub(super) fn written((number, digest): (i64, &[u8])) -> String {
    let digits = digest.iter().map(|byte| format!("{byte:02x}"));
    format!("{number}.{}", digits.collect::<String>())
}

fn parse(text: &str) -> Option<(i64, Vec<u8>)> {
    let (number, digits) = text.trim().split_once('.')?;
    let pair = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    let digest: Option<Vec<u8>> = (0..digits.len()).step_by(2).map(pair).collect();
    Some((number.parse().ok()?, digest.filter(|digest| digest.len() == 32)?))
}

/// The anchor that is kept; `None` when there is no file.
pub(super) fn read(path: &Path) -> io::Result<Option<(i64, Vec<u8>)>> {
    match fs::read_to_string(path) {
        Ok(text) => parse(&text).map(Some).ok_or_else(|| io::Error::other("it holds no anchor")),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Durable before it has its name, so that a crash leaves the one before.
fn replace(path: &Path, draft: &Path, anchor: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(draft)?;
    file.write_all(format!("{anchor}\n").as_bytes())?;
    file.sync_all()?;
    fs::rename(draft, path)?;
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

/// Carries the anchor of this node on.
#[derive(Default)]
pub(super) struct Keeper {
    last: Option<i64>,
    at: Option<Instant>,
    has_complained: bool,
}

impl Keeper {
    /// Writes down where the trail ends, when that is further than what is kept and what is kept still stands.
    pub(super) async fn keep(&mut self, app: &App, is_last: bool) -> Result<(), store::Error> {
        let (Some(path), Some((number, digest))) = (&app.settings.audit_anchor, app.trail.seen()) else {
            return Ok(());
        };
        let now = app.clock.instant();
        let is_early = self.at.is_some_and(|at| now.duration_since(at) < EVERY);
        if self.last == Some(number) || (is_early && !is_last) {
            return Ok(());
        }
        self.at = Some(now);
        match kept(&app.store, path).await? {
            Kept::Stands(stands) if stands >= number => self.last = Some(number),
            Kept::None | Kept::Stands(_) => self.write(app, path, (number, &digest)).await,
            Kept::Cut(cut) => {
                self.complain(path, &format!("the trail does not hold checkpoint {cut}, which it did"));
            }
            Kept::Unread(why) => self.complain(path, &why),
        }
        Ok(())
    }

    async fn write(&mut self, app: &App, path: &Path, anchor: (i64, &[u8])) {
        let draft = format!("{:x}.draft", u64::from_be_bytes(app.random.bytes()));
        let (path, draft): (PathBuf, PathBuf) = (path.to_owned(), path.with_extension(draft));
        let (number, text) = (anchor.0, written(anchor));
        let place = path.clone();
        let done = spawn_blocking(move || {
            replace(&path, &draft, &text).inspect_err(|_| drop(fs::remove_file(&draft)))
        });
        match done.await {
            Ok(Ok(())) => (self.last, self.has_complained) = (Some(number), false),
            Ok(Err(error)) => self.complain(&place, &error.to_string()),
            Err(error) => self.complain(&place, &error.to_string()),
        }
    }

    fn complain(&mut self, path: &Path, why: &str) {
        if !std::mem::replace(&mut self.has_complained, true) {
            tracing::error!(file = %path.display(), why, "the anchor of the audit trail cannot be carried on");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_anchor_is_read_as_it_was_written_and_nothing_else_is_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        assert!(read(&path).unwrap().is_none());
        let text = written((7, &[0xAB; 32]));
        replace(&path, &folder.path().join("draft"), &text).unwrap();
        assert_eq!(read(&path).unwrap(), Some((7, vec![0xAB; 32])));
        for wrong in ["", "7", "7.", "7.abc", "x.00", &text[..text.len() - 2], &text.replace("ab", "zé")] {
            fs::write(&path, wrong).unwrap();
            assert!(read(&path).is_err(), "{wrong}");
        }
    }
}
