//! `GET /api/auth/oauth/providers`: which providers there are, and which of them the caller has connected.

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::model::Connection;
use super::provider::Provider;
use super::store as connections;
use crate::App;
use crate::access::{InSession, Scope};
use crate::http::{Problem, Result};
use crate::id::AccountId;
use crate::settings::ProviderKind;

/// What [`providers`] answers.
#[derive(Serialize, ToSchema)]
pub(super) struct ProviderList {
    items: Vec<ProviderItem>,
}

/// One provider.
#[derive(Serialize, ToSchema)]
pub(super) struct ProviderItem {
    /// What it is called in addresses.
    name: String,
    /// What its button says.
    label: String,
    kind: Kind,
    /// Whether the caller has connected it; left out where nobody is signed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    connected: Option<bool>,
    /// The caller's connection to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    connection: Option<ConnectionView>,
}

/// What it speaks: `google`, `github`, or what any `OpenID` provider does, `oidc`.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = ProviderKind)]
enum Kind {
    Google,
    Github,
    Oidc,
}

/// A connection as its owner sees it.
#[derive(Serialize, ToSchema)]
pub(super) struct ConnectionView {
    /// What they are called there.
    shown_as: Option<String>,
    created_at: Timestamp,
    last_used_at: Option<Timestamp>,
    /// It was there when the account was recovered, and opens nothing until its owner confirms it.
    needs_confirmation: bool,
}

/// Lists the providers that this journal is set up for.
#[utoipa::path(
    get, path = "/api/auth/oauth/providers", tag = "providers",
    responses(
        (status = 200, description = "All of them", body = ProviderList),
        (status = 401, description = "`unauthenticated`: the token does not hold", body = Problem),
    )
)]
pub(super) async fn providers(
    State(app): State<App>,
    caller: Option<InSession>,
) -> Result<Json<ProviderList>> {
    let own = match &caller {
        Some(caller) => {
            caller.may(Scope::ProfileRead)?;
            Some(app.store.all(connections::of_account(caller.account)).await?)
        }
        None => None,
    };
    let items = app.providers.all().map(|provider| item(provider, own.as_deref())).collect();
    Ok(Json(ProviderList { items }))
}

fn item(provider: &Provider, own: Option<&[Connection]>) -> ProviderItem {
    let found = own.and_then(|own| own.iter().find(|one| one.issuer == provider.issuer()));
    ProviderItem {
        name: provider.settings.name.clone(),
        label: provider.settings.label.clone(),
        kind: match provider.settings.kind {
            ProviderKind::Google => Kind::Google,
            ProviderKind::Github => Kind::Github,
            ProviderKind::Oidc => Kind::Oidc,
        },
        connected: own.map(|_| found.is_some()),
        connection: found.map(|connection| ConnectionView {
            shown_as: connection.shown_as.clone(),
            created_at: connection.created_at,
            last_used_at: connection.last_used_at,
            needs_confirmation: connection.unconfirmed_at.is_some(),
        }),
    }
}

/// Whether there still is the provider that a connection leads to.
pub(super) fn is_configured(app: &App, connection: &Connection) -> bool {
    app.providers.all().any(|provider| provider.issuer() == connection.issuer)
}

/// The connections that open an account, each with the label of its provider: those that are not set aside, to providers
/// that there still are.
pub async fn of_account(app: &App, account: AccountId) -> Result<Vec<(String, Connection)>, store::Error> {
    let stored = app.store.all(connections::of_account(account)).await?;
    let labelled = stored.into_iter().filter(|one| one.unconfirmed_at.is_none()).filter_map(|connection| {
        let provider = app.providers.all().find(|provider| provider.issuer() == connection.issuer)?;
        Some((provider.settings.label.clone(), connection))
    });
    Ok(labelled.collect())
}
