//! `POST /api/auth/set-up`: the first admin of a new installation, with a link that only its operator has.
//!
//! While nobody is an admin, each start of the program makes such a link and shows it to whoever started it. So the
//! first to come is never a stranger. Of many who use one at once, and of several links, one makes an admin: every such
//! commit takes its turn, and finds that nobody is one. After that all links are void.

use axum::extract::State;
use crypto::Secret;
use http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::App;
use crate::access::Role;
use crate::account::{self, AccountId, Email, last_admin};
use crate::audit::{self, Actor, Kind};
use crate::http::{Client, Error, Fields, Json, Problem, Result, conflict};
use crate::onetime::{self, Purpose, token_invalid};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SetUpBody {
    /// From the link's fragment.
    token: String,
    email: String,
    password: String,
}

/// A link that makes the first admin, for the terminal; none when there is one, or in demo mode.
pub async fn link(app: &App) -> std::result::Result<Option<Secret<String>>, ::store::Error> {
    if app.settings.demo.is_some() || last_admin::is_there_one(&app.store).await? {
        return Ok(None);
    }
    let issued = onetime::issue(app, Purpose::SetUp, AccountId::NOBODY, None);
    app.store.commit([issued.stored]).await?;
    Ok(Some(Secret::new(issued.link)))
}

/// Makes the first admin, with a verified address.
#[utoipa::path(
    post, path = "/api/auth/set-up", tag = "accounts", request_body = SetUpBody,
    responses(
        (status = 204, description = "Made; sign in"),
        (status = 400, description = "`token_invalid`: unknown, used, too old, or there is an admin", body = Problem),
        (status = 409, description = "`email_taken`: the address has an account already", body = Problem),
        (status = 422, description = "`validation_failed` with `errors[]`", body = Problem),
    )
)]
pub(super) async fn set_up(
    State(app): State<App>,
    client: Client,
    Json(body): Json<SetUpBody>,
) -> Result<StatusCode> {
    let token = onetime::find(&app, Purpose::SetUp, &body.token).await?;
    let mut fields = Fields::default();
    let Some(email) = fields.take("email", Email::parse(&body.email)) else { return Err(fields.refusal()) };
    let password = account::judge_for(&app, email.clone(), "password", body.password).await?;
    let hash = app.hasher.hash(password.into_secret(), app.random.bytes()).await?;
    let (made, changes) = account::make(&app, &email, &hash, Role::Admin);
    let mut all = Vec::from(last_admin::none_yet());
    all.push(token.spend(app.clock.now()));
    all.extend(changes);
    all.push(onetime::drop_all(AccountId::NOBODY));
    all.push(audit::record(&app, made.id, None, Kind::FirstAdminMade, Actor::Client(&client)));
    app.store.commit(all).await.map_err(lost)?;
    Ok(StatusCode::NO_CONTENT)
}

fn lost(error: ::store::Error) -> Error {
    match error.conflict() {
        Some("email") => conflict(
            "email_taken",
            "This address has an account already. Use another one, or `journal user set-role`.",
        ),
        Some(_) => token_invalid(),
        None => error.into(),
    }
}
