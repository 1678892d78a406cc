//! `POST /api/auth/verify-email`: turns a pending registration into an account.

use axum::extract::State;
use http::StatusCode;
use jiff::Timestamp;
use serde::Deserialize;
use store::Change;
use utoipa::ToSchema;

use super::model::{Email, Username};
use super::store::{self as accounts, Account, Profile, Registration};
use super::{AccountId, key};
use crate::App;
use crate::access::{Role, Roles};
use crate::audit::{self, Actor, Kind};
use crate::http::{Client, Json, Problem, Result};
use crate::invite;
use crate::onetime::{self, Purpose, token_invalid};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct VerifyBody {
    /// From the link's fragment.
    token: String,
}

/// Verifies an address with the token that was mailed to it.
#[utoipa::path(
    post, path = "/api/auth/verify-email", tag = "accounts", request_body = VerifyBody,
    responses(
        (status = 204, description = "Verified; sign in"),
        (status = 400, description = "`token_invalid`: unknown, used or older than a day", body = Problem),
    )
)]
pub(super) async fn verify_email(
    State(app): State<App>,
    client: Client,
    Json(body): Json<VerifyBody>,
) -> Result<StatusCode> {
    let now = app.clock.now();
    let token = onetime::find(&app, Purpose::Verify, &body.token).await?;
    let id = token.account;
    let registration = app.store.get(accounts::registration_by_id(id, now)).await?;
    let mut changes = vec![token.spend(now)];
    match registration {
        Some(registration) => changes.extend(promote(&app, &registration, Some(now))?),
        None => changes.push(accounts::verify(id, now)),
    }
    changes.push(audit::record(&app, id, None, Kind::AccountVerified, Actor::Client(&client)));
    // A conflict: spent by a parallel request, or the address became somebody's account meanwhile.
    app.store.commit(changes).await.map_err(onetime::lost)?;
    Ok(StatusCode::NO_CONTENT)
}

/// The changes that turn a registration into an account; a conflict when it, its address, its name or
/// its invitation is gone.
pub fn promote(
    app: &App,
    registration: &Registration,
    verified_at: Option<Timestamp>,
) -> Result<Vec<Change>> {
    let mut changes = vec![accounts::take_registration(registration.account)];
    changes.extend(open(app, registration, verified_at)?);
    Ok(changes)
}

/// The changes that make an account as a registration wants it, which itself need not wait anywhere; a conflict when its
/// address, its name or its invitation is gone.
pub fn open(app: &App, registration: &Registration, verified_at: Option<Timestamp>) -> Result<Vec<Change>> {
    let now = app.clock.now();
    let email = Email::parse(&registration.email).map_err(|_| token_invalid())?;
    let username = registration.username.as_deref().and_then(|name| Username::parse(name).ok());
    let account = fresh(registration.account, &email, username.as_ref(), Role::User, (now, verified_at));
    let password_hash = Some(registration.password_hash.as_str()).filter(|hash| !hash.is_empty());
    let mut changes: Vec<_> = registration
        .invite
        .map(|invite| invite::spend(app, invite, registration.account))
        .into_iter()
        .collect();
    changes.extend(insert(app, &account, &email, username.as_ref(), password_hash));
    Ok(changes)
}

/// The changes that make an account with a verified address, as operators do.
pub fn make(app: &App, email: &Email, password_hash: &str, role: Role) -> (Account, Vec<Change>) {
    let now = app.clock.now();
    let account = fresh(AccountId(app.random.uuid_v7(now)), email, None, role, (now, Some(now)));
    let changes = insert(app, &account, email, None, Some(password_hash));
    (account, changes)
}

/// The changes that make an account as it was elsewhere; a conflict (`email`, `username`) when a name is taken.
pub fn adopt(
    app: &App,
    account: &Account,
    email: &Email,
    username: Option<&Username>,
    password_hash: Option<&str>,
) -> Vec<Change> {
    let mut changes = insert(app, account, email, None, password_hash);
    let now = app.clock.now();
    changes.extend(username.map(|name| accounts::claim_username(name, account.id, None, now)));
    changes
}

/// The change that makes the fixed user of demo mode: no password, and no entry in any directory.
pub fn demo(app: &App, username: &str) -> Change {
    let now = app.clock.now();
    let account = Account {
        id: AccountId::DEMO,
        email: "demo@localhost".to_owned(),
        username: Some(username.to_owned()),
        profile: Profile::default(),
        roles: Roles::given([Role::User]),
        created_at: now,
        verified_at: Some(now),
        disabled_at: None,
        deletion_at: None,
        first_signed_in_at: None,
        second_factor_since: None,
    };
    accounts::insert(&account, None, key::make(&app.keys.accounts, &app.random, account.id))
}

/// The change that calls the demo user what the settings call it now.
pub fn rename_demo(username: &str) -> Change {
    accounts::rename(AccountId::DEMO, username)
}

fn fresh(
    id: AccountId,
    email: &Email,
    username: Option<&Username>,
    role: Role,
    (now, verified_at): (Timestamp, Option<Timestamp>),
) -> Account {
    Account {
        id,
        email: email.as_str().to_owned(),
        username: username.map(|name| name.as_str().to_owned()),
        profile: Profile::default(),
        roles: Roles::given([role]),
        created_at: now,
        verified_at,
        disabled_at: None,
        deletion_at: None,
        first_signed_in_at: None,
        second_factor_since: None,
    }
}

fn insert(
    app: &App,
    account: &Account,
    email: &Email,
    username: Option<&Username>,
    password_hash: Option<&str>,
) -> Vec<Change> {
    let wrapped = key::make(&app.keys.accounts, &app.random, account.id);
    let mut changes = vec![
        accounts::insert(account, password_hash, wrapped),
        accounts::claim_email(email.folded(), account.id, account.created_at),
    ];
    changes.extend(username.map(|name| accounts::claim_username(name, account.id, None, account.created_at)));
    changes
}
