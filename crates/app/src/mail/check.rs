//! Whether mail can be sent, for operators who ask: past the outbox, straight to the server.

use super::model::Message;
use super::retry::Outcome;
use super::server::Unusable;
use super::smtp::{Patience, Smtp};
use crate::App;
use crate::settings::Settings;

/// Why a mail did not reach the server.
#[derive(Debug, thiserror::Error)]
pub enum NotSent {
    /// The settings are wrong.
    #[error(transparent)]
    Unusable(#[from] Unusable),
    /// There are no settings.
    #[error("no mail server is set up: give its address in JOURNAL_SMTP_URL")]
    NoServer,
    /// The server cannot be reached, or does not let us in.
    #[error("the mail server does not answer as it should: {0}")]
    Away(String),
    /// The server will not take the mail.
    #[error("the mail server refused the mail: {0}")]
    Refused(String),
}

/// How the mail server was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// Whether the conversation was encrypted in the end.
    pub is_encrypted: bool,
    /// Whether the server is on this very machine.
    pub is_here: bool,
}

/// Connects to the mail server, agrees on TLS and signs in, as the settings say.
pub async fn check(settings: &Settings) -> Result<Reached, NotSent> {
    let smtp = Smtp::new(settings, Patience::default())?.ok_or(NotSent::NoServer)?;
    let connection = smtp.connect().await.map_err(NotSent::Away)?;
    let reached = Reached { is_encrypted: connection.is_encrypted(), is_here: smtp.is_here() };
    connection.quit().await;
    Ok(reached)
}

/// Sends the test mail at once.
pub async fn send_test(app: &App, to: &str) -> Result<(), NotSent> {
    let smtp = Smtp::new(&app.settings, Patience::default())?.ok_or(NotSent::NoServer)?;
    let mut connection = smtp.connect().await.map_err(NotSent::Away)?;
    let now = app.clock.now();
    let letter = Message::Test {}.write(to);
    match smtp.post(&mut connection, &letter, app.random.uuid_v7(now), now).await {
        Outcome::Accepted => {
            connection.quit().await;
            Ok(())
        }
        Outcome::Refused { reason, .. } => Err(NotSent::Refused(reason)),
    }
}
