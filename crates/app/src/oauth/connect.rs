//! `POST /api/auth/oauth/{provider}/connect`: sends somebody to a provider: to sign in or up, to connect it to their
//! account, or to prove once more who they are.

use axum::Json as Answer;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, header};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::fetch::Wrong;
use super::model::{FLOW, Flow, Purpose, own_path};
use super::provider::{Asked, Provider};
use super::{flow, store as flows};
use crate::App;
use crate::access::{self, InSession, Scope};
use crate::account;
use crate::http::{
    Client, Error, FieldError, Fields, Json, OwnOrigin, Problem, Result, conflict, invalid, not_found,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ConnectBody {
    /// Where in the page to go on: a path of this journal. Left out, at its beginning.
    return_to: Option<String>,
    /// Where registration is by invitation.
    invite_code: Option<String>,
    /// Of whoever is signed in: proves once more who it is, and connects nothing.
    #[serde(default)]
    prove: bool,
}

#[derive(Serialize, ToSchema)]
pub(super) struct ConnectAnswer {
    /// Where the browser goes now. It comes back to the callback within ten minutes, or begins again.
    authorization_url: String,
}

/// Sends somebody to a provider. Signed in, it connects the provider to the account, which wants a fresh sign-in, or
/// proves once more who it is; otherwise it signs in or up.
#[utoipa::path(
    post, path = "/api/auth/oauth/{provider}/connect", tag = "providers", request_body = ConnectBody,
    params(("provider" = String, Path, description = "The provider's name in the settings")),
    responses(
        (status = 200, description = "Where to go", body = ConnectAnswer),
        (status = 401, description = "`unauthenticated`: the token does not hold", body = Problem),
        (status = 403, description = "`reauthentication_required` with `methods`; `registration_closed`, \
         `invite_invalid`; `csrf_failed`", body = Problem),
        (status = 404, description = "No provider has that name", body = Problem),
        (status = 409, description = "`already_connected`", body = Problem),
        (status = 422, description = "`validation_failed`: it leads elsewhere, or nobody is there to prove anything", body = Problem),
        (status = 429, description = "`too_many_requests`", body = Problem),
        (status = 503, description = "`provider_unavailable`: it does not answer", body = Problem),
    )
)]
pub(super) async fn connect(
    State(app): State<App>,
    _: OwnOrigin,
    caller: Option<InSession>,
    from: (Client, HeaderMap, Path<String>),
    Json(body): Json<ConnectBody>,
) -> Result<Response> {
    let (client, headers, Path(name)) = from;
    let provider = app.providers.named(&name).ok_or_else(not_found)?;
    let mut fields = Fields::default();
    let own = body.return_to.as_deref().map(|path| own_path(&app.settings.public_url, path));
    let Some(return_to) = fields.take_optional("return_to", own) else { return Err(fields.refusal()) };
    let purpose = match &caller {
        None => Purpose::Enter,
        Some(_) if body.prove => Purpose::Prove,
        Some(_) => Purpose::Connect,
    };
    let invite = prepare(&app, provider, (purpose, caller.as_ref()), &body, &client).await?;
    let (state, digest) = flow::state(&app);
    let browser = flow::leaving(&app, &headers);
    let now = app.clock.now();
    let flow = Flow {
        state: digest,
        purpose,
        provider: name,
        asker: caller.map(|caller| (caller.account, caller.session)),
        browser: browser.digest,
        invite,
        return_to,
        started_at: now,
        expires_at: now + FLOW,
    };
    let authorization_url = authorization_url(&app, provider, &flow, state.expose()).await?;
    app.store.commit([flows::drop_lapsed(now), flows::insert_flow(&flow)]).await?;
    let mut response = Answer(ConnectAnswer { authorization_url }).into_response();
    response.headers_mut().append(header::SET_COOKIE, browser.cookie);
    Ok(response)
}

/// What must hold before anybody is sent away; gives the invitation of a sign-up.
async fn prepare(
    app: &App,
    provider: &Provider,
    (purpose, caller): (Purpose, Option<&InSession>),
    body: &ConnectBody,
    client: &Client,
) -> Result<Option<Uuid>> {
    let Some(caller) = caller else {
        if body.prove {
            let message = "Nobody is signed in who could prove it.";
            return Err(invalid(vec![FieldError::new("prove", "invalid", message)]));
        }
        return match &body.invite_code {
            Some(code) => account::admit(app, Some(code), client).await,
            None => Ok(None),
        };
    };
    if body.invite_code.is_some() {
        let message = "Whoever is signed in needs no invitation.";
        return Err(invalid(vec![FieldError::new("invite_code", "ambiguous", message)]));
    }
    if purpose == Purpose::Connect {
        caller.may(Scope::ProfileWrite)?;
        caller.lacks_nothing()?;
        access::demand_fresh(app, caller).await?;
        let connected = app.store.all(flows::of_account(caller.account)).await?;
        if connected.iter().any(|connection| connection.issuer == provider.issuer()) {
            return Err(already_connected());
        }
    }
    Ok(None)
}

async fn authorization_url(app: &App, provider: &Provider, flow: &Flow, state: &str) -> Result<String> {
    let verifier = flow::verifier(app, &flow.state);
    let asked = Asked {
        state,
        challenge: &flow::challenge(&verifier),
        nonce: &flow::nonce(app, &flow.state),
        redirect_uri: &flow::redirect_uri(app, &flow.provider),
        is_proof: flow.purpose == Purpose::Prove,
    };
    match provider.authorization_url(&asked, app.clock.now()).await {
        Ok(url) => Ok(url.into()),
        Err(wrong) => Err(unavailable(&flow.provider, &wrong)),
    }
}

/// 503, and a line in the log that says why.
pub(super) fn unavailable(provider: &str, wrong: &Wrong) -> Error {
    tracing::warn!(provider, %wrong, "a sign-in provider is of no use");
    let detail = "That provider does not answer right now. Try again later, or sign in another way.";
    Error::new(StatusCode::SERVICE_UNAVAILABLE, "provider_unavailable", detail).retry_after(60)
}

/// 409: the account has a connection to that provider.
pub(super) fn already_connected() -> Error {
    conflict("already_connected", "This provider is connected to your account already.")
}
