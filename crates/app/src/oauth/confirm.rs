//! What somebody signed in does with a connection: makes it, proves by it who they are, and says after a recovery that it
//! is theirs (`POST /api/auth/oauth/{provider}/confirm`).
//!
//! The first two come back through the callback, which carries no access token. Whose session asked stands in the flow,
//! the browser's cookie says that it is the same browser, and the commit depends on that session being alive.

use axum::extract::{Path, State};
use http::{HeaderMap, StatusCode};

use super::enter::{self, Entered, link};
use super::model::{Flow, Identity};
use super::provider::Provider;
use super::store as connections;
use crate::App;
use crate::access::{self, FreshlySignedIn, Scope};
use crate::account::store as accounts;
use crate::audit::{self, Actor, Kind};
use crate::http::{Client, Error, Problem, Result, conflict, forbidden, not_found, unauthenticated};
use crate::session;

/// Says, after a recovery, that the connection is the owner's: it opens the account again.
#[utoipa::path(
    post, path = "/api/auth/oauth/{provider}/confirm", tag = "providers", security(("bearer" = [])),
    params(("provider" = String, Path, description = "The provider's name in the settings")),
    responses(
        (status = 204, description = "Confirmed, or it was all along"),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`reauthentication_required` with `methods`", body = Problem),
        (status = 404, description = "No such provider, or it is not connected", body = Problem),
    )
)]
pub(super) async fn confirm_provider(
    State(app): State<App>,
    FreshlySignedIn(caller): FreshlySignedIn,
    client: Client,
    Path(name): Path<String>,
) -> Result<StatusCode> {
    caller.may(Scope::ProfileWrite)?;
    let provider = app.providers.named(&name).ok_or_else(not_found)?;
    let event = audit::record_by(&app, &caller, Kind::ProviderConfirmed, &client);
    let changes = [caller.still(&app), connections::confirm(caller.account, provider.issuer()), event];
    app.store.commit(changes).await.map_err(|error| match error.conflict() {
        Some("connection") => not_found(),
        Some("session") => unauthenticated(),
        _ => error.into(),
    })?;
    Ok(StatusCode::NO_CONTENT)
}

/// Connects the provider to the account whose session asked.
pub(super) async fn connect(
    app: &App,
    provider: &Provider,
    (flow, identity): (&Flow, &Identity),
    client: &Client,
) -> Result<Entered> {
    let (id, session) = flow.asker.ok_or_else(ended)?;
    let account = app.store.get(accounts::by_id(id)).await?.ok_or_else(ended)?;
    let known = app.store.get(connections::by_identity(identity, app.clock.now())).await?;
    let holder = known.map(|known| known.account).filter(|holder| *holder != id);
    // A registration that waits under that identity gives way to an account.
    if let Some(holder) = holder
        && app.store.get(accounts::by_id(holder)).await?.is_some()
    {
        return Err(conflict("identity_taken", "What you are called there opens another journal already."));
    }
    let mut changes = vec![access::lives(app, id, session)];
    changes.extend(link(app, provider, &account, identity, client));
    app.store.commit(changes).await.map_err(lost)?;
    Ok(Entered::At(HeaderMap::new()))
}

/// Makes the session that asked as fresh as a sign-in.
pub(super) async fn prove(app: &App, flow: &Flow, identity: &Identity, client: &Client) -> Result<Entered> {
    let (id, session) = flow.asker.ok_or_else(ended)?;
    let now = app.clock.now();
    let known = app.store.get(connections::by_identity(identity, now)).await?;
    let is_own = known.is_some_and(|known| known.account == id && known.unconfirmed_at.is_none());
    if !is_own {
        return Err(forbidden("provider_refused", "That is somebody else. Try again, or use another way."));
    }
    let changes = [
        session::proved(app, id, session),
        connections::used(id, identity, now),
        audit::record(app, id, Some(session.0), Kind::Reauthenticated, Actor::Client(client)),
    ];
    app.store.commit(changes).await.map_err(lost)?;
    Ok(Entered::At(HeaderMap::new()))
}

fn lost(error: store::Error) -> Error {
    if error.conflict() == Some("session") { ended() } else { enter::lost(error) }
}

fn ended() -> Error {
    forbidden("flow_invalid", "The session that began this is over. Sign in, and try again.")
}
