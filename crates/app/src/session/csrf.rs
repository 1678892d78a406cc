//! `GET /api/auth/csrf`: a token that proves that a page of ours sent a request that a cookie speaks for.
//!
//! It is an HMAC bound to the session (or to none, before login), so that one planted by a neighbouring site or taken
//! from another session does not fit (OWASP, "signed double-submit cookie").

use axum::Json;
use axum::extract::State;
use axum::response::{AppendHeaders, IntoResponse};
use http::{HeaderMap, header};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::App;
use crate::http::{OwnOrigin, Problem, Result, cookie, csrf_failed};

/// What a token is bound to while nobody is signed in.
const NO_SESSION: &[u8] = b"no session";

#[derive(Serialize, ToSchema)]
pub(super) struct CsrfAnswer {
    /// To be sent as `X-CSRF-Token` with whatever the cookie speaks for.
    #[serde(rename = "csrfToken")]
    csrf_token: String,
    /// The window of the rotation rule. Give a refresh up after half of it, as the server does: an answer that comes
    /// later could put an old cookie over a newer one.
    refresh_window_seconds: i64,
}

/// Gives a CSRF token, in the body and in the cookie, and says how long a refresh may take.
#[utoipa::path(
    get, path = "/api/auth/csrf", tag = "sessions",
    responses(
        (status = 200, description = "The token", body = CsrfAnswer),
        (status = 403, description = "`csrf_failed`: a foreign origin", body = Problem),
    )
)]
pub(super) async fn csrf(State(app): State<App>, _: OwnOrigin, headers: HeaderMap) -> impl IntoResponse {
    let cookie = cookie::read(&headers, &app.settings.cookies.refresh);
    let session =
        cookie.and_then(|token| app.keys.refresh.parse(token).ok()).map(|presented| presented.session);
    let binding = session.as_ref().map_or(NO_SESSION, |id| id.as_bytes());
    let token = crypto::csrf::issue(&app.keys.csrf, &app.random, binding);
    let set_cookie = cookie::csrf(&app.settings, &token);
    let refresh_window_seconds = app.settings.refresh_window.as_secs();
    let answer = CsrfAnswer { csrf_token: token, refresh_window_seconds };
    (AppendHeaders([(header::SET_COOKIE, set_cookie)]), Json(answer))
}

/// Demands that the request carries a token bound to the session that its cookie speaks for.
pub(super) fn check(app: &App, headers: &HeaderMap, session: Uuid) -> Result<()> {
    let token = headers.get("x-csrf-token").and_then(|value| value.to_str().ok()).unwrap_or_default();
    if crypto::csrf::check(&app.keys.csrf, session.as_bytes(), token) { Ok(()) } else { Err(csrf_failed()) }
}
