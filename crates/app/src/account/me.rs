//! `GET /api/auth/me`: who the caller is.

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::AccountId;
use super::store::{self as accounts, Account};
use super::ways::{self, Ways};
use crate::App;
use crate::access::{Lack, Roles, Scope, Scopes, SignedIn};
use crate::http::{Problem, Result, unauthenticated};
use crate::onetime;
use crate::remembered::Remembered;

/// Accounts that were read within the last second; whatever changes what `me` tells announces it.
pub type KnownAccounts = Remembered<(), Known>;

/// An account, and what waits to become of it.
#[derive(Clone, Debug)]
pub struct Known {
    account: Account,
    ways: Ways,
    pending_email: Option<PendingEmail>,
}

/// An address that shall become the account's own, and has not said yes yet.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct PendingEmail {
    /// The address.
    pub(super) address: String,
    /// Until when it may say so.
    pub(super) expires_at: Timestamp,
}

/// The caller's account, as its owner sees it.
#[derive(Serialize, ToSchema)]
#[allow(clippy::struct_excessive_bools, reason = "each is a thing of its own that a page asks for")]
pub(super) struct Me {
    id: AccountId,
    username: Option<String>,
    email: String,
    /// The address that shall take the place of `email`, while it has not confirmed that.
    pending_email: Option<PendingEmail>,
    /// The name to be called by.
    display_name: Option<String>,
    /// An IANA name, such as `Europe/Zurich`.
    time_zone: Option<String>,
    /// A BCP 47 tag, such as `de-CH`.
    locale: Option<String>,
    #[schema(value_type = Vec<String>)]
    roles: Roles,
    /// What may be done with what was shown: it carries these, and the roles grant them now.
    #[schema(value_type = Vec<String>)]
    scopes: Scopes,
    /// Whether the address is verified.
    is_verified: bool,
    /// Whether there is a password: without one, passkeys or others sign in, and one may be set.
    has_password: bool,
    /// How many passkeys a recovery has set aside that wait to be confirmed; they open nothing until then.
    unconfirmed_passkeys: i64,
    /// How many connections to sign-in providers a recovery has set aside in the same way.
    unconfirmed_connections: i64,
    /// Whether signing in asks for a second factor.
    has_second_factor: bool,
    /// Whether one is demanded and has to be set up before anything else.
    must_enrol: bool,
    created_at: Timestamp,
}

impl Me {
    fn of(Known { account, ways, pending_email }: Known, caller: &SignedIn, now: Timestamp) -> Self {
        Self {
            pending_email: pending_email.filter(|pending| now < pending.expires_at),
            id: account.id,
            username: account.username,
            email: account.email,
            display_name: account.profile.display_name,
            time_zone: account.profile.time_zone,
            locale: account.profile.locale,
            roles: account.roles,
            scopes: caller.scopes(),
            is_verified: account.verified_at.is_some(),
            has_password: ways.has_password,
            unconfirmed_passkeys: ways.unconfirmed_passkeys,
            unconfirmed_connections: ways.unconfirmed_connections,
            has_second_factor: account.second_factor_since.is_some(),
            must_enrol: caller.lack == Some(Lack::Enrolment),
            created_at: account.created_at,
        }
    }
}

/// Tells who the caller is.
#[utoipa::path(
    get, path = "/api/auth/me", tag = "accounts", security(("bearer" = [])),
    responses(
        (status = 200, description = "The caller", body = Me),
        (status = 401, description = "`unauthenticated`", body = Problem),
    )
)]
pub(super) async fn me(State(app): State<App>, caller: SignedIn) -> Result<Json<Me>> {
    caller.may(Scope::ProfileRead)?;
    answer(&app, &caller).await
}

/// What `me` tells, for whoever has just changed it as well.
pub(super) async fn answer(app: &App, caller: &SignedIn) -> Result<Json<Me>> {
    let known = known(app, caller.account).await?.ok_or_else(unauthenticated)?;
    Ok(Json(Me::of(known, caller, app.clock.now())))
}

async fn known(app: &App, account: AccountId) -> Result<Option<Known>, store::Error> {
    let (asked, recalled) = app.known_accounts.recall(account, &(), app.clock.instant());
    if recalled.is_some() {
        return Ok(recalled);
    }
    let Some(found) = app.store.get(accounts::by_id(account)).await? else { return Ok(None) };
    let Some(ways) = ways::of(app, account).await? else { return Ok(None) };
    let waiting = onetime::awaited_address(app, account).await?;
    let pending_email = waiting.map(|(address, expires_at)| PendingEmail { address, expires_at });
    let known = Known { account: found, ways, pending_email };
    app.known_accounts.keep(account, (), asked, known.clone());
    Ok(Some(known))
}
