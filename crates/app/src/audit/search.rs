//! `GET /api/admin/audit`: everybody's events, for admins, by filter and page.
//!
//! What an event says is sealed, so that the database cannot look for it: events are opened one after the other until
//! a page is full or enough were looked at. The next page goes on where this one stopped, also when it is not full.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::model::{Payload, first_id};
use super::page::{self, Event, invalid_query};
use super::store::{self as events, Kept};
use super::{Label, NOBODY};
use crate::App;
use crate::access::{Scope, SignedIn};
use crate::http::{Complaint, Fields, Problem, Result};
use crate::id::AccountId;

/// Events that are opened for one page.
const LOOKED_AT: usize = 10_000;
/// Events that are read at once.
const READ: i64 = 1_000;
const LIST: &str = "all";

#[derive(Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct Filters {
    /// How many at most, 1 to 200; 50 when left out.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200)]
    limit: Option<String>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// Only what concerns this account; `none` for what concerns no account.
    account: Option<String>,
    /// Only this kind, such as `signed_in`.
    kind: Option<String>,
    /// Only `done` or only `refused`.
    outcome: Option<String>,
    /// Only by `client`, `admin`, `operator` or `program`.
    actor: Option<String>,
    /// Only from this network.
    network: Option<String>,
    /// Only in or about this session.
    session: Option<String>,
    /// Only what happened then or later.
    from: Option<String>,
    /// Only what happened before.
    to: Option<String>,
}

/// An event with whom it concerns.
#[derive(Serialize, ToSchema)]
pub(super) struct AuditEvent {
    /// Whom it concerns; null when no account.
    account_id: Option<Uuid>,
    /// The admin who did it.
    by: Option<Uuid>,
    #[serde(flatten)]
    event: Event,
}

/// A page of the audit trail.
#[derive(Serialize, ToSchema)]
pub(super) struct AuditList {
    items: Vec<AuditEvent>,
    /// Where the next page begins, also when this one holds few or none; null at the end.
    next_cursor: Option<String>,
}

/// Lists what happened, newest first.
#[utoipa::path(
    get, path = "/api/admin/audit", tag = "admin", params(Filters), security(("bearer" = [])),
    responses(
        (status = 200, description = "A page", body = AuditList),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`forbidden`: no role of the caller's grants that; `insufficient_scope`", body = Problem),
        (status = 422, description = "`validation_failed` with `errors[]`", body = Problem),
    )
)]
pub(super) async fn search(
    State(app): State<App>,
    caller: SignedIn,
    filters: Result<Query<Filters>, QueryRejection>,
) -> Result<Json<AuditList>> {
    caller.may(Scope::AdminRead)?;
    let Query(filters) = filters.map_err(|_| invalid_query())?;
    let mut wanted = Wanted::read(&filters, &app)?;
    let mut items = Vec::new();
    let mut looked_at = 0;
    while items.len() < wanted.limit && looked_at < LOOKED_AT {
        let found = wanted.next(&app).await?;
        let is_end = found.len() < usize::try_from(READ).unwrap_or_default();
        for kept in &found {
            looked_at += 1;
            wanted.before = kept.label.id;
            let opened = page::opened(&app, kept).filter(|(_, said)| filters.let_pass(said));
            items.extend(opened.map(|(label, said)| audit_event(label, said)));
            if items.len() == wanted.limit {
                break;
            }
        }
        if is_end && items.len() < wanted.limit {
            return Ok(Json(AuditList { items, next_cursor: None }));
        }
    }
    let next_cursor = Some(page::write(wanted.before, &app.keys.cursor, LIST));
    Ok(Json(AuditList { items, next_cursor }))
}

/// The part of the trail in which is looked.
struct Wanted {
    limit: usize,
    account: Option<AccountId>,
    from: Uuid,
    before: Uuid,
}

impl Wanted {
    fn read(filters: &Filters, app: &App) -> Result<Self> {
        let mut fields = Fields::default();
        let given = (filters.limit.as_deref(), filters.cursor.as_deref());
        let part = page::wanted(&mut fields, app, given, LIST);
        let account = fields.take_optional("account", filters.account.as_deref().map(account));
        let from = fields.take_optional("from", filters.from.as_deref().map(time));
        let to = fields.take_optional("to", filters.to.as_deref().map(time));
        let session = fields.take_optional("session", filters.session.as_deref().map(id));
        let (Some(part), Some(account), Some(from), Some(to), Some(_)) = (part, account, from, to, session)
        else {
            return Err(fields.refusal());
        };
        let before = to.map_or(part.before, |to| part.before.min(first_id(to)));
        Ok(Self { limit: part.limit, account, from: from.map_or(Uuid::nil(), first_id), before })
    }

    async fn next(&self, app: &App) -> Result<Vec<Kept>, store::Error> {
        let within = (self.from, self.before);
        match self.account {
            Some(account) => app.store.all(events::of_account(account, within, READ)).await,
            None => app.store.all(events::of_all(within, READ)).await,
        }
    }
}

impl Filters {
    fn let_pass(&self, said: &Payload) -> bool {
        let session = self.session.as_deref().map(|text| text.parse::<Uuid>().ok());
        let is =
            |wanted: &Option<String>, value: Option<&str>| wanted.is_none() || wanted.as_deref() == value;
        is(&self.kind, Some(&said.kind))
            && is(&self.outcome, Some(&said.outcome))
            && is(&self.actor, Some(&said.actor))
            && is(&self.network, said.network.as_deref())
            && session.is_none_or(|session| session == said.session)
    }
}

fn audit_event(label: &Label, said: Payload) -> AuditEvent {
    let account_id = (label.account != NOBODY).then_some(label.account.0);
    AuditEvent { account_id, by: said.by, event: Event::of(label, said) }
}

fn account(text: &str) -> Result<AccountId, Complaint> {
    if text == "none" { Ok(NOBODY) } else { id(text).map(AccountId) }
}

fn id(text: &str) -> Result<Uuid, Complaint> {
    text.parse().map_err(|_| Complaint::new("invalid_id", "Give an id, which is a UUID."))
}

fn time(text: &str) -> Result<Timestamp, Complaint> {
    // A plus sign that was not escaped arrives as a space.
    let time = text.replace(' ', "+").parse();
    time.map_err(|_| Complaint::new("invalid_time", "Give a time like 2026-03-01T09:00:00Z."))
}
