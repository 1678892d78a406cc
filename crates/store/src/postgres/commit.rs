//! A list of changes: sent in one go behind its `begin`, looked at, then committed or rolled back.

use super::fault::{Fault, describe};
use super::{ATTEMPTS, Shared, step_back, unnamed};
use crate::{Change, Error};
use deadpool_postgres::Object;
use futures_util::future::{join, join_all, try_join_all};
use std::sync::atomic::Ordering;
use tokio::sync::mpsc::Receiver;
use tokio_postgres::Statement;
use uuid::Uuid;

/// The channel on which nodes hear each other.
pub(crate) const CHANNEL: &str = "journal_announced";

/// No caller waits longer than this for a row that another one holds, and no node that froze in the middle of a
/// list holds its rows for longer. For the transaction alone: a session may be somebody else's next.
const BEGIN: &str =
    "begin; set local lock_timeout = '5s'; set local idle_in_transaction_session_timeout = '10s'";

/// How a notification begins that is news, then who sent it, whom it is about, and the word.
pub(crate) const NEWS: &str = "news";

enum Outcome {
    Done,
    /// Rolled back, or never begun.
    Undone(Error),
    /// Rolled back, or never begun; the error says whether to try again.
    Broke(tokio_postgres::Error),
    /// The answer to the commit itself never came.
    Unknown(tokio_postgres::Error),
}

impl Shared {
    pub(crate) async fn commit(&self, mut changes: Vec<Change>) -> Result<(), Error> {
        let announced: Vec<_> = changes.iter().filter_map(|change| change.announces).collect();
        changes.extend(announced.iter().map(|id| notify(id.to_string())));
        let mut attempt = 1;
        loop {
            let client = self.client().await?;
            match run(&client, &changes, self.target.is_pooled).await {
                Outcome::Done => break,
                Outcome::Undone(error) => return Err(error),
                Outcome::Broke(error) if attempt < ATTEMPTS && Fault::of(&error).passes() => {
                    step_back(&client, &error, attempt).await;
                }
                Outcome::Broke(error) => return Err(self.failure(&error)),
                Outcome::Unknown(error) => {
                    return Err(Error::Uncertain(format!(
                        "PostgreSQL at {} went away during a commit: {}",
                        self.target.place(),
                        describe(&error)
                    )));
                }
            }
            attempt += 1;
        }
        self.listeners.tell_of(&changes);
        let news = changes.into_iter().filter_map(|change| change.news);
        // What finds no place is lost; whoever sends that much floods everybody anyway.
        news.for_each(|(owner, word)| drop(self.news.try_send((owner, word))));
        Ok(())
    }

    /// Carries news to the other nodes, many at once and outside of the commits that they are about: a commit that
    /// notifies takes a lock that all such commits share.
    pub(crate) async fn spread(&self, mut news: Receiver<(Uuid, String)>) {
        let mut waiting = Vec::new();
        while news.recv_many(&mut waiting, 100).await > 0 {
            let sender = self.listener.load(Ordering::Relaxed);
            let notices: Vec<_> = waiting
                .drain(..)
                .map(|(owner, word)| notify(format!("{NEWS} {sender} {owner} {word}")))
                .collect();
            match self.client().await {
                Ok(client) => {
                    if let Outcome::Undone(error) = run(&client, &notices, self.target.is_pooled).await {
                        tracing::debug!(%error, "other nodes did not get some news");
                    }
                }
                Err(error) => tracing::debug!(%error, "other nodes did not get some news"),
            }
        }
    }
}

fn notify(payload: String) -> Change {
    Change::new("select pg_notify($1, $2)", [CHANNEL.into(), payload.into()])
}

async fn run(client: &Object, changes: &[Change], is_pooled: bool) -> Outcome {
    let statements = match prepared(client, changes, is_pooled).await {
        Ok(statements) => statements,
        Err(error) => return Outcome::Broke(error),
    };
    // Both joins poll in order, and a first poll sends: the server reads `begin` before anything else. It cannot
    // refuse a `begin` and live, so nothing behind it ever runs outside the transaction.
    let opening = client.batch_execute(BEGIN);
    let sent =
        changes.iter().zip(&statements).map(|(change, statement)| send(client, change, statement.as_ref()));
    let (begun, touched) = join(opening, join_all(sent)).await;
    if let Some(outcome) = first_fault(begun, changes, touched) {
        // Should this fail too, then because the connection is gone, and the transaction with it.
        let _ = client.batch_execute("rollback").await;
        return outcome;
    }
    match client.batch_execute("commit").await {
        Ok(()) => Outcome::Done,
        Err(error) if Fault::of(&error) == Fault::Broken => Outcome::Unknown(error),
        Err(error) => Outcome::Broke(error),
    }
}

/// A statement for each change; none of them where connections are shared.
async fn prepared(
    client: &Object,
    changes: &[Change],
    is_pooled: bool,
) -> Result<Vec<Option<Statement>>, tokio_postgres::Error> {
    if is_pooled {
        return Ok(vec![None; changes.len()]);
    }
    let preparing = changes.iter().map(|change| client.prepare_cached(change.sql));
    Ok(try_join_all(preparing).await?.into_iter().map(Some).collect())
}

async fn send(
    client: &Object,
    change: &Change,
    statement: Option<&Statement>,
) -> Result<u64, tokio_postgres::Error> {
    match statement {
        Some(statement) => client.execute_raw(statement, &change.params).await,
        None => unnamed::execute(client, change.sql, &change.params).await,
    }
}

/// The first thing that went wrong, in the order of the list.
fn first_fault(
    begun: Result<(), tokio_postgres::Error>,
    changes: &[Change],
    touched: Vec<Result<u64, tokio_postgres::Error>>,
) -> Option<Outcome> {
    if let Err(error) = begun {
        return Some(Outcome::Broke(error));
    }
    changes.iter().zip(touched).find_map(|(change, touched)| match touched {
        Ok(rows) => change.check(rows).err().map(Outcome::Undone),
        Err(error) if Fault::of(&error) == Fault::Constraint => Some(Outcome::Undone(change.conflict())),
        Err(error) => Some(Outcome::Broke(error)),
    })
}
