//! What each role grants, as the table of roles says.
//!
//! The few rows are remembered for less than a second, and forgotten at once when one of them changes, which is
//! announced under the id of nobody. So a changed role holds at the next request of everybody who has it, and within
//! a second on a node that cannot be heard.

use std::sync::Arc;

use super::model::{Role, Scopes};
use super::store as roles;
use crate::App;
use crate::id::AccountId;
use crate::remembered::{Asked, Remembered};

/// All roles and what they grant.
#[derive(Debug, Default)]
pub struct RoleBook(Vec<(Role, Scopes)>);

/// The roles as they stood within the last second.
pub type KnownRoles = Remembered<(), Arc<RoleBook>>;

impl RoleBook {
    /// What these roles grant together; a role that there is not grants nothing.
    pub fn scopes_of(&self, roles: &[Role]) -> Scopes {
        let granted = self.0.iter().filter(|(role, _)| roles.contains(role));
        granted.fold(Scopes::default(), |all, (_, scopes)| all | *scopes)
    }

    /// What a role grants; `None` when there is no such role.
    pub fn scopes(&self, role: Role) -> Option<Scopes> {
        self.0.iter().find(|(known, _)| *known == role).map(|(_, scopes)| *scopes)
    }
}

impl FromIterator<(Role, Scopes)> for RoleBook {
    fn from_iter<I: IntoIterator<Item = (Role, Scopes)>>(rows: I) -> Self {
        Self(rows.into_iter().collect())
    }
}

/// The roles as they stand, or stood less than a second ago.
pub async fn role_book(app: &App) -> Result<Arc<RoleBook>, store::Error> {
    let (asked, recalled) = app.known_roles.recall(AccountId::NOBODY, &(), app.clock.instant());
    match recalled {
        Some(book) => Ok(book),
        None => read(app, asked).await,
    }
}

/// The roles as they stand in the database at this moment.
pub async fn role_book_now(app: &App) -> Result<RoleBook, store::Error> {
    Ok(app.store.all(roles::all_roles()).await?.into_iter().flatten().collect())
}

/// What these roles grant, or granted less than a second ago. A role that was not there then may have been made since.
pub async fn scopes_of(app: &App, roles: &[Role]) -> Result<Scopes, store::Error> {
    let book = role_book(app).await?;
    if roles.iter().all(|role| book.scopes(*role).is_some()) {
        return Ok(book.scopes_of(roles));
    }
    scopes_now(app, roles).await
}

/// What these roles grant at this moment; what was read is remembered, so that requests are judged by it, too. For the
/// first access token of a session, which would otherwise lack for as long as it lives what a command has just given. A
/// refresh is too frequent to ask each time, and the next one mends what it lacks.
pub async fn scopes_now(app: &App, roles: &[Role]) -> Result<Scopes, store::Error> {
    let (asked, _) = app.known_roles.recall(AccountId::NOBODY, &(), app.clock.instant());
    Ok(read(app, asked).await?.scopes_of(roles))
}

/// Reads the roles and remembers them.
async fn read(app: &App, asked: Asked) -> Result<Arc<RoleBook>, store::Error> {
    let book = Arc::new(role_book_now(app).await?);
    app.known_roles.keep(AccountId::NOBODY, (), asked, book.clone());
    Ok(book)
}
