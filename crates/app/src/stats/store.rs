use store::Query;

use super::model::Fact;
use crate::id::AccountId;

/// What statistics need of each entry outside the trash.
pub(super) fn facts(account: AccountId) -> Query<Fact> {
    Query::new(
        "select happened_at, word_count, is_favorite from entries where account_id = $1 and deleted_at is null",
        [account.into()],
        |row| {
            Ok(Fact {
                happened_at: row.get("happened_at")?,
                words: row.get("word_count")?,
                is_favorite: row.get("is_favorite")?,
            })
        },
    )
}
