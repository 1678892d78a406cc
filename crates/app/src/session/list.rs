//! `GET /api/auth/sessions`: the devices that are signed in, for their owner to recognise.

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::store::{self as sessions, Listed};
use crate::App;
use crate::access::{Scope, SignedIn};
use crate::http::{Problem, Result};
use crate::id::{AccountId, SessionId};

/// A session, as it is shown.
#[derive(Serialize, ToSchema)]
pub struct SessionItem {
    id: SessionId,
    /// Whether it is the one that asks.
    current: bool,
    /// How it was started, such as `password`.
    method: String,
    /// The browser's name, when it said one.
    browser: Option<String>,
    /// The operating system's name, when it said one.
    os: Option<String>,
    /// `computer`, `phone` or another kind.
    device: Option<String>,
    /// Where it was last used from.
    ip_address: String,
    created_at: Timestamp,
    last_used_at: Timestamp,
    /// When it runs out unless it is used again.
    expires_at: Timestamp,
}

#[derive(Serialize, ToSchema)]
pub(super) struct SessionList {
    items: Vec<SessionItem>,
}

/// Lists the caller's live sessions, the one used last first.
#[utoipa::path(
    get, path = "/api/auth/sessions", tag = "sessions", security(("bearer" = [])),
    responses(
        (status = 200, description = "The sessions", body = SessionList),
        (status = 401, description = "`unauthenticated`", body = Problem),
    )
)]
pub(super) async fn list(State(app): State<App>, caller: SignedIn) -> Result<Json<SessionList>> {
    caller.may(Scope::SessionsRead)?;
    Ok(Json(SessionList { items: of_account(&app, caller.account, caller.session()).await? }))
}

/// An account's live sessions, the one used last first; `current` is the one that asks.
pub async fn of_account(
    app: &App,
    account: AccountId,
    current: Option<SessionId>,
) -> Result<Vec<SessionItem>, store::Error> {
    let found = app.store.all(sessions::live(account, app.clock.now())).await?;
    Ok(found.into_iter().map(|listed| item(listed, current)).collect())
}

fn item(listed: Listed, current: Option<SessionId>) -> SessionItem {
    SessionItem {
        id: listed.session.id,
        current: Some(listed.session.id) == current,
        expires_at: listed.session.expires_at(),
        method: listed.method,
        browser: listed.browser,
        os: listed.os,
        device: listed.device,
        ip_address: listed.ip_address,
        created_at: listed.created_at,
        last_used_at: listed.last_used_at,
    }
}
