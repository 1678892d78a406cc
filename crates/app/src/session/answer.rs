//! What login and refresh answer with: an access token, and the refresh token in the body or in a cookie.

use axum::Json;
use axum::response::{IntoResponse, Response};
use crypto::access::Claims;
use http::header;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::Session;
use crate::App;
use crate::access::{self, Roles, Scopes};
use crate::http::cookie;

/// The client's name in access tokens; there is one client, the page and whoever speaks like it.
const CLIENT_ID: &str = "journal";

/// Where the client wants its refresh token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Delivery {
    /// In the JSON.
    #[default]
    Body,
    /// In an `HttpOnly` cookie.
    Cookie,
}

impl Delivery {
    /// What the client asked for, unless the operator always wants the cookie.
    #[must_use]
    pub fn allowed(self, app: &App) -> Self {
        if app.settings.cookies.always { Self::Cookie } else { self }
    }
}

/// An access token, and with `"refresh": "body"` the refresh token. When none is given, keep the one you have.
#[derive(Serialize, ToSchema)]
pub struct TokenAnswer {
    /// For the `Authorization: Bearer` header.
    access_token: String,
    /// Always `bearer`.
    token_type: &'static str,
    /// Seconds that the access token lives.
    expires_in: i64,
    /// For the next refresh.
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
}

/// Roles, and what they grant.
#[derive(Clone)]
pub(super) struct Granted {
    pub(super) roles: Roles,
    pub(super) scopes: Scopes,
}

impl Granted {
    /// These roles, and what they grant at this moment, for a session that begins.
    pub(super) async fn first(app: &App, roles: &Roles) -> Result<Self, store::Error> {
        Ok(Self { roles: roles.clone(), scopes: access::scopes_now(app, roles).await? })
    }

    /// The same for one that goes on, where what was read within the last second will do.
    pub(super) async fn again(app: &App, roles: &Roles) -> Result<Self, store::Error> {
        Ok(Self { roles: roles.clone(), scopes: access::scopes_of(app, roles).await? })
    }
}

/// The answer to a login: both tokens, and with the cookie a CSRF token that is bound to the session.
pub(super) fn to_login(app: &App, session: &Session, granted: &Granted, delivery: Delivery) -> Response {
    let mut response = with_refresh_token(app, session, granted, delivery);
    if delivery == Delivery::Cookie {
        let token = crypto::csrf::issue(&app.keys.csrf, &app.random, session.id.0.as_bytes());
        response.headers_mut().append(header::SET_COOKIE, cookie::csrf(&app.settings, &token));
    }
    response
}

/// Both tokens of the session's current generation.
pub(super) fn with_refresh_token(
    app: &App,
    session: &Session,
    granted: &Granted,
    delivery: Delivery,
) -> Response {
    let token = app.keys.refresh.issue(session.account.0, session.id.0, session.generation);
    let mut answer = access_token(app, session, granted);
    if delivery == Delivery::Body {
        answer.refresh_token = Some(token.expose().clone());
        return Json(answer).into_response();
    }
    let life = session.expires_at().duration_since(app.clock.now());
    let cookie = cookie::refresh(&app.settings, token.expose(), life);
    let mut response = Json(answer).into_response();
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}

/// An access token alone.
pub(super) fn access_token(app: &App, session: &Session, granted: &Granted) -> TokenAnswer {
    let now = app.clock.now().as_second();
    let life = jittered(app);
    let claims = Claims {
        iss: app.settings.issuer.clone(),
        aud: app.settings.audience.clone(),
        sub: session.account.0,
        client_id: CLIENT_ID.to_owned(),
        sid: session.id.0,
        r#gen: session.generation,
        scope: granted.scopes.stored(),
        roles: granted.roles.iter().map(|role| role.as_str().to_owned()).collect(),
        iat: now,
        nbf: now,
        exp: now + life,
        jti: app.random.uuid_v7(app.clock.now()),
    };
    let access_token = app.keys.signing.sign(&claims);
    TokenAnswer { access_token, token_type: "bearer", expires_in: life, refresh_token: None }
}

/// The life of an access token less up to 5 %, so that many clients do not come back in the same second.
fn jittered(app: &App) -> i64 {
    let life = app.settings.access_token_life.as_secs();
    let share = i64::from(u16::from_be_bytes(app.random.bytes::<2>()));
    (life - life * share / (20 * i64::from(u16::MAX))).max(1)
}
