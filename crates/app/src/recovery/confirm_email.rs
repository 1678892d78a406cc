//! `POST /api/auth/confirm-email-change`: the new address confirms; the old one is told, and held.

use axum::extract::State;
use http::StatusCode;

use super::TokenBody;
use super::store as recoveries;
use crate::App;
use crate::account::{Email, store as accounts};
use crate::audit::{self, Actor, Kind};
use crate::http::{Client, Json, Problem, Result};
use crate::mail::{self, Message};
use crate::onetime::{self, Purpose, token_invalid};

/// Moves an account to the address that the token was mailed to.
#[utoipa::path(
    post, path = "/api/auth/confirm-email-change", tag = "accounts", request_body = TokenBody,
    responses(
        (status = 204, description = "Changed; the old address can undo it for 72 hours"),
        (status = 400, description = "`token_invalid`: unknown, used, older than a day, or the address is taken now",
         body = Problem),
    )
)]
pub(super) async fn confirm_email_change(
    State(app): State<App>,
    client: Client,
    Json(body): Json<TokenBody>,
) -> Result<StatusCode> {
    let now = app.clock.now();
    let token = onetime::find(&app, Purpose::ConfirmEmail, &body.token).await?;
    let account = app.store.get(accounts::by_id(token.account)).await?.ok_or_else(token_invalid)?;
    let old = Email::parse(&account.email).map_err(|_| token_invalid())?;
    let new = token.address.as_deref().and_then(|address| Email::parse(address).ok());
    let new = new.ok_or_else(token_invalid)?;
    let undo = onetime::issue(&app, Purpose::UndoEmail, account.id, Some(old.as_str()));
    let notice = Message::EmailChanged { at: now, until: undo.expires_at, undo: undo.link };
    let changes = [
        token.spend(now),
        recoveries::set_email(account.id, old.as_str(), new.as_str(), now),
        recoveries::hold(account.id, &old, undo.expires_at),
        accounts::claim_email(new.folded(), account.id, now),
        // A reset that was mailed to the old address must not open the account that has left it.
        onetime::drop_pending(account.id),
        undo.stored,
        mail::queue(&app, account.id, old.as_str(), &notice, now),
        audit::record(&app, account.id, None, Kind::EmailChanged, Actor::Client(&client)),
    ];
    app.store.commit(changes).await.map_err(onetime::lost)?;
    app.mail_waiting.notify_one();
    Ok(StatusCode::NO_CONTENT)
}
