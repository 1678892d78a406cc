//! Ids that more than one slice names. Each is a version 7 UUID of its own type, so that none is taken for another.

use serde::{Deserialize, Serialize};
use store::{Column, FromColumn, Value};
use utoipa::ToSchema;
use uuid::Uuid;

/// The id of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct AccountId(pub Uuid);

impl AccountId {
    /// The fixed user of demo mode.
    pub const DEMO: Self = Self(Uuid::from_u128(1));
    /// Stands where an event concerns no account.
    pub const NOBODY: Self = Self(Uuid::nil());
}

impl From<AccountId> for Value {
    fn from(id: AccountId) -> Self {
        Self::Uuid(id.0)
    }
}

impl FromColumn for AccountId {
    fn from_column(column: Column<'_>) -> Result<Self, store::Error> {
        Uuid::from_column(column).map(Self)
    }
}

/// The id of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct SessionId(pub Uuid);

impl From<SessionId> for Value {
    fn from(id: SessionId) -> Self {
        Self::Uuid(id.0)
    }
}

impl FromColumn for SessionId {
    fn from_column(column: Column<'_>) -> Result<Self, store::Error> {
        Uuid::from_column(column).map(Self)
    }
}

/// The id of an access token for scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct TokenId(pub Uuid);

impl From<TokenId> for Value {
    fn from(id: TokenId) -> Self {
        Self::Uuid(id.0)
    }
}

impl FromColumn for TokenId {
    fn from_column(column: Column<'_>) -> Result<Self, store::Error> {
        Uuid::from_column(column).map(Self)
    }
}
