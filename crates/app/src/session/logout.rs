//! `POST /api/auth/logout`: ends the session that any of the client's credentials names.

use axum::Json;
use axum::extract::State;
use axum::response::{AppendHeaders, IntoResponse};
use http::{HeaderMap, header};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::store as sessions;
use crate::App;
use crate::access;
use crate::audit::{self, Actor, Kind};
use crate::http::{Client, OptionalJson, OwnOrigin, Problem, Result, cookie};
use crate::id::AccountId;
use crate::id::SessionId;
use crate::onetime;

#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LogoutBody {
    /// The refresh token, for clients without the cookie.
    refresh_token: Option<String>,
    /// Sign out everywhere, if the session that asks still lives; links that were mailed stop working too.
    all: Option<bool>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct LogoutAnswer {
    message: &'static str,
}

/// Signs out; also when it was over already.
#[utoipa::path(
    post, path = "/api/auth/logout", tag = "sessions", request_body = Option<LogoutBody>,
    responses(
        (status = 200, description = "Signed out; the cookie is gone", body = LogoutAnswer),
        (status = 403, description = "`csrf_failed`: the cookie came without its CSRF token", body = Problem),
    )
)]
pub(super) async fn logout(
    State(app): State<App>,
    _: OwnOrigin,
    client: Client,
    headers: HeaderMap,
    OptionalJson(body): OptionalJson<LogoutBody>,
) -> Result<impl IntoResponse> {
    for (account, session) in named(&app, &headers, body.refresh_token.as_deref())? {
        end(&app, account, session, body.all == Some(true), &client).await?;
    }
    let forget = [(header::SET_COOKIE, cookie::forget_refresh(&app.settings))];
    Ok((AppendHeaders(forget), Json(LogoutAnswer { message: "You are signed out." })))
}

/// The sessions that the request proves to hold. A cookie alone proves nothing: it needs its CSRF token.
fn named(app: &App, headers: &HeaderMap, body: Option<&str>) -> Result<Vec<(AccountId, SessionId)>> {
    let mut found = Vec::new();
    if let Some(claims) = access::bearer(headers).and_then(|token| access::claims(app, token)) {
        found.push((AccountId(claims.sub), SessionId(claims.sid)));
    }
    if let Some(presented) = body.and_then(|token| app.keys.refresh.parse(token).ok()) {
        found.push((AccountId(presented.account), SessionId(presented.session)));
    }
    let cookie = cookie::read(headers, &app.settings.cookies.refresh);
    if let Some(presented) = cookie.and_then(|token| app.keys.refresh.parse(token).ok()) {
        let id = SessionId(presented.session);
        match super::csrf::check(app, headers, presented.session) {
            Ok(()) => found.push((AccountId(presented.account), id)),
            Err(refusal) if found.is_empty() => return Err(refusal),
            Err(_) => {}
        }
    }
    found.dedup();
    Ok(found)
}

async fn end(app: &App, account: AccountId, session: SessionId, all: bool, client: &Client) -> Result<()> {
    let now = app.clock.now();
    let mut changes = vec![
        sessions::end(account, session, "signed_out", now),
        audit::record(app, account, Some(session.0), Kind::SignedOut, Actor::Client(client)),
    ];
    // Only a session that lives may end the others: who holds a credential of one that is over, perhaps a thief whom
    // the owner has just signed out, ends nothing more, and is told nothing.
    if all {
        changes.push(sessions::end_all(account, "signed_out", now));
        changes.push(onetime::drop_pending(account));
    }
    match app.store.commit(changes).await {
        Err(error) if error.conflict() == Some("session") => Ok(()),
        other => {
            other?;
            metrics::counter!("journal_auth_revocations_total", "reason" => "logout").increment(1);
            Ok(())
        }
    }
}
