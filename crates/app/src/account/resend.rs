//! `POST /api/auth/resend-verification`: another mail with a link, where one is waited for.

use axum::Json as Answer;
use axum::extract::State;
use crypto::onetime;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::Email;
use super::register::{VERIFY, verification};
use super::store as accounts;
use crate::App;
use crate::http::{Development, Fields, Json, Problem, Result};
use crate::mail;
use crate::throttle::{self, Asked};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ResendBody {
    email: String,
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
    Json(body): Json<ResendBody>,
) -> Result<(StatusCode, Answer<ResendAnswer>)> {
    let mut fields = Fields::default();
    let Some(email) = fields.take("email", Email::parse(&body.email)) else { return Err(fields.refusal()) };
    let now = app.clock.now();
    let owner = app.store.get(accounts::by_email(email.folded())).await?;
    let pending = app.store.all(accounts::registrations_by_email(email.folded(), now)).await?;
    let (token, digest) = onetime::new(&app.random);
    let mut given = onetime::new(&app.random).0;
    let waiting = match (&owner, pending.first()) {
        (None, Some(pending)) => Some((pending.account, pending.email.clone(), pending.expires_at)),
        (Some(owner), _) if owner.account.verified_at.is_none() => {
            Some((owner.account.id, owner.account.email.clone(), now + super::register::PENDING))
        }
        _ => None,
    };
    let may_mail = throttle::mail(&app, email.folded(), Asked::Again).await?;
    if let Some((account, to, expires_at)) = waiting.filter(|_| may_mail) {
        let message = verification(&app, token.expose(), expires_at);
        let changes = [
            accounts::insert_token(digest, VERIFY, account, now, expires_at),
            mail::queue(&app, account, &to, &message, now),
        ];
        app.store.commit(changes).await?;
        app.mail_waiting.notify_one();
        given = token;
    }
    let answer = ResendAnswer {
        message: "If this address waits to be verified, another mail is on its way.",
        dev_verify_token: is_development.then(|| given.expose().clone()),
    };
    Ok((StatusCode::ACCEPTED, Answer(answer)))
}
