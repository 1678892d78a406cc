//! `POST /api/auth/resend-verification`: another mail with a link, where one is waited for.

use axum::Json as Answer;
use axum::extract::State;
use http::StatusCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::model::Email;
use super::register::{PENDING, verification};
use super::store as accounts;
use crate::App;
use crate::http::{Client, Development, Fields, Json, Problem, Result};
use crate::id::AccountId;
use crate::mail;
use crate::onetime::{self, Purpose};
use crate::throttle;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ResendBody {
    email: String,
    /// What registering answered with; needed only when the address was registered more than once.
    registration: Option<Uuid>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct ResendAnswer {
    message: &'static str,
    /// In development only: the token from the mail, or a dummy where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    dev_verify_token: Option<String>,
}

/// Sends the verification mail again, if the address waits for one. The answer never tells.
#[utoipa::path(
    post, path = "/api/auth/resend-verification", tag = "accounts", request_body = ResendBody,
    responses(
        (status = 202, description = "Always", body = ResendAnswer),
        (status = 422, description = "Not an address", body = Problem),
    )
)]
pub(super) async fn resend_verification(
    State(app): State<App>,
    Development(is_development): Development,
    client: Client,
    Json(body): Json<ResendBody>,
) -> Result<(StatusCode, Answer<ResendAnswer>)> {
    let mut fields = Fields::default();
    let Some(email) = fields.take("email", Email::parse(&body.email)) else { return Err(fields.refusal()) };
    let may_mail = throttle::mail_again(&app, email.folded(), &client).await?;
    let waiting = waiting(&app, &email, body.registration).await?.filter(|_| may_mail);
    let now = app.clock.now();
    // The same work whether or not somebody waits: an unknown address gets a token that has lapsed, and a mail that is
    // withdrawn in the very commit that queues it.
    let nobody = || (AccountId(app.random.uuid_v7(now)), email.as_str().to_owned(), now);
    let is_waiting = waiting.is_some();
    let (account, to, expires_at) = waiting.unwrap_or_else(nobody);
    let issued = onetime::issue_until(&app, Purpose::Verify, account, None, expires_at);
    let letter = mail::queue(&app, account, &to, &verification(issued.link, expires_at), now);
    let withdrawn = (!is_waiting).then(|| mail::delete_of(account));
    app.store.commit([issued.stored, letter].into_iter().chain(withdrawn)).await?;
    let given = if is_waiting { issued.token } else { onetime::dummy(&app) };
    app.mail_waiting.notify_one();
    let answer = ResendAnswer {
        message: "If this address waits to be verified, another mail is on its way.",
        dev_verify_token: is_development.then(|| given.expose().clone()),
    };
    Ok((StatusCode::ACCEPTED, Answer(answer)))
}

/// Who waits: the registration that is named, or the only one there is. Of several, none: the newest may be a
/// stranger's, whose password the link would make good.
async fn waiting(
    app: &App,
    email: &Email,
    named: Option<Uuid>,
) -> Result<Option<(AccountId, String, Timestamp)>> {
    let now = app.clock.now();
    let owner = app.store.get(accounts::by_email(email.folded())).await?;
    let pending = app.store.all(accounts::registrations_by_email(email.folded(), now)).await?;
    if let Some(owner) = owner {
        let account = owner.account;
        return Ok(account.verified_at.is_none().then(|| (account.id, account.email, now + PENDING)));
    }
    let is_only = pending.len() == 1;
    let found = pending.into_iter().find(|one| named.map_or(is_only, |id| one.account.0 == id));
    Ok(found.map(|one| (one.account, one.email, one.expires_at)))
}
