//! Telling everybody who has a role that it grants something else.
//!
//! Thousands may have a role, so they are not told in the commit of the change. A row of that commit says that they are
//! yet to be told; then they are, in pages, each in one commit with the place where the next begins. The first page
//! follows at once, the rest within seconds by whichever node comes to it, and after a crash too. So everybody who had
//! the role then, and has it still when it is their turn, gets one mail and one event; who was given it in between has
//! been told of that.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::{Change, Error};
use tokio::sync::watch;
use uuid::Uuid;

use super::store::{self as roles, Untold};
use crate::App;
use crate::access::{Role, Scopes};
use crate::audit::{self, Actor, Kind};
use crate::id::AccountId;
use crate::mail::{self, Message};

/// People who are told in one commit.
pub(super) const PAGE: i64 = 200;
/// How often a node looks whether others have left somebody untold.
const EVERY: Duration = Duration::from_secs(3);

/// What they are told; sealed while it waits, since an admin's reason is about people.
#[derive(Serialize, Deserialize)]
struct Notice {
    at: Timestamp,
    /// The admin; none for the command line.
    by: Option<AccountId>,
    scopes: String,
    reason: String,
}

/// The change that has everybody told who has this role.
pub(super) fn all_who_have(
    app: &App,
    role: Role,
    scopes: Scopes,
    reason: &str,
    by: Option<AccountId>,
) -> Change {
    let at = app.clock.now();
    let id = app.random.uuid_v7(at);
    let notice = Notice { at, by, scopes: scopes.stored(), reason: reason.to_owned() };
    let plain = serde_json::to_vec(&notice).expect("a notice is words and ids");
    let sealed = crypto::sealed::seal(&app.keys.mail, &app.random, &context(id), &plain);
    roles::leave_untold(id, role, sealed)
}

/// Tells until told to stop.
pub async fn work(app: App, mut stopping: watch::Receiver<bool>) {
    let mut has_failed = false;
    while !*stopping.borrow() {
        match everybody(&app).await {
            Ok(()) => has_failed = false,
            Err(error) if !has_failed => {
                has_failed = true;
                tracing::warn!(%error, "those with a role that was changed could not be told; it is tried again");
            }
            Err(_) => {}
        }
        let _ = tokio::time::timeout(EVERY, stopping.changed()).await;
    }
}

/// Tells all who are yet to be told.
pub(super) async fn everybody(app: &App) -> Result<(), Error> {
    while next_page(app).await? {}
    Ok(())
}

/// Tells the next page; `false` when there is nobody left.
pub(super) async fn next_page(app: &App) -> Result<bool, Error> {
    let Some(untold) = app.store.get(roles::untold()).await? else { return Ok(false) };
    let people = app.store.all(roles::who_have(untold.role, untold.after, PAGE)).await?;
    let mut changes = vec![match people.last() {
        Some((last, _)) => roles::told_until(&untold, *last),
        None => roles::told(&untold),
    }];
    if let Some(notice) = open(app, &untold) {
        changes.extend(people.iter().flat_map(|(id, email)| tell(app, (*id, email), untold.role, &notice)));
    }
    match app.store.commit(changes).await {
        // Another node has just told them.
        Err(error) if error.conflict() == Some("notice") => Ok(true),
        other => {
            other?;
            app.mail_waiting.notify_one();
            Ok(true)
        }
    }
}

fn tell(app: &App, (id, email): (AccountId, &str), role: Role, notice: &Notice) -> [Change; 2] {
    let actor = notice.by.map_or(Actor::Operator, Actor::Earlier);
    let about = format!("{}: {} ({})", role.as_str(), notice.scopes, notice.reason);
    let message = Message::RoleGrantsChanged {
        at: notice.at,
        role: role.as_str().to_owned(),
        grants: Scopes::parse(&notice.scopes).described().map(str::to_owned).collect(),
        reason: notice.reason.clone(),
    };
    [
        audit::record_about(app, id, Kind::RoleScopesChanged, actor, about),
        mail::queue(app, id, email, &message, app.clock.now()),
    ]
}

/// What a notice says; `None`, and a warning, when it does not open.
fn open(app: &App, untold: &Untold) -> Option<Notice> {
    let plain = crypto::sealed::open(&app.keys.mail, &context(untold.id), &untold.sealed).ok();
    let notice = plain.and_then(|plain| serde_json::from_slice(&plain).ok());
    if notice.is_none() {
        tracing::warn!(role = untold.role.as_str(), "what those with a role were to be told does not open");
    }
    notice
}

fn context(id: Uuid) -> Vec<u8> {
    [b"role notice".as_slice(), id.as_bytes()].concat()
}
