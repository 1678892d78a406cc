//! Making a breach list from what Have I Been Pwned publishes: one file of `SHA-1:count` lines ordered by hash, or a
//! folder of range files, named by the first five digits, with the other thirty-five in each line.
//!
//! The input is read once, in order, and never held: memory is one bucket and the table. The list appears under its
//! name when it is complete, and not before.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

use super::breach::{BODY, BUCKETS, Bucket, ENTRY, check, place, write_table};

/// Why no list was made, in one sentence.
#[derive(Debug, thiserror::Error)]
pub enum Unmade {
    /// A file cannot be read or written.
    #[error("{0}: {1}")]
    File(PathBuf, io::Error),
    /// A line is no hash.
    #[error("{0} line {1} is no SHA-1 in hexadecimal")]
    NoHash(PathBuf, u64),
    /// The lines are not ordered.
    #[error("{0} line {1} comes before the line above it; the input must be ordered by hash")]
    Disorder(PathBuf, u64),
    /// There was nothing in it.
    #[error("{0} holds no hashes")]
    Empty(PathBuf),
}

/// Makes a list of everything in `input`, and says how many entries it has.
pub fn build(input: &Path, output: &Path) -> Result<u64, Unmade> {
    let mut part = output.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let made = write(input, &part).and_then(|entries| {
        fs::rename(&part, output).map_err(|error| Unmade::File(output.to_owned(), error))?;
        Ok(entries)
    });
    if made.is_err() {
        let _ = fs::remove_file(&part);
    }
    made
}

fn write(input: &Path, part: &Path) -> Result<u64, Unmade> {
    let failed = |error| Unmade::File(part.to_owned(), error);
    let mut file = BufWriter::new(File::create(part).map_err(failed)?);
    file.seek(io::SeekFrom::Start(BODY as u64)).map_err(failed)?;
    let mut list = List { file, table: Vec::with_capacity(BUCKETS), bucket: Vec::new(), entries: 0 };
    let mut before = [0; 20];
    for (path, prefix) in sources(input)? {
        let source = File::open(&path).map_err(|error| Unmade::File(path.clone(), error))?;
        for (line, number) in BufReader::with_capacity(1 << 20, source).lines().zip(1_u64..) {
            let line = line.map_err(|error| Unmade::File(path.clone(), error))?;
            if line.trim().is_empty() {
                continue;
            }
            let digest = digest(&prefix, &line).ok_or_else(|| Unmade::NoHash(path.clone(), number))?;
            if digest < before {
                return Err(Unmade::Disorder(path, number));
            }
            before = digest;
            list.add(&digest).map_err(failed)?;
        }
    }
    if list.is_empty() {
        return Err(Unmade::Empty(input.to_owned()));
    }
    list.finish().map_err(failed)
}

/// The files to read, each with the digits that its lines leave out, in the order of the hashes.
fn sources(input: &Path) -> Result<Vec<(PathBuf, String)>, Unmade> {
    if !input.is_dir() {
        return Ok(vec![(input.to_owned(), String::new())]);
    }
    let failed = |error| Unmade::File(input.to_owned(), error);
    let mut found = Vec::new();
    for entry in fs::read_dir(input).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_ascii_uppercase();
        if stem.len() == 5 && stem.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            found.push((path, stem));
        }
    }
    found.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(found)
}

/// The hash of a line; what follows it, behind a colon, is how often it was seen.
fn digest(prefix: &str, line: &str) -> Option<[u8; 20]> {
    let digits = line.split(':').next()?.trim();
    let text = [prefix, digits].concat();
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let mut digest = [0; 20];
    if pairs.len() != digest.len() || !rest.is_empty() {
        return None;
    }
    for (byte, pair) in digest.iter_mut().zip(pairs) {
        let value = |digit: u8| char::from(digit).to_digit(16);
        *byte = u8::try_from(value(pair[0])? << 4 | value(pair[1])?).ok()?;
    }
    Some(digest)
}

/// A list that is being written.
struct List {
    file: BufWriter<File>,
    /// The buckets that are done.
    table: Vec<Bucket>,
    /// The entries of the one that is not.
    bucket: Vec<[u8; ENTRY]>,
    /// Those of the buckets that are done.
    entries: u64,
}

impl List {
    fn add(&mut self, digest: &[u8; 20]) -> io::Result<()> {
        let (bucket, entry) = place(digest);
        while self.table.len() < bucket {
            self.close_bucket()?;
        }
        if self.bucket.last() != Some(&entry) {
            self.bucket.push(entry);
        }
        Ok(())
    }

    fn is_empty(&self) -> bool {
        self.entries == 0 && self.bucket.is_empty()
    }

    fn close_bucket(&mut self) -> io::Result<()> {
        let bytes = self.bucket.as_flattened();
        self.file.write_all(bytes)?;
        self.entries += self.bucket.len() as u64;
        self.table.push(Bucket { end: self.entries, check: check(bytes) });
        self.bucket.clear();
        Ok(())
    }

    fn finish(mut self) -> io::Result<u64> {
        while self.table.len() < BUCKETS {
            self.close_bucket()?;
        }
        self.file.rewind()?;
        self.file.write_all(&write_table(&self.table))?;
        self.file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        Ok(self.entries)
    }
}
