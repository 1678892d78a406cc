//! `journal mail`: whether mail leaves the house.

use app::App;
use serde_json::json;

use super::arguments::Mail;
use super::outcome::Outcome;
use crate::Failure;
use crate::config::Config;
use crate::start::{self, Purpose};

pub(super) async fn run(Mail::Test { email }: &Mail, config: &Config) -> Result<Outcome, Failure> {
    let app = start::app(config, &config.public_url(config.listen.port()), Purpose::Command).await?;
    let sent = send(&app, email).await;
    app.store.close().await;
    sent?;
    Ok(Outcome::new(&json!({ "sent_to": email }), [format!("The mail server took a test mail for {email}.")]))
}

async fn send(app: &App, email: &str) -> Result<(), Failure> {
    let sent = app::mail::send_test(app, email).await;
    sent.map_err(|error| Failure::of("no test mail was sent", error))
}
