//! What an error of the driver or the server means, and how much of it may be said.

use std::error::Error as StdError;
use tokio_postgres::error::SqlState;

/// What an error means for the call that met it.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Fault {
    /// The connection is gone or was never made.
    Broken,
    /// A deadlock or a serialisation failure.
    Collided,
    /// A statement prepared before the tables changed.
    Stale,
    /// The server is short of connections, locks or memory.
    Busy,
    /// The server will not: password, permission, full disk.
    Refused,
    /// A unique, foreign or check constraint.
    Constraint,
    /// The statement or a parameter is wrong.
    Wrong,
}

impl Fault {
    pub(crate) fn of(error: &tokio_postgres::Error) -> Self {
        let Some(found) = error.as_db_error() else {
            // Whatever goes wrong on our side of the wire, and is not I/O, is about a parameter or a column.
            let io = StdError::source(error).is_some_and(<dyn StdError>::is::<std::io::Error>);
            let broken = io || error.is_closed();
            return if broken { Self::Broken } else { Self::Wrong };
        };
        let code = found.code();
        match &code.code()[..2] {
            "26" => Self::Stale,
            "0A" if found.routine() == Some("RevalidateCachedQuery") => Self::Stale,
            "57" if *code == SqlState::QUERY_CANCELED => Self::Busy,
            "08" | "57" => Self::Broken,
            "40" => Self::Collided,
            "53" | "55" if *code != SqlState::DISK_FULL => Self::Busy,
            "23" if *code != SqlState::NOT_NULL_VIOLATION => Self::Constraint,
            "22" | "23" | "42" | "0A" if *code != SqlState::INSUFFICIENT_PRIVILEGE => Self::Wrong,
            _ => Self::Refused,
        }
    }

    /// Whether another attempt may go better.
    pub(crate) fn passes(self) -> bool {
        matches!(self, Self::Broken | Self::Collided | Self::Stale)
    }
}

/// The server's words without its detail, and without the words for bad data: both quote values.
pub(crate) fn describe(error: &tokio_postgres::Error) -> String {
    match error.as_db_error() {
        Some(found) if found.code().code().starts_with("22") => {
            format!("bad data (SQLSTATE {})", found.code().code())
        }
        Some(found) if matches!(found.code().code(), "26000" | "42P05") => format!(
            "{} (SQLSTATE {}); with a pooler in between, add pooler=transaction to the address",
            found.message(),
            found.code().code()
        ),
        Some(found) => format!("{} (SQLSTATE {})", found.message(), found.code().code()),
        None => error.source().map_or_else(|| error.to_string(), |cause| format!("{error}: {cause}")),
    }
}
