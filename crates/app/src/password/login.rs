//! `POST /api/auth/login`: an address or a username, and a password, for a session.

use axum::extract::State;
use axum::response::Response;
use crypto::Secret;
use crypto::password::Verdict;
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use store::Change;
use utoipa::ToSchema;

use super::notice;
use crate::App;
use crate::account::{self, Account, AccountId, Identifier, Registration, WithPassword, store as accounts};
use crate::figure;
use crate::http::{Client, Error, FieldError, Json, OwnOrigin, Problem, Result, forbidden, invalid};
use crate::session::{self, By, Delivery, Entering, Method, TokenAnswer};
use crate::throttle::{self, Device, Subject};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LoginBody {
    /// The address; or the username, below.
    email: Option<String>,
    /// The username; may hold an address as well.
    username: Option<String>,
    password: String,
    /// Where the refresh token shall go.
    refresh: Option<Delivery>,
}

/// Signs in with a password.
#[utoipa::path(
    post, path = "/api/auth/login", tag = "sessions", request_body = LoginBody,
    responses(
        (status = 200, description = "Signed in", body = TokenAnswer),
        (status = 401, description = "`invalid_credentials`: any wrong pair", body = Problem),
        (status = 403, description = "Only after a right password: `email_not_verified`, `account_disabled`, and \
         `mfa_required` with what finishes the sign-in; `csrf_failed`", body = Problem),
        (status = 422, description = "Neither or both of `email` and `username`", body = Problem),
        (status = 429, description = "`too_many_attempts`", body = Problem),
    )
)]
#[tracing::instrument(level = "debug", skip_all)]
pub(super) async fn login(
    State(app): State<App>,
    _: OwnOrigin,
    (client, device, headers): (Client, Device, HeaderMap),
    Json(body): Json<LoginBody>,
) -> Result<Response> {
    let delivery = body.refresh.unwrap_or_default().allowed(&app);
    let identifier = identifier(&body)?;
    let found = find(&app, &identifier).await?;
    let subject = Subject::of(found.as_ref().map(|found| found.account.id), identifier.folded());
    let guess = throttle::guess(&app, &subject, &client, &device).await?;
    let owner = found.as_ref().map(|found| found.account.clone());
    let password = account::normalize(&body.password);
    let proved = match &app.settings.demo {
        Some(demo) => of_demo(&app, &identifier, &password, demo).await,
        None => prove(&app, &identifier, found, password).await,
    };
    match proved {
        Ok(Proved::Account(account, Held { changes, password })) => {
            let replaced = session::replaced(&app, &headers, delivery);
            let by = By { method: Method::Password, client, device, delivery };
            Entering { by, guess: Some(guess), changes, password, replaced }.finish(&app, &account).await
        }
        Ok(Proved::Unverified) => {
            guess.take_back(&app).await?;
            Err(failed(&app, "email_not_verified"))
        }
        Ok(Proved::Nobody) => {
            guess.wrong(&app, |came| notice::sign_in_failed(&app, owner.as_ref(), &client, came)).await?;
            Err(failed(&app, "invalid_credentials"))
        }
        // A busy hasher or a database that is away is nobody's wrong guess.
        Err(error) => {
            guess.take_back(&app).await?;
            Err(error)
        }
    }
}

/// What a name and a password come to.
enum Proved {
    /// The account whose they are, and what holds the sign-in to that password.
    Account(Box<Account>, Held),
    /// A registration's that waits to be verified.
    Unverified,
    /// Nobody's.
    Nobody,
}

/// What holds a sign-in to the password that was right.
struct Held {
    /// The guard, and a fresh hash when the stored one is outdated.
    changes: Vec<Change>,
    /// The hash as it stands then; none in demo mode.
    password: Option<String>,
}

impl Held {
    fn to(password: &str, changes: Vec<Change>) -> Self {
        Self { changes, password: Some(password.to_owned()) }
    }
}

fn identifier(body: &LoginBody) -> Result<Identifier> {
    match (&body.email, &body.username) {
        (Some(text), None) | (None, Some(text)) => Ok(Identifier::parse(text)),
        (None, None) => {
            Err(invalid(vec![FieldError::new("email", "required", "Enter your email address or username.")]))
        }
        (Some(_), Some(_)) => Err(invalid(vec![FieldError::new(
            "username",
            "ambiguous",
            "Give the address or the username, not both.",
        )])),
    }
}

/// Finds out whose password this is.
///
/// Every refusal costs two hashes: one against the account (or the decoy), one against the registrations that wait
/// under that name (or none). A right password of an account costs one.
async fn prove(
    app: &App,
    identifier: &Identifier,
    found: Option<WithPassword>,
    password: Secret<String>,
) -> Result<Proved> {
    let stored = found.as_ref().and_then(|found| found.password_hash.clone());
    let verdict = app.hasher.verify(password.clone(), stored.clone()).await?;
    match (found, stored, verdict) {
        (Some(found), Some(_), Verdict::Right | Verdict::RightOutdated)
            if app.settings.require_verified_email && found.account.verified_at.is_none() =>
        {
            Ok(Proved::Unverified)
        }
        (Some(found), Some(hash), Verdict::Right) => {
            let held = accounts::sign_in(found.account.id, &hash, app.clock.now());
            Ok(Proved::Account(Box::new(found.account), Held::to(&hash, vec![held])))
        }
        (Some(found), Some(before), Verdict::RightOutdated) => {
            let after = app.hasher.hash(password, app.random.bytes()).await?;
            let held = accounts::sign_in(found.account.id, &before, app.clock.now());
            let rehash = accounts::rehash(found.account.id, &before, after.clone());
            Ok(Proved::Account(Box::new(found.account), Held::to(&after, vec![held, rehash])))
        }
        _ => pending(app, identifier, password).await,
    }
}

async fn find(app: &App, identifier: &Identifier) -> Result<Option<WithPassword>, store::Error> {
    match identifier {
        Identifier::Email(email) => app.store.get(accounts::by_email(email.folded())).await,
        Identifier::Username(name) => app.store.get(accounts::by_username(name.folded())).await,
        Identifier::Nobody(_) => Ok(None),
    }
}

/// Looks among the registrations that wait to be verified. Whoever has the right password of one is told so; where
/// no verification is asked for, the registration becomes an account here and now.
async fn pending(app: &App, identifier: &Identifier, password: Secret<String>) -> Result<Proved> {
    let now = app.clock.now();
    let waiting: Vec<Registration> = match identifier {
        Identifier::Email(email) => {
            app.store.all(accounts::registrations_by_email(email.folded(), now)).await?
        }
        Identifier::Username(name) => {
            app.store.get(accounts::registration_by_username(name.folded(), now)).await?.into_iter().collect()
        }
        Identifier::Nobody(_) => Vec::new(),
    };
    // All registrations of one address share a salt, so one hash answers for all of them.
    let address = waiting.first().and_then(|one| account::Email::parse(&one.email).ok());
    let salted = address.as_ref().map_or(identifier.folded(), account::Email::folded);
    let hash = app.hasher.hash(password, account::salt_of(app, salted)).await?;
    let matching =
        waiting.into_iter().find(|one| crypto::equal(one.password_hash.as_bytes(), hash.as_bytes()));
    let Some(registration) = matching else { return Ok(Proved::Nobody) };
    if app.settings.require_verified_email {
        return Ok(Proved::Unverified);
    }
    match app.store.commit(account::promote(app, &registration, None)?).await {
        // The address has become somebody's account: this registration never will.
        Err(error) if error.is_conflict() => Ok(Proved::Nobody),
        other => {
            other?;
            let account = app.store.get(accounts::by_id(registration.account)).await?;
            let held = accounts::sign_in(registration.account, &registration.password_hash, now);
            let held = Held::to(&registration.password_hash, vec![held]);
            Ok(account.map_or(Proved::Nobody, |account| Proved::Account(Box::new(account), held)))
        }
    }
}

async fn of_demo(
    app: &App,
    identifier: &Identifier,
    password: &Secret<String>,
    demo: &crate::settings::Demo,
) -> Result<Proved> {
    let name = demo.username.to_lowercase();
    let is_name = crypto::equal(identifier.folded().as_bytes(), name.as_bytes());
    let right = account::normalize(demo.password.expose());
    let is_password = crypto::equal(password.expose().as_bytes(), right.expose().as_bytes());
    let account = app.store.get(accounts::by_id(AccountId::DEMO)).await?;
    let proved = account.filter(|_| is_name & is_password);
    let held = Held { changes: Vec::new(), password: None };
    Ok(proved.map_or(Proved::Nobody, |account| Proved::Account(Box::new(account), held)))
}

fn failed(app: &App, code: &'static str) -> Error {
    figure::sign_in_failed(app, code);
    match code {
        "email_not_verified" => forbidden(
            code,
            "This address is not verified yet. Open the link in the mail that was sent to it.",
        ),
        _ => Error::new(StatusCode::UNAUTHORIZED, code, "That did not match. Check both and try again."),
    }
}
