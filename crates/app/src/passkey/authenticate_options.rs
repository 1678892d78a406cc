//! `POST /api/auth/webauthn/authenticate/options`: what a browser needs to use a passkey.
//!
//! For a sign-in it names no credentials. Every passkey here can be discovered by its authenticator, so none has to be
//! named, and the answer is the same whatever address is given: there is nothing in it that could tell whether it has
//! an account. Whoever is signed in proves it once more, with a passkey of their own; whoever has given a password that
//! is not enough goes on with one of that account's.

use axum::Json as Answer;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{HeaderMap, header};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::ceremony::{self, Browser};
use super::model::{CEREMONY, Purpose};
use super::party::Party;
use super::register_options::Descriptor;
use super::{second_step, store as passkeys};
use crate::App;
use crate::access::InSession;
use crate::http::{FieldError, Json, OwnOrigin, Problem, Result, invalid};
use crate::throttle::Device;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AuthenticateOptionsBody {
    /// Changes nothing: passkeys name their account themselves.
    email: Option<String>,
    /// Of the refusal that asked for a passkey as the second factor: then the passkeys of that account are named.
    mfa_token: Option<String>,
}

/// `PublicKeyCredentialRequestOptionsJSON` of the specification, and the ceremony.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct RequestOptions {
    /// Names the ceremony when its answer is sent.
    #[serde(rename = "ceremony_id")]
    ceremony_id: Uuid,
    challenge: String,
    rp_id: String,
    /// Milliseconds.
    timeout: i64,
    user_verification: &'static str,
    /// Empty for a sign-in.
    allow_credentials: Vec<Descriptor>,
}

/// Begins to sign in with a passkey; for whoever is signed in, to prove it once more.
#[utoipa::path(
    post, path = "/api/auth/webauthn/authenticate/options", tag = "passkeys",
    request_body = AuthenticateOptionsBody,
    responses(
        (status = 200, description = "Options for `navigator.credentials.get`", body = RequestOptions),
        (status = 401, description = "`unauthenticated`: the token does not hold; `token_invalid`: that of the \
         sign-in does not", body = Problem),
        (status = 403, description = "`passkeys_unavailable`; `csrf_failed`", body = Problem),
        (status = 422, description = "Both signed in and within a sign-in", body = Problem),
    )
)]
pub(super) async fn authenticate_options(
    State(app): State<App>,
    _: OwnOrigin,
    caller: Option<InSession>,
    (device, headers): (Device, HeaderMap),
    Json(body): Json<AuthenticateOptionsBody>,
) -> Result<Response> {
    // Whoever looked it up could tell who has an account.
    drop(body.email);
    let party = Party::of(&app)?;
    let browser = Browser::asking(&app, caller.as_ref(), &headers);
    let (ceremony, usable) = match (&caller, &body.mfa_token) {
        (Some(_), Some(_)) => return Err(invalid(vec![ambiguous()])),
        (Some(caller), None) => {
            let mut own = app.store.all(passkeys::of_account(caller.account)).await?;
            own.retain(|passkey| passkey.unconfirmed_at.is_none());
            (ceremony::prepare(&app, Purpose::Prove, Some(caller.account), &browser), own)
        }
        (None, Some(token)) => second_step::begin(&app, token, &device, &browser).await?,
        (None, None) => (ceremony::prepare(&app, Purpose::SignIn, None, &browser), Vec::new()),
    };
    ceremony::keep(&app, &ceremony).await?;
    let options = RequestOptions {
        ceremony_id: ceremony.id,
        challenge: URL_SAFE_NO_PAD.encode(ceremony.challenge),
        rp_id: party.id,
        timeout: i64::try_from(CEREMONY.as_millis()).expect("five minutes"),
        user_verification: "required",
        allow_credentials: usable.iter().map(|passkey| Descriptor::of(&passkey.credential_id)).collect(),
    };
    let mut response = Answer(options).into_response();
    response.headers_mut().extend(browser.cookie.map(|cookie| (header::SET_COOKIE, cookie)));
    Ok(response)
}

fn ambiguous() -> FieldError {
    let message = "Whoever is signed in is not within a sign-in.";
    FieldError::new("mfa_token", "ambiguous", message)
}
