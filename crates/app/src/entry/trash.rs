//! `GET /api/entries/trash`: what was deleted in the last thirty days.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::cursor::{Cursor, List};
use super::list::{limit, page, twice};
use super::model::{EntryItem, LATEST, TRASH_KEPT};
use super::seal;
use super::store::{self as entries, Outline};
use crate::App;
use crate::access::{Scope, SignedIn};
use crate::account::key;
use crate::http::{Fields, Problem, Result};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Page {
    /// How many at most, 1 to 100; 20 when left out.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// An entry in the trash.
#[derive(Serialize, ToSchema)]
pub(super) struct TrashItem {
    #[serde(flatten)]
    item: EntryItem,
    deleted_at: Timestamp,
    /// When it is gone for good.
    gone_at: Timestamp,
}

/// A page of the trash.
#[derive(Serialize, ToSchema)]
pub(super) struct TrashList {
    items: Vec<TrashItem>,
    /// Where the next page begins; null on the last one.
    next_cursor: Option<String>,
}

/// Lists the caller's trash, what was deleted last first.
#[utoipa::path(
    get, path = "/api/entries/trash", tag = "entries", params(Page), security(("bearer" = [])),
    responses(
        (status = 200, description = "A page", body = TrashList),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`insufficient_scope`", body = Problem),
        (status = 422, description = "`validation_failed` with `errors[]`", body = Problem),
    )
)]
pub(super) async fn trash(
    State(app): State<App>,
    caller: SignedIn,
    wanted: Result<Query<Page>, QueryRejection>,
) -> Result<Json<TrashList>> {
    caller.may(Scope::EntriesRead)?;
    let Query(wanted) = wanted.map_err(|_| twice())?;
    let list = List { account: caller.account, name: "trash" };
    let mut fields = Fields::default();
    let size = fields.take("limit", limit(wanted.limit.as_deref()));
    let after = wanted.cursor.as_deref().map(|text| Cursor::read(text, &app.keys.cursor, list));
    let after = fields.take_optional("cursor", after);
    let (Some(size), Some(after)) = (size, after) else { return Err(fields.refusal()) };
    let after = after.unwrap_or(Cursor::start(LATEST));
    let since = app.clock.now() - TRASH_KEPT;
    let found = app.store.all(entries::trash(caller.account, since, after, size + 1)).await?;
    let (found, next) = page(found, size + 1, |last| Cursor { at: deleted_at(last), id: last.id.0 });
    let key = key::of(&app, caller.account).await?;
    let items = found.into_iter().map(|outline| {
        let deleted_at = deleted_at(&outline);
        let item = seal::open_outline(&key, outline)?;
        Ok(TrashItem { item, deleted_at, gone_at: deleted_at + TRASH_KEPT })
    });
    let items = items.collect::<Result<_>>()?;
    Ok(Json(TrashList { items, next_cursor: next.map(|next| next.write(&app.keys.cursor, list)) }))
}

fn deleted_at(outline: &Outline) -> Timestamp {
    outline.deleted_at.unwrap_or(outline.updated_at)
}
