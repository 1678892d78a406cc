//! Durable refreshes: every one rotates its token for good before it is answered.
//!
//! The token of a login rotates at once, so each request presents the first token of a session of its own, once. The
//! answer must hold another token, and in the end the database must hold as many rotated sessions as were answered.

use std::path::Path;

use memchr::memmem;
use store::Query;

use crate::load::{self, Load, Pace};
use crate::place::{self, Place};
use crate::serving::Serving;
use crate::table::{Aim, Figure, median, number};
use crate::wire::{self, Answer, Request};
use crate::{CONNECTIONS, Programs, Result};

/// Accounts that the sessions are spread over.
const ACCOUNTS: usize = 1_000;

/// Refreshes in a second. Each round presents `tokens` tokens.
pub(crate) async fn measure(
    programs: &Programs,
    place: &Place,
    rounds: usize,
    tokens: usize,
    aim: f64,
) -> Result<Figure> {
    let app = place.open().await?;
    let accounts: Vec<_> = place::accounts(&app, ACCOUNTS).await?.into_iter().map(|(id, _)| id).collect();
    let sessions = place::sessions(&app, &accounts, rounds * tokens).await?;
    let journal = Serving::start(&programs.journal, &[Path::new("serve")], &place.variables()).await?;
    let mut rates = Vec::new();
    for of_round in sessions.chunks(tokens) {
        let request = |session: &app::session::Session| {
            let token = app.keys.refresh.issue(session.account.0, session.id.0, session.generation);
            wire::post("/api/auth/refresh", None, &format!("{{\"refresh_token\":\"{}\"}}", token.expose()))
        };
        let requests: Vec<Request> = of_round.iter().map(request).collect();
        let (address, requests) = (journal.address, requests.into());
        let load = Load { address, connections: CONNECTIONS, requests, pace: Pace::Once, check: has_rotated };
        rates.push(load::run(load).await?.per_second());
    }
    journal.stop().await?;
    let rotated = app.store.get(rotated()).await?.unwrap_or_default();
    app.store.close().await;
    if usize::try_from(rotated) != Ok(sessions.len()) {
        return Err(
            format!("{} refreshes were answered, {rotated} are in the database", sessions.len()).into()
        );
    }
    let from = format!("{} tokens, each once, in {rounds} rounds", number_of(sessions.len()));
    Ok(Figure { value: median(rates), from, aim: Aim::AtLeast(aim) })
}

/// 200 with a refresh token that is not the one that was presented.
fn has_rotated(request: &Request, answer: &Answer) -> bool {
    let token = |bytes: &[u8]| {
        let start = memmem::find(bytes, b"\"jr_")? + 1;
        let length = memchr::memchr(b'"', &bytes[start..])?;
        Some(start..start + length)
    };
    let (Some(presented), Some(given)) = (token(&request.body), token(&answer.body)) else { return false };
    answer.status == 200 && request.body[presented] != answer.body[given]
}

fn rotated() -> Query<i64> {
    Query::new(
        "select count(*) as rotated from sessions where generation = 2 and answered_at > created_at",
        [],
        |row| row.get("rotated"),
    )
}

#[allow(clippy::cast_precision_loss, reason = "a count of sessions is far below 2^52")]
fn number_of(count: usize) -> String {
    number(count as f64)
}
