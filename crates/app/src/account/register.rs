//! `POST /api/auth/register`: begins a registration.
//!
//! The same rows are written in the same time whether or not the address has an account. What differs is which mail
//! is queued: the link to verify, or word to the owner that somebody tried.

use std::time::Duration;

use axum::Json as Answer;
use axum::extract::State;
use crypto::{Secret, onetime};
use http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use store::Change;
use utoipa::ToSchema;

use super::model::{Email, Username};
use super::new_password::NewPassword;
use super::store::{self as accounts, Registration};
use crate::App;
use crate::http::{
    Client, Development, Error, Fields, Json, Problem, Result, conflict, forbidden, unavailable,
};
use crate::id::AccountId;
use crate::mail::{self, Message};
use crate::settings;
use crate::throttle;

/// How long a registration waits to be verified, and holds its username.
pub(super) const PENDING: SignedDuration = SignedDuration::from_hours(24);
/// How long a registration waits for its password to be judged.
const JUDGED_WITHIN: Duration = Duration::from_secs(5);
/// What a token from a verification mail may do.
pub(super) const VERIFY: &str = "verify";

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RegisterBody {
    email: String,
    /// 8 to 1,024 bytes, not easy to guess.
    password: String,
    /// 3 to 32 letters, digits, `.`, `_`, `-`.
    username: Option<String>,
    /// Where registration is by invitation.
    invite_code: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct RegisterAnswer {
    message: &'static str,
    /// Names this registration when its mail is asked for again; it tells nothing and opens nothing.
    registration: AccountId,
    /// In development only: the token from the mail, or a dummy where there must not be one.
    #[serde(skip_serializing_if = "Option::is_none")]
    dev_verify_token: Option<String>,
}

/// Begins a registration; the mail says how to go on.
#[utoipa::path(
    post, path = "/api/auth/register", tag = "accounts", request_body = RegisterBody,
    responses(
        (status = 202, description = "Look into your mail", body = RegisterAnswer),
        (status = 403, description = "`registration_closed`, `invite_required`, `invite_invalid`", body = Problem),
        (status = 409, description = "`username_taken`", body = Problem),
        (status = 422, description = "`validation_failed` with `errors[]`", body = Problem),
        (status = 429, description = "`too_many_requests`", body = Problem),
    )
)]
#[tracing::instrument(level = "debug", skip_all)]
pub(super) async fn register(
    State(app): State<App>,
    Development(is_development): Development,
    client: Client,
    Json(body): Json<RegisterBody>,
) -> Result<(StatusCode, Answer<RegisterAnswer>)> {
    is_allowed(&app, &body)?;
    let (email, username, password) = judge(&app, body).await?;
    throttle::registration(&app, &client).await?;
    let hash = app.hasher.hash(password.into_secret(), salt_of(&app, email.folded())).await?;
    let now = app.clock.now();
    let registration = Registration {
        account: AccountId(app.random.uuid_v7(now)),
        email: email.as_str().to_owned(),
        username: username.as_ref().map(|name| name.as_str().to_owned()),
        password_hash: hash,
        expires_at: now + PENDING,
    };
    let (mailed, token, more) = letter(&app, &registration, &email).await?;
    let mut changes = vec![accounts::insert_registration(&registration, &email, now)];
    changes.extend(more);
    changes.extend(username.iter().map(|name| {
        accounts::claim_username(name, registration.account, Some(registration.expires_at), now)
    }));
    app.store.commit(changes).await.map_err(taken)?;
    app.mail_waiting.notify_one();
    // Where the real token is not mailed to whoever asked, a dummy takes its place.
    let given = if mailed { token } else { onetime::new(&app.random).0 };
    let answer = RegisterAnswer {
        message: "Look into your mail: there is a link to finish with.",
        registration: registration.account,
        dev_verify_token: is_development.then(|| given.expose().clone()),
    };
    Ok((StatusCode::ACCEPTED, Answer(answer)))
}

/// The token of a registration, what stores and mails it, and whether it is mailed. The owner of a taken address is
/// told that somebody tried; when too many mails were asked for, none is sent.
async fn letter(
    app: &App,
    registration: &Registration,
    email: &Email,
) -> Result<(bool, Secret<String>, Vec<Change>)> {
    let (now, id) = (app.clock.now(), registration.account);
    let owner = app.store.get(accounts::by_email(email.folded())).await?;
    let (token, digest) = onetime::new(&app.random);
    let mut changes = vec![accounts::insert_token(digest, VERIFY, id, now, registration.expires_at)];
    let may_mail = throttle::mail(app, email.folded()).await?;
    let mail = match &owner {
        None => mail::queue(
            app,
            id,
            email.as_str(),
            &verification(app, token.expose(), registration.expires_at),
            now,
        ),
        Some(owner) => {
            mail::queue(app, owner.account.id, &owner.account.email, &already_registered(app), now)
        }
    };
    changes.extend(may_mail.then_some(mail));
    Ok((may_mail && owner.is_none(), token, changes))
}

/// The salt of an address's pending registrations: nobody can tell it beforehand, and it is the same for all of them,
/// so that one hash tells a login whether any of them has that password.
pub fn salt_of(app: &App, folded: &str) -> [u8; 16] {
    let digest = crypto::keyed_digest(&app.keys.salt, "registration salt", folded.as_bytes());
    std::array::from_fn(|at| digest[at])
}

/// The mail that carries the token.
pub(super) fn verification(app: &App, token: &str, expires: Timestamp) -> Message {
    let link = format!("{}/verify-email#token={token}", app.settings.public_url);
    Message::VerifyAddress { link, begun: expires - PENDING, expires }
}

/// The mail to an owner whose address somebody tried to register.
fn already_registered(app: &App) -> Message {
    Message::AlreadyRegistered { at: app.clock.now(), link: app.settings.public_url.clone() }
}

fn is_allowed(app: &App, body: &RegisterBody) -> Result<()> {
    match (app.settings.registration, &body.invite_code) {
        (settings::Registration::Open, _) => Ok(()),
        (settings::Registration::Closed, _) => Err(forbidden(
            "registration_closed",
            "This journal takes no registrations. Ask who runs it for an account.",
        )),
        (settings::Registration::Invite, None) => Err(forbidden(
            "invite_required",
            "This journal is by invitation. Enter the code that you were given.",
        )),
        (settings::Registration::Invite, Some(_)) => {
            Err(forbidden("invite_invalid", "This invitation does not hold. Ask for another one."))
        }
    }
}

/// Parses the fields away from the threads that serve, one request at a time: judging a password is work, and a
/// stranger chooses how much.
async fn judge(app: &App, body: RegisterBody) -> Result<(Email, Option<Username>, NewPassword)> {
    let turn =
        tokio::time::timeout(JUDGED_WITHIN, app.judging.acquire()).await.map_err(|_| unavailable(2))??;
    let parsed = tokio::task::spawn_blocking(move || parse(&body)).await?;
    drop(turn);
    parsed
}

fn parse(body: &RegisterBody) -> Result<(Email, Option<Username>, NewPassword)> {
    let mut fields = Fields::default();
    let email = fields.take("email", Email::parse(&body.email));
    let username = fields.take_optional("username", body.username.as_deref().map(Username::parse));
    let own_name = username.as_ref().and_then(Option::as_ref);
    let password = fields.take("password", NewPassword::parse(&body.password, email.as_ref(), own_name));
    match (email, username, password) {
        (Some(email), Some(username), Some(password)) => Ok((email, username, password)),
        _ => Err(fields.refusal()),
    }
}

pub(super) fn taken(error: store::Error) -> Error {
    match error.conflict() {
        Some("username") => conflict("username_taken", "This username is taken. Choose another one."),
        _ => error.into(),
    }
}
