//! `POST /api/auth/login`: an address or a username, and a password, for a session.

use axum::extract::State;
use axum::response::Response;
use crypto::Secret;
use crypto::password::Verdict;
use http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::App;
use crate::account::{self, Account, AccountId, Identifier, Registration, WithPassword, store as accounts};
use crate::audit::{self, Actor, Kind};
use crate::http::{Client, Error, FieldError, Json, OwnOrigin, Problem, Result, forbidden, invalid};
use crate::session::{self, Delivery, TokenAnswer};

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
        (status = 403, description = "`email_not_verified`, `account_disabled`: only after a right password; `csrf_failed`",
         body = Problem),
        (status = 422, description = "Neither or both of `email` and `username`", body = Problem),
    )
)]
pub(super) async fn login(
    State(app): State<App>,
    _: OwnOrigin,
    client: Client,
    Json(body): Json<LoginBody>,
) -> Result<Response> {
    let delivery = body.refresh.unwrap_or_default().allowed(&app);
    let identifier = identifier(&body)?;
    let password = account::normalize(&body.password);
    let (account, rehashed) = match &app.settings.demo {
        Some(demo) => (of_demo(&app, &identifier, &password, demo).await?, None),
        None => prove(&app, &identifier, password).await?,
    };
    if account.disabled_at.is_some() {
        return Err(disabled(&app, &account, &client).await?);
    }
    let started = session::start(&app, account.id, "password", &client);
    let rehash = rehashed.map(|(before, after)| accounts::rehash(account.id, &before, after));
    app.store.commit(started.changes.into_iter().chain(rehash)).await?;
    metrics::counter!("journal_auth_login_success_total", "method" => "password").increment(1);
    Ok(session::to_login(&app, &started.session, &account.roles, delivery))
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

/// The account whose password this is, with a fresh hash when the stored one is outdated.
///
/// Every refusal costs two hashes: one against the account (or the decoy), one against the registrations that wait
/// under that name (or none). A right password of an account costs one.
async fn prove(
    app: &App,
    identifier: &Identifier,
    password: Secret<String>,
) -> Result<(Account, Option<(String, String)>)> {
    let found = find(app, identifier).await?;
    let stored = found.as_ref().and_then(|found| found.password_hash.clone());
    let verdict = app.hasher.verify(password.clone(), stored.clone()).await?;
    match (found, stored, verdict) {
        (Some(found), Some(_), Verdict::Right) => Ok((found.account, None)),
        (Some(found), Some(before), Verdict::RightOutdated) => {
            let after = app.hasher.hash(password, app.random.bytes()).await?;
            Ok((found.account, Some((before, after))))
        }
        _ => {
            let account = pending(app, identifier, password).await?;
            account.map(|account| (account, None)).ok_or_else(|| failed("invalid_credentials"))
        }
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
async fn pending(app: &App, identifier: &Identifier, password: Secret<String>) -> Result<Option<Account>> {
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
    let Some(registration) = matching else { return Ok(None) };
    if app.settings.require_verified_email {
        return Err(failed("email_not_verified"));
    }
    match app.store.commit(account::promote(app, &registration, None)).await {
        // The address has become somebody's account: this registration never will.
        Err(error) if error.is_conflict() => Ok(None),
        other => {
            other?;
            Ok(app.store.get(accounts::by_id(registration.account)).await?)
        }
    }
}

async fn of_demo(
    app: &App,
    identifier: &Identifier,
    password: &Secret<String>,
    demo: &crate::settings::Demo,
) -> Result<Account> {
    let name = demo.username.to_lowercase();
    let is_name = crypto::equal(identifier.folded().as_bytes(), name.as_bytes());
    let is_password = crypto::equal(password.expose().as_bytes(), demo.password.expose().as_bytes());
    let account = app.store.get(accounts::by_id(AccountId::DEMO)).await?;
    account.filter(|_| is_name & is_password).ok_or_else(|| failed("invalid_credentials"))
}

async fn disabled(app: &App, account: &Account, client: &Client) -> Result<Error> {
    let event = audit::record(app, account.id, None, Kind::SignInRefused, Actor::Client(client));
    app.store.commit([event]).await?;
    Ok(failed("account_disabled"))
}

fn failed(code: &'static str) -> Error {
    metrics::counter!("journal_auth_login_fail_total", "reason" => code).increment(1);
    match code {
        "email_not_verified" => forbidden(
            code,
            "This address is not verified yet. Open the link in the mail that was sent to it.",
        ),
        "account_disabled" => forbidden(code, "This account is disabled. Ask who runs this journal."),
        _ => Error::new(StatusCode::UNAUTHORIZED, code, "That did not match. Check both and try again."),
    }
}
