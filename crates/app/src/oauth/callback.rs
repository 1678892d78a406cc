//! `GET /api/auth/oauth/{provider}/callback`: somebody comes back from a provider, and goes on in the page.
//!
//! Whatever happens, the answer leads to the page: where it was asked to, or to the screen that says what went wrong and
//! what to do next. What a refusal says is in the log, under its code and the request's id.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::Deserialize;
use serde_json::Value;
use url::form_urlencoded::Serializer;

use super::connect::unavailable;
use super::enter::{self, Entered};
use super::fetch::Wrong;
use super::model::{Flow, Identity, Purpose};
use super::provider::{Answered, Provider};
use super::{confirm, flow};
use crate::App;
use crate::figure;
use crate::http::{Client, Error, Problem, Result, bad_request, forbidden, not_found};
use crate::throttle::Device;

/// What comes back in the address; a provider may send more.
#[derive(Deserialize)]
pub(super) struct Back {
    state: Option<String>,
    code: Option<String>,
    iss: Option<String>,
    error: Option<String>,
}

/// Takes somebody back from a provider.
#[utoipa::path(
    get, path = "/api/auth/oauth/{provider}/callback", tag = "providers",
    params(
        ("provider" = String, Path, description = "The provider's name in the settings"),
        ("state" = Option<String>, Query, description = "What was sent along"),
        ("code" = Option<String>, Query, description = "What the provider gives for who it was"),
        ("iss" = Option<String>, Query, description = "Who answers (RFC 9207)"),
        ("error" = Option<String>, Query, description = "Why it gives nothing"),
    ),
    responses(
        (status = 303, description = "On to the page: signed in, connected, or with `error` and `provider` in the \
         address"),
        (status = 404, description = "No provider has that name", body = Problem),
    )
)]
#[tracing::instrument(level = "debug", skip_all)]
pub(super) async fn callback(
    State(app): State<App>,
    Path(name): Path<String>,
    (client, device, headers): (Client, Device, HeaderMap),
    back: Result<Query<Back>, QueryRejection>,
) -> Result<Response> {
    let provider = app.providers.named(&name).ok_or_else(not_found)?;
    let Ok(Query(back)) = back else { return Ok(refused(&app, &name, None, flow_invalid())) };
    let flow = match flow::take(&app, &name, back.state.as_deref(), &headers).await {
        Ok(Some(flow)) => flow,
        Ok(None) => return Ok(refused(&app, &name, None, flow_invalid())),
        Err(error) => return Ok(refused(&app, &name, None, error)),
    };
    let done = match identify(&app, provider, &flow, &back).await {
        Ok(identity) => match flow.purpose {
            Purpose::Enter => {
                enter::enter(&app, provider, (&flow, &identity), (client, device, &headers)).await
            }
            Purpose::Connect => confirm::connect(&app, provider, (&flow, &identity), &client).await,
            Purpose::Prove => confirm::prove(&app, &flow, &identity, &client).await,
        },
        Err(error) => Err(error),
    };
    Ok(match done {
        Ok(entered) => go_on(&app, &flow, entered),
        Err(error) => refused(&app, &name, Some(&flow), error),
    })
}

/// Asks the provider who it was.
async fn identify(app: &App, provider: &Provider, flow: &Flow, back: &Back) -> Result<Identity> {
    match (&back.error, &back.code) {
        (Some(error), _) if error == "access_denied" => {
            Err(forbidden("access_denied", "The provider was told not to let you in."))
        }
        (None, Some(code)) => {
            let answered = Answered {
                code,
                issuer: back.iss.as_deref(),
                verifier: &flow::verifier(app, &flow.state),
                nonce: &flow::nonce(app, &flow.state),
                redirect_uri: &flow::redirect_uri(app, &flow.provider),
                proved_since: (flow.purpose == Purpose::Prove).then_some(flow.started_at),
                now: app.clock.now(),
            };
            provider.identify(&answered).await.map_err(|wrong| match wrong {
                Wrong::Away(_) => unavailable(&flow.provider, &wrong),
                Wrong::Refused(_) => {
                    tracing::warn!(provider = flow.provider, %wrong, "what came back from a provider was refused");
                    provider_refused()
                }
            })
        }
        _ => Err(provider_refused()),
    }
}

fn provider_refused() -> Error {
    forbidden("provider_refused", "What the provider said does not hold. Try again, or sign in another way.")
}

fn flow_invalid() -> Error {
    bad_request("flow_invalid", "This took too long, or was begun in another browser. Try again.")
}

/// On to where the flow was begun for, with the cookies that belong to it.
fn go_on(app: &App, flow: &Flow, entered: Entered) -> Response {
    let (path, headers) = match entered {
        Entered::At(headers) => (flow.return_to.clone().unwrap_or_else(|| "/".to_owned()), headers),
        Entered::Waiting { email, registration } => {
            let about = Serializer::new(String::new())
                .append_pair("email", &email)
                .append_pair("registration", &registration.0.to_string())
                .append_pair("provider", &flow.provider)
                .finish();
            (format!("/check-mail#{about}"), HeaderMap::new())
        }
    };
    let mut response = StatusCode::SEE_OTHER.into_response();
    for cookie in headers.get_all(header::SET_COOKIE) {
        response.headers_mut().append(header::SET_COOKIE, cookie.clone());
    }
    lead(app, &mut response, &path);
    response
}

/// On to the page that says why not. The refusal itself stays in the answer, for the log; a second factor is asked for
/// with the attempt in the fragment, which no log sees.
fn refused(app: &App, provider: &str, flow: Option<&Flow>, error: Error) -> Response {
    // The others are counted where they are found.
    let is_told_here = matches!(
        error.code(),
        "access_denied" | "provider_refused" | "provider_unavailable" | "flow_invalid"
    );
    if is_told_here && flow.is_none_or(|flow| flow.purpose == Purpose::Enter) {
        figure::sign_in_failed(app, error.code());
    }
    let mut place = Serializer::new(String::new());
    place.append_pair("provider", provider).append_pair("error", error.code());
    let path = match (error.code(), flow.map(|flow| flow.purpose)) {
        ("mfa_required", _) => format!("/#{}", second_step(&error, flow)),
        (_, Some(Purpose::Connect | Purpose::Prove)) => format!("/account/providers?{}", place.finish()),
        (_, Some(Purpose::Enter) | None) => {
            // Signed in by other means, one goes on where one wanted to.
            let wanted = flow.and_then(|flow| flow.return_to.as_deref());
            if let Some(path) = wanted {
                place.append_pair("to", path);
            }
            format!("/?{}", place.finish())
        }
    };
    let mut response = error.into_response();
    *response.status_mut() = StatusCode::SEE_OTHER;
    lead(app, &mut response, &path);
    response
}

fn second_step(error: &Error, flow: Option<&Flow>) -> String {
    let text = |name| error.member(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let methods = error.member("methods").and_then(Value::as_array);
    let methods: Vec<&str> = methods.into_iter().flatten().filter_map(Value::as_str).collect();
    let mut fragment = Serializer::new(String::new());
    fragment.append_pair("mfa_token", &text("mfa_token")).append_pair("methods", &methods.join(","));
    if let Some(path) = flow.and_then(|flow| flow.return_to.as_deref()) {
        fragment.append_pair("return_to", path);
    }
    fragment.finish()
}

fn lead(app: &App, response: &mut Response, path: &str) {
    let location = HeaderValue::try_from(format!("{}{path}", app.settings.public_url));
    let location = location.unwrap_or_else(|_| HeaderValue::from_static("/"));
    response.headers_mut().insert(header::LOCATION, location);
}
