//! A local list of passwords that are known from breaches, which the operator may name; nobody is asked over a network.
//!
//! The file holds the first ten bytes of each password's SHA-1, sorted: the first two are the number of a bucket, the
//! other eight stand in it. A table in front says where each bucket ends and what it digests to; it alone is held in
//! memory (786 KiB), and a look-up reads one bucket. What must always hold: a list that is damaged is refused, at the
//! start or at the look-up, and never says that a password is unknown.
//!
//! ```text
//! magic (8) | 65,536 × (entries up to and with this bucket, u64; digest of the bucket, 4 bytes)
//!           | SHA-256 of all that (32) | entries of 8 bytes
//! ```

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use crypto::{sha1, sha256};

pub(super) const MAGIC: &[u8; 8] = b"JBREACH1";
pub(super) const BUCKETS: usize = 65_536;
/// Bytes of a table's row.
const ROW: usize = 12;
/// Bytes of an entry.
pub(super) const ENTRY: usize = 8;
/// Where the entries begin.
pub(super) const BODY: usize = MAGIC.len() + BUCKETS * ROW + 32;

/// Entries that a disk gives in about a second.
const READ_AT_ONCE: u64 = 16_000_000;

/// A list that is open.
pub struct BreachList {
    path: PathBuf,
    file: File,
    table: Vec<Bucket>,
}

/// Where a bucket ends, in entries, and what it digests to.
#[derive(Clone, Copy, Default)]
pub(super) struct Bucket {
    pub(super) end: u64,
    pub(super) check: [u8; 4],
}

/// Why a list cannot be used, in one sentence.
#[derive(Debug, thiserror::Error)]
pub enum Broken {
    /// It cannot be read.
    #[error("the breach list {0} cannot be read: {1}")]
    Unreadable(PathBuf, io::Error),
    /// It is no such list, or not the whole of one.
    #[error(
        "{0} is no breach list, or a damaged one; make it anew with `journal passwords build-breach-list`"
    )]
    Damaged(PathBuf),
}

impl fmt::Debug for BreachList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BreachList").field("path", &self.path).finish_non_exhaustive()
    }
}

impl BreachList {
    /// Opens a list, and looks whether its table and its length are whole.
    pub fn open(path: &Path) -> Result<Self, Broken> {
        let unreadable = |error| Broken::Unreadable(path.to_owned(), error);
        let damaged = || Broken::Damaged(path.to_owned());
        let mut file = File::open(path).map_err(unreadable)?;
        let mut header = vec![0; BODY];
        match file.read_exact(&mut header) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Err(damaged()),
            other => other.map_err(unreadable)?,
        }
        let table = read_table(&header).ok_or_else(damaged)?;
        let entries = table.last().map_or(0, |last| last.end);
        let length = file.metadata().map_err(unreadable)?.len();
        if entries.checked_mul(ENTRY as u64).and_then(|body| body.checked_add(BODY as u64)) != Some(length) {
            return Err(damaged());
        }
        Ok(Self { path: path.to_owned(), file, table })
    }

    /// Whether a password, in NFC, is on the list. Reads one bucket.
    pub fn contains(&self, password: &str) -> Result<bool, Broken> {
        let digest = sha1(password.as_bytes());
        let (bucket, entry) = place(&digest);
        let bytes = self.bucket(bucket)?;
        let (entries, _) = bytes.as_chunks::<ENTRY>();
        Ok(entries.binary_search(&entry).is_ok())
    }

    /// Whether its buckets are as they were made. Of a list that is too long to be read while somebody waits it is one
    /// in 64, spread over the whole of it.
    pub fn examine(&self) -> Result<(), Broken> {
        let step = if self.count() <= READ_AT_ONCE { 1 } else { 64 };
        (0..BUCKETS).step_by(step).try_for_each(|bucket| self.bucket(bucket).map(drop))
    }

    /// The entries of a bucket, when they are what the table says.
    fn bucket(&self, bucket: usize) -> Result<Vec<u8>, Broken> {
        let end = self.table[bucket].end;
        let start = bucket.checked_sub(1).map_or(0, |before| self.table[before].end);
        let length = usize::try_from(end - start).ok().and_then(|entries| entries.checked_mul(ENTRY));
        let mut bytes = vec![0; length.ok_or_else(|| Broken::Damaged(self.path.clone()))?];
        let at = BODY as u64 + start * ENTRY as u64;
        let read = self.file.read_exact_at(&mut bytes, at);
        read.map_err(|error| Broken::Unreadable(self.path.clone(), error))?;
        if check(&bytes) != self.table[bucket].check {
            return Err(Broken::Damaged(self.path.clone()));
        }
        Ok(bytes)
    }

    /// How many passwords it holds.
    pub fn count(&self) -> u64 {
        self.table.last().map_or(0, |last| last.end)
    }
}

/// The bucket of a SHA-1, and what stands for it there.
pub(super) fn place(digest: &[u8; 20]) -> (usize, [u8; ENTRY]) {
    let bucket = usize::from(u16::from_be_bytes([digest[0], digest[1]]));
    (bucket, std::array::from_fn(|at| digest[at + 2]))
}

/// The digest of a bucket.
pub(super) fn check(bytes: &[u8]) -> [u8; 4] {
    let digest = sha256(bytes);
    std::array::from_fn(|at| digest[at])
}

/// What stands in front of the entries.
pub(super) fn write_table(table: &[Bucket]) -> Vec<u8> {
    let mut header = Vec::with_capacity(BODY);
    header.extend(MAGIC);
    for bucket in table {
        header.extend(bucket.end.to_be_bytes());
        header.extend(bucket.check);
    }
    let digest = sha256(&header);
    header.extend(digest);
    header
}

fn read_table(header: &[u8]) -> Option<Vec<Bucket>> {
    let (told, digest) = header.split_at_checked(BODY - 32)?;
    let rows = told.strip_prefix(MAGIC).filter(|_| sha256(told) == *digest)?;
    let (rows, _) = rows.as_chunks::<ROW>();
    let table: Vec<Bucket> = rows
        .iter()
        .map(|row| Bucket {
            end: u64::from_be_bytes(std::array::from_fn(|at| row[at])),
            check: std::array::from_fn(|at| row[at + 8]),
        })
        .collect();
    table.is_sorted_by_key(|bucket| bucket.end).then_some(table)
}
