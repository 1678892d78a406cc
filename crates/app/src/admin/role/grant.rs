//! `PUT /api/admin/people/{id}/roles`: which roles somebody has.

use std::collections::BTreeSet;

use axum::Json as Answer;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use store::Change;
use utoipa::ToSchema;
use uuid::Uuid;

use super::create::{beyond_own, lost};
use super::{model, store as given};
use crate::App;
use crate::access::{FreshlySignedIn, InSession, Role, RoleBook, Roles, Scope, Scopes, role_book_now};
use crate::account::{Account, AccountId, last_admin, store as accounts};
use crate::admin::act::Reason;
use crate::audit::{self, Actor, Kind};
use crate::http::{Client, Fields, Json, Problem, Result, not_found};
use crate::mail::{self, Message};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RolesBody {
    /// All roles that the person shall have; `admin` brings `user` along.
    roles: Vec<String>,
    /// Why: one line of at most 300 characters, which the person reads.
    reason: String,
}

/// The roles of a person.
#[derive(Serialize, ToSchema)]
pub(super) struct PersonRoles {
    id: AccountId,
    #[schema(value_type = Vec<String>)]
    roles: Roles,
    /// What they grant together.
    #[schema(value_type = Vec<String>)]
    scopes: Scopes,
}

/// Gives a person other roles, from their next request on, and tells them by mail.
#[utoipa::path(
    put, path = "/api/admin/people/{id}/roles", tag = "admin", request_body = RolesBody, security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The person's account")),
    responses(
        (status = 200, description = "The roles as they are now", body = PersonRoles),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`forbidden`, also for a role that grants what the caller has not; \
                                      `insufficient_scope`; `reauthentication_required` with `methods`",
         body = Problem),
        (status = 404, description = "There is no such person", body = Problem),
        (status = 409, description = "`last_admin`; `roles_changed`: by somebody else a moment ago", body = Problem),
        (status = 422, description = "`validation_failed` with `errors[]`", body = Problem),
    )
)]
pub(super) async fn set_roles(
    State(app): State<App>,
    FreshlySignedIn(caller): FreshlySignedIn,
    client: Client,
    id: Result<Path<Uuid>, PathRejection>,
    Json(body): Json<RolesBody>,
) -> Result<Answer<PersonRoles>> {
    caller.may(Scope::AdminWrite)?;
    let Path(id) = id.map_err(|_| not_found())?;
    let person = app.store.get(accounts::by_id(AccountId(id))).await?.ok_or_else(not_found)?;
    let book = role_book_now(&app).await?;
    let (after, reason) = understand(&body, &book)?;
    let moved = person.roles.changed(&after);
    if !moved.is_empty() {
        let mut changes = keeping_an_admin(&person, &after);
        changes.extend(judged(&app, &caller, &book, &moved)?);
        changes.extend(give(&app, &person, &after, reason.as_str(), Actor::Admin(&client, caller.account)));
        app.store.commit(changes).await.map_err(lost)?;
        app.mail_waiting.notify_one();
    }
    let scopes = book.scopes_of(&after);
    Ok(Answer(PersonRoles { id: person.id, roles: after, scopes }))
}

/// The changes that hold the handing out of roles to what the caller may do: still signed in, with the roles that they
/// were judged by, which grant what they granted. 403 `forbidden` for what is beyond their own.
fn judged(app: &App, caller: &InSession, book: &RoleBook, moved: &[Role]) -> Result<Vec<Change>> {
    let own = caller.scopes() & book.scopes_of(&caller.roles);
    if !model::may_hand_out((&caller.roles, own), moved, book) {
        return Err(beyond_own());
    }
    let [still, may] = caller.still_may(app);
    let mut changes = vec![still];
    changes.extend(as_judged(book, caller.roles.iter().chain(moved)));
    changes.push(may);
    Ok(changes)
}

/// What comes before all others where somebody stops being an admin: one stays. The turn comes first, so that two who
/// stop each other wait for it and not for each other.
pub(super) fn keeping_an_admin(person: &Account, after: &Roles) -> Vec<Change> {
    let is_stopping = person.roles.contains(&Role::Admin) && !after.contains(&Role::Admin);
    if is_stopping { last_admin::keep(person.id).into() } else { Vec::new() }
}

fn understand(body: &RolesBody, book: &RoleBook) -> Result<(Roles, Reason)> {
    let mut fields = Fields::default();
    let roles = fields.take("roles", model::check_roles(&body.roles, book));
    let reason = fields.take("reason", Reason::parse(&body.reason));
    match (roles, reason) {
        (Some(roles), Some(reason)) => Ok((roles, reason)),
        _ => Err(fields.refusal()),
    }
}

/// What makes the changes depend on roles that grant what they granted when they were looked at; always in the same
/// order, so that parallel ones wait for each other and not in a circle.
fn as_judged<'a>(book: &RoleBook, roles: impl Iterator<Item = &'a Role>) -> Vec<Change> {
    let roles: BTreeSet<Role> = roles.copied().collect();
    roles.into_iter().filter_map(|role| Some(given::grants(role, book.scopes(role)?))).collect()
}

/// The changes that give somebody other roles, and tell them; a conflict (`roles`) when they have others meanwhile.
pub(super) fn give(
    app: &App,
    person: &Account,
    after: &Roles,
    reason: &str,
    actor: Actor<'_>,
) -> [Change; 3] {
    let about = format!("{} ({reason})", after.stored());
    let words = after.iter().map(Role::as_str).collect::<Vec<_>>().join(", ");
    let now = app.clock.now();
    let message = Message::RolesChanged { at: now, roles: words, reason: reason.to_owned() };
    [
        given::set_roles(person.id, &person.roles, after),
        audit::record_about(app, person.id, Kind::RoleChanged, actor, about),
        mail::queue(app, person.id, &person.email, &message, now),
    ]
}
