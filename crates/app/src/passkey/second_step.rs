//! A passkey as the second step of a sign-in that a password began, where a second factor is demanded and the account
//! has no app: of that very account, and for that very attempt.
//!
//! One that a recovery has set aside counts here, and is confirmed by it. Whoever planted it does not know the new
//! password, and whoever has set that by mail does not hold the owner's passkey.

use axum::response::Response;
use http::HeaderMap;
use serde_json::Value;
use uuid::Uuid;

use super::authenticate_verify::{failed, refused};
use super::ceremony::{self, Browser};
use super::model::{Ceremony, Purpose, Stored};
use super::prove::evaluate;
use super::store as passkeys;
use crate::App;
use crate::account::{WithPassword, store as accounts};
use crate::audit::{self, Actor, Kind};
use crate::http::{Client, Error, Result};
use crate::session::{self, Attempt, over};
use crate::throttle::Device;

/// The ceremony that an attempt asks for, not stored yet, and what may answer it; 401 `token_invalid` when there is no
/// such attempt.
pub(super) async fn begin(
    app: &App,
    mfa_token: &str,
    device: &Device,
    browser: &Browser,
) -> Result<(Ceremony, Vec<Stored>)> {
    let (attempt, found) = held(app, mfa_token, device).await?;
    let own = app.store.all(passkeys::of_account(found.account.id)).await?;
    Ok((ceremony::prepare(app, Purpose::SecondStep, Some(attempt.account), browser), own))
}

/// Finishes the sign-in where its first step wanted the tokens to go.
pub(super) async fn finish(
    app: &App,
    (client, device, headers): (Client, Device, HeaderMap),
    mfa_token: &str,
    (ceremony_id, credential): (Uuid, &Value),
) -> Result<Response> {
    let (attempt, found) = held(app, mfa_token, &device).await?;
    let browser = Browser::answering(app, None, &headers);
    let ceremony = ceremony::find(app, ceremony_id, Purpose::SecondStep, browser).await?;
    let ceremony = ceremony.filter(|ceremony| ceremony.account == Some(attempt.account));
    let ceremony = ceremony.ok_or_else(|| failed(app, "invalid_credentials"))?;
    let proven = evaluate(app, &ceremony, credential, &client).await?;
    let proven = proven.map_err(|why| refused(app, why))?;
    let mut changes = Vec::new();
    if proven.passkey.unconfirmed_at.is_some() {
        let (account, kind) = (attempt.account, Kind::PasskeyConfirmed);
        changes.push(passkeys::confirm(account, proven.passkey.id));
        changes.push(audit::record(app, account, None, kind, Actor::Client(&client)));
    }
    changes.extend(proven.changes);
    let entering = attempt.resume(app, (client, device, &headers), &found, (None, changes));
    if let Err(closed) = entering.refuse_closed(app, &found.account).await {
        ceremony::waste(app, &ceremony).await?;
        return Err(closed);
    }
    entering.take_in(app, &found.account).await.map_err(|error| lost(app, error))
}

async fn held(app: &App, mfa_token: &str, device: &Device) -> Result<(Attempt, WithPassword)> {
    let attempt = session::attempt(app, mfa_token, device).await?.ok_or_else(over)?;
    let found = app.store.get(accounts::with_password_by_id(attempt.account)).await?;
    let found = found.filter(|found| attempt.holds(found)).ok_or_else(over)?;
    Ok((attempt, found))
}

/// A conflict: the attempt or its password does not hold any more, or the passkey was used up meanwhile.
fn lost(app: &App, error: store::Error) -> Error {
    match error.conflict() {
        Some("attempt" | "password") => over(),
        Some("ceremony" | "passkey") => failed(app, "invalid_credentials"),
        _ => error.into(),
    }
}
