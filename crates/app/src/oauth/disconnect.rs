//! `DELETE /api/auth/oauth/{provider}`: takes a provider off the caller's account, but never the last way in.

use axum::extract::{Path, State};
use http::StatusCode;

use super::{list, notice, store as connections};
use crate::App;
use crate::access::{FreshlySignedIn, Scope};
use crate::account::{self, store as accounts};
use crate::audit::{self, Actor, Kind};
use crate::http::{Client, Problem, Result, conflict, not_found, unauthenticated};
use crate::passkey::relying_party_id;
use crate::session;

/// Disconnects a provider. Its owner is told by mail.
#[utoipa::path(
    delete, path = "/api/auth/oauth/{provider}", tag = "providers", security(("bearer" = [])),
    params(("provider" = String, Path, description = "The provider's name in the settings")),
    responses(
        (status = 204, description = "Disconnected"),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`reauthentication_required` with `methods`", body = Problem),
        (status = 404, description = "No such provider, or it is not connected", body = Problem),
        (status = 409, description = "`last_way_in`: nothing else would open the account", body = Problem),
    )
)]
pub(super) async fn disconnect(
    State(app): State<App>,
    FreshlySignedIn(caller): FreshlySignedIn,
    client: Client,
    Path(name): Path<String>,
) -> Result<StatusCode> {
    caller.may(Scope::ProfileWrite)?;
    let provider = app.providers.named(&name).ok_or_else(not_found)?;
    let account = app.store.get(accounts::by_id(caller.account)).await?.ok_or_else(unauthenticated)?;
    let all = app.store.all(connections::of_account(account.id)).await?;
    let connection = all.iter().find(|one| one.issuer == provider.issuer()).ok_or_else(not_found)?;
    let other = all.iter().find(|one| {
        one.issuer != connection.issuer && one.unconfirmed_at.is_none() && list::is_configured(&app, one)
    });
    let rp_id = relying_party_id(&app.settings.public_url).unwrap_or_default();
    let mut changes = vec![
        caller.still(&app),
        account::take_turn(account.id),
        connections::remove(connection, &rp_id, other.map_or("", |other| &other.issuer)),
        connections::release(connection),
        session::drop_attempts(account.id),
        audit::record_about(&app, account.id, Kind::ProviderDisconnected, Actor::Client(&client), name),
    ];
    changes.extend(notice::disconnected(&app, &account, &provider.settings.label, &client));
    match app.store.commit(changes).await {
        Err(error) if error.conflict() == Some("last_way_in") => {
            // Gone, if a parallel request has removed it.
            let left = app.store.all(connections::of_account(account.id)).await?;
            if !left.iter().any(|one| one.issuer == provider.issuer()) {
                return Err(not_found());
            }
            let detail = "This is the last way into your journal. Set a password or add a passkey first.";
            Err(conflict("last_way_in", detail))
        }
        Err(error) if error.conflict() == Some("session") => Err(unauthenticated()),
        other => {
            other?;
            app.mail_waiting.notify_one();
            Ok(StatusCode::NO_CONTENT)
        }
    }
}
