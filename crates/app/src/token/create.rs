//! `POST /api/auth/tokens`: makes an access token. Its secret is in this answer and nowhere else.

use axum::Json as Answer;
use axum::extract::State;
use crypto::personal;
use http::{StatusCode, header};
use jiff::Timestamp;
use serde::Deserialize;
use store::Change;
use utoipa::ToSchema;

use super::model::{self, MOST, MadeToken, TokenItem, USUAL};
use super::store as tokens;
use crate::App;
use crate::access::{FreshlySignedIn, Scope, Scopes, overtaken};
use crate::account::{Account, store as accounts};
use crate::audit::{self, Actor, Kind};
use crate::http::{Client, Error, Fields, Json, Problem, Result, unauthenticated};
use crate::id::TokenId;
use crate::mail::{self, Message};
use crate::onetime::{self, Purpose};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewTokenBody {
    /// What it is for: one line, at most 100 characters.
    name: String,
    /// What it may do; each must be among the caller's own.
    scopes: Vec<String>,
    /// Until when it holds, within 366 days; 90 days when left out.
    expires_at: Option<Timestamp>,
}

/// Makes an access token for scripts and tells the owner by mail.
#[utoipa::path(
    post, path = "/api/auth/tokens", tag = "tokens", request_body = NewTokenBody, security(("bearer" = [])),
    responses(
        (status = 201, description = "The token with its secret, shown once", body = MadeToken),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`reauthentication_required` with `methods`, which are none for an access token; \
                                      `insufficient_scope`", body = Problem),
        (status = 409, description = "`too_many_tokens`: 50 live ones are the most", body = Problem),
        (status = 422, description = "`validation_failed` with `errors[]`", body = Problem),
    )
)]
pub(super) async fn create_token(
    State(app): State<App>,
    FreshlySignedIn(caller): FreshlySignedIn,
    client: Client,
    Json(body): Json<NewTokenBody>,
) -> Result<(StatusCode, [(header::HeaderName, String); 1], Answer<MadeToken>)> {
    caller.may(Scope::SessionsWrite)?;
    let item = understand(&app, &body, caller.scopes())?;
    let account = app.store.get(accounts::by_id(caller.account)).await?.ok_or_else(unauthenticated)?;
    let (token, digest) = personal::new(&app.random);
    let about = item.id.0.to_string();
    let mut changes = Vec::from(caller.still_may(&app));
    changes.extend([
        tokens::insert(digest, account.id, &item),
        audit::record_about(&app, account.id, Kind::TokenCreated, Actor::Client(&client), about),
    ]);
    changes.extend(notice(&app, &account, &item, &client));
    app.store.commit(changes).await.map_err(lost)?;
    app.mail_waiting.notify_one();
    let at = format!("/api/auth/tokens/{}", item.id.0);
    let made = MadeToken { token: token.expose().clone(), item };
    Ok((StatusCode::CREATED, [(header::LOCATION, at)], Answer(made)))
}

fn understand(app: &App, body: &NewTokenBody, own: Scopes) -> Result<TokenItem> {
    let now = app.clock.now();
    let mut fields = Fields::default();
    let name = fields.take("name", model::check_name(&body.name));
    let scopes = fields.take("scopes", model::check_scopes(&body.scopes, own));
    let ends = fields.take("expires_at", model::check_end(body.expires_at.unwrap_or(now + USUAL), now));
    let (Some(name), Some(scopes), Some(expires_at)) = (name, scopes, ends) else {
        return Err(fields.refusal());
    };
    Ok(TokenItem {
        id: TokenId(app.random.uuid_v7(now)),
        name,
        scopes,
        created_at: now,
        issued_at: now,
        expires_at,
        last_used_at: None,
        last_used_from: None,
    })
}

/// What tells the owner.
fn notice(app: &App, account: &Account, item: &TokenItem, client: &Client) -> [Change; 2] {
    let not_me = onetime::issue(app, Purpose::NotMe, account.id, Some(&account.email));
    let message = Message::TokenCreated {
        name: item.name.clone(),
        at: item.created_at,
        address: client.address.to_string(),
        expires: item.expires_at,
        link: format!("{}/account/tokens", app.settings.public_url),
        not_me: not_me.link,
    };
    [not_me.stored, mail::queue(app, account.id, &account.email, &message, item.created_at)]
}

/// What a conflict means to whoever wanted a token.
pub(super) fn lost(error: store::Error) -> Error {
    if let Some(refusal) = overtaken(&error) {
        return refusal;
    }
    match error.conflict() {
        Some("full") => {
            let detail =
                format!("You have {MOST} access tokens, which is the most. Revoke one that you do not need.");
            Error::new(StatusCode::CONFLICT, "too_many_tokens", detail)
        }
        _ => error.into(),
    }
}
