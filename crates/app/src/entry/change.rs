//! What a request says an entry shall be, and the entry that this makes.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::{self, Entry, EntryId};
use crate::http::{Error, Fields};
use crate::id::AccountId;

/// What a new entry is made of.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewEntry {
    /// At most 300 characters; may be empty.
    title: String,
    /// Markdown, at most 1 MiB of UTF-8.
    content: String,
    /// At most 20, each of 1 to 50 characters; white space around them and repetitions are dropped.
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    is_favorite: bool,
    /// Now, when left out. From the year 1000 to 2999.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    happened_at: Option<Timestamp>,
    /// A name of the IANA database; the author's own time zone, when left out.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) time_zone: Option<String>,
}

/// What shall be different; fields that are left out stay.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct EntryChange {
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    title: Option<String>,
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    content: Option<String>,
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    tags: Option<Vec<String>>,
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    is_favorite: Option<bool>,
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    happened_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    time_zone: Option<String>,
    /// The version that this change was made on; or send `If-Match`.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    pub(super) expected_version: Option<i64>,
}

impl NewEntry {
    /// The entry that this makes at `now`, for somebody whose own time zone is `home`; 422 with every complaint.
    pub(super) fn entry(
        &self,
        author: AccountId,
        id: EntryId,
        now: Timestamp,
        home: &str,
    ) -> Result<Entry, Error> {
        let blank = Entry {
            id,
            author_id: author,
            title: String::new(),
            content: String::new(),
            tags: Vec::new(),
            is_favorite: self.is_favorite,
            word_count: 0,
            char_count: 0,
            version: 1,
            happened_at: now,
            time_zone: home.to_owned(),
            created_at: now,
            updated_at: now,
        };
        let change = EntryChange {
            title: Some(self.title.clone()),
            content: Some(self.content.clone()),
            tags: Some(self.tags.clone()),
            is_favorite: None,
            happened_at: self.happened_at,
            time_zone: self.time_zone.clone(),
            expected_version: None,
        };
        change.apply_to(&blank)
    }
}

impl EntryChange {
    /// The entry with the change made to it, version and times apart; 422 with every complaint.
    pub(super) fn apply_to(self, before: &Entry) -> Result<Entry, Error> {
        let mut fields = Fields::default();
        let title = fields.take_optional("title", self.title.map(model::title));
        let counted = fields.take_optional("content", self.content.map(model::content));
        let tags = fields.take_optional("tags", self.tags.map(model::tags));
        let happened_at = fields.take_optional("happened_at", self.happened_at.map(model::happened_at));
        let time_zone = fields.take_optional("time_zone", self.time_zone.as_deref().map(model::time_zone));
        let (Some(title), Some(counted), Some(tags), Some(happened_at), Some(time_zone)) =
            (title, counted, tags, happened_at, time_zone)
        else {
            return Err(fields.refusal());
        };
        let mut after = before.clone();
        if let Some(content) = counted {
            (after.word_count, after.char_count) = model::count(&content);
            after.content = content;
        }
        after.title = title.unwrap_or(after.title);
        after.tags = tags.unwrap_or(after.tags);
        after.is_favorite = self.is_favorite.unwrap_or(after.is_favorite);
        after.happened_at = happened_at.unwrap_or(after.happened_at);
        after.time_zone = time_zone.unwrap_or(after.time_zone);
        Ok(after)
    }
}

/// A field that may be left out but not be null.
fn given<'de, T: Deserialize<'de>, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}
