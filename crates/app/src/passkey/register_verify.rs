//! `POST /api/auth/webauthn/register/verify`: a passkey was made; it is added, or somebody has signed up with it.

use axum::Json as Answer;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::ceremony::{self, Browser, ceremony_invalid};
use super::list::PasskeyView;
use super::model::{Ceremony, MOST, Purpose, Stored, parse_name};
use super::party::{Made, Party};
use super::register_options::too_many;
use super::{notice, provider, store as passkeys};
use crate::access::InSession;
use crate::account::{self, Email, Registration, store as accounts};
use crate::audit::{self, Actor, Kind};
use crate::http::{
    Client, Development, Error, Fields, Json, OwnOrigin, Problem, Result, bad_request, unauthenticated,
};
use crate::id::AccountId;
use crate::{App, session};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RegisterVerifyBody {
    /// Of the options.
    ceremony_id: Uuid,
    /// `RegistrationResponseJSON` of the specification, as the browser gives it.
    #[schema(value_type = Object)]
    credential: Value,
    /// What to call it; left out, it is called after whoever keeps it.
    name: Option<String>,
}

/// Finishes making a passkey. For a sign-up the answer is that of a registration: 202, and a mail.
#[utoipa::path(
    post, path = "/api/auth/webauthn/register/verify", tag = "passkeys", request_body = RegisterVerifyBody,
    responses(
        (status = 201, description = "Added", body = PasskeyView),
        (status = 202, description = "Signed up: look into your mail", body = account::RegisterAnswer),
        (status = 400, description = "`ceremony_invalid`: unknown, another browser's, answered or older than five \
         minutes; `passkey_refused`: the authenticator's answer does not hold", body = Problem),
        (status = 401, description = "`unauthenticated`: the token does not hold", body = Problem),
        (status = 409, description = "`too_many_passkeys`", body = Problem),
        (status = 422, description = "`validation_failed` with `errors[]`", body = Problem),
    )
)]
pub(super) async fn register_verify(
    State(app): State<App>,
    (_own, development): (OwnOrigin, Development),
    caller: Option<InSession>,
    (client, headers): (Client, HeaderMap),
    Json(body): Json<RegisterVerifyBody>,
) -> Result<Response> {
    let mut fields = Fields::default();
    let name = fields.take_optional("name", body.name.as_deref().map(parse_name));
    let Some(name) = name else { return Err(fields.refusal()) };
    let purpose = if caller.is_some() { Purpose::Add } else { Purpose::SignUp };
    let browser = Browser::answering(&app, caller.as_ref(), &headers);
    let found = ceremony::find(&app, body.ceremony_id, purpose, browser).await?;
    let ceremony = found.ok_or_else(ceremony_invalid)?;
    let party = Party::of(&app)?;
    let made = match party.register(&ceremony.challenge, &[], &body.credential) {
        Ok(made) => made,
        Err(wrong) => {
            tracing::debug!(%wrong, "a new passkey was refused");
            ceremony::waste(&app, &ceremony).await?;
            return Err(passkey_refused());
        }
    };
    let account = ceremony.account.ok_or_else(ceremony_invalid)?;
    let passkey = passkey(&app, account, party.id, (made, name));
    match caller {
        Some(caller) => add(&app, &caller, &client, &ceremony, passkey).await,
        None => sign_up(&app, development, &ceremony, &passkey).await,
    }
}

fn passkey(app: &App, account: AccountId, rp_id: String, (made, name): (Made, Option<String>)) -> Stored {
    let now = app.clock.now();
    let kept_by = || provider::name(made.aaguid).unwrap_or("Passkey").to_owned();
    Stored {
        account,
        id: app.random.uuid_v7(now),
        credential_id: made.credential_id,
        credential: made.credential,
        rp_id,
        aaguid: made.aaguid,
        name: name.unwrap_or_else(kept_by),
        is_synced: made.is_synced,
        sign_count: made.sign_count,
        created_at: now,
        last_used_at: None,
        unconfirmed_at: None,
    }
}

async fn add(
    app: &App,
    caller: &InSession,
    client: &Client,
    ceremony: &Ceremony,
    passkey: Stored,
) -> Result<Response> {
    let account = app.store.get(accounts::by_id(caller.account)).await?.ok_or_else(unauthenticated)?;
    let session = Some(caller.session.0);
    let mut changes = vec![
        passkeys::take(ceremony.id),
        // There was room when the options were made; other ceremonies may have filled it since.
        account::take_turn(account.id),
        passkeys::has_room(account.id, MOST),
        passkeys::claim(&passkey),
        passkeys::insert(&passkey, None),
        session::prove_both(app, caller),
        audit::record(app, account.id, session, Kind::PasskeyAdded, Actor::Client(client)),
    ];
    changes.extend(notice::added(app, &account, &passkey.name, client));
    app.store.commit(changes).await.map_err(lost)?;
    app.mail_waiting.notify_one();
    Ok((StatusCode::CREATED, Answer(PasskeyView::of(passkey))).into_response())
}

/// A registration like any other, which holds a passkey instead of a password.
async fn sign_up(
    app: &App,
    Development(is_development): Development,
    ceremony: &Ceremony,
    passkey: &Stored,
) -> Result<Response> {
    let email = ceremony.email.as_deref().and_then(|email| Email::parse(email).ok());
    let email = email.ok_or_else(ceremony_invalid)?;
    let registration = Registration {
        account: passkey.account,
        email: email.as_str().to_owned(),
        username: None,
        password_hash: String::new(),
        invite: ceremony.invite,
        expires_at: app.clock.now() + account::PENDING,
    };
    let more = vec![
        passkeys::take(ceremony.id),
        passkeys::claim(passkey),
        passkeys::insert(passkey, Some(registration.expires_at)),
    ];
    let answer = account::begin(app, &registration, &email, (more, lost), is_development).await?;
    Ok((StatusCode::ACCEPTED, Answer(answer)).into_response())
}

/// 400: what the authenticator answered does not hold. All reasons sound the same.
fn passkey_refused() -> Error {
    let detail =
        "This passkey cannot be used here. It must verify that it is you, by a PIN, a finger or a face.";
    bad_request("passkey_refused", detail)
}

/// A conflict: the ceremony was taken by a parallel answer, or the credential is somebody's already.
fn lost(error: store::Error) -> Error {
    match error.conflict() {
        Some("ceremony") => ceremony_invalid(),
        Some("credential") => passkey_refused(),
        Some("session") => unauthenticated(),
        Some("too_many") => too_many(),
        _ => error.into(),
    }
}
