//! `POST /api/auth/refresh`: where refresh tokens rotate, and where reuse of an old one is found.

use std::time::Duration;

use axum::Json as Answer;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use crypto::refresh::Presented;
use http::{HeaderMap, StatusCode, header};
use jiff::Timestamp;
use serde::Deserialize;
use store::Change;
use utoipa::ToSchema;

use super::answer::{self, Delivery, Granted, TokenAnswer};
use super::model::{self, Refusal, Rotation, Session, Windows};
use super::notice;
use super::store::{self as sessions, WithAccount};
use crate::App;
use crate::access::Role;
use crate::audit::{self, Actor, Kind};
use crate::figure;
use crate::http::{
    Client, Error, OptionalJson, OwnOrigin, Problem, Result, bad_request, cookie, unavailable,
};
use crate::id::AccountId;
use crate::id::SessionId;

/// How often a refresh reads again after it lost a race. Each loss means that another one won, and whoever reads
/// after that finds a generation it does not rotate, so two rounds are enough; the rest is for a busy database.
const ROUNDS: usize = 8;

#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RefreshBody {
    /// The refresh token, when it is not in the cookie.
    refresh_token: Option<String>,
}

/// Gives new tokens for a refresh token.
///
/// The token comes in the body, or in the cookie with `X-CSRF-Token`. When the answer holds no refresh token (no
/// `Set-Cookie`), keep the one you have.
#[utoipa::path(
    post, path = "/api/auth/refresh", tag = "sessions", request_body = Option<RefreshBody>,
    responses(
        (status = 200, description = "New tokens", body = TokenAnswer),
        (status = 400, description = "Both a body and a cookie hold a token", body = Problem),
        (status = 401, description = "`invalid_refresh_token`, `session_expired`, `session_revoked`, `refresh_reused`",
         body = Problem),
        (status = 403, description = "`csrf_failed`", body = Problem),
    )
)]
#[tracing::instrument(level = "debug", skip_all)]
pub(super) async fn refresh(
    State(app): State<App>,
    _: OwnOrigin,
    client: Client,
    headers: HeaderMap,
    OptionalJson(body): OptionalJson<RefreshBody>,
) -> Result<Response> {
    let (presented, delivery) = presented(&app, &headers, body.refresh_token.as_deref())?;
    // A refresh that takes half a window is dropped: with its answer's way back it must stay within the window.
    let limit = Duration::try_from(app.settings.refresh_window / 2).unwrap_or(Duration::from_secs(1));
    match tokio::time::timeout(limit, rotate(&app, &presented, &client)).await {
        Ok(decided) => respond(&app, decided?, delivery),
        Err(_) => Err(unavailable(1)),
    }
}

fn presented(app: &App, headers: &HeaderMap, body: Option<&str>) -> Result<(Presented, Delivery)> {
    let cookie = cookie::read(headers, &app.settings.cookies.refresh);
    let (token, from) = match (body, cookie) {
        (Some(_), Some(_)) => {
            return Err(bad_request(
                "ambiguous_token",
                "Send the refresh token in the body or in the cookie, not in both.",
            ));
        }
        (Some(token), None) => (token, Delivery::Body),
        (None, Some(token)) => (token, Delivery::Cookie),
        // Nothing is known of a session here, so nothing is taken away.
        (None, None) => {
            return Err(Error::new(StatusCode::UNAUTHORIZED, "invalid_refresh_token", "Sign in to go on."));
        }
    };
    let presented = app.keys.refresh.parse(token).map_err(|_| refused(app, "invalid_refresh_token"))?;
    if from == Delivery::Cookie {
        super::csrf::check(app, headers, presented.session)?;
    }
    Ok((presented, from.allowed(app)))
}

/// What was decided and committed.
struct Decided {
    rotation: Rotation,
    granted: Granted,
}

/// Reads, decides by the rule, commits on the generation that was read; a lost race reads again.
async fn rotate(app: &App, presented: &Presented, client: &Client) -> Result<Decided> {
    let (account, id) = (AccountId(presented.account), SessionId(presented.session));
    let windows = Windows { window: app.settings.refresh_window, idle: app.settings.session_idle };
    for _ in 0..ROUNDS {
        let now = app.clock.now();
        let found = app.store.get(sessions::by_id(account, id)).await?;
        let found = found.filter(|found| !found.is_closed && app.admits(found.session.account));
        let session = found.as_ref().map(|found| &found.session);
        let rotation = model::rotate(session, presented.generation, now, windows);
        let changes =
            found.as_ref().map(|found| changes(app, found, &rotation, client, now)).unwrap_or_default();
        match app.store.commit(changes).await {
            Err(error) if error.is_conflict() => {}
            other => {
                other?;
                count(app, &rotation);
                if matches!(rotation, Rotation::Reuse(_)) {
                    app.mail_waiting.notify_one();
                }
                let roles = Role::parse_all(found.as_ref().map_or("", |found| &found.roles));
                return Ok(Decided { rotation, granted: Granted::again(app, &roles).await? });
            }
        }
    }
    Err(unavailable(1))
}

/// What the decision changes: the session, and for a reuse the event and the mail with it, or none of them.
fn changes(
    app: &App,
    found: &WithAccount,
    rotation: &Rotation,
    client: &Client,
    now: Timestamp,
) -> Vec<Change> {
    let before = &found.session;
    let to = |after: &Session| vec![sessions::rotate(before, after, &client.address.to_string(), now)];
    match rotation {
        Rotation::Refuse(_) => Vec::new(),
        Rotation::Rotate(after)
        | Rotation::Repeat(after)
        | Rotation::Later(after)
        | Rotation::Retry(after) => to(after),
        Rotation::Adopt(adopted, then) => match &**then {
            Rotation::Rotate(after) | Rotation::Repeat(after) | Rotation::Later(after) => to(after),
            _ => to(adopted),
        },
        Rotation::Reuse(_) if app.settings.demo.is_some() => vec![sessions::end_for_reuse(before, now)],
        Rotation::Reuse(_) => {
            let (account, id) = (before.account, Some(before.id.0));
            let event = audit::record(app, account, id, Kind::RefreshReused, Actor::Client(client));
            let mut changes = vec![sessions::end_for_reuse(before, now), event];
            changes.extend(notice::refresh_reused(app, found, client));
            changes
        }
    }
}

fn count(app: &App, rotation: &Rotation) {
    match rotation {
        Rotation::Rotate(_) | Rotation::Adopt(..) => figure::refreshed(app),
        Rotation::Repeat(_) | Rotation::Later(_) | Rotation::Retry(_) => figure::refresh_retried(app),
        Rotation::Reuse(session) => {
            tracing::warn!(account = %session.account.0, session = %session.id.0, "an old refresh token came back; its session was ended");
            figure::refresh_reused(app);
            metrics::counter!("journal_auth_revocations_total", "reason" => "reuse").increment(1);
        }
        Rotation::Refuse(_) => {}
    }
}

fn respond(app: &App, decided: Decided, delivery: Delivery) -> Result<Response> {
    let rotation = match decided.rotation {
        Rotation::Adopt(_, then) => *then,
        other => other,
    };
    match rotation {
        Rotation::Rotate(session)
        | Rotation::Repeat(session)
        | Rotation::Retry(session)
        | Rotation::Adopt(session, _) => {
            Ok(answer::with_refresh_token(app, &session, &decided.granted, delivery))
        }
        Rotation::Later(session) => {
            Ok(Answer(answer::access_token(app, &session, &decided.granted)).into_response())
        }
        Rotation::Reuse(_) => Err(refused(app, "refresh_reused")),
        Rotation::Refuse(Refusal::Unknown) => Err(refused(app, "invalid_refresh_token")),
        Rotation::Refuse(Refusal::Revoked) => Err(refused(app, "session_revoked")),
        Rotation::Refuse(Refusal::Expired) => Err(refused(app, "session_expired")),
    }
}

/// 401 that says the session is over, and takes the cookie away.
fn refused(app: &App, code: &'static str) -> Error {
    let detail = match code {
        "session_expired" => "This sign-in has run out. Sign in again to go on.",
        "session_revoked" => "This device was signed out. Sign in again to go on.",
        "refresh_reused" => "An old key to this sign-in was used, so it was ended. Sign in again to go on.",
        _ => "Sign in to go on.",
    };
    Error::new(StatusCode::UNAUTHORIZED, code, detail)
        .with_header(header::SET_COOKIE, cookie::forget_refresh(&app.settings))
}
