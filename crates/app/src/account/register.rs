//! `POST /api/auth/register`: begins a registration.
//!
//! The same rows are written in the same time whether or not the address has an account. What differs is which mail
//! is queued: the link to verify, or word to the owner that somebody tried. Where registration is by invitation, it
//! holds a use of one until it is verified or lapses.

use axum::Json as Answer;
use axum::extract::State;
use crypto::Secret;
use http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use store::Change;
use utoipa::ToSchema;
use uuid::Uuid;

use super::breach::BreachList;
use super::model::{Email, Username};
use super::new_password::NewPassword;
use super::store::{self as accounts, Registration};
use crate::App;
use crate::http::{Client, Development, Error, Fields, Json, Problem, Result, conflict, forbidden};
use crate::id::AccountId;
use crate::invite::{self, Code};
use crate::mail::{self, Message};
use crate::onetime::{self, Purpose};
use crate::settings;
use crate::throttle;

/// How long a registration waits to be verified, and holds its username.
pub const PENDING: SignedDuration = SignedDuration::from_hours(24);

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

/// What every registration is answered with, whoever exists.
#[derive(Serialize, ToSchema)]
pub struct RegisterAnswer {
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
    let code = admission(&app, body.invite_code.as_deref())?;
    let (email, username, password) = judge(&app, body).await?;
    throttle::registration(&app, &client).await?;
    let invite = code.admit(&app).await?;
    let hash = app.hasher.hash(password.into_secret(), salt_of(&app, email.folded())).await?;
    let now = app.clock.now();
    let registration = Registration {
        account: AccountId(app.random.uuid_v7(now)),
        email: email.as_str().to_owned(),
        username: username.as_ref().map(|name| name.as_str().to_owned()),
        password_hash: hash,
        invite,
        expires_at: now + PENDING,
    };
    let holds = username
        .iter()
        .map(|name| accounts::claim_username(name, registration.account, Some(registration.expires_at), now));
    let answer = begin(&app, &registration, &email, (holds.collect(), taken), is_development).await?;
    Ok((StatusCode::ACCEPTED, Answer(answer)))
}

/// Whether somebody may begin a registration now, with that code where one is asked for; gives the invitation.
pub async fn admit(app: &App, code: Option<&str>, client: &Client) -> Result<Option<Uuid>> {
    let code = admission(app, code)?;
    throttle::registration(app, client).await?;
    code.admit(app).await
}

/// Begins a registration together with what belongs to it, such as its username or its passkey; how a conflict of
/// these is refused is the caller's to say. Mails the link to verify, or tells the owner of a taken address.
pub async fn begin(
    app: &App,
    registration: &Registration,
    email: &Email,
    (own, lost): (Vec<Change>, fn(store::Error) -> Error),
    is_development: bool,
) -> Result<RegisterAnswer> {
    let (mailed, token, more) = letter(app, registration, email).await?;
    let mut changes = vec![accounts::insert_registration(registration, email, app.clock.now())];
    changes.extend(more);
    changes.extend(own);
    hold_and_commit(app, registration, changes, lost).await?;
    app.mail_waiting.notify_one();
    // Where the real token is not mailed to whoever asked, a dummy takes its place.
    let given = if mailed { token } else { onetime::dummy(app) };
    Ok(RegisterAnswer {
        message: "Look into your mail: there is a link to finish with.",
        registration: registration.account,
        dev_verify_token: is_development.then(|| given.expose().clone()),
    })
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
    let issued = onetime::issue_until(app, Purpose::Verify, id, None, registration.expires_at);
    let mut changes = vec![issued.stored];
    let may_mail = throttle::mail(app, email.folded()).await?;
    let mail = match &owner {
        None => {
            mail::queue(app, id, email.as_str(), &verification(issued.link, registration.expires_at), now)
        }
        Some(owner) => {
            mail::queue(app, owner.account.id, &owner.account.email, &already_registered(app), now)
        }
    };
    changes.extend(may_mail.then_some(mail));
    Ok((may_mail && owner.is_none(), issued.token, changes))
}

/// The salt of an address's pending registrations: nobody can tell it beforehand, and it is the same for all of them,
/// so that one hash tells a login whether any of them has that password.
pub fn salt_of(app: &App, folded: &str) -> [u8; 16] {
    let digest = crypto::keyed_digest(&app.keys.salt, "registration salt", folded.as_bytes());
    std::array::from_fn(|at| digest[at])
}

/// The mail that carries the token.
pub(super) fn verification(link: String, expires: Timestamp) -> Message {
    Message::VerifyAddress { link, begun: expires - PENDING, expires }
}

/// The mail to an owner whose address somebody tried to register.
fn already_registered(app: &App) -> Message {
    Message::AlreadyRegistered { at: app.clock.now(), link: app.settings.public_url.clone() }
}

/// What a registration must show before it begins.
enum Admission {
    /// Nothing.
    Free,
    /// An invitation: what was given for its code, when that can be one.
    By(Option<Code>),
}

fn admission(app: &App, code: Option<&str>) -> Result<Admission> {
    match (app.settings.registration, code) {
        (settings::Registration::Open, _) => Ok(Admission::Free),
        (settings::Registration::Closed, _) => Err(forbidden(
            "registration_closed",
            "This journal takes no registrations. Ask who runs it for an account.",
        )),
        (settings::Registration::Invite, None) => Err(forbidden(
            "invite_required",
            "This journal is by invitation. Enter the code that you were given.",
        )),
        (settings::Registration::Invite, Some(code)) => Ok(Admission::By(Code::parse(code))),
    }
}

impl Admission {
    /// The invitation, when one is needed. Asked after the limit on registrations, so that codes are not guessed at.
    async fn admit(self, app: &App) -> Result<Option<Uuid>> {
        match self {
            Self::Free => Ok(None),
            Self::By(code) => invite::find(app, code).await.map(Some),
        }
    }
}

/// Commits a registration, together with one use of its invitation. When somebody else took that use, another one is
/// looked for; each round means that one was taken, so it ends. How any other conflict is refused is the caller's to say.
pub async fn hold_and_commit(
    app: &App,
    registration: &Registration,
    changes: Vec<Change>,
    lost: fn(store::Error) -> Error,
) -> Result<()> {
    let Some(invite) = registration.invite else {
        return app.store.commit(changes).await.map_err(lost);
    };
    loop {
        let held = invite::hold(app, invite, registration.account, registration.expires_at).await?;
        match app.store.commit(held.into_iter().chain(changes.iter().cloned())).await {
            Err(error) if error.conflict() == Some("invite") => {}
            other => return other.map_err(lost),
        }
    }
}

/// Parses the fields away from the threads that serve.
async fn judge(app: &App, body: RegisterBody) -> Result<(Email, Option<Username>, NewPassword)> {
    let list = app.settings.breach_list.clone();
    super::judge::in_turn(app, move || parse(&body, list.as_deref())).await
}

fn parse(body: &RegisterBody, list: Option<&BreachList>) -> Result<(Email, Option<Username>, NewPassword)> {
    let mut fields = Fields::default();
    let email = fields.take("email", Email::parse(&body.email));
    let username = fields.take_optional("username", body.username.as_deref().map(Username::parse));
    let own_name = username.as_ref().and_then(Option::as_ref);
    let password = fields.take("password", NewPassword::parse(&body.password, email.as_ref(), own_name));
    let password = match password {
        Some(password) => fields.take("password", password.unless_breached(list)?),
        None => None,
    };
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
