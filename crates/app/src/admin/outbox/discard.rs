//! `POST /api/admin/outbox/{id}/discard`: throws a mail away that shall not go out any more.
//!
//! It was about somebody, so their trail says who did it and why. They get no mail about it: it would wait behind the
//! same wall as the one that is thrown away, and throwing that away would call for the next. What they read instead is
//! their activity, where the reason stands.

use axum::extract::State;
use http::StatusCode;

use super::super::act::Reason;
use super::store as mails;
use super::{Id, about, named, trail_of};
use crate::App;
use crate::access::{FreshlySignedIn, overtaken};
use crate::audit::{self, Actor, Kind};
use crate::http::{Client, Fields, Json, Problem, Result, not_found};

/// Throws a mail away.
#[utoipa::path(
    post, path = "/api/admin/outbox/{id}/discard", tag = "admin", security(("bearer" = [])),
    request_body = super::super::people::ReasonBody, params(("id" = Uuid, Path, description = "The mail")),
    responses(
        (status = 204, description = "It is gone, unless it was being delivered at this moment"),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`forbidden`, `insufficient_scope`, `reauthentication_required`", body = Problem),
        (status = 404, description = "No mail of that id waits", body = Problem),
        (status = 422, description = "`validation_failed`: a reason is missing", body = Problem),
    )
)]
pub(super) async fn discard_mail(
    State(app): State<App>,
    FreshlySignedIn(caller): FreshlySignedIn,
    client: Client,
    id: Id,
    Json(body): Json<super::super::people::ReasonBody>,
) -> Result<StatusCode> {
    let mail = named(&app, id).await?;
    let mut fields = Fields::default();
    let reason = fields.take("reason", Reason::parse(&body.reason)).ok_or_else(|| fields.refusal())?;
    let trail = trail_of(&app, &mail).await?;
    let actor = Actor::Admin(&client, caller.account);
    let said = format!("{}: {}", about(&mail), reason.as_str());
    let event = audit::record_about(&app, trail, Kind::MailDiscarded, actor, said);
    let [still, may] = caller.still_may(&app);
    match app.store.commit([still, may, mails::discard(&mail), event]).await {
        Err(error) if error.conflict() == Some("mail") => Err(not_found()),
        Err(error) => Err(overtaken(&error).unwrap_or_else(|| error.into())),
        Ok(()) => Ok(StatusCode::NO_CONTENT),
    }
}
