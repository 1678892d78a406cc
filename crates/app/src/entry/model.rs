//! What an entry is, and what may stand in one.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use store::{Column, FromColumn, Value};
use unicode_segmentation::UnicodeSegmentation;
use utoipa::ToSchema;
use uuid::Uuid;

use super::fold;
use crate::clock::zone;
use crate::http::{Complaint, Error, FieldError};
use crate::id::AccountId;

/// Characters (Unicode scalar values) of a title, at most.
const TITLE_LIMIT: usize = 300;
/// Bytes of content in UTF-8, at most.
const CONTENT_LIMIT: usize = 1024 * 1024;
/// Tags of an entry, at most, and characters of each.
const TAGS_LIMIT: usize = 20;
const TAG_LIMIT: usize = 50;
/// Characters of the beginning that a list shows.
const EXCERPT: usize = 300;
/// How long an entry waits in the trash.
pub(super) const TRASH_KEPT: SignedDuration = SignedDuration::from_hours(24 * 30);
/// What people keep a journal about: the years 1000 to 2999, in seconds since 1970.
pub(super) const EARLIEST: Timestamp = Timestamp::constant(-30_610_224_000, 0);
pub(super) const LATEST: Timestamp = Timestamp::constant(32_503_679_999, 999_999_000);

/// The id of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(transparent)]
pub(super) struct EntryId(pub(super) Uuid);

/// An entry, whole.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(super) struct Entry {
    pub(super) id: EntryId,
    /// Whose it is.
    pub(super) author_id: AccountId,
    pub(super) title: String,
    /// Markdown, byte for byte as it was sent.
    pub(super) content: String,
    /// In the order and the spelling in which they were first given.
    pub(super) tags: Vec<String>,
    pub(super) is_favorite: bool,
    /// Words of the content by the Unicode rule (UAX 29), which counts each Chinese or Japanese character as one.
    pub(super) word_count: i64,
    /// Characters of the content: Unicode scalar values.
    pub(super) char_count: i64,
    /// Starts at 1 and grows by 1 with each change; also the `ETag`, in quotes.
    pub(super) version: i64,
    /// When it happened, as the author says.
    pub(super) happened_at: Timestamp,
    /// Where it happened, as a time zone of the IANA database.
    pub(super) time_zone: String,
    pub(super) created_at: Timestamp,
    pub(super) updated_at: Timestamp,
}

/// An entry in a list: its beginning instead of its content.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct EntryItem {
    pub(super) id: EntryId,
    pub(super) author_id: AccountId,
    pub(super) title: String,
    /// The first 300 characters of the content, with every run of white space as one space.
    pub(super) excerpt: String,
    pub(super) tags: Vec<String>,
    pub(super) is_favorite: bool,
    pub(super) word_count: i64,
    pub(super) char_count: i64,
    pub(super) version: i64,
    pub(super) happened_at: Timestamp,
    pub(super) time_zone: String,
    pub(super) created_at: Timestamp,
    pub(super) updated_at: Timestamp,
}

/// The beginning of a content, in one line.
pub(super) fn excerpt(content: &str) -> String {
    let mut excerpt = String::new();
    let mut length = 0;
    for word in content.trim_start_matches('\u{feff}').split_whitespace() {
        for c in (length > 0).then_some(' ').into_iter().chain(word.chars()) {
            if length == EXCERPT {
                return excerpt.trim_end().to_owned();
            }
            excerpt.push(c);
            length += 1;
        }
    }
    excerpt
}

pub(super) fn count(content: &str) -> (i64, i64) {
    let fits = |count: usize| i64::try_from(count).expect("a mebibyte holds fewer than that");
    (fits(content.unicode_words().count()), fits(content.chars().count()))
}

pub(super) fn title(text: String) -> Result<String, Complaint> {
    if text.chars().count() > TITLE_LIMIT {
        return Err(Complaint::new("too_long", "A title has at most 300 characters."));
    }
    without_nul(text)
}

pub(super) fn content(text: String) -> Result<String, Complaint> {
    if text.len() > CONTENT_LIMIT {
        return Err(Complaint::new(
            "too_long",
            "This is more than the mebibyte that one entry holds. Split it in two.",
        ));
    }
    without_nul(text)
}

fn without_nul(text: String) -> Result<String, Complaint> {
    if text.contains('\0') {
        return Err(Complaint::new("invalid_character", "This holds a NUL character, which cannot be kept."));
    }
    Ok(text)
}

pub(super) fn tags(given: Vec<String>) -> Result<Vec<String>, Complaint> {
    let too_many = || Complaint::new("too_many", "An entry has at most 20 tags.");
    // Repeated ones are forgiven, but not by the million.
    if given.len() > 10 * TAGS_LIMIT {
        return Err(too_many());
    }
    let mut kept: Vec<String> = Vec::new();
    let mut seen: Vec<String> = Vec::new();
    for tag in given {
        let tag = tag.trim();
        if tag.is_empty() {
            return Err(Complaint::new("empty_tag", "A tag has at least one character."));
        }
        if tag.chars().count() > TAG_LIMIT {
            return Err(Complaint::new("too_long", "A tag has at most 50 characters."));
        }
        if tag.chars().any(char::is_control) {
            return Err(Complaint::new("invalid_character", "A tag is one line of text."));
        }
        let folded = fold::tag(tag);
        if !seen.contains(&folded) {
            kept.push(tag.to_owned());
            seen.push(folded);
        }
        if kept.len() > TAGS_LIMIT {
            return Err(too_many());
        }
    }
    Ok(kept)
}

/// To the microsecond, like all times in the database, so that what is answered is what is read back.
pub(super) fn happened_at(given: Timestamp) -> Result<Timestamp, Complaint> {
    if !(EARLIEST..=LATEST).contains(&given) {
        return Err(Complaint::new("out_of_range", "Give a time between the years 1000 and 2999."));
    }
    Ok(Timestamp::from_microsecond(given.as_microsecond()).expect("it was in range before"))
}

/// A time zone by its name in the IANA database, in the spelling that stands there.
pub(super) fn time_zone(name: &str) -> Result<String, Complaint> {
    zone(name).map(|(_, name)| name).ok_or_else(|| {
        Complaint::new("unknown_time_zone", "This time zone is not known. Try one like Europe/Zurich.")
    })
}

/// A complaint about one parameter of a query.
pub(super) fn refuse(field: &'static str, complaint: Complaint) -> Error {
    crate::http::invalid(vec![FieldError::new(field, complaint.code, complaint.message)])
}

impl From<EntryId> for Value {
    fn from(id: EntryId) -> Self {
        Self::Uuid(id.0)
    }
}

impl FromColumn for EntryId {
    fn from_column(column: Column<'_>) -> Result<Self, store::Error> {
        Uuid::from_column(column).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes<T: std::fmt::Debug>(refused: Result<T, Complaint>) -> &'static str {
        refused.unwrap_err().code
    }

    #[test]
    fn a_title_is_counted_in_characters_and_may_be_empty() {
        assert_eq!(title(String::new()).as_deref(), Ok(""));
        assert!(title("é".repeat(300)).is_ok());
        assert!(title("🦦".repeat(300)).is_ok());
        assert_eq!(codes(title("a".repeat(301))), "too_long");
        assert_eq!(codes(title("a\0b".to_owned())), "invalid_character");
    }

    #[test]
    fn content_is_counted_in_bytes_and_not_touched() {
        let text = "\u{feff}\r\n\tCafe\u{301}\n \u{200b}🦦\r";
        assert_eq!(content(text.to_owned()).as_deref(), Ok(text));
        assert!(content("a".repeat(CONTENT_LIMIT)).is_ok());
        assert_eq!(codes(content("a".repeat(CONTENT_LIMIT + 1))), "too_long");
        assert_eq!(codes(content("é".repeat(CONTENT_LIMIT / 2 + 1))), "too_long");
        assert_eq!(codes(content("\0".to_owned())), "invalid_character");
    }

    #[test]
    fn tags_are_trimmed_and_kept_in_their_first_spelling() {
        let given = ["  Berlin ", "berlin", "Café", "CAFE\u{301}", "東京"].map(str::to_owned).to_vec();
        assert_eq!(tags(given).unwrap(), ["Berlin", "Café", "東京"]);
        let many = |count| (0..count).map(|number| number.to_string()).collect::<Vec<_>>();
        assert_eq!(tags(many(20)).unwrap().len(), 20);
        assert_eq!(codes(tags(many(21))), "too_many");
        assert_eq!(codes(tags(vec![" ".to_owned()])), "empty_tag");
        assert_eq!(codes(tags(vec!["a".repeat(51)])), "too_long");
        assert_eq!(codes(tags(vec!["a\nb".to_owned()])), "invalid_character");
        assert_eq!(codes(tags(vec!["a\0b".to_owned()])), "invalid_character");
    }

    #[test]
    fn a_time_is_kept_to_the_microsecond_within_two_thousand_years() {
        let time = |text: &str| happened_at(text.parse().unwrap());
        assert_eq!(
            time("2026-03-01T09:00:00.123456789Z").unwrap().to_string(),
            "2026-03-01T09:00:00.123456Z"
        );
        assert_eq!(time("1000-01-01T00:00:00Z").unwrap(), EARLIEST);
        assert_eq!(time("2999-12-31T23:59:59.999999Z").unwrap(), LATEST);
        assert_eq!(codes(time("0999-12-31T23:59:59Z")), "out_of_range");
        assert_eq!(codes(time("3000-01-01T00:00:00Z")), "out_of_range");
    }

    #[test]
    fn a_time_zone_is_one_of_the_database_in_its_own_spelling() {
        assert_eq!(time_zone("europe/zurich").as_deref(), Ok("Europe/Zurich"));
        assert_eq!(time_zone("UTC").as_deref(), Ok("UTC"));
        for nonsense in ["", "Mars/Olympus", "+02:00", "EST5EDT4", "../etc/passwd"] {
            assert_eq!(codes(time_zone(nonsense)), "unknown_time_zone", "{nonsense}");
        }
    }

    #[test]
    fn words_are_counted_as_unicode_says() {
        for (text, words, characters) in [
            ("", 0, 0),
            ("Don't stop, it's 3.14.", 4, 22),
            ("# *Heading*\n\n- one\n- two", 3, 24),
            ("東京は夜", 4, 4),
            ("naïve café 🦦", 2, 12),
        ] {
            assert_eq!(count(text), (words, characters), "{text}");
        }
    }

    #[test]
    fn an_excerpt_is_the_beginning_in_one_line() {
        assert_eq!(excerpt("\u{feff}  One\r\n\r\n\ttwo   three \n"), "One two three");
        assert_eq!(excerpt(" \n "), "");
        let long = excerpt(&"wörd ".repeat(1_000));
        assert_eq!(long.chars().count(), 299, "the space at the cut is dropped");
        assert_eq!(excerpt(&"x".repeat(1_000)).len(), 300);
    }
}
