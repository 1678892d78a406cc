//! Sealing an entry for the database, and opening it again.
//!
//! Head (title, excerpt, tags) and content are boxes of their own, so that a list opens no content. Each names its
//! account, entry, part and version: a box that was copied elsewhere, or kept from an earlier version, does not open.

use crypto::keys::{Key, Tampered};
use crypto::{Random, sealed};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::fold;
use super::model::{Entry, EntryItem, excerpt};
use super::store::{Outline, Stored};

/// The two boxes of an entry.
pub(super) struct Sealed {
    pub(super) head: Vec<u8>,
    pub(super) content: Vec<u8>,
}

#[derive(Serialize, Deserialize)]
struct Head {
    title: String,
    excerpt: String,
    tags: Vec<String>,
}

/// What of a head stands beside the whole content.
#[derive(Deserialize)]
struct Labels {
    title: String,
    tags: Vec<String>,
}

/// Seals an entry in the version that it has.
pub(super) fn seal(key: &Key, random: &Random, entry: &Entry) -> Sealed {
    let head =
        Head { title: entry.title.clone(), excerpt: excerpt(&entry.content), tags: entry.tags.clone() };
    let head = serde_json::to_vec(&head).expect("text is JSON");
    let context = |part| context(entry.author_id.0.as_bytes(), entry.id.0.as_bytes(), entry.version, part);
    Sealed {
        head: sealed::seal(key, random, &context("head"), &head),
        content: sealed::seal(key, random, &context("content"), entry.content.as_bytes()),
    }
}

/// Opens an entry, whole.
pub(super) fn open(key: &Key, stored: Stored) -> Result<Entry, Tampered> {
    let Stored { mut outline, content } = stored;
    let content = sealed::open_owned(key, &context_of(&outline, "content"), content)?;
    let content = String::from_utf8(content).map_err(|_| Tampered)?;
    let head: Labels = open_head(key, &mut outline)?;
    Ok(Entry {
        id: outline.id,
        author_id: outline.account,
        title: head.title,
        content,
        tags: head.tags,
        is_favorite: outline.is_favorite,
        word_count: outline.word_count,
        char_count: outline.char_count,
        version: outline.version,
        happened_at: outline.happened_at,
        time_zone: outline.time_zone,
        created_at: outline.created_at,
        updated_at: outline.updated_at,
    })
}

/// Opens what a list shows of an entry.
pub(super) fn open_outline(key: &Key, mut outline: Outline) -> Result<EntryItem, Tampered> {
    let head: Head = open_head(key, &mut outline)?;
    Ok(EntryItem {
        id: outline.id,
        author_id: outline.account,
        title: head.title,
        excerpt: head.excerpt,
        tags: head.tags,
        is_favorite: outline.is_favorite,
        word_count: outline.word_count,
        char_count: outline.char_count,
        version: outline.version,
        happened_at: outline.happened_at,
        time_zone: outline.time_zone,
        created_at: outline.created_at,
        updated_at: outline.updated_at,
    })
}

/// What a tag is found by: the same for the same tag of the same account, and telling nothing more.
pub(super) fn tag_digest(key: &Key, tag: &str) -> [u8; 32] {
    crypto::keyed_digest(key, "entry tag", fold::tag(tag).as_bytes())
}

/// Uses the sealed head up.
fn open_head<T: DeserializeOwned>(key: &Key, outline: &mut Outline) -> Result<T, Tampered> {
    let sealed = std::mem::take(&mut outline.head);
    let head = sealed::open_owned(key, &context_of(outline, "head"), sealed)?;
    serde_json::from_slice(&head).map_err(|_| Tampered)
}

fn context_of(outline: &Outline, part: &str) -> Vec<u8> {
    context(outline.account.0.as_bytes(), outline.id.0.as_bytes(), outline.version, part)
}

fn context(account: &[u8; 16], id: &[u8; 16], version: i64, part: &str) -> Vec<u8> {
    [b"entry".as_slice(), account, id, &version.to_be_bytes(), part.as_bytes()].concat()
}
