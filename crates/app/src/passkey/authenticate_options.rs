//! `POST /api/auth/webauthn/authenticate/options`: what a browser needs to use a passkey.
//!
//! For a sign-in it names no credentials. Every passkey here can be discovered by its authenticator, so none has to be
//! named, and the answer is the same whatever address is given: there is nothing in it that could tell whether it has
//! an account. Whoever is signed in proves it once more, with a passkey of their own.

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
use super::store as passkeys;
use crate::App;
use crate::access::InSession;
use crate::http::{Json, OwnOrigin, Problem, Result};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AuthenticateOptionsBody {
    /// Changes nothing: passkeys name their account themselves.
    email: Option<String>,
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
        (status = 401, description = "`unauthenticated`: the token does not hold", body = Problem),
        (status = 403, description = "`passkeys_unavailable`; `csrf_failed`", body = Problem),
    )
)]
pub(super) async fn authenticate_options(
    State(app): State<App>,
    _: OwnOrigin,
    caller: Option<InSession>,
    headers: HeaderMap,
    Json(body): Json<AuthenticateOptionsBody>,
) -> Result<Response> {
    // Whoever looked it up could tell who has an account.
    drop(body.email);
    let party = Party::of(&app)?;
    let browser = Browser::asking(&app, caller.as_ref(), &headers);
    let (purpose, own) = match &caller {
        Some(caller) => (Purpose::Prove, app.store.all(passkeys::of_account(caller.account)).await?),
        None => (Purpose::SignIn, Vec::new()),
    };
    let ceremony = ceremony::prepare(&app, purpose, caller.map(|caller| caller.account), &browser);
    app.store.commit([passkeys::insert_ceremony(&ceremony)]).await?;
    let usable = own.iter().filter(|passkey| passkey.unconfirmed_at.is_none());
    let options = RequestOptions {
        ceremony_id: ceremony.id,
        challenge: URL_SAFE_NO_PAD.encode(ceremony.challenge),
        rp_id: party.id,
        timeout: i64::try_from(CEREMONY.as_millis()).expect("five minutes"),
        user_verification: "required",
        allow_credentials: usable.map(|passkey| Descriptor::of(&passkey.credential_id)).collect(),
    };
    let mut response = Answer(options).into_response();
    response.headers_mut().extend(browser.cookie.map(|cookie| (header::SET_COOKIE, cookie)));
    Ok(response)
}
