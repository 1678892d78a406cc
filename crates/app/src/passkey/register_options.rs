//! `POST /api/auth/webauthn/register/options`: what a browser needs to make a passkey: another one for whoever is
//! signed in, or the first one of somebody who signs up with it alone.
//!
//! A sign-up looks nobody up, so its options are the same whether or not the address has an account.

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
use super::model::{CEREMONY, Ceremony, MOST, Purpose, Shown};
use super::party::{ALGORITHMS, Party};
use super::store as passkeys;
use crate::App;
use crate::access::{FreshlySignedIn, InSession, Scope};
use crate::account::{self, Email, store as accounts};
use crate::http::{
    Client, Error, FieldError, Fields, Json, OwnOrigin, Problem, Result, conflict, invalid, unauthenticated,
};
use crate::id::AccountId;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RegisterOptionsBody {
    /// Of whoever signs up; left out by whoever is signed in.
    email: Option<String>,
    /// Where registration is by invitation.
    invite_code: Option<String>,
}

/// `PublicKeyCredentialCreationOptionsJSON` of the specification, and the ceremony.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct CreationOptions {
    /// Names the ceremony when its answer is sent.
    #[serde(rename = "ceremony_id")]
    ceremony_id: Uuid,
    challenge: String,
    rp: Entity,
    user: User,
    pub_key_cred_params: Vec<Algorithm>,
    /// Milliseconds.
    timeout: i64,
    exclude_credentials: Vec<Descriptor>,
    authenticator_selection: Selection,
    attestation: &'static str,
    extensions: Extensions,
}

#[derive(Serialize, ToSchema)]
pub(super) struct Entity {
    id: String,
    name: String,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct User {
    /// The account's id in base64url; says nothing to anybody else.
    id: String,
    name: String,
    display_name: String,
}

#[derive(Serialize, ToSchema)]
pub(super) struct Algorithm {
    #[serde(rename = "type")]
    kind: &'static str,
    /// As COSE numbers them.
    alg: i32,
}

/// A passkey by its credential's id.
#[derive(Serialize, ToSchema)]
pub(super) struct Descriptor {
    #[serde(rename = "type")]
    kind: &'static str,
    id: String,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Selection {
    resident_key: &'static str,
    require_resident_key: bool,
    user_verification: &'static str,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Extensions {
    cred_props: bool,
}

impl Descriptor {
    pub(super) fn of(credential_id: &[u8]) -> Self {
        Self { kind: "public-key", id: URL_SAFE_NO_PAD.encode(credential_id) }
    }
}

/// Begins to make a passkey.
#[utoipa::path(
    post, path = "/api/auth/webauthn/register/options", tag = "passkeys", request_body = RegisterOptionsBody,
    responses(
        (status = 200, description = "Options for `navigator.credentials.create`", body = CreationOptions),
        (status = 401, description = "`unauthenticated`: the token does not hold", body = Problem),
        (status = 403, description = "`reauthentication_required`; `registration_closed`, `invite_required`, \
         `invite_invalid`; `passkeys_unavailable`; `csrf_failed`", body = Problem),
        (status = 409, description = "`too_many_passkeys`", body = Problem),
        (status = 422, description = "Neither signed in nor an address", body = Problem),
        (status = 429, description = "`too_many_requests`", body = Problem),
    )
)]
pub(super) async fn register_options(
    State(app): State<App>,
    _: OwnOrigin,
    caller: Option<FreshlySignedIn>,
    (client, headers): (Client, HeaderMap),
    Json(body): Json<RegisterOptionsBody>,
) -> Result<Response> {
    let party = Party::of(&app)?;
    let browser = Browser::asking(&app, caller.as_ref().map(|FreshlySignedIn(caller)| caller), &headers);
    let (ceremony, shown, taken) = match caller {
        Some(FreshlySignedIn(caller)) => add(&app, &caller, &body, &browser).await?,
        None => sign_up(&app, &client, &body, &browser).await?,
    };
    ceremony::keep(&app, &ceremony).await?;
    let options = options(party.id, &ceremony, shown, &taken);
    let mut response = Answer(options).into_response();
    response.headers_mut().extend(browser.cookie.map(|cookie| (header::SET_COOKIE, cookie)));
    Ok(response)
}

type Prepared = (Ceremony, Shown, Vec<Vec<u8>>);

/// For whoever is signed in: with the names that authenticators show, and the passkeys that there are already.
async fn add(
    app: &App,
    caller: &InSession,
    body: &RegisterOptionsBody,
    browser: &Browser,
) -> Result<Prepared> {
    caller.may(Scope::ProfileWrite)?;
    if body.email.is_some() || body.invite_code.is_some() {
        let message = "Whoever is signed in adds a passkey to their own account.";
        return Err(invalid(vec![FieldError::new("email", "ambiguous", message)]));
    }
    let account = app.store.get(accounts::by_id(caller.account)).await?.ok_or_else(unauthenticated)?;
    let there = app.store.all(passkeys::of_account(caller.account)).await?;
    if there.len() >= MOST {
        return Err(too_many());
    }
    let ceremony = ceremony::prepare(app, Purpose::Add, Some(caller.account), browser);
    let taken = there.into_iter().map(|passkey| passkey.credential_id).collect();
    Ok((ceremony, Shown::of(account), taken))
}

/// 409: there are as many as there may be.
pub(super) fn too_many() -> Error {
    conflict("too_many_passkeys", "This account has as many passkeys as it may have.")
}

/// For whoever signs up: under the id that the account will have.
async fn sign_up(
    app: &App,
    client: &Client,
    body: &RegisterOptionsBody,
    browser: &Browser,
) -> Result<Prepared> {
    let mut fields = Fields::default();
    let address = body.email.as_deref().unwrap_or_default();
    let Some(email) = fields.take("email", Email::parse(address)) else { return Err(fields.refusal()) };
    let invite = account::admit(app, body.invite_code.as_deref(), client).await?;
    let account = AccountId(app.random.uuid_v7(app.clock.now()));
    let ceremony = ceremony::prepare(app, Purpose::SignUp, Some(account), browser);
    let name = email.as_str().to_owned();
    let shown = Shown { name: name.clone(), display_name: name.clone() };
    Ok((Ceremony { email: Some(name), invite, ..ceremony }, shown, Vec::new()))
}

fn options(rp_id: String, ceremony: &Ceremony, shown: Shown, taken: &[Vec<u8>]) -> CreationOptions {
    let user = ceremony.account.map(|account| URL_SAFE_NO_PAD.encode(account.0.as_bytes()));
    CreationOptions {
        ceremony_id: ceremony.id,
        challenge: URL_SAFE_NO_PAD.encode(ceremony.challenge),
        rp: Entity { id: rp_id, name: "Journal".to_owned() },
        user: User { id: user.unwrap_or_default(), name: shown.name, display_name: shown.display_name },
        pub_key_cred_params: ALGORITHMS.map(|(alg, _)| Algorithm { kind: "public-key", alg }).into(),
        timeout: i64::try_from(CEREMONY.as_millis()).expect("five minutes"),
        exclude_credentials: taken.iter().map(|id| Descriptor::of(id)).collect(),
        authenticator_selection: Selection {
            resident_key: "required",
            require_resident_key: true,
            user_verification: "required",
        },
        attestation: "none",
        extensions: Extensions { cred_props: true },
    }
}
