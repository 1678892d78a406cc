//! Writing down that tokens were used: when, from where, and in the audit trail when from a network that is new. It
//! happens beside the requests; what is lost at a crash is noted at the next use.

use tokio::sync::watch;

use super::model::with_network;
use super::store as tokens;
use crate::App;
use crate::access::Use;
use crate::audit::{self, Actor, Kind};

/// Writes down uses as they come, until the program stops.
pub async fn note_uses(app: App, mut stopping: watch::Receiver<bool>) {
    loop {
        let is_over = tokio::select! {
            () = app.token_uses.rung() => false,
            _ = stopping.wait_for(|stopping| *stopping) => true,
        };
        for used in app.token_uses.take() {
            if let Err(error) = note(&app, &used).await {
                tracing::warn!(%error, "the use of an access token could not be written down");
            }
        }
        if is_over {
            return;
        }
    }
}

async fn note(app: &App, used: &Use) -> Result<(), store::Error> {
    let Use { account, token, at, client } = used;
    let Some(before) = app.store.get(tokens::use_of(*account, *token)).await? else { return Ok(()) };
    let address = client.address.to_string();
    let changes = match with_network(&before.networks, &client.network()) {
        None => vec![tokens::used(*account, *token, *at, &address)],
        Some(after) => {
            let about = token.0.to_string();
            vec![
                tokens::used_elsewhere((*account, *token), (*at, &address), (&before.networks, &after)),
                audit::record_about(app, *account, Kind::TokenNewNetwork, Actor::Client(client), about),
            ]
        }
    };
    match app.store.commit(changes).await {
        // Another node wrote at the same time; what it missed is noted at the next use.
        Err(error) if error.is_conflict() => Ok(()),
        other => other,
    }
}
