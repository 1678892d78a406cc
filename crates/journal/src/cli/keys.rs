//! `journal keys`: the keys that sign access tokens, and the master key. The work is `app::admin`'s; this tells it.

use std::time::Duration;

use app::App;
use app::admin;
use crypto::Random;
use serde_json::json;

use super::arguments::Keys;
use super::outcome::{Outcome, table};
use crate::config::Config;
use crate::start::{self, Purpose};
use crate::{Failure, master_key};

/// How long running programs are given to notice another master key in the data folder; they look every second.
const NOTICED: Duration = Duration::from_millis(2_500);

pub(super) async fn run(act: &Keys, config: &Config) -> Result<Outcome, Failure> {
    if matches!(act, Keys::RotateMaster) {
        return rotate_master(config).await;
    }
    let app = start::app(config, &config.public_url(config.listen.port()), Purpose::Command).await?;
    let outcome = match act {
        Keys::Rotate { drop_old } => rotate(&app, *drop_old).await,
        Keys::List | Keys::RotateMaster => list(&app).await,
    };
    app.store.close().await;
    outcome
}

async fn list(app: &App) -> Result<Outcome, Failure> {
    let keys = admin::signing_keys(app).await?;
    let title = ["KEY", "ALGORITHM", "STATE", "SINCE", "UNTIL"].map(str::to_owned);
    let time = |time: Option<jiff::Timestamp>| time.map_or("-".to_owned(), |time| time.to_string());
    let rows = keys.iter().map(|key| {
        let name = key.kid.clone().unwrap_or_else(|| "-".to_owned());
        [name, key.algorithm.to_owned(), key.state.to_owned(), time(key.created_at), time(key.until)]
    });
    let rows: Vec<_> = std::iter::once(title).chain(rows).collect();
    Ok(Outcome::new(&json!({ "items": keys }), table(&rows)))
}

async fn rotate(app: &App, drop_old: bool) -> Result<Outcome, Failure> {
    let rotated = admin::rotate_signing(app, drop_old).await?;
    let line = if drop_old {
        format!(
            "The key {} signs now; tokens of older keys are refused, and the next refresh replaces them.",
            rotated.kid
        )
    } else {
        format!(
            "The key {} signs from {}; older keys verify what they signed.",
            rotated.kid, rotated.signs_from
        )
    };
    Ok(Outcome::new(&rotated, [line]))
}

/// With the master key in the environment, both keys are given there. With its file in the data folder, a new one is
/// made here, and the old one is kept beside it until nothing needs it.
async fn rotate_master(config: &Config) -> Result<Outcome, Failure> {
    let in_file = config.master_key.is_none() && config.master_key_previous.is_none();
    if config.master_key.is_some() && config.master_key_previous.is_none() {
        return Err(Failure::new(
            "JOURNAL_MASTER_KEY_PREVIOUS is missing: give the new key in JOURNAL_MASTER_KEY and the one before in \
             JOURNAL_MASTER_KEY_PREVIOUS, here and on every node, then rotate",
        ));
    }
    if in_file {
        master_key::exchange(&config.data_dir, &Random::system())?;
        tokio::time::sleep(NOTICED).await;
    }
    let app = start::app(config, &config.public_url(config.listen.port()), Purpose::Command).await?;
    let rotated = admin::rotate_master(&app).await;
    app.store.close().await;
    let rotated = rotated?;
    let mut lines = vec![format!(
        "{} keys of the program and {} of accounts are wrapped by the new master key; {} were already.",
        rotated.server_keys, rotated.account_keys, rotated.already
    )];
    if in_file {
        let kept = master_key::put_previous_away(&config.data_dir)?;
        lines.push(format!("The old key is kept in {} for backups made until now.", kept.display()));
    } else {
        lines.push("JOURNAL_MASTER_KEY_PREVIOUS is needed only for backups made until now.".to_owned());
    }
    Ok(Outcome::new(&rotated, lines))
}
