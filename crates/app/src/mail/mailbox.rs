//! `GET /api/dev/mailbox`: the mails that a developer's Journal would send, or has sent.
//!
//! It reads the database, so a mail is there as soon as what caused it is committed, on every node. With a mail server
//! set up in development, mails are sent and stay here as well, until a thousand newer ones have come.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::store as outbox;
use crate::App;
use crate::http::{DevelopmentAid, FieldError, Problem, Result, invalid};

/// The most mails that are shown, and in development the most delivered ones that are kept.
pub(super) const SHOWN: i64 = 1_000;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Filter {
    /// Only mails to this address, in any case.
    to: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct Mailbox {
    items: Vec<MailboxItem>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct MailboxItem {
    id: Uuid,
    to: String,
    subject: String,
    text: String,
    html: String,
    /// Every link of the text, in order.
    links: Vec<String>,
    created_at: Timestamp,
}

/// Lists mails, newest first. Development only.
#[utoipa::path(
    get, path = "/api/dev/mailbox", tag = "development", params(Filter),
    responses(
        (status = 200, description = "The mails", body = Mailbox),
        (status = 404, description = "`not_found`: not for you, or not in this environment", body = Problem),
    )
)]
pub(super) async fn mailbox(
    State(app): State<App>,
    _aid: DevelopmentAid,
    filter: Result<Query<Filter>, QueryRejection>,
) -> Result<Json<Mailbox>> {
    let Query(filter) =
        filter.map_err(|_| invalid(vec![FieldError::new("to", "invalid_type", "Give one address.")]))?;
    let wanted = filter.to.map(|to| to.trim().to_lowercase());
    let found = app.store.all(outbox::newest(SHOWN)).await?;
    let items = found.into_iter().filter_map(|mail| opened(&app, &mail));
    let items =
        items.filter(|item| wanted.as_ref().is_none_or(|wanted| item.to.to_lowercase() == *wanted)).collect();
    Ok(Json(Mailbox { items }))
}

fn opened(app: &App, mail: &outbox::Sealed) -> Option<MailboxItem> {
    let Some(letter) = super::open(app, mail.account, mail.id, &mail.letter) else {
        tracing::warn!(mail = %mail.id, "a mail in the outbox does not open");
        return None;
    };
    let links = letter.links().into_iter().map(str::to_owned).collect();
    let super::Letter { to, subject, text, html } = letter;
    Some(MailboxItem { id: mail.id, to, subject, text, html, links, created_at: mail.created_at })
}
