//! `PATCH /api/auth/me`: changes what a person may change about themselves.

use axum::Json as Answer;
use axum::extract::State;
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;

use super::me::{self, Me};
use super::model::{self, Username};
use super::register::taken;
use super::store::{self as accounts, Account, Profile};
use crate::App;
use crate::access::{Scope, SignedIn};
use crate::audit::{self, Kind};
use crate::http::{Client, Fields, Json, Problem, Result, unauthenticated, unavailable};

/// How often a change is tried again when a parallel one was faster.
const ROUNDS: usize = 20;

/// A field that is left out stays; one that is null is emptied.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(clippy::option_option, reason = "the outer tells left out from given, the inner null from a value")]
pub(super) struct ProfileBody {
    #[serde(default, deserialize_with = "given")]
    username: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    display_name: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    time_zone: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    locale: Option<Option<String>>,
}

#[allow(clippy::option_option, reason = "see ProfileBody")]
fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// Changes the caller's profile.
#[utoipa::path(
    patch, path = "/api/auth/me", tag = "accounts", request_body = ProfileBody, security(("bearer" = [])),
    responses(
        (status = 200, description = "The caller, as changed", body = Me),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 409, description = "`username_taken`", body = Problem),
        (status = 422, description = "`validation_failed` with `errors[]`", body = Problem),
    )
)]
pub(super) async fn update_me(
    State(app): State<App>,
    caller: SignedIn,
    client: Client,
    Json(body): Json<ProfileBody>,
) -> Result<Answer<Me>> {
    caller.may(Scope::ProfileWrite)?;
    for _ in 0..ROUNDS {
        let before = app.store.get(accounts::by_id(caller.account)).await?.ok_or_else(unauthenticated)?;
        let (username, profile) = changed(&body, before.profile.clone())?;
        let kept = before.username.clone();
        let name = username.as_ref().map(|name| name.as_str().to_owned()).or(kept);
        let after = Account { username: name, profile, ..before.clone() };
        if after == before {
            return me::answer(&app, &caller).await;
        }
        let now = app.clock.now();
        let mut changes = vec![accounts::update_profile(&before, &after)];
        if let Some(name) = &username {
            changes.push(accounts::claim_username(name, after.id, None, now));
            changes.push(accounts::release_usernames(after.id, name));
        }
        changes.push(audit::record_by(&app, &caller, Kind::ProfileChanged, &client));
        match app.store.commit(changes).await {
            Err(error) if error.conflict() == Some("profile") => {}
            other => {
                other.map_err(taken)?;
                return me::answer(&app, &caller).await;
            }
        }
    }
    Err(unavailable(1))
}

/// The username, if one is given, and the profile as it shall be.
fn changed(body: &ProfileBody, before: Profile) -> Result<(Option<Username>, Profile)> {
    let mut fields = Fields::default();
    let username =
        inner(&body.username).map(|name| name.map_or_else(|| Username::parse(""), Username::parse));
    let username = fields.take_optional("username", username);
    let display_name = parse(inner(&body.display_name), before.display_name, model::parse_display_name);
    let display_name = fields.take("display_name", display_name);
    let time_zone = parse(inner(&body.time_zone), before.time_zone, model::parse_time_zone);
    let time_zone = fields.take("time_zone", time_zone);
    let locale = fields.take("locale", parse(inner(&body.locale), before.locale, model::parse_locale));
    match (username, display_name, time_zone, locale) {
        (Some(username), Some(display_name), Some(time_zone), Some(locale)) => {
            Ok((username, Profile { display_name, time_zone, locale }))
        }
        _ => Err(fields.refusal()),
    }
}

#[allow(clippy::option_option, reason = "see ProfileBody")]
#[allow(clippy::ref_option, reason = "a field of the body")]
fn inner(field: &Option<Option<String>>) -> Option<Option<&str>> {
    field.as_ref().map(Option::as_deref)
}

/// The value as it shall be: the old one when left out, none when null, else what the field's rule makes of it.
#[allow(clippy::option_option, reason = "see ProfileBody")]
fn parse<E>(
    given: Option<Option<&str>>,
    before: Option<String>,
    rule: fn(&str) -> Result<String, E>,
) -> Result<Option<String>, E> {
    match given {
        None => Ok(before),
        Some(None) => Ok(None),
        Some(Some(text)) => rule(text).map(Some),
    }
}
