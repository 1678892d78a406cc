//! `DELETE /api/auth/me`: plans to delete an account.
//!
//! Everybody is signed out at once and nobody can sign in, but for 14 days nothing is lost: the link in the mail keeps
//! the account as it was. After that [`crate::account::erase_due`] leaves nothing.

use axum::Json as Answer;
use axum::extract::State;
use http::StatusCode;
use jiff::Timestamp;
use serde::Serialize;
use store::Change;
use utoipa::ToSchema;

use super::store as recoveries;
use crate::App;
use crate::access::{FreshlySignedIn, Role, Scope};
use crate::account::{Account, last_admin, store as accounts};
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
        (status = 409, description = "`last_admin`: nobody else runs this journal", body = Problem),
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
    let not_me = onetime::issue(&app, Purpose::NotMe, account.id, Some(&account.email));
    let mut changes = Vec::new();
    if account.roles.contains(&Role::Admin) {
        changes.extend(last_admin::keep(account.id));
    }
    changes.push(recoveries::plan_deletion(account.id, now + Purpose::UndoDeletion.life()));
    let (planned, on) =
        plan(&app, &account, |undo, on| Message::DeletionPlanned { at: now, on, undo, not_me: not_me.link });
    changes.extend(planned);
    changes.push(not_me.stored);
    let session = Some(caller.session.0);
    changes.push(audit::record(&app, account.id, session, Kind::DeletionPlanned, Actor::Client(&client)));
    app.store.commit(changes).await.map_err(over)?;
    app.mail_waiting.notify_one();
    metrics::counter!("journal_auth_revocations_total", "reason" => "deletion").increment(1);
    let message = "You are signed out everywhere. The mail that is on its way can undo this.";
    Ok((StatusCode::ACCEPTED, Answer(DeletionAnswer { message, deletion_at: on })))
}

/// What a planned deletion takes along, and when it happens: everybody is signed out, what is pending is dropped, and
/// the owner gets what `letter` makes of the link that undoes it. The plan itself is the caller's to put in front.
fn plan(
    app: &App,
    account: &Account,
    letter: impl FnOnce(String, Timestamp) -> Message,
) -> ([Change; 5], Timestamp) {
    let undo = onetime::issue(app, Purpose::UndoDeletion, account.id, None);
    let on = undo.expires_at;
    let notice = letter(undo.link, on);
    let changes = [
        session::end_all(app, account.id, "deletion"),
        onetime::drop_pending(account.id),
        passkey::drop_ceremonies(account.id),
        undo.stored,
        mail::queue(app, account.id, &account.email, &notice, app.clock.now()),
    ];
    (changes, on)
}

/// The changes that plan somebody's deletion for an operator, as the owner's own wish does, whether or not the account
/// is locked; a conflict (`account`) when it is planned already. `letter` is as for the owner's.
pub fn plan_for(
    app: &App,
    account: &Account,
    letter: impl FnOnce(String, Timestamp) -> Message,
) -> (Vec<Change>, Timestamp) {
    let (planned, on) = plan(app, account, letter);
    let first = recoveries::plan_deletion_of_any(account.id, on);
    ([first].into_iter().chain(planned).collect(), on)
}

/// Nobody else is an admin; or a parallel request has planned it already, and with that this session is over.
fn over(error: store::Error) -> Error {
    match last_admin::refused(&error) {
        Some(refusal) => refusal,
        None if error.is_conflict() => unauthenticated(),
        None => error.into(),
    }
}
