//! `POST /api/admin/invites`: makes an invitation. Its code is in this answer and nowhere else.

use ::store::Change;
use axum::Json as Answer;
use axum::extract::State;
use http::{StatusCode, header};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::model::{Code, USUAL, Wanted};
use super::store as invites;
use crate::App;
use crate::access::{FreshlySignedIn, overtaken};
use crate::audit::{self, Actor, Kind};
use crate::http::{Client, Complaint, Fields, OptionalJson, Problem, Result};
use crate::id::AccountId;

#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct InviteBody {
    /// How many accounts it may make, 1 to 1,000; one when left out.
    uses: Option<u32>,
    /// Until when it holds, within a year; two weeks when left out.
    expires_at: Option<Timestamp>,
    /// What it is for, at most 200 characters.
    note: Option<String>,
}

/// A new invitation with its code, which is shown once.
#[derive(Serialize, ToSchema)]
pub struct Made {
    /// Its id, for withdrawing it.
    pub id: Uuid,
    /// What to give to whoever is invited.
    pub code: String,
    /// The same as a link that fills the code in.
    pub link: String,
    /// How many accounts it may make.
    pub uses: u32,
    /// Until when it holds.
    pub expires_at: Timestamp,
    /// What it is for.
    pub note: String,
}

/// Makes an invitation.
#[utoipa::path(
    post, path = "/api/admin/invites", tag = "admin", security(("bearer" = [])), request_body = InviteBody,
    responses(
        (status = 201, description = "The invitation with its code, shown once", body = Made),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`forbidden`, `insufficient_scope`, `reauthentication_required`", body = Problem),
        (status = 422, description = "`validation_failed` with `errors[]`", body = Problem),
    )
)]
pub(super) async fn create_invite(
    State(app): State<App>,
    FreshlySignedIn(caller): FreshlySignedIn,
    client: Client,
    OptionalJson(body): OptionalJson<InviteBody>,
) -> Result<(StatusCode, [(header::HeaderName, String); 1], Answer<Made>)> {
    let wanted = understand(&body, app.clock.now())?;
    let made =
        store(&app, wanted, Some(caller.account), (Actor::Client(&client), &caller.still_may(&app))).await;
    let made = made.map_err(|error| overtaken(&error).unwrap_or_else(|| error.into()))?;
    let at = format!("/api/admin/invites/{}", made.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, at)], Answer(made)))
}

/// Makes an invitation for the command line, for `uses` people and so many days.
pub async fn make(app: &App, uses: u32, days: u32, note: &str) -> std::result::Result<Made, Trouble> {
    let now = app.clock.now();
    let ends = now + jiff::SignedDuration::from_hours(24 * i64::from(days));
    let wanted = Wanted {
        uses: Wanted::check_uses(uses)?,
        expires_at: Wanted::check_end(ends, now)?,
        note: Wanted::check_note(note)?,
    };
    Ok(store(app, wanted, None, (Actor::Operator, &[])).await?)
}

/// Why the command line gets no invitation, in one sentence.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// What was asked for is out of bounds.
    #[error("{0}")]
    Invalid(String),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] ::store::Error),
}

impl From<Complaint> for Trouble {
    fn from(complaint: Complaint) -> Self {
        Self::Invalid(complaint.message.into_owned())
    }
}

fn understand(body: &InviteBody, now: Timestamp) -> Result<Wanted> {
    let mut fields = Fields::default();
    let uses = fields.take("uses", Wanted::check_uses(body.uses.unwrap_or(1)));
    let ends = body.expires_at.unwrap_or(now + USUAL);
    let expires_at = fields.take("expires_at", Wanted::check_end(ends, now));
    let note = fields.take("note", Wanted::check_note(body.note.as_deref().unwrap_or_default()));
    match (uses, expires_at, note) {
        (Some(uses), Some(expires_at), Some(note)) => Ok(Wanted { uses, expires_at, note }),
        _ => Err(fields.refusal()),
    }
}

/// Makes an invitation, with the changes that hold it to who makes it.
async fn store(
    app: &App,
    wanted: Wanted,
    by: Option<AccountId>,
    (actor, still): (Actor<'_>, &[Change]),
) -> std::result::Result<Made, ::store::Error> {
    let now = app.clock.now();
    let (code, id) = (Code::generate(&app.random), app.random.uuid_v7(now));
    let event = audit::record(app, by.unwrap_or(AccountId::NOBODY), None, Kind::InviteCreated, actor);
    let insert = invites::insert(code.digest(&app.keys.salt), id, &wanted, by, now);
    let changes: Vec<Change> = still.iter().cloned().chain([insert, event]).collect();
    app.store.commit(changes).await?;
    let link = format!("{}/register#invite={}", app.settings.public_url, code.expose());
    let Wanted { uses, expires_at, note } = wanted;
    Ok(Made { id, code: code.expose().to_owned(), link, uses, expires_at, note })
}
