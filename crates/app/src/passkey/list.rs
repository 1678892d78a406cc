//! `GET /api/auth/passkeys`: the caller's passkeys.

use axum::Json;
use axum::extract::State;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::model::{Shown, Stored, relying_party_id};
use super::{provider, store as passkeys};
use crate::App;
use crate::access::{Scope, SignedIn};
use crate::account::store as accounts;
use crate::http::{Problem, Result, unauthenticated};
use crate::id::AccountId;

/// A passkey as its owner sees it.
#[derive(Serialize, ToSchema)]
pub(super) struct PasskeyView {
    id: Uuid,
    name: String,
    /// Who keeps it, as far as it says; nothing proves it.
    provider: Option<&'static str>,
    /// Whether it is kept in more than one place; otherwise it lives on one device.
    synced: bool,
    created_at: Timestamp,
    last_used_at: Option<Timestamp>,
    /// It was there when the account was recovered, and opens nothing until its owner confirms it.
    needs_confirmation: bool,
    /// Of the credential, in base64url: what authenticators call it.
    credential_id: String,
}

/// What [`passkeys`] answers.
#[derive(Serialize, ToSchema)]
pub(super) struct Passkeys {
    items: Vec<PasskeyView>,
    /// The host that passkeys are made for; none where there can be none.
    rp_id: Option<String>,
    /// What authenticators know the caller by, in base64url.
    user_id: String,
    /// What authenticators show the caller as: the address.
    user_name: String,
    /// The name to be called by, or the address again.
    user_display_name: String,
}

impl PasskeyView {
    pub(super) fn of(passkey: Stored) -> Self {
        Self {
            id: passkey.id,
            name: passkey.name,
            provider: provider::name(passkey.aaguid),
            synced: passkey.is_synced,
            created_at: passkey.created_at,
            last_used_at: passkey.last_used_at,
            needs_confirmation: passkey.unconfirmed_at.is_some(),
            credential_id: URL_SAFE_NO_PAD.encode(passkey.credential_id),
        }
    }
}

/// Lists the caller's passkeys, the newest first, with what a page needs to keep authenticators' own lists true.
#[utoipa::path(
    get, path = "/api/auth/passkeys", tag = "passkeys", security(("bearer" = [])),
    responses(
        (status = 200, description = "All of them", body = Passkeys),
        (status = 401, description = "`unauthenticated`", body = Problem),
    )
)]
pub(super) async fn passkeys(State(app): State<App>, caller: SignedIn) -> Result<Json<Passkeys>> {
    caller.may(Scope::ProfileRead)?;
    let account = app.store.get(accounts::by_id(caller.account)).await?.ok_or_else(unauthenticated)?;
    let stored = app.store.all(passkeys::of_account(caller.account)).await?;
    let shown = Shown::of(account);
    Ok(Json(Passkeys {
        items: stored.into_iter().map(PasskeyView::of).collect(),
        rp_id: relying_party_id(&app.settings.public_url),
        user_id: URL_SAFE_NO_PAD.encode(caller.account.0.as_bytes()),
        user_name: shown.name,
        user_display_name: shown.display_name,
    }))
}

/// A passkey, as far as others than its owner may know it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct KnownPasskey {
    /// Its id.
    pub id: Uuid,
    /// What its owner calls it.
    pub name: String,
    /// Who keeps it, as far as it says; nothing proves it.
    pub provider: Option<&'static str>,
    /// Since when there is it.
    pub created_at: Timestamp,
    /// When it was last used.
    pub last_used_at: Option<Timestamp>,
    /// It was there when the account was recovered, and opens nothing until its owner confirms it.
    pub is_set_aside: bool,
}

/// The passkeys of an account, the newest first, also those that are set aside.
pub async fn of_account(
    app: &App,
    account: AccountId,
) -> std::result::Result<Vec<KnownPasskey>, ::store::Error> {
    let stored = app.store.all(passkeys::of_account(account)).await?;
    Ok(stored.into_iter().map(KnownPasskey::from).collect())
}

impl From<Stored> for KnownPasskey {
    fn from(passkey: Stored) -> Self {
        Self {
            id: passkey.id,
            name: passkey.name,
            provider: provider::name(passkey.aaguid),
            created_at: passkey.created_at,
            last_used_at: passkey.last_used_at,
            is_set_aside: passkey.unconfirmed_at.is_some(),
        }
    }
}
