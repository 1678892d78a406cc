//! The access tokens of an account, as operators look after them on the command line.

use super::operate::{Error, event, find};
use crate::App;
use crate::audit::Kind;
use crate::token::{self, TokenItem};

/// The access tokens of an account, the newest first; never their secrets.
pub async fn tokens(app: &App, email: &str) -> Result<Vec<TokenItem>, Error> {
    Ok(token::of_account(app, find(app, email).await?.id).await?)
}

/// Revokes all access tokens of an account, and tells how many there were.
pub async fn revoke_tokens(app: &App, email: &str) -> Result<usize, Error> {
    let account = find(app, email).await?;
    let found = token::of_account(app, account.id).await?;
    let changes = [token::revoke_all(account.id), event(app, account.id, Kind::TokenRevoked)];
    app.store.commit(changes).await?;
    Ok(found.len())
}
