//! `DELETE /api/auth/passkeys/{id}`: removing one of the caller's passkeys, but never the last way in.

use ::store::Change;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use http::StatusCode;
use uuid::Uuid;

use super::model::relying_party_id;
use super::{notice, store as passkeys};
use crate::App;
use crate::access::{FreshlySignedIn, Scope, connected_provider};
use crate::account::{self, store as accounts};
use crate::audit::{self, Actor, Kind};
use crate::http::{Client, Problem, Result, conflict, not_found, unauthenticated};
use crate::id::AccountId;

/// Removes a passkey. Its owner is told by mail.
#[utoipa::path(
    delete, path = "/api/auth/passkeys/{id}", tag = "passkeys", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The passkey")),
    responses(
        (status = 204, description = "Removed"),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`reauthentication_required` with `methods`", body = Problem),
        (status = 404, description = "No passkey of the caller's has that id", body = Problem),
        (status = 409, description = "`last_way_in`: nothing else would open the account", body = Problem),
    )
)]
pub(super) async fn remove_passkey(
    State(app): State<App>,
    FreshlySignedIn(caller): FreshlySignedIn,
    client: Client,
    id: Result<Path<Uuid>, PathRejection>,
) -> Result<StatusCode> {
    caller.may(Scope::ProfileWrite)?;
    let Path(id) = id.map_err(|_| not_found())?;
    let account = app.store.get(accounts::by_id(caller.account)).await?.ok_or_else(unauthenticated)?;
    let passkey = app.store.get(passkeys::by_id(caller.account, id)).await?.ok_or_else(not_found)?;
    let rp_id = relying_party_id(&app.settings.public_url).unwrap_or_default();
    let provider = connected_provider(&app, account.id).await?.unwrap_or_default();
    let session = Some(caller.session.0);
    let mut changes = vec![
        account::take_turn(account.id),
        passkeys::remove(account.id, id, (&rp_id, &provider)),
        passkeys::release(&passkey.credential_id),
        audit::record(&app, account.id, session, Kind::PasskeyRemoved, Actor::Client(&client)),
    ];
    changes.extend(notice::removed(&app, &account, &passkey.name, &client));
    match app.store.commit(changes).await {
        Err(error) if error.conflict() == Some("last_way_in") => {
            // Gone, if a parallel request has removed it.
            app.store.get(passkeys::by_id(account.id, id)).await?.ok_or_else(not_found)?;
            let detail =
                "This is the last way into your journal. Set a password or add another passkey first.";
            Err(conflict("last_way_in", detail))
        }
        other => {
            other?;
            app.mail_waiting.notify_one();
            Ok(StatusCode::NO_CONTENT)
        }
    }
}

/// What takes a passkey from its owner.
pub struct Removal {
    /// What its owner calls it.
    pub name: String,
    /// The changes that do it; a conflict (`passkey`) when it is gone meanwhile.
    pub changes: [Change; 2],
}

/// How somebody else than its owner removes a passkey, the last way in as well; `None` when the account has none of
/// that id.
pub async fn removal(
    app: &App,
    account: AccountId,
    id: Uuid,
) -> std::result::Result<Option<Removal>, ::store::Error> {
    let found = app.store.get(passkeys::by_id(account, id)).await?;
    Ok(found.map(|passkey| Removal {
        changes: [passkeys::remove_for_sure(account, id), passkeys::release(&passkey.credential_id)],
        name: passkey.name,
    }))
}
