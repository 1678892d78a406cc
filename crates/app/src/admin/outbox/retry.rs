//! `POST /api/admin/outbox/{id}/retry`: tries a mail now that was given up, or that waits for long.
//!
//! It takes no reason and tells nobody: the person gets what was meant for them anyway, which is what tells them. Their
//! trail says that it was hurried, and by whom.

use axum::extract::State;
use http::StatusCode;

use super::store as mails;
use super::{Id, about, named, trail_of};
use crate::App;
use crate::access::{FreshlySignedIn, overtaken};
use crate::audit::{self, Actor, Kind};
use crate::http::{Client, Problem, Result};

/// Tries a mail again. One that is tried within a quarter of an hour anyway is left as it is: a node may have it in hand.
#[utoipa::path(
    post, path = "/api/admin/outbox/{id}/retry", tag = "admin", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The mail")),
    responses(
        (status = 204, description = "It is tried now, or soon"),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`forbidden`, `insufficient_scope`, `reauthentication_required`", body = Problem),
        (status = 404, description = "No mail of that id waits", body = Problem),
    )
)]
pub(super) async fn retry_mail(
    State(app): State<App>,
    FreshlySignedIn(caller): FreshlySignedIn,
    client: Client,
    id: Id,
) -> Result<StatusCode> {
    let mail = named(&app, id).await?;
    let trail = trail_of(&app, &mail).await?;
    let actor = Actor::Admin(&client, caller.account);
    let event = audit::record_about(&app, trail, Kind::MailRetried, actor, about(&mail));
    let [still, may] = caller.still_may(&app);
    match app.store.commit([still, may, mails::hurry(&mail, app.clock.now()), event]).await {
        Err(error) if error.conflict() == Some("mail") => {}
        other => other.map_err(|error| overtaken(&error).unwrap_or_else(|| error.into()))?,
    }
    app.mail_waiting.notify_one();
    Ok(StatusCode::NO_CONTENT)
}
