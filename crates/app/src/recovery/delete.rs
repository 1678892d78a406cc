//! `DELETE /api/auth/me`: plans to delete an account.
//!
//! Everybody is signed out at once and nobody can sign in, but for 14 days nothing is lost: the link in the mail keeps
//! the account as it was. After that [`crate::account::erase_due`] leaves nothing.

use axum::Json as Answer;
use axum::extract::State;
use http::StatusCode;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::store as recoveries;
use crate::App;
use crate::access::{FreshlySignedIn, Scope};
use crate::account::store as accounts;
use crate::audit::{self, Actor, Kind};
use crate::http::{Client, Error, Problem, Result, unauthenticated};
use crate::mail::{self, Message};
use crate::onetime::{self, Purpose};
use crate::{passkey, session};

#[derive(Serialize, ToSchema)]
pub(super) struct DeletionAnswer {
    message: &'static str,
    /// When the account is deleted for good.
    deletion_at: Timestamp,
}

/// Signs out everywhere and deletes the caller's account in 14 days; the mailed link undoes it until then.
#[utoipa::path(
    delete, path = "/api/auth/me", tag = "accounts", security(("bearer" = [])),
    responses(
        (status = 202, description = "Planned; everybody is signed out", body = DeletionAnswer),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`reauthentication_required` with `methods`", body = Problem),
    )
)]
pub(super) async fn delete_me(
    State(app): State<App>,
    FreshlySignedIn(caller): FreshlySignedIn,
    client: Client,
) -> Result<(StatusCode, Answer<DeletionAnswer>)> {
    caller.may(Scope::ProfileWrite)?;
    let now = app.clock.now();
    let account = app.store.get(accounts::by_id(caller.account)).await?.ok_or_else(unauthenticated)?;
    let undo = onetime::issue(&app, Purpose::UndoDeletion, account.id, None);
    let not_me = onetime::issue(&app, Purpose::NotMe, account.id, Some(&account.email));
    let on = undo.expires_at;
    let notice = Message::DeletionPlanned { at: now, on, undo: undo.link, not_me: not_me.link };
    let session = Some(caller.session.0);
    let changes = [
        recoveries::plan_deletion(account.id, on),
        session::end_all(&app, account.id, "deletion"),
        onetime::drop_pending(account.id),
        passkey::drop_ceremonies(account.id),
        undo.stored,
        not_me.stored,
        mail::queue(&app, account.id, &account.email, &notice, now),
        audit::record(&app, account.id, session, Kind::DeletionPlanned, Actor::Client(&client)),
    ];
    app.store.commit(changes).await.map_err(over)?;
    app.mail_waiting.notify_one();
    metrics::counter!("journal_auth_revocations_total", "reason" => "deletion").increment(1);
    let message = "You are signed out everywhere. The mail that is on its way can undo this.";
    Ok((StatusCode::ACCEPTED, Answer(DeletionAnswer { message, deletion_at: on })))
}

/// A parallel request has planned it already, and with that this session is over.
fn over(error: store::Error) -> Error {
    if error.is_conflict() { unauthenticated() } else { error.into() }
}
