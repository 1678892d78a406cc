//! `POST /api/auth/mfa/recovery-codes`: ten new recovery codes in place of those that were. They are shown this once.

use ::store::Change;
use axum::Json;
use axum::extract::State;
use crypto::Secret;
use futures_util::future::try_join_all;
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{self, RECOVERY_BYTES, SET};
use super::store as factors;
use crate::App;
use crate::access::{FreshlySignedIn, Scope};
use crate::audit::{self, Actor, Kind};
use crate::http::{Client, OwnOrigin, Problem, Result};
use crate::id::AccountId;

/// Recovery codes, shown once.
#[derive(Serialize, ToSchema)]
pub(super) struct RecoveryCodes {
    /// Ten codes, each good for one sign-in.
    pub(super) recovery_codes: Vec<String>,
}

/// Makes ten new recovery codes; the old ones stop working.
#[utoipa::path(
    post, path = "/api/auth/mfa/recovery-codes", tag = "second factors", security(("bearer" = [])),
    responses(
        (status = 200, description = "The new codes, shown once", body = RecoveryCodes),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`reauthentication_required`; `csrf_failed`", body = Problem),
        (status = 409, description = "`mfa_not_enabled`", body = Problem),
    )
)]
pub(super) async fn replace(
    State(app): State<App>,
    _: OwnOrigin,
    FreshlySignedIn(caller): FreshlySignedIn,
    client: Client,
) -> Result<Json<RecoveryCodes>> {
    caller.may(Scope::ProfileWrite)?;
    let (recovery_codes, stored) = make(&app, caller.account).await?;
    let (session, kind) = (Some(caller.session.0), Kind::RecoveryCodesReplaced);
    let event = audit::record(&app, caller.account, session, kind, Actor::Client(&client));
    let changes = [factors::must_be_on(caller.account), event].into_iter().chain(stored);
    app.store.commit(changes).await.map_err(super::turn_off::not_enabled)?;
    Ok(Json(RecoveryCodes { recovery_codes }))
}

/// Codes as they are shown, and the changes that make them work.
pub(super) type Made = (Vec<String>, Vec<Change>);

/// Ten fresh codes, and the changes that let them take the place of all others.
pub(super) async fn make(app: &App, account: AccountId) -> Result<Made> {
    let salt: [u8; 16] = app.random.bytes();
    let codes: Vec<String> = (0..SET).map(|_| model::shown(app.random.bytes::<RECOVERY_BYTES>())).collect();
    let plain = |code: &String| Secret::new(model::recovery(code).expect("a shown code reads as one"));
    let hashes = try_join_all(codes.iter().map(|code| app.hasher.hash(plain(code), salt))).await?;
    let now = app.clock.now();
    let inserts = hashes.into_iter().map(|hash| factors::insert_recovery_code(account, hash, salt, now));
    Ok((codes, [factors::drop_recovery_codes(account)].into_iter().chain(inserts).collect()))
}

/// Where an app's sealed secret belongs.
pub(super) fn context(account: AccountId) -> Vec<u8> {
    [b"totp".as_slice(), account.0.as_bytes()].concat()
}
