//! `POST /api/auth/webauthn/authenticate/verify`: a passkey for a session.
//!
//! Nobody can guess at a passkey, so nobody has to wait because of others who guess.

use axum::extract::State;
use axum::response::Response;
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::ceremony::{self, Browser};
use super::model::{Ceremony, Purpose};
use super::prove::{Proven, Unproven, evaluate};
use super::second_step;
use crate::App;
use crate::account::{self, Account, store as accounts};
use crate::figure;
use crate::http::{Client, Error, Json, OwnOrigin, Problem, Result, forbidden};
use crate::id::AccountId;
use crate::session::{self, By, Delivery, Entering, Method, TokenAnswer};
use crate::throttle::Device;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AuthenticateVerifyBody {
    /// Of the options.
    ceremony_id: Uuid,
    /// `AuthenticationResponseJSON` of the specification, as the browser gives it.
    #[schema(value_type = Object)]
    credential: Value,
    /// Where the refresh token shall go.
    refresh: Option<Delivery>,
    /// Of the refusal that asked for a passkey as the second factor; the tokens then go where the password's sign-in
    /// wanted them.
    mfa_token: Option<String>,
}

/// Signs in with a passkey.
#[utoipa::path(
    post, path = "/api/auth/webauthn/authenticate/verify", tag = "passkeys", request_body = AuthenticateVerifyBody,
    responses(
        (status = 200, description = "Signed in", body = TokenAnswer),
        (status = 401, description = "`invalid_credentials`: whatever does not hold. With `unknown_credential: true` when \
         the ceremony was good and nobody knows such a credential, so that its authenticator may forget it; a passkey \
         that is refused without it may work the next time; `token_invalid`: of the second step of a sign-in", body = Problem),
        (status = 403, description = "`email_not_verified`, `account_disabled`, `passkey_unconfirmed`: only after a \
         right passkey; `csrf_failed`", body = Problem),
    )
)]
#[tracing::instrument(level = "debug", skip_all)]
pub(super) async fn authenticate_verify(
    State(app): State<App>,
    _: OwnOrigin,
    (client, device, headers): (Client, Device, HeaderMap),
    Json(body): Json<AuthenticateVerifyBody>,
) -> Result<Response> {
    if let Some(token) = &body.mfa_token {
        let answer = (body.ceremony_id, &body.credential);
        return second_step::finish(&app, (client, device, headers), token, answer).await;
    }
    let delivery = body.refresh.unwrap_or_default().allowed(&app);
    let browser = Browser::answering(&app, None, &headers);
    let found = ceremony::find(&app, body.ceremony_id, Purpose::SignIn, browser).await?;
    let ceremony = found.ok_or_else(|| failed(&app, "invalid_credentials"))?;
    let proven = evaluate(&app, &ceremony, &body.credential, &client).await?;
    let Proven { passkey, mut changes } = proven.map_err(|why| refused(&app, why))?;
    if passkey.unconfirmed_at.is_some() {
        ceremony::waste(&app, &ceremony).await?;
        return Err(failed(&app, "passkey_unconfirmed"));
    }
    let account = owner(&app, &ceremony, passkey.account).await?;
    if account.disabled_at.is_some() || account.deletion_at.is_some() {
        // It is refused below; the ceremony is over all the same.
        ceremony::waste(&app, &ceremony).await?;
    }
    let replaced = session::replaced(&app, &headers, delivery);
    changes.push(account::admitted(account.id, app.clock.now()));
    let by = By { method: Method::Passkey, client, device, delivery };
    Entering { by, guess: None, changes, password: None, replaced }.finish(&app, &account).await
}

/// Whose passkey it is. One that belongs to a registration is told to verify it first; where no verification is asked
/// for, the registration becomes an account here and now.
async fn owner(app: &App, ceremony: &Ceremony, id: AccountId) -> Result<Account> {
    let must_verify = app.settings.require_verified_email;
    if let Some(account) = app.store.get(accounts::by_id(id)).await? {
        if must_verify && account.verified_at.is_none() {
            ceremony::waste(app, ceremony).await?;
            return Err(failed(app, "email_not_verified"));
        }
        return Ok(account);
    }
    let waiting = app.store.get(accounts::registration_by_id(id, app.clock.now())).await?;
    let Some(registration) = waiting else {
        ceremony::waste(app, ceremony).await?;
        return Err(failed(app, "invalid_credentials"));
    };
    if must_verify {
        ceremony::waste(app, ceremony).await?;
        return Err(failed(app, "email_not_verified"));
    }
    match app.store.commit(account::promote(app, &registration, None)?).await {
        // The address has become somebody's account: this registration never will.
        Err(error) if error.is_conflict() => Err(failed(app, "invalid_credentials")),
        other => {
            other?;
            app.store.get(accounts::by_id(id)).await?.ok_or_else(|| failed(app, "invalid_credentials"))
        }
    }
}

pub(super) fn refused(app: &App, why: Unproven) -> Error {
    let error = failed(app, "invalid_credentials");
    match why {
        Unproven::Unknown => error.with_member("unknown_credential", json!(true)),
        Unproven::Wrong => error,
    }
}

pub(super) fn failed(app: &App, code: &'static str) -> Error {
    figure::sign_in_failed(app, code);
    match code {
        "email_not_verified" => forbidden(
            code,
            "This address is not verified yet. Open the link in the mail that was sent to it.",
        ),
        "passkey_unconfirmed" => forbidden(
            code,
            "This passkey was set aside when the account was recovered. Sign in with the password, and confirm it.",
        ),
        _ => Error::new(
            StatusCode::UNAUTHORIZED,
            code,
            "This passkey does not open a journal here. Try again, or sign in another way.",
        ),
    }
}
