//! `GET /api/admin/people/{id}`: one person, without a word of what they wrote.

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::list::PersonItem;
use super::store as people;
use super::way_in::{self, WayIn};
use super::{Id, named};
use crate::App;
use crate::access::SignedIn;
use crate::audit::{self, Event};
use crate::http::{Problem, Result};
use crate::mfa::{self, AppFactor};
use crate::passkey::{self, KnownPasskey};
use crate::session::{self, SessionItem};
use crate::token::{self, TokenItem};

/// Events that are shown; all are in the audit trail.
const EVENTS: i64 = 20;

/// How much somebody keeps here; never what.
#[derive(Serialize, ToSchema)]
struct Storage {
    /// Entries, those in the trash included.
    entries: i64,
    /// Of these, in the trash.
    in_trash: i64,
    /// Bytes that they take, sealed.
    bytes: i64,
}

/// One person.
#[derive(Serialize, ToSchema)]
pub(super) struct Person {
    #[serde(flatten)]
    item: PersonItem,
    /// When the address was verified.
    verified_at: Option<Timestamp>,
    /// Since when the account is locked.
    disabled_at: Option<Timestamp>,
    /// When somebody first signed in.
    first_signed_in_at: Option<Timestamp>,
    ways_in: Vec<WayIn>,
    second_factor: AppFactor,
    /// Those that are set aside, too.
    passkeys: Vec<KnownPasskey>,
    sessions: Vec<SessionItem>,
    /// Access tokens for scripts; never a secret or its digest.
    tokens: Vec<TokenItem>,
    /// The newest 20 things that happened to the account.
    activity: Vec<Event>,
    storage: Storage,
}

/// Shows one person.
#[utoipa::path(
    get, path = "/api/admin/people/{id}", tag = "admin", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The account")),
    responses(
        (status = 200, description = "The person", body = Person),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`forbidden`, `insufficient_scope`", body = Problem),
        (status = 404, description = "No account has that id", body = Problem),
    )
)]
pub(super) async fn person(State(app): State<App>, caller: SignedIn, id: Id) -> Result<Json<Person>> {
    let account = named(&app, id).await?;
    let kept = app.store.get(people::kept(account.id)).await?.unwrap_or_default();
    let passkeys = passkey::of_account(&app, account.id).await?;
    Ok(Json(Person {
        verified_at: account.verified_at,
        disabled_at: account.disabled_at,
        first_signed_in_at: account.first_signed_in_at,
        ways_in: way_in::of(&app, account.id, &passkeys).await?,
        second_factor: mfa::of_account(&app, account.id).await?,
        passkeys,
        sessions: session::of_account(&app, account.id, caller.session()).await?,
        tokens: token::of_account(&app, account.id).await?,
        activity: audit::of_account(&app, account.id, EVENTS).await?,
        storage: Storage { entries: kept.entries, in_trash: kept.in_trash, bytes: kept.bytes },
        item: account.into(),
    }))
}
