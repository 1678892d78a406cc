//! Roles on the command line. Who runs commands has the whole machine, so they may hand out what they like; but the
//! last admin stays, and a role that somebody has is not deleted, here as everywhere.

use super::grant::{give, keeping_an_admin};
use super::model::{self, RoleItem};
use super::{list, store as given, tell};
use crate::App;
use crate::access::{Role, Scopes, role_book_now};
use crate::admin::operate::{AccountView, Error, find, no_role, show};
use crate::audit::{self, Actor, Kind, NOBODY};

/// What the person is told when nothing is said.
const REASON: &str = "given on the command line";
/// The same to those who have a role that grants something else.
const CHANGED: &str = "changed on the command line";

/// All roles: those that are built in first, then by name.
pub async fn roles(app: &App) -> Result<Vec<RoleItem>, Error> {
    Ok(list::all(app).await?)
}

/// Makes a role.
pub async fn create_role(app: &App, name: &str, scopes: &[String]) -> Result<RoleItem, Error> {
    let (role, scopes) = (model::check_name(name)?, model::check_scopes(scopes)?);
    let event = event(app, Kind::RoleCreated, role, Some(scopes));
    match app.store.commit([given::insert(role, scopes, app.clock.now()), event]).await {
        Err(error) if error.is_conflict() => Err(Error::Invalid(format!("there is a role {name} already"))),
        other => {
            other?;
            one(app, name).await
        }
    }
}

/// Lets a role grant something else.
pub async fn set_role_scopes(app: &App, name: &str, scopes: &[String]) -> Result<RoleItem, Error> {
    let (before, scopes) = (own(app, name).await?, model::check_scopes(scopes)?);
    let event = event(app, Kind::RoleScopesChanged, before.name, Some(scopes));
    let notice = tell::all_who_have(app, before.name, scopes, CHANGED, None);
    let changes = [given::set_scopes(before.name, before.scopes, scopes), event, notice];
    app.store.commit(changes).await.map_err(moved)?;
    tell::everybody(app).await?;
    one(app, name).await
}

/// Deletes a role that nobody has.
pub async fn delete_role(app: &App, name: &str) -> Result<RoleItem, Error> {
    let item = own(app, name).await?;
    let held = given::grants(item.name, item.scopes);
    let event = event(app, Kind::RoleDeleted, item.name, None);
    app.store.commit([held, given::delete(item.name), event]).await.map_err(moved)?;
    Ok(item)
}

/// Gives an account roles, instead of those that it has.
pub async fn set_roles<S: AsRef<str>>(app: &App, email: &str, roles: &[S]) -> Result<AccountView, Error> {
    let person = find(app, email).await?;
    let book = role_book_now(app).await?;
    let unknown = |word: &&S| Role::parse(word.as_ref()).is_none_or(|role| book.scopes(role).is_none());
    if let Some(word) = roles.iter().find(unknown) {
        return Err(no_role(word.as_ref()));
    }
    let after = model::check_roles(roles, &book)?;
    let mut changes = keeping_an_admin(&person, &after);
    changes.extend(after.iter().filter_map(|role| Some(given::grants(*role, book.scopes(*role)?))));
    changes.extend(give(app, &person, &after, REASON, Actor::Operator));
    app.store.commit(changes).await.map_err(moved)?;
    app.mail_waiting.notify_one();
    show(app, email).await
}

async fn one(app: &App, name: &str) -> Result<RoleItem, Error> {
    let found = list::all(app).await?.into_iter().find(|item| item.name.as_str() == name);
    found.ok_or_else(|| no_role(name))
}

/// A role that is not built in.
async fn own(app: &App, name: &str) -> Result<RoleItem, Error> {
    let item = one(app, name).await?;
    if item.is_built_in {
        return Err(Error::Invalid(format!("the role {name} is built in and stays as it is")));
    }
    Ok(item)
}

fn event(app: &App, kind: Kind, role: Role, scopes: Option<Scopes>) -> store::Change {
    let scopes = scopes.map(|scopes| format!(": {}", scopes.stored())).unwrap_or_default();
    audit::record_about(app, NOBODY, kind, Actor::Operator, format!("{}{scopes}", role.as_str()))
}

/// What a conflict means on the command line.
fn moved(error: store::Error) -> Error {
    let sentence = match error.conflict() {
        Some("last_admin") => "this is the last admin who can sign in; make somebody else one first",
        Some("in_use") => "somebody has this role; give them another one first",
        Some(_) => "roles were changed a moment ago; look at them and try again",
        None => return Error::Store(error),
    };
    Error::Invalid(sentence.to_owned())
}
