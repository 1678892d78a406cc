//! `POST /api/auth/forgot-password`: a mail with a link to choose a new password.
//!
//! The answer and its time are the same for every address: whether it has an account, is verified, disabled, or was
//! asked for too often. The mail itself leaves after the answer. An account that waits to be deleted gets the link
//! that keeps it, since that is what its owner needs first.

use axum::Json as Answer;
use axum::extract::State;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use store::Change;
use utoipa::ToSchema;

use crate::App;
use crate::account::{Account, AccountId, Email, store as accounts};
use crate::http::{Client, Development, Fields, Json, Problem, Result};
use crate::mail::{self, Message};
use crate::onetime::{self, Issued, Purpose};
use crate::throttle;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ForgotBody {
    email: String,
}

#[derive(Serialize, ToSchema)]
pub(super) struct ForgotAnswer {
    message: &'static str,
    /// In development only: the token from the mail, or a dummy where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    dev_reset_token: Option<String>,
}

/// Mails a link to choose a new password, if the address has an account. The answer never tells.
#[utoipa::path(
    post, path = "/api/auth/forgot-password", tag = "accounts", request_body = ForgotBody,
    responses(
        (status = 202, description = "Always", body = ForgotAnswer),
        (status = 422, description = "Not an address", body = Problem),
    )
)]
pub(super) async fn forgot_password(
    State(app): State<App>,
    Development(is_development): Development,
    client: Client,
    Json(body): Json<ForgotBody>,
) -> Result<(StatusCode, Answer<ForgotAnswer>)> {
    let mut fields = Fields::default();
    let Some(email) = fields.take("email", Email::parse(&body.email)) else { return Err(fields.refusal()) };
    let may_mail = throttle::mail_again(&app, email.folded(), &client).await?;
    let found = app.store.get(accounts::by_email(email.folded())).await?.map(|found| found.account);
    let found = found.filter(|account| may_mail && account.disabled_at.is_none());
    let closing = found.as_ref().and_then(|account| account.deletion_at);
    let (issued, mailed) = match (&found, closing) {
        (Some(account), Some(on)) => keep(&app, account, on),
        _ => reset(&app, found.as_ref(), &email),
    };
    app.store.commit(std::iter::once(issued.stored).chain(mailed)).await?;
    app.mail_waiting.notify_one();
    let is_real = found.is_some() && closing.is_none();
    let given = if is_real { issued.token } else { onetime::dummy(&app) };
    let answer = ForgotAnswer {
        message: "If this address has a journal, a mail with a link is on its way.",
        dev_reset_token: is_development.then(|| given.expose().clone()),
    };
    Ok((StatusCode::ACCEPTED, Answer(answer)))
}

/// The token and the mail that carries it. For nobody the same work is done: the mail is queued and withdrawn in one
/// commit; the token has lapsed.
fn reset(app: &App, found: Option<&Account>, email: &Email) -> (Issued, Vec<Change>) {
    let now = app.clock.now();
    let account = found.map_or_else(|| AccountId(app.random.uuid_v7(now)), |account| account.id);
    let to = found.map_or(email.as_str(), |account| &account.email);
    let expires = if found.is_some() { now + Purpose::Reset.life() } else { now };
    let issued = onetime::issue_until(app, Purpose::Reset, account, None, expires);
    let message = Message::ResetPassword { link: issued.link.clone(), at: now, expires };
    let mut mailed = vec![mail::queue(app, account, to, &message, now)];
    if found.is_none() {
        mailed.push(mail::delete_of(account));
    }
    (issued, mailed)
}

/// The same for an account that will be deleted: what its owner can do about it.
fn keep(app: &App, account: &Account, on: jiff::Timestamp) -> (Issued, Vec<Change>) {
    let now = app.clock.now();
    let issued = onetime::issue_until(app, Purpose::UndoDeletion, account.id, None, on);
    let message = Message::DeletionWaits { link: issued.link.clone(), on };
    let letter = mail::queue(app, account.id, &account.email, &message, now);
    (issued, vec![letter])
}
