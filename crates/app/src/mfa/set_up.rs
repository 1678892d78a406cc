//! `POST /api/auth/mfa/totp`: a secret for an authenticator app. It counts once `confirm.rs` has seen a right code.

use axum::Json;
use axum::extract::State;
use crypto::totp;
use http::StatusCode;
use jiff::SignedDuration;
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};
use serde::Serialize;
use utoipa::ToSchema;

use super::store as factors;
use super::{model, recovery};
use crate::App;
use crate::access::{FreshlySignedIn, Scope};
use crate::account::{key, store as accounts};
use crate::http::{OwnOrigin, Problem, Result, unauthenticated};

/// How long one may take to set an app up.
const LIFE: SignedDuration = SignedDuration::from_mins(30);

#[derive(Serialize, ToSchema)]
pub(super) struct NewTotp {
    /// For typing in: base32.
    secret: String,
    /// What the QR code says.
    otpauth_url: String,
    /// A drawing of 29 or more modules a side, dark on light, with its quiet zone; it loads nothing and runs nothing.
    qr_svg: String,
}

/// Makes a secret for an authenticator app. Until a code of it is confirmed, everything stays as it is.
#[utoipa::path(
    post, path = "/api/auth/mfa/totp", tag = "second factors", security(("bearer" = [])),
    responses(
        (status = 201, description = "To be confirmed within half an hour", body = NewTotp),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`reauthentication_required`; `csrf_failed`", body = Problem),
    )
)]
pub(super) async fn set_up(
    State(app): State<App>,
    _: OwnOrigin,
    FreshlySignedIn(caller): FreshlySignedIn,
) -> Result<(StatusCode, Json<NewTotp>)> {
    caller.may(Scope::ProfileWrite)?;
    let account = app.store.get(accounts::by_id(caller.account)).await?.ok_or_else(unauthenticated)?;
    let key = key::of(&app, account.id).await?;
    let bytes = totp::secret(&app.random);
    let sealed = crypto::sealed::seal(&key, &app.random, &recovery::context(account.id), bytes.as_slice());
    app.store.commit([factors::begin(account.id, sealed, app.clock.now() + LIFE)]).await?;
    let secret = totp::base32(bytes.as_slice());
    let otpauth_url = model::address(&issuer(&app), &account.email, &secret);
    let qr_svg = draw(&otpauth_url)?;
    Ok((StatusCode::CREATED, Json(NewTotp { secret, otpauth_url, qr_svg })))
}

/// What the app shows above the code: whose journal it is for.
fn issuer(app: &App) -> String {
    let host =
        url::Url::parse(&app.settings.public_url).ok().and_then(|url| url.host_str().map(str::to_owned));
    host.map_or_else(|| "Journal".to_owned(), |host| format!("Journal at {host}"))
}

fn draw(text: &str) -> Result<String> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)?;
    let drawing = code.render::<svg::Color<'_>>().min_dimensions(240, 240).quiet_zone(true).build();
    // The drawing stands within a page: it needs no declaration in front.
    Ok(drawing.split_once("?>").map_or(drawing.clone(), |(_, svg)| svg.to_owned()))
}
