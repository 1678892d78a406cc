//! `POST /api/auth/reset-password`: a new password, for whoever holds the link that was mailed.

use axum::extract::State;
use http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{notice, store as passwords};
use crate::App;
use crate::account::{self, store as accounts};
use crate::audit::{self, Actor, Kind};
use crate::http::{Client, Json, Problem, Result};
use crate::onetime::{self, Purpose, token_invalid};
use crate::{oauth, passkey, session, throttle, token as access_tokens};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ResetBody {
    /// From the link's fragment.
    token: String,
    /// 8 to 1,024 bytes, not easy to guess.
    password: String,
}

/// Sets a new password with a mailed token, and starts anew: every session ends, access tokens are revoked, what was
/// mailed before stops working, browsers are known no more, waits after wrong guesses are over, and passkeys wait until
/// their owner confirms them.
#[utoipa::path(
    post, path = "/api/auth/reset-password", tag = "accounts", request_body = ResetBody,
    responses(
        (status = 204, description = "Set; sign in"),
        (status = 400, description = "`token_invalid`: unknown, used or older than half an hour", body = Problem),
        (status = 422, description = "`validation_failed` with `errors[]`; the token is not spent", body = Problem),
    )
)]
pub(super) async fn reset_password(
    State(app): State<App>,
    client: Client,
    Json(body): Json<ResetBody>,
) -> Result<StatusCode> {
    let token = onetime::find(&app, Purpose::Reset, &body.token).await?;
    let account = app.store.get(accounts::by_id(token.account)).await?.ok_or_else(token_invalid)?;
    let password = account::judge(&app, &account, "password", body.password).await?;
    let hash = app.hasher.hash(password.into_secret(), app.random.bytes()).await?;
    let now = app.clock.now();
    let mut changes = vec![
        token.spend(now),
        passwords::reset(account.id, hash, now),
        session::end_all(&app, account.id, "reset"),
        access_tokens::revoke_all(account.id),
        onetime::drop_pending(account.id),
        audit::record(&app, account.id, None, Kind::PasswordReset, Actor::Client(&client)),
    ];
    changes.extend(passkey::set_aside(account.id, now));
    changes.extend(oauth::set_aside(account.id, now));
    changes.extend(throttle::lift(account.id, now));
    changes.extend(notice::changed(&app, &account, &client));
    app.store.commit(changes).await.map_err(onetime::lost)?;
    app.mail_waiting.notify_one();
    metrics::counter!("journal_auth_revocations_total", "reason" => "reset").increment(1);
    Ok(StatusCode::NO_CONTENT)
}
