//! `GET /api/auth/tokens`: the access tokens that an account has.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::model::TokenItem;
use super::store as tokens;
use crate::App;
use crate::access::{Scope, SignedIn};
use crate::http::{Problem, Result};
use crate::id::AccountId;

#[derive(Serialize, ToSchema)]
pub(super) struct TokenList {
    items: Vec<TokenItem>,
}

/// Lists the caller's access tokens, the newest first, with those that have run out in the last 30 days.
#[utoipa::path(
    get, path = "/api/auth/tokens", tag = "tokens", security(("bearer" = [])),
    responses(
        (status = 200, description = "The tokens, without their secrets", body = TokenList),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`insufficient_scope`", body = Problem),
    )
)]
pub(super) async fn tokens(State(app): State<App>, caller: SignedIn) -> Result<Json<TokenList>> {
    caller.may(Scope::SessionsRead)?;
    Ok(Json(TokenList { items: of_account(&app, caller.account).await? }))
}

/// The access tokens of an account, the newest first.
pub async fn of_account(app: &App, account: AccountId) -> Result<Vec<TokenItem>, ::store::Error> {
    app.store.all(tokens::of_account(account)).await
}
